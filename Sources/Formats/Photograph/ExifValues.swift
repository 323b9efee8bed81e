// libexif behind one type. Its default options are off: "follow the specification" adds the tags that a file should
// have had, among them a DateTime of today, and "ignore unknown tags" drops what it does not know.

import CExif

/// The values of one EXIF block.
///
/// Owns libexif's data and releases it.
final class ExifValues {
  private let data: UnsafeMutablePointer<ExifData>
  private let order: ExifByteOrder

  /// Decodes a block that ``ExifBlock`` wrote.
  init?(_ block: [UInt8]) {
    guard let data = exif_data_new() else { return nil }
    exif_data_unset_option(data, EXIF_DATA_OPTION_FOLLOW_SPECIFICATION)
    exif_data_unset_option(data, EXIF_DATA_OPTION_IGNORE_UNKNOWN_TAGS)
    exif_data_load_data(data, block, UInt32(block.count))
    self.data = data
    order = exif_data_get_byte_order(data)
  }

  deinit { exif_data_unref(data) }

  /// Text without the zero that ends it and the spaces around it; nil when absent, empty or not text.
  func text(_ tag: ExifTag) -> String? {
    guard
      let bytes = values(tag, of: [EXIF_FORMAT_ASCII, EXIF_FORMAT_BYTE, EXIF_FORMAT_UNDEFINED])?
        .bytes
    else { return nil }
    let text = String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    let trimmed = text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
    return trimmed.isEmpty ? nil : String(trimmed)
  }

  /// A whole number that is not negative.
  func integer(_ tag: ExifTag) -> Int? {
    guard
      let value = values(tag, of: [EXIF_FORMAT_BYTE, EXIF_FORMAT_SHORT, EXIF_FORMAT_LONG]),
      value.count == 1
    else { return nil }
    return value.bytes.withUnsafeBufferPointer { buffer in
      switch value.format {
      case EXIF_FORMAT_SHORT: Int(exif_get_short(buffer.baseAddress, order))
      case EXIF_FORMAT_LONG: Int(exif_get_long(buffer.baseAddress, order))
      default: buffer.first.map { Int($0) }
      }
    }
  }

  /// Exactly `count` fractions; nil when one has no denominator.
  func fractions(_ tag: ExifTag, count: Int) -> [Double]? {
    guard let value = values(tag, of: [EXIF_FORMAT_RATIONAL]), value.count == count,
      value.bytes.count >= count * 8
    else { return nil }
    let fractions = value.bytes.withUnsafeBufferPointer { buffer in
      (0..<count).compactMap { index -> Double? in
        guard let place = buffer.baseAddress?.advanced(by: index * 8) else { return nil }
        let fraction = exif_get_rational(place, order)
        guard fraction.denominator != 0 else { return nil }
        return Double(fraction.numerator) / Double(fraction.denominator)
      }
    }
    return fractions.count == count ? fractions : nil
  }

  /// Whether the tag is there at all, in any format.
  func has(_ tag: ExifTag) -> Bool { entry(tag) != nil }

  private func values(_ tag: ExifTag, of formats: [ExifFormat])
    -> (format: ExifFormat, count: Int, bytes: [UInt8])?
  {
    guard let entry = entry(tag), formats.contains(entry.pointee.format),
      let start = entry.pointee.data
    else { return nil }
    let bytes = Array(UnsafeBufferPointer(start: start, count: Int(entry.pointee.size)))
    return (entry.pointee.format, Int(entry.pointee.components), bytes)
  }

  private func entry(_ tag: ExifTag) -> UnsafeMutablePointer<ExifEntry>? {
    let directories = data.pointee.ifd
    let directory =
      switch tag.directory {
      case .main: directories.0
      case .exif: directories.2
      case .position: directories.3
      }
    return exif_content_get_entry(directory, CExif.ExifTag(UInt32(tag.number)))
  }
}
