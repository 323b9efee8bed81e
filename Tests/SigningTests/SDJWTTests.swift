import Integrity
import Signing
import TestSupport
import Testing

@Suite struct SDJWTTests {
  @Test("Disclosures and digests equal those of RFC 9901 §4.2")
  func vectors() throws {
    let first = "WyI2cU1RdlJMNWhhaiIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0"
    let second =
      "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0"
    let parsed = try [first, second].map { try #require(Disclosure(parsing: Array($0.utf8)[...])) }
    #expect(parsed.map(\.name) == ["family_name", "family_name"])
    #expect(parsed.map(\.value) == ["Möbius", "Möbius"])
    #expect(parsed[0].digest == "uutlBuYeMDyjLLTpf6Jxi7yNkEF35jdyWMn9U7b_RYY")
    #expect(parsed[1].digest == "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0")
  }

  private static let certificate = Result { try Keys.certificate }

  private func token() throws -> SDJWT {
    try SDJWT.issue(
      header: ["typ": "test"], visible: ["a": 1], disclosable: [("name", "Ana"), ("n", 2)],
      random: PredictableRandom("salt"), key: Keys.key())
  }

  @Test("A token survives both ways, and its signature holds")
  func roundTrip() throws {
    let token = try token()
    let read = try SDJWT(parsing: token.text)
    #expect(read == token)
    #expect(try read.disclosed() == ["name": "Ana", "n": 2])
    #expect(read.payload["name"] == nil)
    #expect(read.isSigned(by: try VerifyingKey(Self.certificate.get())))
  }

  @Test("With disclosures withheld the signature holds still")
  func withheld() throws {
    let less = try token().disclosing { $0.name == "n" }
    #expect(try less.disclosed() == ["n": 2])
    #expect(less.isSigned(by: try VerifyingKey(Self.certificate.get())))
  }

  @Test("A changed byte in the signed part is noticed")
  func altered() throws {
    let text = Array(try token().issuerJWT.utf8)
    let key = try VerifyingKey(Self.certificate.get())
    for index in text.indices {
      var bytes = text
      bytes[index] = bytes[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
      let read = try? SDJWT(parsing: String(decoding: bytes, as: UTF8.self) + "~")
      #expect(read?.isSigned(by: key) != true, "byte \(index)")
    }
  }

  @Test("A disclosure of another token, or one given twice, is refused")
  func foreign() throws {
    let token = try token()
    let other = Disclosure(salt: [1], name: "x", value: 1).text
    let own = token.disclosures[0].text
    for extra in [other, own] {
      let read = try SDJWT(parsing: token.text + extra + "~")
      #expect(throws: SigningError.self) { try read.disclosed() }
    }
  }

  @Test(
    "What is no compact SD-JWT is refused",
    arguments: [
      "", "~", "a.b.c", "a.b~", "e30.e30~", "e30.e30.AA~x~", "e30.W10.AA~", "e30.e30.A=~",
    ])
  func malformed(_ text: String) { #expect(throws: SigningError.self) { try SDJWT(parsing: text) } }

  @Test("The header's algorithm is not taken on trust")
  func algorithm() throws {
    let token = try token()
    let parts = token.issuerJWT.split(separator: ".")
    for name in ["none", "HS256", "RS256"] {
      let header = Base64.url.text(of: JSON.object(["alg": .string(name)]).bytes)
      let read = try SDJWT(parsing: "\(header).\(parts[1]).\(parts[2])~")
      #expect(!read.isSigned(by: try VerifyingKey(Self.certificate.get())))
    }
  }
}

/// Keys and certificates for tests, made once.
enum Keys {
  static let term = Validity(notBefore: 1_700_000_000, notAfter: 1_900_000_000)
  static let now: Int64 = 1_800_000_000

  private static let made = Result { try Made() }

  private struct Made {
    let keyPEM, rootPEM, timestampPEM: [UInt8]
    let certificate, root, timestampRoot, timestamps: Certificate

    init() throws {
      let random = PredictableRandom("certificates")
      func subject(_ name: String) -> CertificateSubject {
        CertificateSubject(commonName: name, organization: "TRAINING", country: "MX")
      }
      let rootKey = try PrivateKey.generateP256()
      let key = try PrivateKey.generateP256()
      let timestampRootKey = try PrivateKey.generateP256()
      let timestampKey = try PrivateKey.generateP256()
      root = try TrainingAuthority.root(
        subject("root"), key: rootKey, validity: term, random: random)
      certificate = try TrainingAuthority.issue(
        subject("signer"), for: key, profile: .signer, issuer: root, issuerKey: rootKey,
        validity: term, random: random)
      timestampRoot = try TrainingAuthority.root(
        subject("timestamp root"), key: timestampRootKey, validity: term, random: random)
      timestamps = try TrainingAuthority.issue(
        subject("timestamps"), for: timestampKey, profile: .timestampAuthority,
        issuer: timestampRoot, issuerKey: timestampRootKey, validity: term, random: random)
      keyPEM = try key.encryptedPEM(passphrase: passphrase)
      rootPEM = try rootKey.encryptedPEM(passphrase: passphrase)
      timestampPEM = try timestampKey.encryptedPEM(passphrase: passphrase)
    }
  }

  static let passphrase = Secret(Array("correct horse".utf8))
  static var certificate: Certificate { get throws { try made.get().certificate } }
  static var anchors: TrustAnchors {
    get throws {
      let made = try made.get()
      return TrustAnchors(roots: [made.root], timestampRoots: [made.timestampRoot])
    }
  }
  static var keyPEM: [UInt8] { get throws { try made.get().keyPEM } }
  static func key() throws -> PrivateKey {
    try PrivateKey(pem: made.get().keyPEM, passphrase: passphrase)
  }
  static func timestamps() throws -> TimestampAuthority {
    let made = try made.get()
    return TimestampAuthority(
      key: try PrivateKey(pem: made.timestampPEM, passphrase: passphrase),
      certificate: made.timestamps, clock: { now }, random: PredictableRandom("serials"))
  }
}
