import Integrity
import Testing

/// Vectors: the reference leaves of Certificate Transparency and the roots of their first n, as in the test data of
/// google/certificate-transparency and transparency-dev/merkle (RFC 6962 §2.1).
@Suite struct MerkleTreeTests {
  private static let leaves = [
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
  ].map { MerkleTree.leafHash(Hex.bytes(of: $0) ?? [0xFF]) }

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

  @Test("Roots equal those of the reference", arguments: 1...8)
  func root(count: Int) {
    #expect(
      MerkleTree.root(of: Array(Self.leaves.prefix(count))).description == Self.roots[count - 1])
  }

  @Test("The root of nothing is the digest of nothing")
  func emptyRoot() {
    #expect(
      MerkleTree.emptyRoot.description
        == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
  }

  @Test("Every inclusion proof leads to the root, and to no other place", arguments: 1...40)
  func inclusion(size: Int) throws {
    let tree = Tree(size: size)
    let root = MerkleTree.root(of: tree.leaves)
    #expect(try MerkleTree.root(size: size, node: tree.node) == root)
    for index in 0..<size {
      let proof = try MerkleTree.inclusionProof(index: index, size: size, node: tree.node)
      let leaf = tree.leaves[index]
      #expect(MerkleTree.root(leaf: leaf, index: index, size: size, proof: proof) == root)
      #expect(MerkleTree.root(leaf: leaf, index: index ^ 1, size: size, proof: proof) != root)
      #expect(
        MerkleTree.root(leaf: leaf, index: index, size: size, proof: proof + [leaf]) != root)
      #expect(
        size == 1
          || MerkleTree.root(leaf: leaf, index: index, size: size, proof: Array(proof.dropLast()))
            != root
      )
    }
  }

  @Test("Every consistency proof holds for its two sizes, and for no other root", arguments: 1...40)
  func consistency(size: Int) throws {
    let tree = Tree(size: size)
    let root = MerkleTree.root(of: tree.leaves)
    for old in 1...size {
      let oldRoot = MerkleTree.root(of: Array(tree.leaves.prefix(old)))
      let proof = try MerkleTree.consistencyProof(from: old, to: size, node: tree.node)
      let isHeld = MerkleTree.isConsistent(
        old: old, oldRoot: oldRoot, new: size, newRoot: root, proof: proof)
      #expect(isHeld)
      for wrong in [tree.leaves[0], MerkleTree.emptyRoot] where wrong != oldRoot {
        let isWrongHeld = MerkleTree.isConsistent(
          old: old, oldRoot: wrong, new: size, newRoot: root, proof: proof)
        #expect(!isWrongHeld)
      }
    }
  }
}

/// A tree whose complete subtrees are hashed as the definition says.
private struct Tree {
  let leaves: [Digest]

  init(size: Int) { leaves = (0..<size).map { MerkleTree.leafHash([UInt8($0)]) } }

  func node(_ position: TreePosition) -> Digest {
    let start = position.index << position.level
    return MerkleTree.root(of: Array(leaves[start..<start + 1 << position.level]))
  }
}
