public import Integrity

/// A signed token whose issuer can let each reader see other claims: `<jwt>~<disclosure>~…~`.
///
/// Only flat tokens are ours: hidden claims are members of the payload itself, and there is no key binding.
///
/// - Source: RFC 9901; RFC 7515 (JWS compact serialization).
public struct SDJWT: Hashable, Sendable {
  public static let jwtLengthLimit = 2 * 1024 * 1024
  /// A list of 100,000 files needs 12 MB.
  public static let lengthLimit = 32 * 1024 * 1024
  public static let disclosureLimit = 256

  /// Header, payload and signature in ASCII: what is logged.
  public let jwt: [UInt8]
  public let disclosures: [Disclosure]
  public let header: JSON
  public let payload: JSON
  /// How many bytes of ``jwt`` the signature is over.
  private let signedCount: Int
  private let signature: [UInt8]

  /// Reads the compact form.
  public init(parsing text: String) throws(SigningError) {
    guard text.utf8.count <= Self.lengthLimit else { throw .tokenMalformed(detail: "size") }
    let parts = Array(text.utf8).split(separator: 0x7E, omittingEmptySubsequences: false)
    guard parts.count >= 2, parts.last?.isEmpty == true, parts.count - 2 <= Self.disclosureLimit
    else { throw .tokenMalformed(detail: "~") }
    let disclosures = parts[1..<(parts.count - 1)].compactMap(Disclosure.init(parsing:))
    guard disclosures.count == parts.count - 2 else { throw .tokenMalformed(detail: "disclosure") }
    try self.init(jwt: Array(parts[0]), disclosures: disclosures)
  }

  private init(jwt: [UInt8], disclosures: [Disclosure]) throws(SigningError) {
    let parts = jwt.split(separator: 0x2E, omittingEmptySubsequences: false)
    guard jwt.count <= Self.jwtLengthLimit, parts.count == 3,
      let header = Base64.url.bytes(of: parts[0]).flatMap({ try? JSON(parsing: $0) }),
      header.object != nil,
      let payload = Base64.url.bytes(of: parts[1]).flatMap({ try? JSON(parsing: $0) }),
      payload.object != nil, let signature = Base64.url.bytes(of: parts[2])
    else { throw .tokenMalformed(detail: "JWT") }
    self.jwt = jwt
    self.disclosures = disclosures
    self.header = header
    self.payload = payload
    self.signature = signature
    signedCount = parts[1].endIndex
  }

  public var issuerJWT: String { String(decoding: jwt, as: UTF8.self) }
  public var text: String { issuerJWT + "~" + disclosures.map { $0.text + "~" }.joined() }

  /// The hidden claims that this copy lays open.
  ///
  /// - Throws: when a disclosure belongs to no digest in the payload, comes twice, or names a claim that is in sight.
  /// - Source: RFC 9901, §7.1.
  public func disclosed() throws(SigningError) -> JSONObject {
    let hidden = try hiddenDigests()
    var claims = JSONObject()
    var used: Set<String> = []
    for disclosure in disclosures {
      guard hidden.contains(disclosure.digest), used.insert(disclosure.digest).inserted else {
        throw .tokenMalformed(detail: "_sd")
      }
      guard disclosure.name != "_sd", disclosure.name != "...",
        payload[disclosure.name] == nil, claims[disclosure.name] == nil
      else { throw .tokenMalformed(detail: disclosure.name) }
      claims[disclosure.name] = disclosure.value
    }
    return claims
  }

  private func hiddenDigests() throws(SigningError) -> Set<String> {
    guard let list = payload["_sd"] else { return [] }
    guard payload["_sd_alg"] == "sha-256", let elements = list.array else {
      throw .tokenMalformed(detail: "_sd_alg")
    }
    let digests = Set(elements.compactMap(\.string))
    guard digests.count == elements.count else { throw .tokenMalformed(detail: "_sd") }
    return digests
  }

  /// The same token with only the disclosures that `isShown` lets through.
  public func disclosing(_ isShown: (Disclosure) -> Bool) -> SDJWT {
    SDJWT(self, disclosures: disclosures.filter(isShown))
  }

  private init(_ other: SDJWT, disclosures: [Disclosure]) {
    jwt = other.jwt
    header = other.header
    payload = other.payload
    signature = other.signature
    signedCount = other.signedCount
    self.disclosures = disclosures
  }

  /// Whether `key` made the signature, by the algorithm that belongs to the key: the header's word is not taken.
  ///
  /// - Source: RFC 8725, §3.1.
  public func isSigned(by key: borrowing VerifyingKey) -> Bool {
    header["alg"]?.string == key.algorithm.rawValue
      && key.verifies(signature, of: jwt[..<signedCount])
  }
}

extension SDJWT {
  static let saltByteCount = 16

  /// Signs a token.
  ///
  /// - `header`: members besides `alg`, which the key decides.
  /// - `disclosable`: claims of which the payload shows only salted digests.
  public static func issue(
    header: JSONObject, visible: JSONObject, disclosable: [(name: String, value: JSON)],
    random: any RandomSource, key: borrowing PrivateKey
  ) throws -> SDJWT {
    let disclosures = disclosable.map { name, value in
      Disclosure(salt: random.bytes(count: saltByteCount), name: name, value: value)
    }
    var payload = visible
    if !disclosures.isEmpty {
      payload["_sd"] = .array(disclosures.map(\.digest).sorted().map(JSON.string))
      payload["_sd_alg"] = "sha-256"
    }
    let algorithm = JSON.string(key.algorithm.rawValue)
    let head = JSON.object(header.merging(["alg": algorithm]))
    let input = [head, .object(payload)].map { Base64.url.text(of: $0.bytes) }
      .joined(separator: ".")
    let signature = Base64.url.text(of: try key.sign(Array(input.utf8)))
    return try SDJWT(jwt: Array("\(input).\(signature)".utf8), disclosures: disclosures)
  }
}
