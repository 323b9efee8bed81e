import Integrity

/// Where a HEIC or HEIF file keeps its EXIF block: the item of type `Exif` that `iinf` names and `iloc` places.
///
/// - Source: ISO/IEC 14496-12, §8.11 (`meta`, `iinf`, `iloc`); ISO/IEC 23008-12, §6.5.3 (`ispe`), annex A.2.1 (the Exif item).
struct HEIFLocator {
  /// The most bytes of `iinf` and of `iloc`.
  static let tableLimit: Int64 = 4 << 20
  /// The most bytes of an Exif item.
  static let exifLimit: Int64 = 1 << 20
  private static let brands: Set<String> = [
    "heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1", "avif",
  ]

  /// The Exif item's TIFF structure.
  private(set) var exif: [UInt8]?
  /// Of the largest picture in the file, in pixels: that of the whole where the others are its tiles.
  private(set) var size: (width: Int, height: Int)?
  private(set) var findings: [FormatFinding] = []

  static func begins(_ head: [UInt8]) -> Bool {
    guard head.count >= 12, head[4..<8].elementsEqual("ftyp".utf8) else { return false }
    return brands.contains(String(decoding: head[8..<12], as: UTF8.self))
  }

  init(_ source: some ByteSource) throws {
    var reader = BoxReader(source)
    let top = try reader.boxes(in: 0..<source.byteCount)
    if let meta = top.first(where: { $0.type == "meta" }), meta.byteCount >= 4 {
      // `meta` is a full box: a version and flags come before its children.
      let children = try reader.boxes(in: meta.offset + 4..<meta.offset + meta.byteCount)
      try read(children, &reader)
      try measure(children, &reader)
    }
    if let offset = reader.misfit {
      findings.append(.error("formats.photo.boxMisfit", ["offset": String(offset)]))
    }
  }

  /// Finds the largest `ispe` property.
  private mutating func measure<Source>(_ children: [Box], _ reader: inout BoxReader<Source>) throws
  {
    for group in children where group.type == "iprp" {
      for list in try reader.boxes(in: group.content) where list.type == "ipco" {
        for property in try reader.boxes(in: list.content) where property.type == "ispe" {
          guard let bytes = try reader.source.exactly(12, at: property.offset),
            let width: UInt32 = bytes.integer(at: 4, .big),
            let height: UInt32 = bytes.integer(at: 8, .big)
          else { continue }
          let area = size.map { UInt64($0.width) * UInt64($0.height) } ?? 0
          if UInt64(width) * UInt64(height) > area { size = (Int(width), Int(height)) }
        }
      }
    }
  }

  private mutating func read<Source>(_ children: [Box], _ reader: inout BoxReader<Source>) throws {
    guard let names = children.first(where: { $0.type == "iinf" }),
      let places = children.first(where: { $0.type == "iloc" })
    else { return }
    guard let item = try exifItem(in: names, &reader) else { return }
    guard places.byteCount <= Self.tableLimit,
      let table = try reader.source.exactly(Int(places.byteCount), at: places.offset),
      let location = ItemLocation(of: item, in: table)
    else {
      findings.append(.error("formats.photo.itemUnplaced", ["item": String(item)]))
      return
    }
    let base = location.isInItemData ? children.first { $0.type == "idat" } : nil
    guard !location.isInItemData || base != nil,
      let content = try content(location, in: base, reader.source)
    else {
      findings.append(.error("formats.photo.itemOutside", ["item": String(item)]))
      return
    }
    // The item begins with the distance from there to the TIFF header.
    guard let skip: UInt32 = content.integer(at: 0, .big), Int(skip) <= content.count - 4 else {
      findings.append(.error("formats.photo.itemOutside", ["item": String(item)]))
      return
    }
    exif = Array(content[(4 + Int(skip))...])
  }

  private func exifItem<Source>(in names: Box, _ reader: inout BoxReader<Source>) throws -> UInt32?
  {
    guard let head = try reader.source.exactly(4, at: names.offset) else { return nil }
    let start = names.offset + (head[0] == 0 ? 6 : 8)
    let end = names.offset + names.byteCount
    guard start <= end else { return nil }
    for entry in try reader.boxes(in: start..<end) where entry.type == "infe" {
      let count = Int(min(entry.byteCount, 16))
      guard let bytes = try reader.source.exactly(count, at: entry.offset),
        let version = bytes.first,
        version == 2 || version == 3
      else { continue }
      let typeOffset = version == 2 ? 8 : 10
      guard bytes.count >= typeOffset + 4,
        bytes[typeOffset..<typeOffset + 4].elementsEqual("Exif".utf8)
      else { continue }
      return version == 2
        ? bytes.integer(at: 4, .big, as: UInt16.self).map { UInt32($0) }
        : bytes.integer(at: 4, .big)
    }
    return nil
  }

  private func content(_ location: ItemLocation, in base: Box?, _ source: some ByteSource) throws
    -> [UInt8]?
  {
    let bounds = base.map { $0.offset..<$0.offset + $0.byteCount } ?? 0..<source.byteCount
    var content: [UInt8] = []
    for extent in location.extents {
      guard let length = Int64(exactly: extent.byteCount), length <= Self.exifLimit,
        let place = Int64(exactly: extent.offset), place <= bounds.upperBound - bounds.lowerBound,
        length <= bounds.upperBound - bounds.lowerBound - place,
        Int64(content.count) + length <= Self.exifLimit,
        let bytes = try source.exactly(Int(length), at: bounds.lowerBound + place)
      else { return nil }
      content += bytes
    }
    return content
  }
}
