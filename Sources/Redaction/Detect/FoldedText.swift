/// A text as detectors read it: one byte a letter, without accents, zero-width marks and look-alikes, each with the
/// place where it came from.
///
/// What a person reads as a name or a number is found however it was written: decomposed accents, full-width or
/// Arabic digits, Cyrillic letters among Latin ones, joiners inside a number.
struct FoldedText {
  /// A letter that no detector knows, and any other sign.
  static let otherLetter: UInt8 = 0xFF
  static let otherSign: UInt8 = 0xFE

  private(set) var letters: [UInt8] = []
  /// For each letter the offset of its first byte in the source; nil where letters and bytes are the same.
  private var offsets: [Int32]?
  private let start: Int
  private let end: Int

  enum Encoding { case utf8, utf16LittleEndian, utf16BigEndian }

  /// `start`: where `bytes` begin in their file.
  init(_ bytes: ArraySlice<UInt8>, startingAt start: Int, _ encoding: Encoding = .utf8) {
    self.start = start
    end = start + bytes.count
    if encoding == .utf8, bytes.withUnsafeBytes({ $0.allSatisfy { $0 < 0x80 } }) {
      letters = Array(bytes)
      return
    }
    letters.reserveCapacity(bytes.count)
    var offsets: [Int32] = []
    offsets.reserveCapacity(bytes.count)
    bytes.withUnsafeBytes { buffer in
      var place = 0
      while place < buffer.count {
        if encoding == .utf8, buffer[place] < 0x80 {
          letters.append(buffer[place])
          offsets.append(Int32(place))
          place += 1
          continue
        }
        let (scalar, length) = Self.scalar(buffer, place, encoding)
        if scalar < 0x80 {
          letters.append(UInt8(scalar))
          offsets.append(Int32(place))
        } else if let letter = ScalarFolding.letter(scalar) {
          letters.append(letter)
          offsets.append(Int32(place))
        }
        place += length
      }
    }
    self.offsets = offsets
  }

  /// The bytes of the source that a range of letters came from.
  func source(_ range: Range<Int>) -> Range<Int> {
    guard let offsets else { return start + range.lowerBound..<start + range.upperBound }
    let last = range.upperBound < offsets.count ? start + Int(offsets[range.upperBound]) : end
    return start + Int(offsets[range.lowerBound])..<last
  }

  /// The scalar at `place` and its length; a byte that is no UTF-8 counts as Latin-1.
  private static func scalar(
    _ bytes: UnsafeRawBufferPointer, _ place: Int, _ encoding: Encoding
  ) -> (UInt32, Int) {
    guard encoding == .utf8 else {
      guard place + 1 < bytes.count else { return (0xFFFD, 1) }
      let one = UInt32(bytes[place])
      let two = UInt32(bytes[place + 1])
      return (encoding == .utf16LittleEndian ? two << 8 | one : one << 8 | two, 2)
    }
    let first = UInt32(bytes[place])
    if first < 0x80 { return (first, 1) }
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 1
    guard length > 1, place + length <= bytes.count else { return (first, 1) }
    var scalar = first & (0x7F >> UInt32(length))
    for next in 1..<length {
      let byte = UInt32(bytes[place + next])
      guard byte & 0xC0 == 0x80 else { return (first, 1) }
      scalar = scalar << 6 | byte & 0x3F
    }
    return (scalar, length)
  }
}

/// Which letter a person sees in a scalar.
enum ScalarFolding {
  /// nil for what nobody sees.
  static func letter(_ scalar: UInt32) -> UInt8? {
    switch scalar {
    case 0xD1, 0xF1, 0xB0: return UInt8(scalar)
    case 0xAD, 0x300...0x36F, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2064, 0x2066...0x2069,
      0xFEFF, 0x61C, 0x180E, 0xFE00...0xFE0F, 0xE0100...0xE01EF:
      return nil
    case 0xC0...0x17F: return latin[Int(scalar - 0xC0)]
    case 0xA0, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: return 0x20
    case 0x2010...0x2015, 0x2212, 0xFE58, 0xFF0D, 0x2043: return 0x2D
    case 0x2018...0x201B, 0x2032, 0xB4: return 0x27
    case 0x201C...0x201F, 0x2033, 0xAB, 0xBB: return 0x22
    case 0xFF01...0xFF5E: return UInt8(scalar - 0xFEE0)
    case 0x660...0x669: return UInt8(scalar - 0x660 + 0x30)
    case 0x6F0...0x6F9: return UInt8(scalar - 0x6F0 + 0x30)
    case 0x966...0x96F: return UInt8(scalar - 0x966 + 0x30)
    case 0x1D7CE...0x1D7FF: return UInt8((scalar - 0x1D7CE) % 10 + 0x30)
    case 0x1D400...0x1D6A3:
      let letter = (scalar - 0x1D400) % 52
      return UInt8(letter < 26 ? 0x41 + letter : 0x61 + letter - 26)
    case 0xBA: return 0x6F
    case 0xAA: return 0x61
    default: break
    }
    if let alike = lookAlikes[scalar] { return alike }
    guard let known = Unicode.Scalar(scalar), known.properties.isAlphabetic else {
      return FoldedText.otherSign
    }
    return FoldedText.otherLetter
  }

  /// U+00C0 to U+017F without their marks.
  private static let latin: [UInt8] = {
    let plain =
      "AAAAAAACEEEEIIIIDNOOOOOxOUUUUYTsaaaaaaaceeeeiiiidnooooo/ouuuuyty"
      + "AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIiIiJjKkkLlLlLlLlLlNnNnNnnNnOoOoOoOo"
      + "RrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs"
    return Array(plain.utf8)
  }()

  private static let lookAlikes: [UInt32: UInt8] = {
    let other = "АВЕКМНОРСТХУІЈЅасеорхуіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧ"
    let plain = "ABEKMHOPCTXYIJSaceopxyijsABEZHIKMNOPTYX"
    return Dictionary(
      uniqueKeysWithValues: zip(other.unicodeScalars.map(\.value), plain.utf8))
  }()
}
