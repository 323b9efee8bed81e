import Integrity

/// Something withheld, in the forms in which it could be found again.
public struct LeakValue: Sendable {
  /// Values of fewer letters and digits stand everywhere by chance: they are left to structure.
  public static let letterLimit = 6

  /// The rule or party that withholds it: what a finding names, never the value.
  public let reason: String
  /// Letters and digits alone, in lower case.
  let tight: [[UInt8]]
  /// Bytes as they are, such as a digest.
  let raw: [[UInt8]]

  /// A text that is withheld; nil when it is too short to be searched for.
  public init?(_ text: String, reason: String) {
    let letters = Self.tight(Array(text.utf8))
    guard letters.count >= Self.letterLimit else { return nil }
    var forms = [letters, letters.reversed()]
    if letters.count >= 12, letters.contains(where: Letter.isDigit) {
      forms.append(Array(letters.prefix(10)))
    }
    var raw: [[UInt8]] = []
    for variant in Self.variants(text) {
      for algorithm in [AcquisitionAlgorithm.md5, .sha1, .sha256, .sha512] {
        var hasher = AcquisitionHasher(algorithm)
        Array(variant.utf8).withUnsafeBytes { hasher.update($0) }
        let digest = hasher.finish().bytes
        raw.append(digest)
        forms += Self.spellings(of: digest)
      }
    }
    self.reason = reason
    self.raw = raw
    tight = forms
  }

  /// Bytes that must not stand anywhere, such as the plain digest of an original or a seed.
  public init(bytes: [UInt8], reason: String) {
    self.reason = reason
    raw = [bytes]
    tight = Self.spellings(of: bytes)
  }

  /// How digests are written.
  private static func spellings(of bytes: [UInt8]) -> [[UInt8]] {
    [Hex.text(of: bytes), Base64.standard.text(of: bytes)].map { tight(Array($0.utf8)) }
  }

  private static func variants(_ text: String) -> [String] {
    let plain = String(decoding: tightCased(Array(text.utf8)), as: UTF8.self)
    return Array(Set([text, text.uppercased(), text.lowercased(), plain, text + "\n"]))
  }

  private static func tightCased(_ bytes: [UInt8]) -> [UInt8] {
    FoldedText(bytes[...], startingAt: 0).letters.filter(Letter.isWord)
  }

  static func tight(_ bytes: [UInt8]) -> [UInt8] { tightCased(bytes).map(Letter.lower) }
}

/// Something withheld that was found in what was about to be released.
public struct Leak: Hashable, Sendable {
  /// The file, and what had to be decoded to see it, such as `events.jsonl!base64`.
  public let place: String
  /// The rule or party, never the value.
  public let reason: String
}
