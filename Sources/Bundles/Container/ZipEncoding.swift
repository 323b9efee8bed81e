/// One file in a container, as the zip directory describes it.
public struct ZipEntry: Hashable, Sendable {
  public let name: String
  /// Bytes of content; stored, so the same in the file.
  public let byteCount: Int64
  public let crc: UInt32
  /// Where the local header begins.
  public let offset: Int64

  /// Where the content begins.
  var contentOffset: Int64 { offset + Int64(ZipEncoding.localHeader(self).count) }
  /// Where the next thing begins.
  var end: Int64 { contentOffset + byteCount }
}

/// The one zip encoding of given entries: everything stored, 1980-01-01 00:00, mode 0100644, no comment, no data
/// descriptor, no extra field but zip64, entries in a row from offset 0.
///
/// What a reader can encode again and compare has no room for hidden bytes. The choices equal those of CPython's
/// `zipfile.writestr`, so that another program makes the same file.
///
/// - Source: PKWARE APPNOTE 6.3.9, §4.3 to §4.5.
enum ZipEncoding {
  static let localSignature: UInt32 = 0x0403_4B50
  static let directorySignature: UInt32 = 0x0201_4B50
  static let endSignature: UInt32 = 0x0605_4B50
  private static let end64Signature: UInt32 = 0x0606_4B50
  private static let locatorSignature: UInt32 = 0x0706_4B50
  /// Above this, sizes and offsets go into zip64 fields.
  private static let limit: Int64 = 0x7FFF_FFFF
  private static let countLimit = 0xFFFF
  static let endByteCount = 22
  static let locatorByteCount = 20
  static let end64ByteCount = 56

  /// zip64 in the local header begins a little early, at sizes that compression might have made larger.
  private static func hasLongLocalHeader(_ size: Int64) -> Bool { size * 21 > limit * 20 }

  private static func flags(_ name: String) -> UInt16 {
    name.utf8.allSatisfy { $0 < 0x80 } ? 0 : 0x0800
  }

  static func localHeader(_ entry: ZipEntry) -> [UInt8] {
    let isLong = hasLongLocalHeader(entry.byteCount)
    let size = isLong ? UInt32.max : UInt32(truncatingIfNeeded: entry.byteCount)
    var bytes = ByteWriter()
    bytes.put(localSignature)
    bytes.put(UInt16(isLong ? 45 : 20))
    bytes.put(flags(entry.name))
    putStoredAt1980(&bytes)
    bytes.put(entry.crc)
    bytes.put(size)
    bytes.put(size)
    bytes.put(UInt16(entry.name.utf8.count))
    bytes.put(UInt16(isLong ? 20 : 0))
    bytes.bytes += entry.name.utf8
    if isLong { putLong([entry.byteCount, entry.byteCount], &bytes) }
    return bytes.bytes
  }

  static func directoryHeader(_ entry: ZipEntry) -> [UInt8] {
    var long: [Int64] = []
    if entry.byteCount > limit { long += [entry.byteCount, entry.byteCount] }
    if entry.offset > limit { long.append(entry.offset) }
    let version: UInt16 = long.isEmpty && !hasLongLocalHeader(entry.byteCount) ? 20 : 45
    let size = entry.byteCount > limit ? UInt32.max : UInt32(entry.byteCount)
    var bytes = ByteWriter()
    bytes.put(directorySignature)
    bytes.put(UInt16(3 << 8) | version)
    bytes.put(version)
    bytes.put(flags(entry.name))
    putStoredAt1980(&bytes)
    bytes.put(entry.crc)
    bytes.put(size)
    bytes.put(size)
    bytes.put(UInt16(entry.name.utf8.count))
    bytes.put(UInt16(long.isEmpty ? 0 : 4 + 8 * long.count))
    for _ in 0..<3 { bytes.put(UInt16(0)) }  // comment, disk, internal attributes
    bytes.put(UInt32(0o100644) << 16)
    bytes.put(entry.offset > limit ? UInt32.max : UInt32(entry.offset))
    bytes.bytes += entry.name.utf8
    if !long.isEmpty { putLong(long, &bytes) }
    return bytes.bytes
  }

  /// The directory and the records at the very end.
  static func ending(_ entries: [ZipEntry], at start: Int64) -> [UInt8] {
    var bytes = ByteWriter()
    for entry in entries { bytes.bytes += directoryHeader(entry) }
    let size = Int64(bytes.bytes.count)
    if entries.count > countLimit || start > limit || size > limit {
      bytes.put(end64Signature)
      bytes.put(UInt64(44))
      bytes.put(UInt16(45))
      bytes.put(UInt16(45))
      bytes.put(UInt32(0))
      bytes.put(UInt32(0))
      for value in [Int64(entries.count), Int64(entries.count), size, start] {
        bytes.put(UInt64(value))
      }
      bytes.put(locatorSignature)
      bytes.put(UInt32(0))
      bytes.put(UInt64(start + size))
      bytes.put(UInt32(1))
    }
    bytes.put(endSignature)
    bytes.put(UInt16(0))
    bytes.put(UInt16(0))
    bytes.put(UInt16(min(entries.count, countLimit)))
    bytes.put(UInt16(min(entries.count, countLimit)))
    bytes.put(UInt32(min(size, Int64(UInt32.max))))
    bytes.put(UInt32(min(start, Int64(UInt32.max))))
    bytes.put(UInt16(0))
    return bytes.bytes
  }

  /// Method 0 at 00:00 on 1980-01-01.
  private static func putStoredAt1980(_ bytes: inout ByteWriter) {
    bytes.put(UInt16(0))
    bytes.put(UInt16(0))
    bytes.put(UInt16(0x0021))
  }

  /// The zip64 extra field.
  private static func putLong(_ values: [Int64], _ bytes: inout ByteWriter) {
    bytes.put(UInt16(1))
    bytes.put(UInt16(8 * values.count))
    for value in values { bytes.put(UInt64(value)) }
  }
}

/// Writes little-endian numbers.
private struct ByteWriter {
  var bytes: [UInt8] = []

  mutating func put(_ value: some FixedWidthInteger) {
    withUnsafeBytes(of: value.littleEndian) { bytes += $0 }
  }
}
