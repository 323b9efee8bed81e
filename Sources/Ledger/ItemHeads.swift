public import Custody
public import Integrity

/// The newest event of every item under one Merkle root, so that a bundle proves that no later custody event was
/// withheld.
///
/// A leaf is the ASCII text `<item> <n> <head>`: the item's id, its number of events, and the SHA-256 (base64url)
/// of the newest event's JWT. Leaves stand in byte order of the items.
public struct ItemHeads: Sendable {
  private let heads: [ItemHead]
  private let nodes: [TreePosition: Digest]

  public init(_ heads: [ItemHead]) {
    self.heads = heads.sorted { $0.item < $1.item }
    var nodes: [TreePosition: Digest] = [:]
    for (index, head) in self.heads.enumerated() {
      var hash = head.leafHash
      for position in MerkleTree.positionsCompleted(by: index) {
        if position.level > 0 {
          let left = TreePosition(level: position.level - 1, index: position.index * 2)
          hash = nodes[left].map { MerkleTree.pairHash($0, hash) } ?? hash
        }
        nodes[position] = hash
      }
    }
    self.nodes = nodes
  }

  public var count: Int { heads.count }

  public var root: Digest {
    get throws { try MerkleTree.root(size: count, node: node) }
  }

  /// The place of `item` among all, and the path from its leaf to the root.
  public func proof(of item: ItemID) throws -> HeadProof {
    guard let index = heads.firstIndex(where: { $0.item == item }) else {
      throw LedgerError.itemUnknown(item)
    }
    let path = try MerkleTree.inclusionProof(index: index, size: count, node: node)
    return HeadProof(head: heads[index], index: index, path: path)
  }

  private func node(_ position: TreePosition) throws -> Digest {
    guard let hash = nodes[position] else {
      throw LedgerError.nodeMissing(level: position.level, index: position.index)
    }
    return hash
  }
}

extension ItemHead {
  var leafHash: Digest {
    MerkleTree.leafHash(Array("\(item) \(sequence) \(digest.base64URL)".utf8))
  }
}

/// The proof that an item's newest event is the one named.
public struct HeadProof: Hashable, Sendable {
  public let head: ItemHead
  public let index: Int
  public let path: [Digest]

  /// The root that the proof leads to in a tree of `count` items; nil when it does not fit.
  public func root(count: Int) -> Digest? {
    MerkleTree.root(leaf: head.leafHash, index: index, size: count, proof: path)
  }
}

extension HeadProof {
  public var json: JSON {
    [
      "id": head.item.json, "n": JSON(head.sequence), "head": .string(head.digest.base64URL),
      "index": JSON(index),
      "proof": .array(path.map { .string(Base64.standard.text(of: $0.bytes)) }),
    ]
  }

  public init?(json: JSON) {
    guard let members = json.object, members.count == 5,
      let item = members["id"].flatMap(ItemID.init(json:)),
      let sequence = members["n"]?.integer, sequence >= 1,
      let digest = members["head"]?.string.flatMap(Base64.url.bytes(of:)).flatMap(
        Digest.init(bytes:)),
      let index = members["index"]?.integer, index >= 0,
      let path = members["proof"].flatMap(Digest.path(json:))
    else { return nil }
    head = ItemHead(item: item, sequence: Int(sequence), digest: digest)
    self.index = Int(index)
    self.path = path
  }
}

extension Digest {
  /// The longest audit path: a tree of 2^63 leaves.
  static let pathLimit = 63

  /// Reads an audit path of base64 hashes.
  static func path(json: JSON) -> [Digest]? {
    guard let elements = json.array, elements.count <= pathLimit else { return nil }
    let path = elements.compactMap {
      $0.string.flatMap(Base64.standard.bytes(of:)).flatMap(Digest.init(bytes:))
    }
    return path.count == elements.count ? path : nil
  }
}
