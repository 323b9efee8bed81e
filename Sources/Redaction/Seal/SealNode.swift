import Integrity

/// Consecutive elements of one level that are wholly known: their bytes, and the seed that all their salts come from.
struct SealRun: Sendable {
  var seed: Digest
  var level: UInt8
  /// Which child of its group the first element is.
  var index: Int
  var count: Int
  var bytes: any SealBytes
  var range: Range<Int>
  /// In order; only of runs of documents, lines and tokens.
  var entities: ArraySlice<SealEntity>
}

/// A node of a file's tree as somebody knows it: whole, by its hash alone, or in parts.
///
/// The sealer's tree is one ``run(_:)`` over the whole file; what is not asked for is never worked out.
indirect enum SealNode: Sendable {
  case run(SealRun)
  case opaque(OpaqueNode)
  case branch(SealNode, SealNode)
  case group(SealGroup, body: SealNode)

  var isOpaque: Bool { if case .opaque = self { true } else { false } }
}

/// A node of which nothing is known but its hash.
struct OpaqueNode: Sendable {
  var hash: Digest
  var level: UInt8
  var index: Int
  /// How many elements of its level it stands for: 1, or those of a branch.
  var count: Int
}

/// A group whose children are known in part: where it stands, and what stands in it.
struct SealGroup: Sendable {
  /// The level that it is an element of, and which child there.
  var level: UInt8
  var index: Int
  /// The level of its children.
  var kind: UInt8
  var count: Int

  func hash(over body: Digest) -> Digest { SealHash.group(kind: kind, count: count, body) }

  /// The group when nothing in it is known.
  func opaque(over body: Digest) -> OpaqueNode {
    OpaqueNode(hash: hash(over: body), level: level, index: index, count: 1)
  }
}

extension SealNode {
  /// A file that the sealer has whole.
  static func document(_ bytes: any SealBytes, root: Digest, entities: [SealEntity]) -> SealNode {
    .run(
      SealRun(
        seed: SealHash.documentSeed(root), level: SealLevel.none, index: 0, count: 1, bytes: bytes,
        range: 0..<bytes.count, entities: entities[...]))
  }

  func hash(_ work: TreeHasher) throws -> Digest {
    switch self {
    case .run(let run): try work.hash(run)
    case .opaque(let node): node.hash
    case .branch(let left, let right): SealHash.inner(try left.hash(work), try right.hash(work))
    case .group(let group, let body): group.hash(over: try body.hash(work))
    }
  }
}
