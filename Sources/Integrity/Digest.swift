import COpenSSL

/// A SHA-256 digest: 32 bytes, printed as 64 lowercase hexadecimal digits.
///
/// - Source: FIPS 180-4, §6.2.
public struct Digest: Hashable, Sendable, CustomStringConvertible, Comparable {
  public static let byteCount = 32

  public let bytes: [UInt8]

  /// Returns nil unless there are exactly ``byteCount`` bytes.
  public init?(bytes: [UInt8]) {
    guard bytes.count == Self.byteCount else { return nil }
    self.bytes = bytes
  }

  /// Reads 64 lowercase hexadecimal digits; nil for anything else.
  public init?(hex: String) {
    guard let bytes = Hex.bytes(of: hex) else { return nil }
    self.init(bytes: bytes)
  }

  /// Hashes `parts` as if they were one run of bytes.
  public init(of parts: [UInt8]...) {
    var hasher = DigestHasher()
    for part in parts { hasher.update(part) }
    self = hasher.finish()
  }

  public var description: String { Hex.text(of: bytes) }
  /// Unpadded base64url (RFC 4648 §5), as JOSE and SD-JWT write digests.
  public var base64URL: String { Base64.url.text(of: bytes) }

  public static func < (a: Digest, b: Digest) -> Bool { a.bytes.lexicographicallyPrecedes(b.bytes) }

  init(unchecked bytes: [UInt8]) { self.bytes = bytes }
}

/// Hashes a stream of bytes without holding it in memory.
///
/// OpenSSL's context is a plain struct here, so there is nothing to free and nothing to allocate.
public struct DigestHasher: ~Copyable, Sendable {
  private var context = SHA256_CTX()

  public init() { SHA256_Init(&context) }

  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    SHA256_Update(&context, bytes.baseAddress, bytes.count)
  }

  public mutating func update(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { update($0) }
  }

  public mutating func update(byte: UInt8) {
    withUnsafeBytes(of: byte) { update($0) }
  }

  /// Ends the hash; the compiler refuses any later use of this value.
  public consuming func finish() -> Digest {
    Digest(
      unchecked: [UInt8](unsafeUninitializedCapacity: Digest.byteCount) { buffer, count in
        SHA256_Final(buffer.baseAddress, &context)
        count = Digest.byteCount
      })
  }
}
