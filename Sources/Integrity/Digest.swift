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

/// Hashes of the small inputs that trees are made of: a tag, one or two digests, a few bytes.
///
/// A tree over a megabyte of text takes millions of them, so each is one or two calls of the compression function on
/// a block laid out here, without the bookkeeping of a stream.
extension Digest {
  /// `H(tag ‖ one)`: one block.
  public init(tag: UInt8, _ one: Digest) {
    var block = SmallBlock(tag)
    block.put(one, at: 1)
    self = block.finish(byteCount: 33)
  }

  /// `H(tag ‖ one ‖ two)`: two blocks.
  public init(tag: UInt8, _ one: Digest, _ two: Digest) {
    var block = SmallBlock(tag)
    block.put(one, at: 1)
    block.put(two, at: 33)
    self = block.finish(byteCount: 65)
  }

  /// `H(tag ‖ kind ‖ count as 4 bytes, high byte first ‖ one)`: one block.
  public init(tag: UInt8, kind: UInt8, count: UInt32, _ one: Digest) {
    var block = SmallBlock(tag)
    block.put(kind, at: 1)
    Swift.withUnsafeBytes(of: count.bigEndian) { block.put($0, at: 2) }
    block.put(one, at: 6)
    self = block.finish(byteCount: 38)
  }

  /// `H(tag ‖ one ‖ bytes)`.
  public init(tag: UInt8, _ one: Digest, _ bytes: UnsafeRawBufferPointer) {
    guard bytes.count <= SmallBlock.byteLimit - 33 else {
      var hasher = DigestHasher()
      hasher.update(byte: tag)
      hasher.update(one)
      hasher.update(bytes)
      self = hasher.finish()
      return
    }
    var block = SmallBlock(tag)
    block.put(one, at: 1)
    block.put(bytes, at: 33)
    self = block.finish(byteCount: 33 + bytes.count)
  }
}

/// At most two blocks of SHA-256's input, padded in place.
///
/// - Source: FIPS 180-4, §5.1.1.
private struct SmallBlock {
  /// What fits beside the padding: a bit, and the length as 8 bytes.
  static let byteLimit = 128 - 9

  private var bytes = (SIMD64<UInt8>(), SIMD64<UInt8>())

  init(_ tag: UInt8) { put(tag, at: 0) }

  mutating func put(_ byte: UInt8, at place: Int) {
    withUnsafeMutableBytes(of: &bytes) { $0[place] = byte }
  }

  mutating func put(_ digest: Digest, at place: Int) {
    digest.withUnsafeBytes { put($0, at: place) }
  }

  mutating func put(_ more: UnsafeRawBufferPointer, at place: Int) {
    withUnsafeMutableBytes(of: &bytes) {
      UnsafeMutableRawBufferPointer(rebasing: $0[place...]).copyMemory(from: more)
    }
  }

  mutating func finish(byteCount: Int) -> Digest {
    var context = SHA256_CTX()
    SHA256_Init(&context)
    let isOne = byteCount + 9 <= 64
    put(0x80, at: byteCount)
    withUnsafeBytes(of: UInt16(byteCount * 8).bigEndian) { put($0, at: isOne ? 62 : 126) }
    withUnsafeBytes(of: &bytes) { buffer in
      let first = buffer.bindMemory(to: UInt8.self).baseAddress
      SHA256_Transform(&context, first)
      if !isOne, let first { SHA256_Transform(&context, first + 64) }
    }
    return Digest { buffer in
      withUnsafeBytes(of: context.h) { words in
        for place in 0..<8 {
          buffer.storeBytes(
            of: words.load(fromByteOffset: 4 * place, as: UInt32.self).bigEndian,
            toByteOffset: 4 * place, as: UInt32.self)
        }
      }
    }
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
