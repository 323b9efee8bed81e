import Custody
public import Integrity

/// Made-up names that are the same throughout what one audience gets, and say nothing to any other.
public struct Pseudonyms: Sendable {
  private let key: [UInt8]

  /// Two audiences never get the same names.
  ///
  /// - `secret`: the case's own.
  /// - `audience`: the profile's id.
  public init(secret: Digest, audience: String) {
    key = KeyedHash.of(Array("precinto/pseudonym/v1\u{0}\(audience)".utf8), key: secret.bytes).bytes
  }

  /// Such as `TESTIGO-7KQ2`: the role's word in the language of the release, and 20 bits in Crockford's base 32.
  public func name(of party: Party, word: String) -> String {
    let hash = KeyedHash.of(Array("\(party.role.rawValue)\u{0}\(party.id)".utf8), key: key).bytes
    let bits = hash.prefix(3).reduce(0) { $0 << 8 | Int($1) } >> 4
    let letters = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    let tag = (0..<4).map { String(letters[bits >> (15 - 5 * $0) & 31]) }.joined()
    return "\(word)-\(tag)"
  }
}

/// HMAC with SHA-256.
///
/// - Source: RFC 2104.
public enum KeyedHash {
  public static func of(_ message: [UInt8], key: [UInt8]) -> Digest {
    var block = key.count > 64 ? Digest(of: key).bytes : key
    block += [UInt8](repeating: 0, count: 64 - block.count)
    let inner = Digest(of: block.map { $0 ^ 0x36 }, message)
    return Digest(of: block.map { $0 ^ 0x5C }, inner.bytes)
  }
}
