import Integrity
import Phrasebook

/// The directory at the end of a zip, read and compared with the one encoding that its entries have.
struct ZipDirectory {
  let fileByteCount: Int64
  let entries: [ZipEntry]
  let failures: [VerdictFailure]

  init(reading source: any ByteSource) throws {
    let path = source.path
    let fileByteCount = source.byteCount
    guard fileByteCount > 0 else { throw BundleFormatError.empty(path: path) }
    let end = try ZipEnd(reading: source)
    let raw = try FileWindow.bytes(
      source, at: end.directoryOffset, count: Int(end.directoryByteCount))
    var problems: [String: String] = [:]
    var entries: [ZipEntry] = []
    var rest = raw[...]
    while !rest.isEmpty {
      guard let record = DirectoryRecord(taking: &rest), record.entry.offset < fileByteCount else {
        throw BundleFormatError.truncated(path: path)
      }
      guard record.flags & 1 == 0 else { throw BundleFormatError.encrypted(path: path) }
      guard entries.count < CanonicalZipReader.entryLimit else {
        throw BundleFormatError.tooManyEntries(path: path, limit: CanonicalZipReader.entryLimit)
      }
      if let oddity = record.oddity { problems[record.entry.name] = oddity }
      entries.append(record.entry)
    }
    guard !entries.isEmpty else { throw BundleFormatError.empty(path: path) }
    var failures = problems.sorted { $0.key < $1.key }.map { Self.failure($0.key, $0.value) }
    if failures.isEmpty {
      failures += try Self.layoutFailures(entries, end, source)
    }
    self.fileByteCount = fileByteCount
    self.entries = entries
    self.failures = failures
  }

  /// Compares local headers, the spaces between them, and everything behind the last entry.
  private static func layoutFailures(
    _ entries: [ZipEntry], _ end: ZipEnd, _ source: any ByteSource
  ) throws -> [VerdictFailure] {
    var failures: [VerdictFailure] = []
    let areHeadersRight = try localHeadersAreRight(entries, source)
    var position: Int64 = 0
    for (entry, isHeaderRight) in zip(entries, areHeadersRight) {
      if entry.offset != position { failures.append(failure(entry.name, "gap")) }
      if !isHeaderRight { failures.append(failure(entry.name, "localHeader")) }
      position = entry.end
      guard failures.count < 20 else { return failures }
    }
    if end.directoryOffset != position { failures.append(failure("", "hidden")) }
    if failures.isEmpty {
      let expected = ZipEncoding.ending(entries, at: position)
      let count = source.byteCount - position
      let found =
        count == Int64(expected.count)
        ? try FileWindow.bytes(source, at: position, count: expected.count) : []
      if found != expected { failures.append(failure("", end.hasComment ? "comment" : "ending")) }
    }
    return failures
  }

  private static func localHeadersAreRight(
    _ entries: [ZipEntry], _ source: any ByteSource
  ) throws -> [Bool] {
    try ParallelWork(entries, sliceSize: 512) { slice in
      var window = FileWindow(source, stepByteCount: 256)
      return slice.map { entry in
        let header = ZipEncoding.localHeader(entry)
        let found = try? window.bytes(at: entry.offset, count: header.count)
        return found?.elementsEqual(header) == true
      }
    }.finish()
  }

  private static func failure(_ name: String, _ oddity: String) -> VerdictFailure {
    VerdictFailure(
      .altered,
      Phrase("container.zip.\(oddity)", ["name": EntryName.shown(name)]))
  }
}

/// Where the directory is, by the records at the end of the file.
private struct ZipEnd {
  let directoryOffset: Int64
  let directoryByteCount: Int64
  let hasComment: Bool

  init(reading source: any ByteSource) throws {
    let (path, fileByteCount) = (source.path, source.byteCount)
    // A zip may end with a comment of up to 65,535 bytes: found only to be named in the verdict.
    let tailCount = Int(min(fileByteCount, Int64(ZipEncoding.endByteCount + 0xFFFF)))
    let tailOffset = fileByteCount - Int64(tailCount)
    let tail = try FileWindow.bytes(source, at: tailOffset, count: tailCount)
    guard let place = Self.lastEndRecord(tail) else {
      let start = try FileWindow.bytes(
        source, at: 0, count: Int(min(4, fileByteCount)))
      throw start == [0x50, 0x4B, 3, 4]
        ? BundleFormatError.truncated(path: path) : .notAZip(path: path)
    }
    hasComment = place + ZipEncoding.endByteCount != tail.count
    var size = Int64(tail.number(at: place + 12, count: 4))
    var offset = Int64(tail.number(at: place + 16, count: 4))
    let long = place - ZipEncoding.locatorByteCount - ZipEncoding.end64ByteCount
    if long >= 0, tail.number(at: long, count: 4) == 0x0606_4B50,
      tail.number(at: place - ZipEncoding.locatorByteCount, count: 4) == 0x0706_4B50
    {
      size = Int64(truncatingIfNeeded: tail.number(at: long + 40, count: 8))
      offset = Int64(truncatingIfNeeded: tail.number(at: long + 48, count: 8))
    }
    guard size > 0, offset >= 0, size <= ZipDirectoryLimits.byteCount,
      offset <= fileByteCount, size <= fileByteCount - offset
    else { throw BundleFormatError.truncated(path: path) }
    directoryOffset = offset
    directoryByteCount = size
  }

  private static func lastEndRecord(_ tail: [UInt8]) -> Int? {
    guard tail.count >= ZipEncoding.endByteCount else { return nil }
    return stride(from: tail.count - ZipEncoding.endByteCount, through: 0, by: -1).first {
      tail.number(at: $0, count: 4) == UInt64(ZipEncoding.endSignature)
    }
  }
}

private enum ZipDirectoryLimits {
  /// A petabyte: sums and products of larger sizes could overflow.
  static let entryByteCount: Int64 = 1 << 50
  static let byteCount = Int64(CanonicalZipReader.directoryLimit)
}

/// One record of the directory.
private struct DirectoryRecord {
  let entry: ZipEntry
  let flags: UInt64
  /// In what way it is not canonical; nil when it is.
  let oddity: String?

  init?(taking rest: inout ArraySlice<UInt8>) {
    let bytes = Array(rest.prefix(46))
    guard bytes.count == 46,
      bytes.number(at: 0, count: 4) == UInt64(ZipEncoding.directorySignature)
    else { return nil }
    let nameCount = Int(bytes.number(at: 28, count: 2))
    let extraCount = Int(bytes.number(at: 30, count: 2))
    let commentCount = Int(bytes.number(at: 32, count: 2))
    let total = 46 + nameCount + extraCount + commentCount
    guard rest.count >= total else { return nil }
    let record = rest.prefix(total)
    let extra = Array(record.dropFirst(46 + nameCount).prefix(extraCount))
    let long = Self.longValues(extra)
    var values = long[...]
    var size = Int64(bytes.number(at: 24, count: 4))
    var offset = Int64(bytes.number(at: 42, count: 4))
    if size == Int64(UInt32.max), values.count >= 2 {
      size = values.removeFirst()
      values.removeFirst()
    }
    if offset == Int64(UInt32.max), let value = values.popFirst() { offset = value }
    let nameBytes = record.dropFirst(46).prefix(nameCount)
    guard size >= 0, offset >= 0, size <= ZipDirectoryLimits.entryByteCount,
      offset <= ZipDirectoryLimits.entryByteCount
    else { return nil }
    flags = bytes.number(at: 8, count: 2)
    entry = ZipEntry(
      name: String(decoding: nameBytes, as: UTF8.self), byteCount: size,
      crc: UInt32(bytes.number(at: 16, count: 4)), offset: offset)
    let isCanonical = ZipEncoding.directoryHeader(entry).elementsEqual(record)
    oddity = isCanonical ? nil : Self.oddity(bytes, extra, commentCount)
    rest = rest.dropFirst(total)
  }

  private static func oddity(_ bytes: [UInt8], _ extra: [UInt8], _ commentCount: Int) -> String {
    if bytes.number(at: 10, count: 2) != 0 { return "compressed" }
    if commentCount != 0 { return "comment" }
    if bytes.number(at: 38, count: 4) != UInt64(0o100644) << 16 { return "attributes" }
    if bytes.number(at: 12, count: 4) != 0x0021_0000 { return "date" }
    if !extra.isEmpty { return "extra" }
    return "directoryHeader"
  }

  private static func longValues(_ extra: [UInt8]) -> [Int64] {
    guard extra.count >= 4, extra.number(at: 0, count: 2) == 1,
      Int(extra.number(at: 2, count: 2)) == extra.count - 4
    else { return [] }
    return stride(from: 4, through: extra.count - 8, by: 8).map {
      Int64(truncatingIfNeeded: extra.number(at: $0, count: 8))
    }
  }
}

extension [UInt8] {
  /// A little-endian number of up to 8 bytes.
  fileprivate func number(at place: Int, count: Int) -> UInt64 {
    (0..<count).reduce(0) { $0 | UInt64(self[place + $1]) << (8 * $1) }
  }
}
