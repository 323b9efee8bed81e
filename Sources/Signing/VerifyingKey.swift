import COpenSSL

/// A public key, parsed once for many signatures.
///
/// Owns its OpenSSL objects and frees them; not for two threads at once.
public struct VerifyingKey: ~Copyable {
  private let pointer: OpaquePointer
  private let context: OpaquePointer
  public let algorithm: SignatureAlgorithm

  /// The key of a certificate.
  ///
  /// - Throws: ``SigningError/keyUnsupported(detail:)`` for other keys than P-256, RSA ≥ 2048 and Ed25519.
  public init(_ certificate: Certificate) throws {
    let x509 = try X509Pointer(certificate)
    guard let key = x509.withPointer({ X509_get_pubkey($0) }) else {
      throw SigningError.certificateMalformed
    }
    try self.init(owning: key)
  }

  /// An Ed25519 key of 32 bytes.
  public init(ed25519 bytes: [UInt8]) throws {
    let key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nil, bytes, bytes.count)
    guard bytes.count == 32, let key else { throw SigningError.keyMalformed(detail: "Ed25519") }
    try self.init(owning: key)
  }

  private init(owning key: OpaquePointer) throws {
    guard let algorithm = SignatureAlgorithm(of: key), let context = EVP_MD_CTX_new() else {
      EVP_PKEY_free(key)
      throw SigningError.keyUnsupported(detail: "EC P-256, RSA ≥ 2048, Ed25519")
    }
    self.pointer = key
    self.context = context
    self.algorithm = algorithm
  }

  deinit {
    EVP_MD_CTX_free(context)
    EVP_PKEY_free(pointer)
  }

  /// Whether `signature`, in JOSE's form, is this key's over `message`.
  ///
  /// Only the exact encoding counts.
  public func verifies(_ signature: [UInt8], of message: [UInt8]) -> Bool {
    if algorithm == .es256, signature.count != 64 { return false }
    let encoded = algorithm == .es256 ? ECDSASignature.der(joined: signature) : signature
    defer {
      EVP_MD_CTX_reset(context)
      ERR_clear_error()
    }
    let digest = algorithm == .edDSA ? nil : EVP_sha256()
    guard EVP_DigestVerifyInit(context, nil, digest, nil, pointer) == 1 else { return false }
    return EVP_DigestVerify(context, encoded, encoded.count, message, message.count) == 1
  }
}
