public import Integrity
public import Phrasebook

/// A statement by a timestamp authority that some bytes existed at a time.
///
/// - Source: RFC 3161; RFC 5816 (signing certificate by SHA-256).
public struct TimestampToken: Sendable {
  public let der: [UInt8]
  /// When the bytes existed at the latest, in Unix seconds.
  public let time: Int64
  /// SHA-256 of the bytes.
  public let imprint: Digest
  /// The authority's certificate.
  public let certificate: Certificate
  /// The other certificates inside.
  public let intermediates: [Certificate]
  /// What is wrong with the token itself; empty when its signature and form hold.
  public let problems: [Phrase]

  /// Reads a token and checks everything about it but whether its authority is trusted.
  ///
  /// - Throws: when it is no token of one signer at all.
  public init(der: [UInt8]) throws {
    guard let signedData = SignedData(der), signedData.contentType == Identifier.timestampInfo,
      let content = signedData.content, let info = TimestampInfo(content),
      let certificate = signedData.signerCertificate
    else { throw SigningError.signatureMalformed(detail: "RFC 3161") }
    self.der = der
    time = info.time
    imprint = info.imprint
    self.certificate = certificate
    intermediates = signedData.certificates.filter { $0 != certificate }
    problems = Self.problems(signedData, content, certificate, time: info.time)
  }

  private static func problems(
    _ data: SignedData, _ content: [UInt8], _ certificate: Certificate, time: Int64
  ) -> [Phrase] {
    let allowed: Set<[UInt8]> = [
      Identifier.contentType, Identifier.messageDigest, Identifier.signingTime,
      Identifier.signingCertificate,
    ]
    let requirements: [(code: String, isMet: Bool)] = [
      ("signing.timestampForm", data.version == 3 && data.signer.version == 1),
      (
        "signing.timestampForm",
        data.digestAlgorithmsMatch
          && [Identifier.sha256, Identifier.sha256WithNull].contains(data.signer.digestAlgorithm)
      ),
      (
        "signing.timestampForm",
        !data.signer.hasRepeatedAttributes && data.signer.unsigned.isEmpty
          && allowed.isSuperset(of: data.signer.signed.keys)
          && data.signer.signed[Identifier.contentType].map { Array($0.encoded) }
            == Identifier.timestampInfo
      ),
      ("signing.timestampCertificate", data.names(certificate)),
      ("signing.timestampDigest", data.isDigest(of: content)),
      ("signing.timestampSignature", data.isSignatureValid(by: certificate)),
      (
        "signing.timestampPurpose",
        certificate.extendedUsages == [CertificatePurpose.timestampingIdentifier]
      ),
      ("signing.timestampOutsideValidity", certificate.isInForce(at: time)),
    ]
    var problems: [Phrase] = []
    for (code, isMet) in requirements where !isMet && !problems.contains(Phrase(code)) {
      problems.append(Phrase(code))
    }
    return problems
  }
}

/// The content of a token.
private struct TimestampInfo {
  let time: Int64
  let imprint: Digest

  init?(_ bytes: [UInt8]) {
    guard let info = DER(bytes, allowingPrimitiveContextTags: true), info.holds(5...10),
      Array(info.children[0].encoded) == DER.integer([1]),
      info.children[1].tag == DER.Tag.oid, info.children[2].holds(2...2),
      [Identifier.sha256, Identifier.sha256WithNull].contains(
        Array(info.children[2].children[0].encoded)),
      info.children[2].children[1].tag == DER.Tag.octets,
      let imprint = Digest(bytes: Array(info.children[2].children[1].content)),
      info.children[4].tag == DER.Tag.generalizedTime,
      let time = ASN1Time.unixSeconds(info.children[4])
    else { return nil }
    self.time = time
    self.imprint = imprint
  }
}

/// An office's own timestamp authority, for training.
public struct TimestampAuthority: ~Copyable {
  private let key: PrivateKey
  private let certificate: Certificate
  private let clock: () -> Int64
  private let random: any RandomSource

  /// `clock`: gives the time in Unix seconds; it is the authority's own, whatever the signer's says.
  public init(
    key: consuming PrivateKey, certificate: Certificate, clock: @escaping () -> Int64,
    random: any RandomSource
  ) {
    self.key = key
    self.certificate = certificate
    self.clock = clock
    self.random = random
  }

  /// States that `message` exists now.
  public func token(over message: [UInt8]) throws -> [UInt8] {
    let unixSeconds = clock()
    let imprint = DER.sequence(Identifier.sha256WithNull, DER.octets(Digest(of: message).bytes))
    let accuracyOfOneSecond = DER.sequence(DER.integer([1]))
    let info = DER.sequence(
      DER.integer([1]), Identifier.trainingPolicy, imprint,
      DER.integer(random.bytes(count: 16)), ASN1Time.generalized(unixSeconds),
      accuracyOfOneSecond)
    return try SignedData.sign(
      info, contentType: Identifier.timestampInfo, isDetached: false, with: key,
      certificate: certificate, others: [], at: unixSeconds
    ) { _ in [] }
  }
}
