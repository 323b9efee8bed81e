import COpenSSL

/// Who a training certificate is for.
///
/// Every one says TRAINING: it must never pass for a real one.
public struct CertificateSubject: Hashable, Sendable {
  /// The most characters of each part (RFC 5280, Appendix A: ub-common-name, ub-organization-name).
  static let partLimit = 64

  public var commonName: String
  public var organization: String
  /// ISO 3166-1 alpha-2.
  public var country: String

  public init(commonName: String, organization: String, country: String) {
    self.commonName = commonName
    self.organization = organization
    self.country = country
  }
}

/// When a certificate is in force, in Unix seconds.
public struct Validity: Hashable, Sendable {
  public var notBefore: Int64
  public var notAfter: Int64

  public init(notBefore: Int64, notAfter: Int64) {
    self.notBefore = notBefore
    self.notAfter = notAfter
  }
}

/// What a new certificate is for, as X.509 extensions.
///
/// Signers have no extended key usage: with one, one tool or another refuses them.
public enum CertificateProfile: Sendable {
  case root, signer, timestampAuthority

  fileprivate var extensions: [(nid: Int32, value: String)] {
    let identifiers = [(NID_subject_key_identifier, "hash")]
    switch self {
    case .root:
      return [
        (NID_basic_constraints, "critical,CA:TRUE"),
        (NID_key_usage, "critical,keyCertSign,cRLSign"),
      ] + identifiers
    case .signer:
      return [
        (NID_basic_constraints, "CA:FALSE"),
        (NID_key_usage, "critical,digitalSignature,nonRepudiation"),
      ] + identifiers + [(NID_authority_key_identifier, "keyid")]
    case .timestampAuthority:
      return [
        (NID_basic_constraints, "CA:FALSE"), (NID_key_usage, "critical,digitalSignature"),
        (NID_ext_key_usage, "critical,timeStamping"),
      ] + identifiers + [(NID_authority_key_identifier, "keyid")]
    }
  }
}

/// An office's own certificate authority, for training and trial.
///
/// - Source: RFC 5280, §4.
public enum TrainingAuthority {
  /// What every organisation's name ends with.
  public static let mark = "TRAINING"

  /// A certificate that signs itself.
  public static func root(
    _ subject: CertificateSubject, key: borrowing PrivateKey, validity: Validity,
    random: any RandomSource
  ) throws -> Certificate {
    try certificate(
      subject, for: key, profile: .root, issuer: nil, issuerKey: key, validity: validity,
      random: random)
  }

  /// A certificate for `key`, issued by `issuer`.
  public static func issue(
    _ subject: CertificateSubject, for key: borrowing PrivateKey, profile: CertificateProfile,
    issuer: Certificate, issuerKey: borrowing PrivateKey, validity: Validity,
    random: any RandomSource
  ) throws -> Certificate {
    try certificate(
      subject, for: key, profile: profile, issuer: issuer, issuerKey: issuerKey,
      validity: validity, random: random)
  }

  private static func certificate(
    _ subject: CertificateSubject, for key: borrowing PrivateKey, profile: CertificateProfile,
    issuer: Certificate?, issuerKey: borrowing PrivateKey, validity: Validity,
    random: any RandomSource
  ) throws -> Certificate {
    let x509 = X509Pointer(owning: try require(X509_new(), "X509_new"))
    let issuing = try issuer.map(X509Pointer.init) ?? x509
    try x509.withPointer { new in
      try require(X509_set_version(new, 2), "X509_set_version")
      try setSerial(of: new, random.bytes(count: 16))
      try setName(X509_get_subject_name(new), subject)
      _ = try require(
        ASN1_TIME_set(X509_getm_notBefore(new), Int(validity.notBefore)), "notBefore")
      _ = try require(ASN1_TIME_set(X509_getm_notAfter(new), Int(validity.notAfter)), "notAfter")
      try require(X509_set_pubkey(new, key.pointer), "X509_set_pubkey")
      try issuing.withPointer { authority in
        try require(X509_set_issuer_name(new, X509_get_subject_name(authority)), "issuer")
        try addExtensions(profile.extensions, to: new, issuer: authority)
      }
      let digest = issuerKey.algorithm == .edDSA ? nil : EVP_sha256()
      guard X509_sign(new, issuerKey.pointer, digest) > 0 else {
        throw OpenSSLError(at: "X509_sign")
      }
    }
    return try x509.certificate
  }

  /// A positive serial number of 127 bits.
  private static func setSerial(of certificate: OpaquePointer, _ random: [UInt8]) throws {
    var bytes = random
    bytes[0] = bytes[0] & 0x7F | 0x40
    let number = try require(BN_bin2bn(bytes, Int32(bytes.count), nil), "BN_bin2bn")
    defer { BN_free(number) }
    _ = try require(
      BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)), "BN_to_ASN1_INTEGER")
  }

  private static func setName(_ name: OpaquePointer?, _ subject: CertificateSubject) throws {
    let parts = [
      (NID_countryName, subject.country), (NID_organizationName, subject.organization),
      (NID_commonName, subject.commonName),
    ]
    for (kind, text) in parts {
      let utf8 = Array(String(text.prefix(CertificateSubject.partLimit)).utf8)
      try require(
        X509_NAME_add_entry_by_NID(name, kind, MBSTRING_FLAG | 0, utf8, Int32(utf8.count), -1, 0),
        "X509_NAME_add_entry")
    }
  }

  private static func addExtensions(
    _ extensions: [(nid: Int32, value: String)], to certificate: OpaquePointer,
    issuer: OpaquePointer
  ) throws {
    var context = X509V3_CTX()
    X509V3_set_ctx(&context, issuer, certificate, nil, nil, 0)
    for (kind, value) in extensions {
      let made = try require(
        X509V3_EXT_conf_nid(nil, &context, kind, value), "X509V3_EXT_conf_nid \(value)")
      defer { X509_EXTENSION_free(made) }
      try require(X509_add_ext(certificate, made, -1), "X509_add_ext")
    }
  }
}
