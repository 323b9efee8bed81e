import CDeflate
public import Integrity

/// Writes a canonical zip to an open file, one entry after another; each byte is read once and hashed on the way.
public struct CanonicalZipWriter: ~Copyable {
  /// Files up to this size are read into memory, and written together with their neighbours.
  private static let smallByteCount = 64 * 1024
  /// Bytes that are gathered before they are written.
  private static let gatheredByteLimit = 512 * 1024

  private var file: FileWriter
  private var offset: Int64
  /// Bytes that come right before ``offset`` and are not in the file yet.
  private var gathered: [UInt8] = []
  public private(set) var entries: [ZipEntry] = []
  /// SHA-256 of each entry's content, in the order of ``entries``.
  public private(set) var digests: [Digest] = []

  /// Writes from the file's beginning.
  public init(_ file: consuming FileWriter) {
    self.file = file
    offset = 0
  }

  /// Adds an entry of bytes at hand.
  public mutating func add(_ name: String, _ bytes: [UInt8]) throws {
    let entry = ZipEntry(
      name: name, byteCount: Int64(bytes.count), crc: bytes.withUnsafeBytes { Self.crc(0, $0) },
      offset: offset)
    gathered += ZipEncoding.localHeader(entry)
    if bytes.count <= Self.smallByteCount {
      gathered += bytes
    } else {
      try flush(before: entry.contentOffset)
      try file.write(bytes, at: entry.contentOffset)
    }
    finish(entry, Digest(of: bytes))
    if gathered.count >= Self.gatheredByteLimit { try flush(before: offset) }
  }

  /// Writes what was gathered, up to `position`.
  private mutating func flush(before position: Int64) throws {
    try file.write(gathered, at: position - Int64(gathered.count))
    gathered.removeAll(keepingCapacity: true)
  }

  /// Adds an entry of the first `byteCount` bytes of an open file.
  ///
  /// The CRC stands before the content that it is computed from, so the header is written last.
  public mutating func add(
    _ name: String, contentsOf source: any ByteSource, byteCount: Int64,
    progress: (Int) throws -> Void = { _ in }
  ) throws -> Digest {
    if byteCount <= Self.smallByteCount {
      guard let bytes = try source.exactly(Int(byteCount), at: 0) else {
        throw FileError.truncated(path: source.path)
      }
      try add(name, bytes)
      try progress(bytes.count)
      return digests[digests.endIndex - 1]
    }
    try flush(before: offset)
    let draft = ZipEntry(name: name, byteCount: byteCount, crc: 0, offset: offset)
    var position = draft.contentOffset
    var sum: UInt32 = 0
    let stream = try HashedStream(reading: source, count: byteCount) { chunk in
      try file.write(chunk, at: position)
      sum = Self.crc(sum, chunk)
      position += Int64(chunk.count)
      try progress(chunk.count)
    }
    let entry = ZipEntry(name: name, byteCount: byteCount, crc: sum, offset: offset)
    try file.write(ZipEncoding.localHeader(entry), at: offset)
    finish(entry, stream.digest)
    return stream.digest
  }

  /// Writes the directory.
  ///
  /// More entries can be added afterwards, over it: the file only ever grows at its end.
  public mutating func finishDirectory() throws {
    try flush(before: offset)
    let ending = ZipEncoding.ending(entries, at: offset)
    try file.write(ending, at: offset)
    try file.cut(at: offset + Int64(ending.count))
  }

  private mutating func finish(_ entry: ZipEntry, _ digest: Digest) {
    entries.append(entry)
    digests.append(digest)
    offset = entry.end
  }

  /// The CRC-32 of what came before, `sum`, and these bytes.
  static func crc(_ sum: UInt32, _ bytes: UnsafeRawBufferPointer) -> UInt32 {
    guard let start = bytes.baseAddress else { return sum }
    return libdeflate_crc32(sum, start, bytes.count)
  }
}
