// Checked values, written as a small EXIF block that libexif can take whole. What it decodes is therefore well formed:
// no pointer of the file reaches it.

/// Writes the block that libexif decodes: `Exif`, two zeros, and a TIFF structure with up to three directories.
enum ExifBlock {
  /// libexif reads no further than this, in bytes.
  static let sizeLimit = 0xFFFE

  /// Returns nil when the values do not fit.
  static func bytes(of entries: [TIFFEntry], _ order: ByteOrder) -> [UInt8]? {
    let groups = ExifTag.Directory.allCases.map { directory in
      entries.filter { $0.tag.directory == directory }.sorted { $0.tag.number < $1.tag.number }
    }
    let exifPlace = 8 + tableByteCount(groups[0].count + 2)
    let positionPlace = exifPlace + tableByteCount(groups[1].count)
    var writer = Writer(
      order: order, valuePlace: positionPlace + tableByteCount(groups[2].count))
    writer.start()
    writer.directory(groups[0], pointers: [(0x8769, exifPlace), (0x8825, positionPlace)])
    writer.directory(groups[1])
    writer.directory(groups[2])
    let bytes = Array("Exif".utf8) + [0, 0] + writer.tables + writer.values
    return bytes.count <= sizeLimit ? bytes : nil
  }

  private static func tableByteCount(_ entryCount: Int) -> Int { 2 + entryCount * 12 + 4 }
}

/// Tables, and the values that do not fit into them, side by side.
private struct Writer {
  let order: ByteOrder
  var valuePlace: Int
  var tables: [UInt8] = []
  var values: [UInt8] = []

  mutating func start() {
    tables += order == .little ? [0x49, 0x49] : [0x4D, 0x4D]
    tables += integer(UInt16(42)) + integer(UInt32(8))
  }

  mutating func directory(_ entries: [TIFFEntry], pointers: [(UInt16, Int)] = []) {
    tables += integer(UInt16(entries.count + pointers.count))
    for entry in entries {
      tables += integer(entry.tag.number) + integer(entry.type) + integer(entry.count)
      if entry.content.count <= 4 {
        tables += entry.content + [UInt8](repeating: 0, count: 4 - entry.content.count)
      } else {
        tables += integer(UInt32(valuePlace))
        values += entry.content
        valuePlace += entry.content.count
      }
    }
    for (number, place) in pointers {
      tables += integer(number) + integer(UInt16(4)) + integer(UInt32(1)) + integer(UInt32(place))
    }
    tables += integer(UInt32(0))
  }

  private func integer(_ value: some FixedWidthInteger & UnsignedInteger) -> [UInt8] {
    withUnsafeBytes(of: order == .little ? value.littleEndian : value.bigEndian) { Array($0) }
  }
}
