// The tree and its proofs held against the recursive definitions of RFC 6962, written out here as they stand there,
// and against the published vectors.

import Integrity
import Testing

/// The definitions, slow and plain: *MTH*, *PATH* and *SUBPROOF*.
///
/// - Source: RFC 6962, §2.1, §2.1.1 and §2.1.2.
private enum Definition {
  /// The largest power of two smaller than `count`.
  static func split(_ count: Int) -> Int {
    var power = 1
    while power * 2 < count { power *= 2 }
    return power
  }

  static func head(_ leaves: ArraySlice<Digest>) -> Digest {
    if leaves.isEmpty { return Digest(of: []) }
    if leaves.count == 1 { return leaves[leaves.startIndex] }
    let middle = leaves.startIndex + split(leaves.count)
    return Digest(of: [1], head(leaves[..<middle]).bytes, head(leaves[middle...]).bytes)
  }

  static func path(_ index: Int, _ leaves: ArraySlice<Digest>) -> [Digest] {
    if leaves.count == 1 { return [] }
    let size = split(leaves.count)
    let middle = leaves.startIndex + size
    return index < size
      ? path(index, leaves[..<middle]) + [head(leaves[middle...])]
      : path(index - size, leaves[middle...]) + [head(leaves[..<middle])]
  }

  static func proof(_ old: Int, _ leaves: ArraySlice<Digest>, isWhole: Bool = true) -> [Digest] {
    if old == leaves.count { return isWhole ? [] : [head(leaves)] }
    let size = split(leaves.count)
    let middle = leaves.startIndex + size
    return old <= size
      ? proof(old, leaves[..<middle], isWhole: isWhole) + [head(leaves[middle...])]
      : proof(old - size, leaves[middle...], isWhole: false) + [head(leaves[..<middle])]
  }
}

/// A tree of small records with a reader of its complete subtrees, hashed by the definition.
private struct Tree {
  let leaves: [Digest]

  init(size: Int) { leaves = (0..<size).map { MerkleTree.leafHash([UInt8($0)]) } }
  init(records: [[UInt8]]) { leaves = records.map(MerkleTree.leafHash) }

  func head(_ size: Int) -> Digest { Definition.head(leaves[..<size]) }

  func node(_ position: TreePosition) -> Digest {
    let start = position.index << position.level
    return Definition.head(leaves[start..<start + 1 << position.level])
  }
}

@Suite struct MerkleDefinitionTests {
  @Test("Roots and inclusion proofs are those of the definition", arguments: 1...70)
  func inclusion(size: Int) throws {
    let tree = Tree(size: size)
    #expect(MerkleTree.root(of: tree.leaves) == tree.head(size))
    #expect(try MerkleTree.root(size: size, node: tree.node) == tree.head(size))
    for index in 0..<size {
      let proof = try MerkleTree.inclusionProof(index: index, size: size, node: tree.node)
      #expect(proof == Definition.path(index, tree.leaves[...]))
      #expect(
        MerkleTree.root(leaf: tree.leaves[index], index: index, size: size, proof: proof)
          == tree.head(size))
    }
  }

  @Test("Consistency proofs are those of the definition, and hold", arguments: 1...70)
  func consistency(size: Int) throws {
    let tree = Tree(size: size)
    for old in 1...size {
      let proof = try MerkleTree.consistencyProof(from: old, to: size, node: tree.node)
      #expect(proof == Definition.proof(old, tree.leaves[...]))
      let isHeld = MerkleTree.isConsistent(
        old: old, oldRoot: tree.head(old), new: size, newRoot: tree.head(size), proof: proof)
      #expect(isHeld, "\(old) of \(size)")
    }
  }

  @Test("A leaf completes exactly the subtrees that end with it", arguments: 0..<130)
  func completed(index: Int) {
    let completed = MerkleTree.positionsCompleted(by: index)
    let expected = (0..<8).filter { (index + 1).isMultiple(of: 1 << $0) }
      .map { TreePosition(level: $0, index: index >> $0) }
    #expect(completed == expected)
  }

  @Test("A leaf never passes for a pair")
  func separation() {
    let (left, right) = (MerkleTree.leafHash([1]), MerkleTree.leafHash([2]))
    let pair = MerkleTree.pairHash(left, right)
    #expect(pair != MerkleTree.leafHash(left.bytes + right.bytes))
    #expect(pair == Digest(of: [1], left.bytes, right.bytes))
    #expect(left == Digest(of: [0, 1]))
  }
}

/// Wrong proofs, made from right ones as the tests of transparency-dev/merkle make them.
@Suite struct MerkleForgeryTests {
  /// Every way in which a list of hashes can be spoiled.
  private static func spoiled(_ proof: [Digest], root: Digest) -> [[Digest]] {
    let stranger = Digest(of: Array("stranger".utf8))
    var wrong = [proof + [stranger], [stranger] + proof, proof + [root], [root] + proof]
    wrong += proof.indices.map { place in
      var copy = proof
      copy[place] = stranger
      return copy
    }
    if let last = proof.last {
      wrong += [Array(proof.dropLast()), Array(proof.dropFirst()), proof + [last], []]
    }
    if proof != proof.reversed() { wrong.append(proof.reversed()) }
    return wrong
  }

  @Test(
    "No spoiled inclusion proof leads to the root", arguments: [1, 2, 3, 4, 5, 7, 8, 9, 31, 33])
  func inclusion(size: Int) throws {
    let tree = Tree(size: size)
    let root = tree.head(size)
    for index in 0..<size {
      let leaf = tree.leaves[index]
      let proof = Definition.path(index, tree.leaves[...])
      func leads(_ leaf: Digest, _ index: Int, _ size: Int, _ proof: [Digest]) -> Bool {
        MerkleTree.root(leaf: leaf, index: index, size: size, proof: proof) == root
      }
      #expect(leads(leaf, index, size, proof))
      for wrong in Self.spoiled(proof, root: root) {
        #expect(!leads(leaf, index, size, wrong), "\(index) of \(size)")
      }
      for other in [-1, index - 1, index + 1, index ^ 2, index + size, .max] where other != index {
        #expect(!leads(leaf, other, size, proof), "\(other) for \(index) of \(size)")
      }
      for other in [0, -1, size * 2, .max] { #expect(!leads(leaf, index, other, proof)) }
      #expect(!leads(root, index, size, proof) || size == 1)
      #expect(!leads(MerkleTree.emptyRoot, index, size, proof))
    }
  }

  @Test("No spoiled consistency proof holds", arguments: [2, 3, 4, 5, 7, 8, 9, 31, 33])
  func consistency(size: Int) throws {
    let tree = Tree(size: size)
    let (root, stranger) = (tree.head(size), Digest(of: Array("stranger".utf8)))
    for old in 1..<size {
      let proof = Definition.proof(old, tree.leaves[...])
      func holds(_ old: Int, _ oldRoot: Digest, _ new: Int, _ newRoot: Digest, _ proof: [Digest])
        -> Bool
      {
        MerkleTree.isConsistent(
          old: old, oldRoot: oldRoot, new: new, newRoot: newRoot, proof: proof)
      }
      #expect(holds(old, tree.head(old), size, root, proof))
      for wrong in Self.spoiled(proof, root: root) {
        #expect(!holds(old, tree.head(old), size, root, wrong), "\(old) of \(size)")
      }
      #expect(!holds(old, stranger, size, root, proof))
      #expect(!holds(old, tree.head(old), size, stranger, proof))
      #expect(!holds(old, root, size, tree.head(old), proof))
      #expect(!holds(size, tree.head(old), old, root, proof))
      for other in [-1, 0, old - 1, old + 1] {
        #expect(!holds(other, tree.head(old), size, root, proof), "\(other) for \(old) of \(size)")
      }
    }
  }

  @Test("The empty tree proves nothing, and a tree is consistent with itself by no hashes alone")
  func edges() {
    let (tree, empty) = (Tree(size: 4), MerkleTree.emptyRoot)
    let root = tree.head(4)
    func holds(_ old: Int, _ oldRoot: Digest, _ proof: [Digest]) -> Bool {
      MerkleTree.isConsistent(old: old, oldRoot: oldRoot, new: 4, newRoot: root, proof: proof)
    }
    #expect(!holds(0, empty, []))
    #expect(holds(4, root, []))
    #expect(!holds(4, root, [root]))
    #expect(!holds(4, tree.head(3), []))
    #expect(MerkleTree.root(leaf: root, index: 0, size: 0, proof: []) == nil)
  }
}

/// The published roots and proofs over the reference leaves of Certificate Transparency.
///
/// - Source: transparency-dev/merkle, testonly/reference_test.go, after google/certificate-transparency's
///   merkletree tests.
@Suite struct MerkleVectorTests {
  private static let tree = Tree(
    records: [
      "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
      "606162636465666768696a6b6c6d6e6f",
    ].map { Hex.bytes(of: $0) ?? [0xFF] })

  private static let leaf1 = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
  private static let leaves2to3 = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
  private static let leaves4to7 = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
  private static let leaf4 = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
  private static let leaves6to7 = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
  private static let leaves0to3 = "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"
  private static let leaves0to1 = "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
  private static let leaf0 = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
  private static let leaves4to5 = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"

  private static let roots = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
  ]

  @Test("Roots equal the published ones", arguments: 1...8)
  func root(count: Int) {
    #expect(
      MerkleTree.root(of: Array(Self.tree.leaves.prefix(count))).description
        == Self.roots[count - 1])
  }

  @Test("The root of nothing is the digest of nothing")
  func emptyRoot() {
    #expect(
      MerkleTree.emptyRoot.description
        == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
  }

  @Test(
    "Inclusion proofs equal the published ones",
    arguments: [
      (index: 0, size: 1, proof: []),
      (0, 2, [leaf1]), (1, 2, [leaf0]),
      (0, 8, [leaf1, leaves2to3, leaves4to7]),
      (5, 8, [leaf4, leaves6to7, leaves0to3]),
      (2, 3, [leaves0to1]),
      (1, 5, [leaf0, leaves2to3, leaf4]),
    ])
  func inclusion(index: Int, size: Int, proof: [String]) throws {
    let made = try MerkleTree.inclusionProof(index: index, size: size, node: Self.tree.node)
    #expect(made.map(\.description) == proof)
  }

  @Test(
    "Consistency proofs equal the published ones",
    arguments: [
      (old: 1, new: 1, proof: []),
      (1, 8, [leaf1, leaves2to3, leaves4to7]),
      (2, 8, [leaves2to3, leaves4to7]),
      (6, 8, [leaves4to5, leaves6to7, leaves0to3]),
      (2, 5, [leaves2to3, leaf4]),
    ])
  func consistency(old: Int, new: Int, proof: [String]) throws {
    let made = try MerkleTree.consistencyProof(from: old, to: new, node: Self.tree.node)
    #expect(made.map(\.description) == proof)
  }
}
