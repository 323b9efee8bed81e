import COpenSSL
import Integrity

/// A public key, parsed once for many signatures.
///
/// Owns its OpenSSL objects and frees them; not for two threads at once.
public struct VerifyingKey: ~Copyable {
  private let pointer: OpaquePointer
  private let context: OpaquePointer
  /// Ready to check one digest after another; for P-256 alone, whose signatures a ledger is full of.
  private let digestContext: OpaquePointer?
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
    digestContext = algorithm == .es256 ? Self.digestContext(key) : nil
    self.algorithm = algorithm
  }

  private static func digestContext(_ key: OpaquePointer) -> OpaquePointer? {
    guard let context = EVP_PKEY_CTX_new(key, nil) else { return nil }
    guard EVP_PKEY_verify_init(context) == 1 else {
      EVP_PKEY_CTX_free(context)
      return nil
    }
    return context
  }

  deinit {
    EVP_PKEY_CTX_free(digestContext)
    EVP_MD_CTX_free(context)
    EVP_PKEY_free(pointer)
  }

  /// Whether `signature`, in JOSE's form, is this key's over `message`.
  ///
  /// Only the exact encoding counts.
  public func verifies(_ signature: [UInt8], of message: ArraySlice<UInt8>) -> Bool {
    defer { ERR_clear_error() }
    if algorithm == .es256, signature.count != 64 { return false }
    let encoded = algorithm == .es256 ? ECDSASignature.der(joined: signature) : signature
    if let digestContext {
      return Digest(of: message).withUnsafeBytes {
        EVP_PKEY_verify(
          digestContext, encoded, encoded.count,
          $0.bindMemory(to: UInt8.self).baseAddress, $0.count) == 1
      }
    }
    defer { EVP_MD_CTX_reset(context) }
    let digest = algorithm == .edDSA ? nil : EVP_sha256()
    guard EVP_DigestVerifyInit(context, nil, digest, nil, pointer) == 1 else { return false }
    return message.withUnsafeBufferPointer {
      EVP_DigestVerify(context, encoded, encoded.count, $0.baseAddress, $0.count) == 1
    }
  }

  public func verifies(_ signature: [UInt8], of message: [UInt8]) -> Bool {
    verifies(signature, of: message[...])
  }
}
