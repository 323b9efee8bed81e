// The acquisition data as the image stores it. libewf turns the stored seconds into civil time of the zone in which it
// happens to run, so the dates are read here.

import CDeflate

/// The fields of a `header2` section (zlib-packed UTF-16) or `header` section (8-bit): the third line names the columns,
/// the fourth has the values, both parted by tabs.
///
/// - Source: *Expert Witness Compression Format*, libewf documentation.
struct EWFHeaderText {
  /// The most bytes of unpacked text.
  static let sizeLimit = 1 << 20

  private let fields: [String: String]

  /// Reads the packed text; nil when it is damaged or has no such lines.
  init?(packed: [UInt8]) {
    guard let bytes = Self.unpacked(packed) else { return nil }
    // A carriage return and a line feed are one character to Swift.
    let lines = Self.text(bytes).split(omittingEmptySubsequences: false) { $0.isNewline }
    guard lines.count >= 4 else { return nil }
    let columns = lines[2].split(separator: "\t", omittingEmptySubsequences: false)
    let values = lines[3].split(separator: "\t", omittingEmptySubsequences: false)
    fields = Dictionary(
      zip(columns.map(String.init), values.map(String.init)),
      uniquingKeysWith: { first, _ in first }
    )
  }

  /// `m`: when the image was made.
  var acquired: StoredTime? { time("m") }
  /// `u`: the clock of the acquiring computer.
  var systemTime: StoredTime? { time("u") }

  private func time(_ column: String) -> StoredTime? {
    fields[column].flatMap { $0.isEmpty ? nil : StoredTime(text: $0) }
  }

  private static func unpacked(_ packed: [UInt8]) -> [UInt8]? {
    guard let unpacker = libdeflate_alloc_decompressor() else { return nil }
    defer { libdeflate_free_decompressor(unpacker) }
    var status = LIBDEFLATE_BAD_DATA
    let bytes = [UInt8](unsafeUninitializedCapacity: sizeLimit) { buffer, filled in
      status = libdeflate_zlib_decompress(
        unpacker, packed, packed.count, buffer.baseAddress, buffer.count, &filled)
      if status != LIBDEFLATE_SUCCESS { filled = 0 }
    }
    return status == LIBDEFLATE_SUCCESS ? bytes : nil
  }

  private static func text(_ bytes: [UInt8]) -> String {
    let order: ByteOrder
    switch bytes.prefix(2) {
    case [0xFF, 0xFE]: order = .little
    case [0xFE, 0xFF]: order = .big
    default: return String(decoding: bytes, as: UTF8.self)
    }
    let units = stride(from: 2, to: bytes.count, by: 2).compactMap {
      bytes.integer(at: $0, order, as: UInt16.self)
    }
    return String(decoding: units, as: UTF16.self)
  }
}
