// CMS SignedData with one signer: the form that our signatures and timestamps share.

import COpenSSL
import Integrity

/// What a CMS signature says, read from strict DER.
///
/// Whether it holds is another question.
///
/// - Source: RFC 5652, §5; RFC 5035 (signing certificate).
struct SignedData {
  static let sizeLimit = 256 * 1024
  static let certificateLimit = 3

  let version: UInt8
  let contentType: [UInt8]
  /// The signed content when it travels inside; nil for a detached signature.
  let content: [UInt8]?
  let certificates: [Certificate]
  let digestAlgorithmsMatch: Bool
  let signer: Signer

  struct Signer {
    let version: UInt8
    let issuer: [UInt8]
    let serial: [UInt8]
    let digestAlgorithm: [UInt8]
    let signatureAlgorithm: [UInt8]
    /// The attributes as they are signed: under the tag of a set.
    let signedAttributes: [UInt8]
    /// Values by the DER of the attribute's type.
    let signed: [[UInt8]: DER]
    let signature: [UInt8]
    let unsigned: [[UInt8]: DER]
    /// Whether some type of attribute came twice or had another number of values than one.
    let hasRepeatedAttributes: Bool
  }

  /// Returns nil for anything that is not DER of SignedData with signed attributes and exactly one signer.
  init?(_ bytes: [UInt8]) {
    guard bytes.count <= Self.sizeLimit,
      let info = DER(bytes, allowingPrimitiveContextTags: true), info.holds(2...2),
      Array(info.children[0].encoded) == Identifier.signedData,
      info.children[1].holds(1...1, tag: DER.Tag.context(0)),
      let signedData = info.children[1].children.first, signedData.holds(5...5),
      let version = Self.small(signedData.children[0]),
      signedData.children[1].holds(1...1, tag: DER.Tag.set),
      signedData.children[3].holds(1...Self.certificateLimit, tag: DER.Tag.context(0)),
      signedData.children[4].holds(1...1, tag: DER.Tag.set),
      let (type, content) = Self.encapsulated(signedData.children[2]),
      let signer = Signer(signedData.children[4].children[0])
    else { return nil }
    let certificates = signedData.children[3].children.compactMap {
      try? Certificate(der: Array($0.encoded))
    }
    guard certificates.count == signedData.children[3].children.count else { return nil }
    self.version = version
    contentType = type
    self.content = content
    self.certificates = certificates
    digestAlgorithmsMatch =
      Array(signedData.children[1].children[0].encoded) == signer.digestAlgorithm
    self.signer = signer
  }

  private static func encapsulated(_ element: DER) -> (type: [UInt8], content: [UInt8]?)? {
    guard element.holds(1...2), element.children[0].tag == DER.Tag.oid else { return nil }
    let type = Array(element.children[0].encoded)
    guard element.children.count == 2 else { return (type, nil) }
    let wrapped = element.children[1]
    guard wrapped.holds(1...1, tag: DER.Tag.context(0)),
      wrapped.children[0].tag == DER.Tag.octets
    else { return nil }
    return (type, Array(wrapped.children[0].content))
  }

  fileprivate static func small(_ element: DER) -> UInt8? {
    element.tag == DER.Tag.integer && element.content.count == 1 ? element.content.first : nil
  }

  /// The certificate whose issuer and serial number the signer names, byte for byte.
  var signerCertificate: Certificate? {
    let named = certificates.filter {
      guard let name = IssuerAndSerial($0) else { return false }
      return name.issuer == signer.issuer && name.serial == signer.serial
    }
    return named.count == 1 ? named.first : nil
  }

  /// Whether the signer's key signed the attributes, by the one algorithm that belongs to the key.
  func isSignatureValid(by certificate: Certificate) -> Bool {
    guard let key = try? VerifyingKey(certificate) else { return false }
    switch key.algorithm {
    case .es256:
      guard signer.signatureAlgorithm == Identifier.ecdsaWithSHA256,
        let joined = try? ECDSASignature.joined(der: signer.signature),
        ECDSASignature.der(joined: joined) == signer.signature
      else { return false }
      return key.verifies(joined, of: signer.signedAttributes)
    case .rs256:
      return [Identifier.rsa, Identifier.rsaWithSHA256].contains(signer.signatureAlgorithm)
        && key.verifies(signer.signature, of: signer.signedAttributes)
    case .edDSA: return false
    }
  }

  /// Whether the signed attributes name the digest of `content`.
  func isDigest(of content: [UInt8]) -> Bool {
    guard let value = signer.signed[Identifier.messageDigest], value.tag == DER.Tag.octets else {
      return false
    }
    return Array(value.content) == Digest(of: content).bytes
  }

  /// Whether the signed attributes name the signer's certificate by its SHA-256.
  ///
  /// - Source: RFC 5035, §3: ESSCertIDv2, whose hash algorithm is SHA-256 unless it says otherwise.
  func names(_ certificate: Certificate) -> Bool {
    guard let value = signer.signed[Identifier.signingCertificate], value.holds(1...2),
      let identifier = value.children[0].children.first,
      var parts = Optional(identifier.children[...]),
      let first = parts.first
    else { return false }
    if first.tag == DER.Tag.sequence {
      guard [Identifier.sha256, Identifier.sha256WithNull].contains(Array(first.encoded)) else {
        return false
      }
      parts = parts.dropFirst()
    }
    guard let hash = parts.first, hash.tag == DER.Tag.octets else { return false }
    return Array(hash.content) == certificate.thumbprint.bytes
  }
}

extension SignedData.Signer {
  fileprivate init?(_ element: DER) {
    let parts = element.children
    guard element.holds(6...7), let version = SignedData.small(parts[0]), parts[1].holds(2...2),
      parts[3].tag == DER.Tag.context(0), parts[5].tag == DER.Tag.octets,
      parts.count == 6 || parts[6].tag == DER.Tag.context(1)
    else { return nil }
    self.version = version
    issuer = Array(parts[1].children[0].encoded)
    serial = Array(parts[1].children[1].encoded)
    digestAlgorithm = Array(parts[2].encoded)
    // RFC 5652 §5.4: the signature is over the attributes under the tag SET OF, not [0].
    let asSet = [DER.Tag.set] + parts[3].encoded.dropFirst()
    guard DER(Array(asSet), allowingPrimitiveContextTags: true) != nil else { return nil }
    signedAttributes = Array(asSet)
    signatureAlgorithm = Array(parts[4].encoded)
    signature = Array(parts[5].content)
    let (signed, isSignedOdd) = Self.attributes(parts[3])
    let (unsigned, isUnsignedOdd) = parts.count == 7 ? Self.attributes(parts[6]) : ([:], false)
    self.signed = signed
    self.unsigned = unsigned
    hasRepeatedAttributes = isSignedOdd || isUnsignedOdd
  }

  private static func attributes(_ set: DER) -> ([[UInt8]: DER], isOdd: Bool) {
    var values: [[UInt8]: DER] = [:]
    var isOdd = set.children.isEmpty
    for attribute in set.children {
      guard attribute.holds(2...2), attribute.children[0].tag == DER.Tag.oid,
        attribute.children[1].holds(1...1, tag: DER.Tag.set),
        values.updateValue(
          attribute.children[1].children[0], forKey: Array(attribute.children[0].encoded)) == nil
      else {
        isOdd = true
        continue
      }
    }
    return (values, isOdd)
  }
}

/// The DER of a certificate's issuer and serial number: how CMS names a signer.
struct IssuerAndSerial {
  let issuer: [UInt8]
  let serial: [UInt8]

  init?(_ certificate: Certificate) {
    guard
      let parts = DER(certificate.der, allowingPrimitiveContextTags: true)?.children.first?
        .children, parts.count >= 4
    else { return nil }
    // RFC 5280 §4.1: version [0], serialNumber, signature, issuer, …; version 1 has no [0].
    let first = parts[0].tag == DER.Tag.context(0) ? 1 : 0
    guard parts[first].tag == DER.Tag.integer, parts[first + 2].tag == DER.Tag.sequence else {
      return nil
    }
    serial = Array(parts[first].encoded)
    issuer = Array(parts[first + 2].encoded)
  }

  var encoded: [UInt8] { DER.sequence(issuer, serial) }
}

extension SignedData {
  /// Signs: the DER of a ContentInfo with one signer.
  ///
  /// - `contentType`: DER of the object identifier.
  /// - `isDetached`: leave the content out.
  static func sign(
    _ content: [UInt8], contentType: [UInt8], isDetached: Bool, with key: borrowing PrivateKey,
    certificate: Certificate, others: [Certificate], at unixSeconds: Int64,
    unsigned: (_ signature: [UInt8]) throws -> [[UInt8]]
  ) throws -> [UInt8] {
    guard let name = IssuerAndSerial(certificate) else { throw SigningError.certificateMalformed }
    let attributes = DER.set([
      attribute(Identifier.contentType, contentType),
      attribute(Identifier.messageDigest, DER.octets(Digest(of: content).bytes)),
      attribute(Identifier.signingTime, ASN1Time.utc(unixSeconds)),
      attribute(Identifier.signingCertificate, signingCertificate(certificate, name)),
    ])
    let made = try key.sign(attributes)
    let signature = key.algorithm == .es256 ? ECDSASignature.der(joined: made) : made
    let algorithm = key.algorithm == .es256 ? Identifier.ecdsaWithSHA256 : Identifier.rsa
    guard key.algorithm != .edDSA else {
      throw SigningError.keyUnsupported(detail: "CMS: P-256, RSA")
    }
    let extra = try unsigned(signature)
    let unsignedAttributes =
      extra.isEmpty ? [] : [DER.Tag.context(1)] + DER.set(extra).dropFirst()
    let signer = DER.sequence(
      DER.integer([1]), name.encoded, Identifier.sha256,
      [DER.Tag.context(0)] + attributes.dropFirst(), algorithm, DER.octets(signature),
      unsignedAttributes)
    let inside =
      isDetached ? [] : DER.element(DER.Tag.context(0), DER.octets(content))
    let version: [UInt8] = contentType == Identifier.data ? [1] : [3]
    let certificates = DER.element(
      DER.Tag.context(0),
      ([certificate] + others).map(\.der).sorted {
        $0.lexicographicallyPrecedes($1)
      }.flatMap(\.self))
    let signedData = DER.sequence(
      DER.integer(version), DER.set([Identifier.sha256]), DER.sequence(contentType, inside),
      certificates, DER.set([signer]))
    return DER.sequence(Identifier.signedData, DER.element(DER.Tag.context(0), signedData))
  }

  static func attribute(_ type: [UInt8], _ value: [UInt8]) -> [UInt8] {
    DER.sequence(type, DER.set([value]))
  }

  private static func signingCertificate(_ certificate: Certificate, _ name: IssuerAndSerial)
    -> [UInt8]
  {
    // GeneralNames with one directoryName, [4] explicit.
    let issuer = DER.sequence(DER.element(DER.Tag.context(4), name.issuer))
    return DER.sequence(
      DER.sequence(
        DER.sequence(
          DER.octets(certificate.thumbprint.bytes), DER.sequence(issuer, name.serial))))
  }
}
