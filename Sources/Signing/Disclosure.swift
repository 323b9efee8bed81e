public import Integrity

/// One hidden claim laid open: a salt, the claim's name and its value.
///
/// - Source: RFC 9901, §4.2.1.
public struct Disclosure: Hashable, Sendable {
  /// base64url of the JSON array, as it was signed.
  public let text: String
  public let name: String
  public let value: JSON

  public init(salt: [UInt8], name: String, value: JSON) {
    let json = JSON.array([.string(Base64.url.text(of: salt)), .string(name), value])
    text = Base64.url.text(of: json.bytes)
    self.name = name
    self.value = value
  }

  /// Returns nil for anything but an array of two texts and a value.
  public init?(parsing text: ArraySlice<UInt8>) {
    guard let bytes = Base64.url.bytes(of: text), let json = try? JSON(parsing: bytes),
      let parts = json.array, parts.count == 3, parts[0].string != nil, let name = parts[1].string
    else { return nil }
    self.text = String(decoding: text, as: UTF8.self)
    self.name = name
    value = parts[2]
  }

  /// What stands for the claim in `_sd`: SHA-256 of the disclosure's own ASCII text, base64url.
  ///
  /// - Source: RFC 9901, §4.2.3.
  public var digest: String { Digest(of: Array(text.utf8)).base64URL }
}
