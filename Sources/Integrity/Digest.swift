import COpenSSL

/// A SHA-256 digest: 32 bytes, printed as 64 lowercase hexadecimal digits.
///
/// - Source: FIPS 180-4, §6.2.
public struct Digest: Hashable, Sendable, CustomStringConvertible, Comparable {
  public static let byteCount = 32

  /// The bytes as they lie in memory: a tree of a million digests needs a million small values, not as many arrays.
  private let storage: SIMD4<UInt64>

  /// Returns nil unless there are exactly ``byteCount`` bytes.
  public init?(bytes: [UInt8]) {
    guard bytes.count == Self.byteCount else { return nil }
    self.init { $0.copyBytes(from: bytes) }
  }

  /// `fill` sets all 32 bytes.
  fileprivate init(_ fill: (UnsafeMutableRawBufferPointer) -> Void) {
    var storage = SIMD4<UInt64>()
    withUnsafeMutableBytes(of: &storage, fill)
    self.storage = storage
  }

  public var bytes: [UInt8] { withUnsafeBytes { Array($0) } }

  /// Lends the 32 bytes out.
  public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows
    -> Result
  {
    try Swift.withUnsafeBytes(of: storage, body)
  }

  /// Reads 64 lowercase hexadecimal digits; nil for anything else.
  public init?(hex: String) {
    guard let bytes = Hex.bytes(of: hex) else { return nil }
    self.init(bytes: bytes)
  }

  /// Hashes a part of an array.
  public init(of bytes: ArraySlice<UInt8>) {
    var hasher = DigestHasher()
    bytes.withUnsafeBytes { hasher.update($0) }
    self = hasher.finish()
  }

  /// Hashes `parts` as if they were one run of bytes.
  public init(of parts: [UInt8]...) {
    var hasher = DigestHasher()
    for part in parts { hasher.update(part) }
    self = hasher.finish()
  }

  public var description: String { withUnsafeBytes { Hex.text(of: $0) } }
  /// Unpadded base64url (RFC 4648 §5), as JOSE and SD-JWT write digests.
  public var base64URL: String { Base64.url.text(of: bytes) }

  public static func < (a: Digest, b: Digest) -> Bool {
    a.withUnsafeBytes { one in b.withUnsafeBytes { one.lexicographicallyPrecedes($0) } }
  }
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

  public mutating func update(_ digest: Digest) {
    digest.withUnsafeBytes { update($0) }
  }

  public mutating func update(byte: UInt8) {
    withUnsafeBytes(of: byte) { update($0) }
  }

  /// Ends the hash; the compiler refuses any later use of this value.
  public consuming func finish() -> Digest {
    Digest { buffer in
      SHA256_Final(buffer.bindMemory(to: UInt8.self).baseAddress, &context)
    }
  }
}
