// The hashes of `precinto-seal-1`: SHA-256, with a tag before every input, so that no value of one kind is one of
// another.

import Integrity

/// The formulas of the construction.
///
/// - Source: design, *Redaction*; reference text §1.1.
enum SealHash {
  /// A leaf's bytes under its own seed, which is its salt.
  static func leaf(_ seed: Digest, _ bytes: UnsafeRawBufferPointer) -> Digest {
    Digest(tag: 0x00, seed, bytes)
  }
  static func inner(_ left: Digest, _ right: Digest) -> Digest { Digest(tag: 0x01, left, right) }
  static func group(kind: UInt8, count: Int, _ body: Digest) -> Digest {
    Digest(tag: 0x02, kind: kind, count: UInt32(count), body)
  }

  static func leftSeed(_ seed: Digest) -> Digest { Digest(tag: 0x10, seed) }
  static func rightSeed(_ seed: Digest) -> Digest { Digest(tag: 0x11, seed) }
  /// The seed of a group's body.
  static func bodySeed(_ seed: Digest) -> Digest { Digest(tag: 0x12, seed) }
  /// The seed of the whole document's node.
  static func documentSeed(_ root: Digest) -> Digest { Digest(tag: 0x13, root) }

  /// Links to the plain digest of the original, for those who have the whole original.
  static func original(_ root: Digest, _ plain: Digest) -> Digest {
    Digest(tag: 0x06, Digest(tag: 0x14, root), plain)
  }

  /// What is signed: the header and the root.
  static func seal(_ header: [UInt8], _ root: Digest) -> Digest {
    var hasher = DigestHasher()
    hasher.update(byte: 0x05)
    withUnsafeBytes(of: UInt32(header.count).bigEndian) { hasher.update($0) }
    hasher.update(header)
    hasher.update(root)
    return hasher.finish()
  }

  /// Where a tree of `count` children parts: the largest power of two below it (RFC 6962, §2.1).
  static func split(_ count: Int) -> Int {
    precondition(count > 1, "one child has no branches")
    return 1 << (Int.bitWidth - 1 - (count - 1).leadingZeroBitCount)
  }
}
