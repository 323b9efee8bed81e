import Integrity

/// Hides every leaf of which any byte is meant.
struct Hiding {
  let ranges: ByteRanges
  let work: TreeHasher

  /// The node without the leaves meant; what is hidden throughout becomes one hash.
  func applied(to node: SealNode) throws -> SealNode {
    switch node {
    case .opaque: return node
    case .branch(let left, let right):
      return try Self.branch(applied(to: left), applied(to: right))
    case .group(let group, let body): return try Self.group(group, applied(to: body))
    case .run(let run):
      guard ranges.overlaps(run.range) else { return node }
      guard run.count > 1 else { return try applied(toElement: run) }
      return try applied(to: SealElements(run, ends: work.ends(of: run)))
    }
  }

  /// The parts of a token stand by themselves, as nothing but their lengths tells where one ends.
  func applied(to elements: SealElements) throws -> SealNode {
    let isPart = elements.run.level == SealLevel.token
    guard isPart || ranges.overlaps(elements.run.range) else { return .run(elements.run) }
    guard elements.count > 1 else { return try applied(toElement: elements.run) }
    let (left, right) = elements.halves
    return try Self.branch(applied(to: left), applied(to: right))
  }

  private func applied(toElement run: SealRun) throws -> SealNode {
    guard ranges.overlaps(run.range) else { return .run(run) }
    guard let children = try work.children(ofElement: run) else {
      return .opaque(
        OpaqueNode(hash: try work.hash(run), level: run.level, index: run.index, count: 1))
    }
    let group = SealGroup(
      level: run.level, index: run.index, kind: children.run.level, count: children.count)
    return try Self.group(group, applied(to: children))
  }

  /// Two siblings of which nothing is known are one node of which nothing is known: there is one proof only.
  static func branch(_ left: SealNode, _ right: SealNode) -> SealNode {
    guard case .opaque(let one) = left, case .opaque(let other) = right else {
      return .branch(left, right)
    }
    return .opaque(
      OpaqueNode(
        hash: SealHash.inner(one.hash, other.hash), level: one.level, index: one.index,
        count: one.count + other.count))
  }

  static func group(_ group: SealGroup, _ body: SealNode) -> SealNode {
    guard case .opaque(let hidden) = body else { return .group(group, body: body) }
    return .opaque(group.opaque(over: hidden.hash))
  }
}

extension TreeHasher {
  /// The children of a single element; nil for a leaf.
  func children(ofElement run: SealRun) throws -> SealElements? {
    guard run.level != SealLevel.token else { return nil }
    guard run.level != SealLevel.none else { return try bodyOfDocument(run) }
    let bytes = try run.bytes.read(run.range)
    let (pieces, roots) = try bytes.withUnsafeBytes { try Self.pieces(of: run, in: $0, segmenter) }
    let root = pieces[roots[0]]
    guard root.kind != Piece.leaf else { return nil }
    let tree = PieceTree(bytes: bytes, pieces: pieces)
    let ends = tree.children(of: roots[0]).map { run.range.lowerBound + pieces[$0].end }
    var children = run
    children.level = root.kind
    children.seed = SealHash.bodySeed(run.seed)
    children.index = 0
    children.count = root.count
    if root.kind != SealLevel.line { children.entities = [] }
    return SealElements(children, ends: ends)
  }
}
