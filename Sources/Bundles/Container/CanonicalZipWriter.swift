import CZlib
import Glibc
public import Integrity

/// Writes a canonical zip to an open file, one entry after another; each byte is read once and hashed on the way.
public struct CanonicalZipWriter: ~Copyable {
  private let descriptor: Int32
  private var offset: Int64
  public private(set) var entries: [ZipEntry] = []
  /// SHA-256 of each entry's content, in the order of ``entries``.
  public private(set) var digests: [Digest] = []

  /// Writes from the file's beginning.
  ///
  /// The caller owns the descriptor.
  public init(descriptor: Int32) {
    self.descriptor = descriptor
    offset = 0
  }

  /// Adds an entry of bytes at hand.
  public mutating func add(_ name: String, _ bytes: [UInt8]) throws {
    let entry = ZipEntry(
      name: name, byteCount: Int64(bytes.count), crc: bytes.withUnsafeBytes { crc(0, $0) },
      offset: offset)
    try write(ZipEncoding.localHeader(entry) + bytes, at: offset)
    finish(entry, Digest(of: bytes))
  }

  /// Adds an entry of the first `byteCount` bytes of an open file.
  ///
  /// The CRC stands before the content that it is computed from, so the header is written last.
  public mutating func add(
    _ name: String, contentsOf source: Int32, byteCount: Int64,
    progress: (Int) throws -> Void = { _ in }
  ) throws -> Digest {
    let draft = ZipEntry(name: name, byteCount: byteCount, crc: 0, offset: offset)
    var position = draft.contentOffset
    var sum: UInt = 0
    let output = descriptor
    let stream = try HashedStream(reading: source, count: byteCount) { chunk in
      try Self.write(chunk, to: output, at: position)
      sum = UInt(Self.crc(UInt32(sum), chunk))
      position += Int64(chunk.count)
      try progress(chunk.count)
    }
    let entry = ZipEntry(
      name: name, byteCount: byteCount, crc: UInt32(truncatingIfNeeded: sum), offset: offset)
    try write(ZipEncoding.localHeader(entry), at: offset)
    finish(entry, stream.digest)
    return stream.digest
  }

  /// Writes the directory.
  ///
  /// More entries can be added afterwards, over it: the file only ever grows at its end.
  public mutating func finishDirectory() throws {
    let ending = ZipEncoding.ending(entries, at: offset)
    try write(ending, at: offset)
    guard ftruncate(descriptor, off_t(offset) + ending.count) == 0 else { throw Self.failure() }
  }

  private mutating func finish(_ entry: ZipEntry, _ digest: Digest) {
    entries.append(entry)
    digests.append(digest)
    offset = entry.end
  }

  private func write(_ bytes: [UInt8], at position: Int64) throws {
    try bytes.withUnsafeBytes { try Self.write($0, to: descriptor, at: position) }
  }

  private static func write(
    _ bytes: UnsafeRawBufferPointer, to descriptor: Int32, at position: Int64
  ) throws {
    var done = 0
    while done < bytes.count {
      let step = pwrite(
        descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done,
        off_t(position) + done)
      if step < 0, errno == EINTR { continue }
      guard step > 0 else { throw failure() }
      done += step
    }
  }

  private static func failure() -> StreamError { .unreadable(code: errno) }

  private func crc(_ sum: UInt32, _ bytes: UnsafeRawBufferPointer) -> UInt32 {
    Self.crc(sum, bytes)
  }

  /// The CRC-32 of what came before, `sum`, and these bytes.
  static func crc(_ sum: UInt32, _ bytes: UnsafeRawBufferPointer) -> UInt32 {
    UInt32(
      truncatingIfNeeded: crc32_z(
        UInt(sum), bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count))
  }
}
