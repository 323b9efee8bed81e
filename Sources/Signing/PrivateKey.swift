import COpenSSL

/// The signature algorithms that events and bundles use, by their JOSE names.
///
/// - Source: RFC 7518 §3.1 (ES256, RS256), RFC 8037 (EdDSA).
public enum SignatureAlgorithm: String, Sendable, CaseIterable {
  case es256 = "ES256"
  case rs256 = "RS256"
  case edDSA = "EdDSA"
}

/// How hard it is made to guess the passphrase of a key file: the cost N of scrypt (RFC 7914).
public enum KeyFileGuard: UInt64, Sendable {
  /// Some 30 ms and 16 MiB for each guess.
  case strong = 16_384
  /// Next to nothing: for the keys of mock cases, which guard nothing and are unlocked a hundred times in a row.
  case training = 64
}

/// A private key in memory.
///
/// Owns one `EVP_PKEY` and frees it, which wipes it; it cannot be copied.
public struct PrivateKey: ~Copyable {
  /// RSA keys below this are refused.
  static let rsaBitsMinimum = 2048
  /// The most bytes of a key file.
  public static let sizeLimit = 64 * 1024

  let pointer: OpaquePointer
  public let algorithm: SignatureAlgorithm

  private init(owning pointer: OpaquePointer) throws {
    guard let algorithm = SignatureAlgorithm(of: pointer) else {
      EVP_PKEY_free(pointer)  // `deinit` does not run when `init` throws
      throw SigningError.keyUnsupported(detail: "EC P-256, RSA ≥ 2048, Ed25519")
    }
    self.pointer = pointer
    self.algorithm = algorithm
  }

  deinit { EVP_PKEY_free(pointer) }

  public static func generateP256() throws -> PrivateKey {
    try SigningError.wording { try PrivateKey(owning: require(precinto_EVP_EC_gen("P-256"), "EC")) }
  }

  public static func generateEd25519() throws -> PrivateKey {
    try SigningError.wording {
      let context = try require(EVP_PKEY_CTX_new_id(EVP_PKEY_ED25519, nil), "EVP_PKEY_CTX_new_id")
      defer { EVP_PKEY_CTX_free(context) }
      try require(EVP_PKEY_keygen_init(context), "EVP_PKEY_keygen_init")
      var key: OpaquePointer?
      try require(EVP_PKEY_keygen(context, &key), "EVP_PKEY_keygen")
      return try PrivateKey(owning: require(key, "EVP_PKEY_keygen"))
    }
  }

  /// Reads a PEM key: PKCS#8, encrypted or not, or the older forms of OpenSSL.
  ///
  /// - Throws: ``SigningError/wrongPassphrase`` when the key is encrypted and `passphrase` does not open it.
  public init(pem: [UInt8], passphrase: Secret?) throws {
    guard pem.count <= Self.sizeLimit else { throw SigningError.keyMalformed(detail: "size") }
    let isEncrypted = String(decoding: pem, as: UTF8.self).contains("ENCRYPTED")
    let key = try withBIO(pem) { bio in
      (passphrase ?? Secret([])).withBytes { secret in
        var given = Passphrase(bytes: secret)
        return PEM_read_bio_PrivateKey(bio, nil, handOver, &given)
      }
    }
    guard let key else {
      let detail = OpenSSLError(at: "PEM").description
      throw isEncrypted ? SigningError.wrongPassphrase : .keyMalformed(detail: detail)
    }
    try self.init(owning: key)
  }

  /// PKCS#8 PEM, encrypted with AES-256-CBC under scrypt (N as `guarded` says, r = 8, p = 1).
  ///
  /// - Source: RFC 8018 (PBES2), RFC 7914 (scrypt).
  public func encryptedPEM(passphrase: Secret, guarded: KeyFileGuard = .strong) throws -> [UInt8] {
    try SigningError.wording {
      let plain = try require(EVP_PKEY2PKCS8(pointer), "EVP_PKEY2PKCS8")
      defer { PKCS8_PRIV_KEY_INFO_free(plain) }
      let scheme = try require(
        PKCS5_pbe2_set_scrypt(EVP_aes_256_cbc(), nil, 0, nil, guarded.rawValue, 8, 1),
        "PKCS5_pbe2_set_scrypt")
      let sealed = passphrase.withBytes {
        PKCS8_set0_pbe($0.bindMemory(to: CChar.self).baseAddress, Int32($0.count), plain, scheme)
      }
      guard let sealed else {
        X509_ALGOR_free(scheme)
        throw OpenSSLError(at: "PKCS8_set0_pbe")
      }
      defer { X509_SIG_free(sealed) }
      return try bytesWritten {
        try require(PEM_write_bio_PKCS8($0, sealed), "PEM_write_bio_PKCS8")
      }
    }
  }

  /// Signs `message` in the form that JOSE uses: ES256 as two 32-byte numbers, the others as they are.
  public func sign(_ message: [UInt8]) throws -> [UInt8] {
    try SigningError.wording {
      let context = try require(EVP_MD_CTX_new(), "EVP_MD_CTX_new")
      defer { EVP_MD_CTX_free(context) }
      let digest = algorithm == .edDSA ? nil : EVP_sha256()
      try require(EVP_DigestSignInit(context, nil, digest, nil, pointer), "EVP_DigestSignInit")
      var count = 0
      try require(EVP_DigestSign(context, nil, &count, message, message.count), "EVP_DigestSign")
      var signature = [UInt8](repeating: 0, count: count)
      try require(
        EVP_DigestSign(context, &signature, &count, message, message.count), "EVP_DigestSign")
      signature.removeLast(signature.count - count)
      return algorithm == .es256 ? try ECDSASignature.joined(der: signature) : signature
    }
  }

  /// The 32 bytes of an Ed25519 public key.
  public var ed25519PublicKey: [UInt8] {
    get throws {
      try SigningError.wording {
        var bytes = [UInt8](repeating: 0, count: 32)
        var count = 32
        try require(
          EVP_PKEY_get_raw_public_key(pointer, &bytes, &count), "EVP_PKEY_get_raw_public_key")
        return bytes
      }
    }
  }

  /// Whether the certificate is for this key.
  public func matches(_ certificate: Certificate) -> Bool {
    guard let x509 = try? X509Pointer(certificate) else { return false }
    return x509.withPointer { X509_check_private_key($0, pointer) == 1 }
  }
}

extension SignatureAlgorithm {
  /// The algorithm that a key is for; nil for keys that we do not use.
  init?(of key: OpaquePointer) {
    switch EVP_PKEY_get_base_id(key) {
    case EVP_PKEY_EC:
      var name = [CChar](repeating: 0, count: 64)
      var count = 0
      guard EVP_PKEY_get_group_name(key, &name, name.count, &count) == 1,
        String(decoding: name.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
          == "prime256v1"
      else { return nil }
      self = .es256
    case EVP_PKEY_RSA where EVP_PKEY_get_bits(key) >= Int32(PrivateKey.rsaBitsMinimum):
      self = .rs256
    case EVP_PKEY_ED25519: self = .edDSA
    default: return nil
    }
  }
}

/// A passphrase on its way through OpenSSL's callback.
private struct Passphrase {
  let bytes: UnsafeRawBufferPointer
}

/// Gives OpenSSL the passphrase, so that it never asks on the terminal by itself.
private func handOver(
  _ buffer: UnsafeMutablePointer<CChar>?, _ size: Int32, _ writing: Int32,
  _ context: UnsafeMutableRawPointer?
) -> Int32 {
  guard let buffer, let given = context?.assumingMemoryBound(to: Passphrase.self).pointee,
    given.bytes.count <= Int(size)
  else { return -1 }
  UnsafeMutableRawPointer(buffer).copyMemory(
    from: given.bytes.baseAddress ?? UnsafeRawPointer(buffer), byteCount: given.bytes.count)
  return Int32(given.bytes.count)
}

/// The two spellings of an ECDSA P-256 signature: DER in CMS, 64 bytes in JOSE (RFC 7518 §3.4).
enum ECDSASignature {
  static func joined(der: [UInt8]) throws -> [UInt8] {
    let signature = try parsed(der, "d2i_ECDSA_SIG", free: ECDSA_SIG_free) {
      d2i_ECDSA_SIG(nil, $0, $1)
    }
    defer { ECDSA_SIG_free(signature) }
    var bytes = [UInt8](repeating: 0, count: 64)
    let done = bytes.withUnsafeMutableBufferPointer { buffer in
      BN_bn2binpad(ECDSA_SIG_get0_r(signature), buffer.baseAddress, 32) == 32
        && BN_bn2binpad(ECDSA_SIG_get0_s(signature), buffer.baseAddress.map { $0 + 32 }, 32) == 32
    }
    guard done else { throw OpenSSLError(at: "BN_bn2binpad") }
    return bytes
  }

  /// DER of the 64 bytes, made by hand: minimal positive integers.
  static func der(joined: [UInt8]) -> [UInt8] {
    let numbers = [joined[..<32], joined[32...]].map { half -> [UInt8] in
      var digits = Array(half.drop { $0 == 0 })
      if digits.first.map({ $0 >= 0x80 }) ?? true { digits.insert(0, at: 0) }
      return [0x02, UInt8(digits.count)] + digits
    }
    return [0x30, UInt8(numbers[0].count + numbers[1].count)] + numbers[0] + numbers[1]
  }
}
