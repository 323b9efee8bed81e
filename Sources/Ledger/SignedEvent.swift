public import Custody
public import Integrity
import Phrasebook
public import Signing

/// An event with its signature: an SD-JWT, and what this reader learns from it.
///
/// - Source: RFC 9901; design, *Events*.
public struct SignedEvent: Sendable {
  /// The media type of our tokens.
  public static let tokenType = "precinto-event+sd-jwt"

  public let token: SDJWT
  public let event: Event
  /// SHA-256 of the signer's certificate, from the header.
  public let certificate: Digest
  /// What the next event of the same item names as `prev`: SHA-256 of the JWT's ASCII bytes.
  public let digest: Digest
  /// The ledger's leaf: the JWT without disclosures, so that a replica needs to know no names.
  public let leafHash: Digest

  /// Reads a token.
  ///
  /// Whether it is signed is another question: see ``EventBatch``.
  public init(_ token: SDJWT) throws(LedgerError) {
    guard token.header["typ"] == .string(Self.tokenType),
      let thumbprint = token.header["x5t#S256"]?.string.flatMap(Base64.url.bytes(of:))
        .flatMap(Digest.init(bytes:))
    else { throw .notAnEvent(reason: "header") }
    do {
      event = try Event(visible: token.payload.object ?? [:], disclosed: token.disclosed())
    } catch let error as EventFormatError {
      throw .notAnEvent(reason: "\(error)")
    } catch {
      throw .notAnEvent(reason: "\(error)")
    }
    self.token = token
    certificate = thumbprint
    digest = Digest(of: token.jwt)
    leafHash = MerkleTree.leafHash(token.jwt)
  }

  public init(parsing text: String) throws(LedgerError) {
    let token: SDJWT
    do { token = try SDJWT(parsing: text) } catch { throw .notAnEvent(reason: "\(error)") }
    try self.init(token)
  }

  /// Signs `event` with the key that `certificate` belongs to.
  public static func sign(
    _ event: Event, with key: borrowing PrivateKey, certificate: Certificate,
    random: some RandomSource
  ) throws -> SignedEvent {
    let claims = event.claims
    let token = try SDJWT.issue(
      header: ["typ": .string(tokenType), "x5t#S256": .string(certificate.thumbprint.base64URL)],
      visible: claims.visible, disclosable: claims.disclosable, random: random, key: key)
    return try SignedEvent(token)
  }
}
