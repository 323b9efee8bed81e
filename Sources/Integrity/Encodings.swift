// Hexadecimal and base64, byte for byte canonical: every decoder accepts exactly what its encoder prints, so that
// one value has one spelling in a signed record.

/// Lowercase hexadecimal.
public enum Hex {
  public static func text(of bytes: [UInt8]) -> String {
    bytes.withUnsafeBytes { text(of: $0) }
  }

  public static func text(of bytes: UnsafeRawBufferPointer) -> String {
    String(unsafeUninitializedCapacity: 2 * bytes.count) { digits in
      for (place, byte) in bytes.enumerated() {
        digits[2 * place] = digit(byte >> 4)
        digits[2 * place + 1] = digit(byte & 15)
      }
      return 2 * bytes.count
    }
  }

  /// The form of a UUID: digits in groups of 8, 4, 4, 4 and 12.
  public static func uuid(_ bytes: [UInt8]) -> String {
    var digits: [UInt8] = []
    digits.reserveCapacity(2 * bytes.count + 4)
    for (place, byte) in bytes.enumerated() {
      if [4, 6, 8, 10].contains(place) { digits.append(UInt8(ascii: "-")) }
      digits.append(digit(byte >> 4))
      digits.append(digit(byte & 15))
    }
    return String(decoding: digits, as: UTF8.self)
  }

  /// Returns nil for an odd count or anything but `0-9a-f`.
  public static func bytes(of text: String) -> [UInt8]? { bytes(of: Array(text.utf8)[...]) }

  public static func bytes(of digits: ArraySlice<UInt8>) -> [UInt8]? {
    guard digits.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count / 2)
    var index = digits.startIndex
    while index < digits.endIndex {
      guard let high = value(digits[index]), let low = value(digits[index + 1]) else { return nil }
      bytes.append(high << 4 | low)
      index += 2
    }
    return bytes
  }

  private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }

  private static func value(_ digit: UInt8) -> UInt8? {
    switch digit {
    case 0x30...0x39: digit - 0x30
    case 0x61...0x66: digit - 0x57
    default: nil
    }
  }
}

/// Base64 in the two spellings that our formats use.
///
/// - Source: RFC 4648, §4 (padded, `+/`) and §5 (`-_`, unpadded as RFC 7515 §2 has it).
public struct Base64: Sendable {
  public static let standard = Base64("+", "/", padded: true)
  public static let url = Base64("-", "_", padded: false)

  private let alphabet: [UInt8]
  private let values: [UInt8]
  private let padded: Bool

  private init(_ digit62: Character, _ digit63: Character, padded: Bool) {
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    alphabet = Array("\(letters)\(digit62)\(digit63)".utf8)
    var values = [UInt8](repeating: 0xFF, count: 256)
    for (value, digit) in alphabet.enumerated() { values[Int(digit)] = UInt8(value) }
    self.values = values
    self.padded = padded
  }

  public func text(of bytes: [UInt8]) -> String {
    var digits: [UInt8] = []
    digits.reserveCapacity((bytes.count + 2) / 3 * 4)
    var index = 0
    while index < bytes.count {
      let count = min(3, bytes.count - index)
      var group = UInt32(bytes[index]) << 16
      if count > 1 { group |= UInt32(bytes[index + 1]) << 8 }
      if count > 2 { group |= UInt32(bytes[index + 2]) }
      for place in 0...count { digits.append(alphabet[Int(group >> (18 - 6 * place) & 63)]) }
      if padded { digits.append(contentsOf: repeatElement(0x3D, count: 3 - count)) }
      index += 3
    }
    return String(decoding: digits, as: UTF8.self)
  }

  public func bytes(of text: some StringProtocol) -> [UInt8]? { bytes(of: Array(text.utf8)[...]) }

  /// Returns nil for any spelling but the canonical one: wrong padding, stray characters, unused bits set.
  public func bytes(of text: ArraySlice<UInt8>) -> [UInt8]? {
    var digits = text
    if padded {
      guard text.count.isMultiple(of: 4) else { return nil }
      digits = text.suffix(2).firstIndex(of: 0x3D).map { text[..<$0] } ?? text
      guard text[digits.endIndex...].allSatisfy({ $0 == 0x3D }) else { return nil }
    }
    guard digits.count % 4 != 1 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count * 3 / 4)
    var bits: UInt32 = 0
    var bitCount = 0
    for digit in digits {
      let value = values[Int(digit)]
      guard value != 0xFF else { return nil }
      bits = bits << 6 | UInt32(value)
      bitCount += 6
      if bitCount >= 8 {
        bitCount -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> bitCount))
      }
    }
    return bits & (1 << bitCount - 1) == 0 ? bytes : nil
  }
}
