/// Hashing of a list of records into one root, so that a short proof shows that a record is in the list.
///
/// - Source: RFC 6962, §2.1; RFC 9162, §2.1. `0x00` marks a leaf and `0x01` a pair, so neither passes for the other.
public enum MerkleTree {
  /// The root of no records: the digest of no bytes.
  public static let emptyRoot = Digest(of: [])

  /// Returns the hash of one record.
  public static func leafHash(_ record: [UInt8]) -> Digest {
    var hasher = DigestHasher()
    hasher.update(byte: 0)
    hasher.update(record)
    return hasher.finish()
  }

  /// Returns the hash of two neighbouring subtrees.
  public static func pairHash(_ left: Digest, _ right: Digest) -> Digest {
    var hasher = DigestHasher()
    hasher.update(byte: 1)
    hasher.update(left)
    hasher.update(right)
    return hasher.finish()
  }

  /// Returns the root over leaf hashes, given in log order.
  ///
  /// - Complexity: O(*n*) digests and O(log *n*) memory, where *n* is `leaves.count`.
  public static func root(of leaves: [Digest]) -> Digest {
    var peaks: [(size: Int, hash: Digest)] = []
    for leaf in leaves {
      var peak = (size: 1, hash: leaf)
      while let last = peaks.last, last.size == peak.size {
        peaks.removeLast()
        peak = (size: peak.size * 2, hash: pairHash(last.hash, peak.hash))
      }
      peaks.append(peak)
    }
    guard var root = peaks.popLast()?.hash else { return emptyRoot }
    while let left = peaks.popLast() { root = pairHash(left.hash, root) }
    return root
  }
}

/// Where a complete subtree stands: the one that covers the leaves `index << level ..< (index + 1) << level`.
public struct TreePosition: Hashable, Sendable {
  public var level: Int
  public var index: Int

  public init(level: Int, index: Int) {
    self.level = level
    self.index = index
  }
}

/// Proofs are made from the hashes of complete subtrees, however they are stored.
extension MerkleTree {
  /// Hands out the hash of one complete subtree.
  public typealias NodeReader = (TreePosition) throws -> Digest

  /// The complete subtrees that the leaf at `index` completes, lowest first, starting with the leaf itself.
  public static func positionsCompleted(by index: Int) -> [TreePosition] {
    (0...(~index).trailingZeroBitCount).map { TreePosition(level: $0, index: index >> $0) }
  }

  /// The root of the first `size` leaves.
  public static func root(size: Int, node: NodeReader) throws -> Digest {
    size == 0 ? emptyRoot : try hash(of: 0..<size, node: node)
  }

  /// The audit path of the leaf at `index` in the tree of `size` leaves, from the leaf to the root.
  ///
  /// - Source: RFC 6962, §2.1.1.
  public static func inclusionProof(index: Int, size: Int, node: NodeReader) throws -> [Digest] {
    precondition(index >= 0 && index < size, "a proof needs a leaf inside the tree")
    var range = 0..<size
    var proof: [Digest] = []
    while range.count > 1 {
      let middle = range.lowerBound + largestPowerOfTwo(below: range.count)
      if index < middle {
        proof.append(try hash(of: middle..<range.upperBound, node: node))
        range = range.lowerBound..<middle
      } else {
        proof.append(try hash(of: range.lowerBound..<middle, node: node))
        range = middle..<range.upperBound
      }
    }
    return proof.reversed()
  }

  /// Proves that the tree of `old` leaves is the beginning of the tree of `size` leaves.
  ///
  /// - Source: RFC 6962, §2.1.2.
  public static func consistencyProof(from old: Int, to size: Int, node: NodeReader) throws
    -> [Digest]
  {
    precondition(
      old > 0 && old <= size, "a consistency proof needs two trees, the old one not empty")
    var range = 0..<size
    var ownsOldRoot = true
    var proof: [Digest] = []
    while range.upperBound != old {
      let middle = range.lowerBound + largestPowerOfTwo(below: range.count)
      if old <= middle {
        proof.append(try hash(of: middle..<range.upperBound, node: node))
        range = range.lowerBound..<middle
      } else {
        proof.append(try hash(of: range.lowerBound..<middle, node: node))
        range = middle..<range.upperBound
        ownsOldRoot = false
      }
    }
    if !ownsOldRoot { proof.append(try hash(of: range, node: node)) }
    return proof.reversed()
  }

  private static func hash(of range: Range<Int>, node: NodeReader) throws -> Digest {
    let level = range.count.trailingZeroBitCount
    if range.count == 1 << level {
      return try node(TreePosition(level: level, index: range.lowerBound >> level))
    }
    let middle = range.lowerBound + largestPowerOfTwo(below: range.count)
    return pairHash(
      try hash(of: range.lowerBound..<middle, node: node),
      try hash(of: middle..<range.upperBound, node: node))
  }

  private static func largestPowerOfTwo(below count: Int) -> Int {
    1 << (Int.bitWidth - 1 - (count - 1).leadingZeroBitCount)
  }
}

/// Checking of proofs: pure functions of what the proof says.
extension MerkleTree {
  /// The root that an audit path leads to, or nil when the path has not the length that index and size ask for.
  ///
  /// - Source: RFC 9162, §2.1.3.2.
  public static func root(leaf: Digest, index: Int, size: Int, proof: [Digest]) -> Digest? {
    guard index >= 0, index < size else { return nil }
    var node = index
    var last = size - 1
    var hash = leaf
    for sibling in proof {
      guard last > 0 else { return nil }
      if node & 1 == 1 || node == last {
        hash = pairHash(sibling, hash)
        while node & 1 == 0, node != 0 {
          node >>= 1
          last >>= 1
        }
      } else {
        hash = pairHash(hash, sibling)
      }
      node >>= 1
      last >>= 1
    }
    return last == 0 ? hash : nil
  }

  /// Whether the tree with `oldRoot` is the beginning of the tree with `newRoot`.
  ///
  /// - Source: RFC 9162, §2.1.4.2.
  public static func isConsistent(
    old: Int, oldRoot: Digest, new: Int, newRoot: Digest, proof: [Digest]
  ) -> Bool {
    guard old > 0, old <= new else { return false }
    if old == new { return proof.isEmpty && oldRoot == newRoot }
    var path = proof[...]
    if old.nonzeroBitCount == 1 { path = [oldRoot] + path }
    guard let first = path.popFirst() else { return false }
    var node = old - 1
    var last = new - 1
    while node & 1 == 1 {
      node >>= 1
      last >>= 1
    }
    var oldHash = first
    var newHash = first
    for sibling in path {
      guard last > 0 else { return false }
      if node & 1 == 1 || node == last {
        oldHash = pairHash(sibling, oldHash)
        newHash = pairHash(sibling, newHash)
        while node & 1 == 0, node != 0 {
          node >>= 1
          last >>= 1
        }
      } else {
        newHash = pairHash(newHash, sibling)
      }
      node >>= 1
      last >>= 1
    }
    return last == 0 && oldHash == oldRoot && newHash == newRoot
  }
}
