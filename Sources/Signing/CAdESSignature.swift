import Integrity
public import Phrasebook

/// A person's signature over bytes kept elsewhere, with the time at which it existed.
///
/// Detached CAdES with a signature timestamp (level T): one signer; signed attributes exactly contentType,
/// messageDigest, signingTime and signingCertificateV2; one unsigned attribute, the timestamp token over the
/// signature. Everything outside the signed part has one permitted spelling, so that no bit of the file is free.
///
/// - Source: ETSI EN 319 122-1; RFC 5652; RFC 5035.
public struct CAdESSignature: Sendable {
  public let certificate: Certificate
  public let intermediates: [Certificate]
  /// When the signer says that they signed, in Unix seconds.
  public let signingTime: Int64
  /// nil when there is none, or it can't be read.
  public let timestamp: TimestampToken?
  /// What is wrong with the form, whatever the content.
  public let formProblems: [Phrase]
  private let signedData: SignedData

  /// Reads a signature.
  ///
  /// - Throws: when it is not one signer's detached CMS signature with signed attributes, in DER.
  public init(der: [UInt8]) throws {
    guard let signedData = SignedData(der) else {
      throw SigningError.signatureMalformed(detail: "CMS, DER, signed attributes, 1 signer")
    }
    guard let certificate = signedData.signerCertificate,
      let signingTime = signedData.signer.signed[Identifier.signingTime].flatMap(
        ASN1Time.unixSeconds)
    else { throw SigningError.signatureMalformed(detail: "signer") }
    self.signedData = signedData
    self.certificate = certificate
    self.signingTime = signingTime
    intermediates = signedData.certificates.filter { $0 != certificate }
    timestamp = signedData.signer.unsigned[Identifier.signatureTimestamp].flatMap {
      try? TimestampToken(der: Array($0.encoded))
    }
    formProblems = Self.formProblems(signedData, certificate, timestamp)
  }

  private static func formProblems(
    _ data: SignedData, _ certificate: Certificate, _ timestamp: TimestampToken?
  ) -> [Phrase] {
    let signer = data.signer
    let signedTypes: Set<[UInt8]> = [
      Identifier.contentType, Identifier.messageDigest, Identifier.signingTime,
      Identifier.signingCertificate,
    ]
    let requirements: [(code: String, isMet: Bool)] = [
      ("signing.formVersion", data.version == 1 && signer.version == 1),
      ("signing.formDetached", data.content == nil && data.contentType == Identifier.data),
      (
        "signing.formDigest",
        data.digestAlgorithmsMatch
          && [Identifier.sha256, Identifier.sha256WithNull].contains(signer.digestAlgorithm)
      ),
      (
        "signing.formSignedAttributes",
        Set(signer.signed.keys) == signedTypes && !signer.hasRepeatedAttributes
          && signer.signed[Identifier.contentType].map { Array($0.encoded) } == Identifier.data
      ),
      (
        "signing.formUnsignedAttributes",
        Set(signer.unsigned.keys).isSubset(of: [Identifier.signatureTimestamp])
      ),
      ("signing.formCertificate", data.names(certificate)),
      ("signing.noTimestamp", timestamp != nil),
    ]
    return requirements.filter { !$0.isMet }.map { Phrase($0.code) }
  }

  /// Whether the signer signed exactly `content`.
  public func isOver(_ content: [UInt8]) -> Bool { signedData.isDigest(of: content) }

  /// Whether the signature was made with the key of ``certificate``.
  public var isSignatureValid: Bool { signedData.isSignatureValid(by: certificate) }

  /// Whether the timestamp is over this signature.
  public var isTimestampOverSignature: Bool {
    timestamp?.imprint == Digest(of: signedData.signer.signature)
  }
}

extension CAdESSignature {
  /// Signs `content`, and has the signature timestamped.
  ///
  /// `unixSeconds`: the time by the signer's clock; the timestamp has its authority's.
  public static func sign(
    _ content: [UInt8], with key: borrowing PrivateKey, certificate: Certificate,
    intermediates: [Certificate], at unixSeconds: Int64,
    timestamps: borrowing TimestampAuthority
  ) throws -> [UInt8] {
    // A closure cannot capture a borrowed value, so the token is made between the two passes of one signature.
    let plain = try SignedData.sign(
      content, contentType: Identifier.data, isDetached: true, with: key,
      certificate: certificate, others: intermediates, at: unixSeconds
    ) { _ in [] }
    guard let signature = SignedData(plain)?.signer.signature else {
      throw SigningError.failed(detail: "CMS")
    }
    let token = try timestamps.token(over: signature)
    return try addingTimestamp(token, to: plain)
  }

  /// The same signature with a timestamp token: only lengths around it change, no signed byte.
  static func addingTimestamp(_ token: [UInt8], to signature: [UInt8]) throws -> [UInt8] {
    guard let info = DER(signature, allowingPrimitiveContextTags: true),
      let signedData = info.children.last?.children.first,
      let signer = signedData.children.last?.children.first
    else { throw SigningError.failed(detail: "CMS") }
    let attribute = SignedData.attribute(Identifier.signatureTimestamp, token)
    let unsigned = [DER.Tag.context(1)] + DER.set([attribute]).dropFirst()
    let newSigner = DER.element(DER.Tag.sequence, Array(signer.content) + unsigned)
    let kept = signedData.children.dropLast().flatMap(\.encoded)
    let newData = DER.element(DER.Tag.sequence, kept + DER.set([newSigner]))
    return DER.sequence(Identifier.signedData, DER.element(DER.Tag.context(0), newData))
  }
}
