import Foundation
public import Phrasebook

/// What a file in a bundle may be called: what every computer can unpack to the one file that was meant.
public enum EntryName {
  static let byteLimit = 1024
  static let partByteLimit = 255

  /// Why a name is refused; nil when it is fit.
  public static func problem(_ name: String) -> Phrase? {
    guard let reason = reason(name) else { return nil }
    return Phrase("container.name", ["name": shown(name), "reason": reason])
  }

  /// A name with everything unprintable made visible.
  static func shown(_ name: String) -> String {
    name.unicodeScalars.reduce(into: "") { text, scalar in
      if isVisible(scalar) {
        text.unicodeScalars.append(scalar)
      } else {
        text += "\\u{\(String(scalar.value, radix: 16))}"
      }
    }
  }

  private static func reason(_ name: String) -> String? {
    if name.utf8.allSatisfy(isPlain) {
      guard !name.isEmpty, name.utf8.count <= byteLimit, name.utf8.first != 0x2F else {
        return "absolute"
      }
      return name.utf8.split(separator: 0x2F, omittingEmptySubsequences: false).lazy
        .compactMap { partReason(Substring($0)) }.first
    }
    if name.hasPrefix("/") || name.hasPrefix("\\") { return "absolute" }
    if name.contains("\\") { return "backslash" }
    if name != name.precomposedStringWithCanonicalMapping
      || Array(name.utf8) != Array(name.precomposedStringWithCanonicalMapping.utf8)
    {
      return "NFC"
    }
    if !name.unicodeScalars.allSatisfy(isVisible) { return "control" }
    if name.contains(where: { "<>:\"|?*%".contains($0) }) { return "character" }
    return name.split(separator: "/", omittingEmptySubsequences: false).lazy
      .compactMap(partReason).first
  }

  /// Letters, digits and the few signs that our own names consist of.
  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x2F, 0x5F: true
    default: false
    }
  }

  private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator:
      false
    default: true
    }
  }

  private static func partReason(_ part: Substring) -> String? {
    guard !part.isEmpty, part != ".", part != ".." else { return "dots" }
    guard part.utf8.count <= partByteLimit else { return "length" }
    guard part.utf8.last != 0x2E, part.utf8.last != 0x20, part.utf8.first != 0x20 else {
      return "edge"
    }
    return isReserved(part) ? "reserved" : nil
  }

  /// Names of devices on Windows, with or without an extension.
  private static func isReserved(_ part: Substring) -> Bool {
    let stemCount = part.utf8.firstIndex(of: 0x2E).map {
      part.utf8.distance(from: part.startIndex, to: $0)
    }
    guard (3...9).contains(stemCount ?? part.utf8.count) else { return false }
    guard let first = part.utf8.first, "acnplACNPL".utf8.contains(first) else { return false }
    let stem = part.prefix { $0 != "." }.lowercased()
    if ["con", "prn", "aux", "nul", "conin$", "conout$"].contains(stem) { return true }
    guard stem.count == 4, stem.hasPrefix("com") || stem.hasPrefix("lpt") else { return false }
    return stem.last.map { "0123456789¹²³".contains($0) } ?? false
  }

  /// What two names must not share: the same letters in another case, width or composition.
  static func folded(_ name: String) -> String {
    name.utf8.allSatisfy(isPlain)
      ? name.lowercased() : name.precomposedStringWithCompatibilityMapping.lowercased()
  }
}
