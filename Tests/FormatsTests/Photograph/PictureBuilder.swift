/// Writes small photographs with the tags that a test wants, right or wrong.
struct PictureBuilder {
  struct Tag {
    var directory: Int
    var number: UInt16
    var type: UInt16
    var count: UInt32
    var content: [UInt8]
    /// Instead of where the content lies.
    var offset: UInt32?
  }

  var tags: [Tag] = []

  static func text(_ directory: Int, _ number: UInt16, _ text: String) -> Tag {
    let content = Array(text.utf8) + [0]
    return Tag(
      directory: directory, number: number, type: 2, count: UInt32(content.count),
      content: content)
  }

  static func fractions(_ number: UInt16, _ values: [(UInt32, UInt32)]) -> Tag {
    Tag(
      directory: 2, number: number, type: 5, count: UInt32(values.count),
      content: values.flatMap { big($0.0) + big($0.1) })
  }

  static func big<Number: FixedWidthInteger & UnsignedInteger>(_ value: Number) -> [UInt8] {
    withUnsafeBytes(of: value.bigEndian) { Array($0) }
  }

  /// A big-endian TIFF structure.
  var tiff: [UInt8] {
    let groups = (0..<3).map { group in tags.filter { $0.directory == group } }
    let counts = [groups[0].count + 2, groups[1].count, groups[2].count]
    let sizes = counts.map { 2 + 12 * $0 + 4 }
    let places = [8, 8 + sizes[0], 8 + sizes[0] + sizes[1]]
    var values: [UInt8] = []
    let valueStart = 8 + sizes.reduce(0, +)
    var bytes: [UInt8] = [0x4D, 0x4D, 0, 42] + Self.big(UInt32(8))
    for group in 0..<3 {
      bytes += Self.big(UInt16(counts[group]))
      for tag in groups[group] {
        bytes += Self.big(tag.number) + Self.big(tag.type) + Self.big(tag.count)
        if let offset = tag.offset {
          bytes += Self.big(offset)
        } else if tag.content.count <= 4 {
          bytes += tag.content + [UInt8](repeating: 0, count: 4 - tag.content.count)
        } else {
          bytes += Self.big(UInt32(valueStart + values.count))
          values += tag.content
        }
      }
      if group == 0 {
        for (number, place) in [(UInt16(0x8769), places[1]), (0x8825, places[2])] {
          bytes += Self.big(number) + Self.big(UInt16(4)) + Self.big(UInt32(1))
          bytes += Self.big(UInt32(place))
        }
      }
      bytes += [0, 0, 0, 0]
    }
    return bytes + values
  }

  /// A JPEG with no picture: its EXIF segment, a frame of 10 by 20 pixels, and the end.
  var jpeg: [UInt8] {
    let block = Array("Exif".utf8) + [0, 0] + tiff
    return [0xFF, 0xD8, 0xFF, 0xE1] + Self.big(UInt16(block.count + 2)) + block
      + [0xFF, 0xC0, 0, 11, 8, 0, 20, 0, 10, 1, 1, 0x11, 0, 0xFF, 0xD9]
  }

  /// A HEIC file with nothing but its Exif item.
  func heic(
    itemLength: UInt32? = nil, metaSize: UInt32? = nil, itemOffset: UInt32? = nil,
    ispe: (UInt32, UInt32) = (10, 20)
  ) -> [UInt8] {
    // Twice, so that the two are compared.
    let size = box("ispe", [0, 0, 0, 0] + Self.big(ispe.0) + Self.big(ispe.1))
    let properties = box("iprp", box("ipco", size + size))
    let item = Self.big(UInt32(0)) + tiff
    let type = box("ftyp", Array("heic".utf8) + [0, 0, 0, 0] + Array("mif1heic".utf8))
    let entry = box("infe", [2, 0, 0, 0, 0, 1, 0, 0] + Array("Exif".utf8) + [0])
    let names = box("iinf", [0, 0, 0, 0, 0, 1] + entry)
    func meta(_ place: UInt32) -> [UInt8] {
      let location =
        Self.big(UInt16(0x4400)) + Self.big(UInt16(1)) + Self.big(UInt16(1)) + Self.big(UInt16(0))
        + Self.big(UInt16(1)) + Self.big(place) + Self.big(itemLength ?? UInt32(item.count))
      return box("meta", [0, 0, 0, 0] + names + properties + box("iloc", [0, 0, 0, 0] + location))
    }
    let place = type.count + meta(0).count + 8
    var middle = meta(itemOffset ?? UInt32(place))
    if let metaSize { middle.replaceSubrange(0..<4, with: Self.big(metaSize)) }
    return type + middle + box("mdat", item)
  }

  private func box(_ type: String, _ content: [UInt8]) -> [UInt8] {
    Self.big(UInt32(content.count + 8)) + Array(type.utf8) + content
  }
}
