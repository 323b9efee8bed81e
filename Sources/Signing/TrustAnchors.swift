import COpenSSL
public import Phrasebook

/// What a certificate is to be trusted for.
public enum CertificatePurpose: Sendable {
  case signing, timestamping

  static let timestampingIdentifier = "1.3.6.1.5.5.7.3.8"
  /// serverAuth and clientAuth: certificates of machines, which no person signs with.
  static let machineIdentifiers: Set<String> = ["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"]
}

/// What a verifier's chosen roots say of a certificate at one time.
public enum PathJudgement: Hashable, Sendable {
  case trusted
  case revoked
  case untrusted(Phrase)
}

/// The roots that a verifier chose to trust, and the revocation lists they hold.
public struct TrustAnchors: Sendable {
  public var roots: [Certificate]
  public var timestampRoots: [Certificate]
  /// DER of CRLs (RFC 5280 §5).
  public var revocationLists: [[UInt8]]

  public init(
    roots: [Certificate], timestampRoots: [Certificate], revocationLists: [[UInt8]] = []
  ) {
    self.roots = roots
    self.timestampRoots = timestampRoots
    self.revocationLists = revocationLists
  }

  /// Judges `certificate` as of a time, in Unix seconds.
  ///
  /// - Source: RFC 5280, §6.
  public func judge(
    _ certificate: Certificate, intermediates: [Certificate], at unixSeconds: Int64,
    for purpose: CertificatePurpose
  ) -> PathJudgement {
    if let unfit = Self.unfitness(of: certificate, for: purpose) { return .untrusted(unfit) }
    let anchors = purpose == .signing ? roots : timestampRoots
    do {
      let code = try PathValidation(anchors: anchors, revocationLists: revocationLists)
        .judge(certificate, intermediates, at: unixSeconds)
      switch code {
      case X509_V_OK: return .trusted
      case X509_V_ERR_CERT_REVOKED: return .revoked
      default:
        let reason = X509_verify_cert_error_string(Int(code)).map { String(cString: $0) } ?? ""
        return .untrusted(
          Phrase(
            "signing.untrusted", ["subject": certificate.subject, "reason": reason]))
      }
    } catch {
      return .untrusted(
        Phrase("signing.untrusted", ["subject": certificate.subject, "reason": "\(error)"]))
    }
  }

  /// Why a certificate may not be used so, whoever issued it.
  private static func unfitness(
    of certificate: Certificate, for purpose: CertificatePurpose
  ) -> Phrase? {
    let usages = certificate.extendedUsages
    switch purpose {
    case .signing:
      let isMachine = usages.map { !CertificatePurpose.machineIdentifiers.isDisjoint(with: $0) }
      let isSigner = !certificate.usages.isDisjoint(with: [.digitalSignature, .nonRepudiation])
      guard isMachine != true, isSigner, !certificate.isAuthority else {
        return Phrase("signing.unfitToSign", ["subject": certificate.subject])
      }
    case .timestamping:
      guard usages == [CertificatePurpose.timestampingIdentifier] else {
        return Phrase("signing.unfitToTimestamp", ["subject": certificate.subject])
      }
    }
    return nil
  }
}

/// One use of OpenSSL's path validation.
///
/// Owns the store and the parsed certificates.
private final class PathValidation {
  private let store: OpaquePointer

  init(anchors: [Certificate], revocationLists: [[UInt8]]) throws {
    store = try require(X509_STORE_new(), "X509_STORE_new")
    for anchor in anchors {
      let status = try X509Pointer(anchor).withPointer { X509_STORE_add_cert(store, $0) }
      try require(status, "X509_STORE_add_cert")
    }
    for list in revocationLists {
      let crl = try parsed(list, "d2i_X509_CRL", free: X509_CRL_free) { d2i_X509_CRL(nil, $0, $1) }
      defer { X509_CRL_free(crl) }
      try require(X509_STORE_add_crl(store, crl), "X509_STORE_add_crl")
    }
    if !revocationLists.isEmpty {
      X509_STORE_set_flags(store, UInt(X509_V_FLAG_CRL_CHECK))
    }
  }

  deinit { X509_STORE_free(store) }

  /// OpenSSL's code for what it found; `X509_V_OK` when the path holds.
  func judge(_ certificate: Certificate, _ intermediates: [Certificate], at unixSeconds: Int64)
    throws -> Int32
  {
    let leaf = try X509Pointer(certificate)
    let others = try intermediates.map(X509Pointer.init)
    let chain = try require(precinto_sk_X509_new(), "sk_X509_new")
    defer { precinto_sk_X509_free(chain) }
    for other in others { other.withPointer { _ = precinto_sk_X509_push(chain, $0) } }
    let context = try require(X509_STORE_CTX_new(), "X509_STORE_CTX_new")
    defer {
      X509_STORE_CTX_free(context)
      ERR_clear_error()
    }
    let status = leaf.withPointer { X509_STORE_CTX_init(context, store, $0, chain) }
    try require(status, "X509_STORE_CTX_init")
    X509_STORE_CTX_set_time(context, 0, Int(unixSeconds))
    return try withExtendedLifetime((leaf, others)) {
      let status = X509_verify_cert(context)
      let code = X509_STORE_CTX_get_error(context)
      guard status >= 0 else { throw OpenSSLError(at: "X509_verify_cert") }
      return status == 1 ? X509_V_OK : code == X509_V_OK ? X509_V_ERR_UNSPECIFIED : code
    }
  }
}
