import COpenSSL

/// Secrets encrypted to the holder of a certificate: written by anybody, read with the holder's key alone.
///
/// CMS AuthEnvelopedData, AES-256 in GCM mode, so that a changed byte of the secret is noticed; the key agreed by ECDH
/// or, for RSA, transported. `openssl cms -decrypt` reads it too.
///
/// - Source: RFC 5083; RFC 5084; RFC 5753.
public enum SecretEnvelope {
  /// Encrypts `secret`; returns DER.
  public static func seal(_ secret: [UInt8], to certificate: Certificate) throws -> [UInt8] {
    let recipients = try require(precinto_sk_X509_new(), "sk_X509_new")
    defer { precinto_sk_X509_free(recipients) }
    return try X509Pointer(certificate).withPointer { x509 in
      precinto_sk_X509_push(recipients, x509)
      return try withBIO(secret) { input in
        let message = try require(
          CMS_encrypt(recipients, input, EVP_aes_256_gcm(), UInt32(CMS_BINARY)), "CMS_encrypt")
        defer { CMS_ContentInfo_free(message) }
        return try der { i2d_CMS_ContentInfo(message, $0) }
      }
    }
  }

  /// Decrypts what ``seal(_:to:)`` wrote.
  ///
  /// - Throws: when it is for another key, altered, or not authenticated.
  public static func open(
    _ envelope: [UInt8], with key: borrowing PrivateKey, _ certificate: Certificate
  ) throws -> [UInt8] {
    try withBIO(envelope) { input in
      let message = try require(d2i_CMS_bio(input, nil), "d2i_CMS_bio")
      defer { CMS_ContentInfo_free(message) }
      guard OBJ_obj2nid(CMS_get0_type(message)) == NID_id_smime_ct_authEnvelopedData,
        try der({ i2d_CMS_ContentInfo(message, $0) }) == envelope
      else { throw OpenSSLError(at: "CMS type") }
      return try X509Pointer(certificate).withPointer { x509 in
        try bytesWritten { output in
          try require(
            CMS_decrypt(message, key.pointer, x509, nil, output, UInt32(CMS_BINARY)),
            "CMS_decrypt")
        }
      }
    }
  }
}
