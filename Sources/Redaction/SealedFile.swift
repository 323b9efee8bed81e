public import Integrity

/// A file with its seal, in the hands of the office that sealed it.
public struct SealedFile: Sendable {
  public let header: SealHeader
  let node: SealNode
  let work: TreeHasher
  private let bytes: any SealBytes

  /// Cuts a file as its seal says.
  ///
  /// - `root`: the secret seed of this one seal: 32 random bytes, never used for another.
  /// - `plain`: SHA-256 of the whole.
  /// - Throws: ``ProofFlaw`` when the file cannot be cut so.
  public init(
    _ bytes: any SealBytes, item: String, segmenter: String, root: Digest, plain: Digest,
    entities: [SealEntity] = [], picture: SealHeader.Picture? = nil
  ) throws(ProofFlaw) {
    header = SealHeader(
      item: item, original: SealHash.original(root, plain), segmenter: segmenter, picture: picture)
    work = TreeHasher(segmenter: try header.makeSegmenter())
    node = .document(bytes, root: root, entities: entities)
    self.bytes = bytes
  }

  /// What is signed.
  public func seal() throws -> Digest { SealHash.seal(header.bytes, try node.hash(work)) }

  /// Writes the copy without `hidden` and its proof.
  ///
  /// - `hidden`: ranges of the original's bytes; whatever unit they touch goes as a whole.
  /// - `placeholder`: what stands in the gap that stands for a range of the original.
  public func redacted(
    _ hidden: ByteRanges, notes: ([Range<Int>]) -> [GapNote] = { _ in [] },
    placeholder: @escaping (Int, Range<Int>) -> [UInt8],
    write: @escaping (ArraySlice<UInt8>) throws -> Void
  ) throws -> Proof {
    let known = try Hiding(ranges: hidden, work: work).applied(to: node)
    var writer = ProofWriter(work, placeholder: placeholder, write: write)
    try writer.put(known, sourceCount: bytes.count)
    return Proof(header: header, parts: writer.parts, notes: notes(writer.gapSources))
  }

  /// The ranges of the original's bytes that a copy hides, in order: one for each of its gaps.
  ///
  /// - Throws: ``ProofFlaw`` when the copy is of another file.
  public func hiddenRanges(of copy: RedactedCopy) throws -> ByteRanges {
    ByteRanges(try opener(ByteRanges([])).hidden(original: node, known: copy.node))
  }

  /// Opens what `shown` holds of what `copy` hides.
  ///
  /// `shown`: ranges of the original's bytes; only units that lie wholly within are opened.
  public func unsealing(_ copy: RedactedCopy, showing shown: ByteRanges) throws -> Unsealing {
    try Unsealing(opener(shown).openings(original: node, known: copy.node))
  }

  /// Opens what `shown` holds of what is hidden.
  ///
  /// - `hidden`: the ranges that made the copy.
  /// - `shown`: ranges of the original's bytes; only units that lie wholly within are opened.
  public func unsealing(_ hidden: ByteRanges, showing shown: ByteRanges) throws -> Unsealing {
    let known = try Hiding(ranges: hidden, work: work).applied(to: node)
    return try Unsealing(opener(shown).openings(original: node, known: known))
  }

  private func opener(_ shown: ByteRanges) -> Opener {
    Opener(work: work, shown: shown)
  }
}

/// A redacted copy with its proof, in the hands of anybody.
public struct RedactedCopy: Sendable {
  public let proof: Proof
  let node: SealNode
  let opaqueNodes: [OpaqueNode]
  let work: TreeHasher
  private let bytes: any SealBytes

  /// Reads a proof beside its copy; what it proves is said by ``seal()``.
  ///
  /// - Throws: ``ProofFlaw`` when they do not fit each other.
  public init(_ bytes: any SealBytes, _ proof: Proof) throws {
    let segmenter = try proof.header.makeSegmenter()
    var reader = try ProofReader(proof.parts, bytes, segmenter)
    node = try reader.document()
    opaqueNodes = reader.opaqueNodes
    work = TreeHasher(segmenter: segmenter)
    self.proof = proof
    self.bytes = bytes
  }

  /// The seal that the copy and the proof lead to: right when it is the one that was signed.
  public func seal() throws -> Digest { SealHash.seal(proof.header.bytes, try node.hash(work)) }

  /// How many hidden units the copy has.
  public var hiddenCount: Int { opaqueNodes.count }

  /// Hides more, without any key.
  ///
  /// - `hidden`: ranges of the copy's bytes.
  public func redacted(
    _ hidden: ByteRanges, notes: ([Range<Int>]) -> [GapNote] = { _ in [] },
    placeholder: @escaping (Int, Range<Int>) -> [UInt8],
    write: @escaping (ArraySlice<UInt8>) throws -> Void
  ) throws -> Proof {
    let known = try Hiding(ranges: hidden, work: work).applied(to: node)
    var writer = ProofWriter(work, placeholder: placeholder, write: write)
    try writer.put(known, sourceCount: bytes.count)
    return Proof(header: proof.header, parts: writer.parts, notes: notes(writer.gapSources))
  }

  /// Puts what an unsealing opens into the copy.
  ///
  /// - Throws: ``ProofFlaw`` when it opens something else than is hidden here.
  public func applying(
    _ unsealing: Unsealing, notes: ([Range<Int>]) -> [GapNote] = { _ in [] },
    placeholder: @escaping (Int, Range<Int>) -> [UInt8],
    write: @escaping (ArraySlice<UInt8>) throws -> Void
  ) throws -> Proof {
    var replacements: [Int: SealNode] = [:]
    for opening in unsealing.openings {
      guard opening.node < opaqueNodes.count, replacements[opening.node] == nil else {
        throw ProofFlaw.trailing
      }
      let hidden = opaqueNodes[opening.node]
      var reader = try ProofReader(
        opening.parts, BytesInMemory(opening.bytes), work.segmenter)
      let node = try reader.replacement(of: hidden)
      guard try node.hash(work) == hidden.hash else { throw ProofFlaw.sealDiffers }
      replacements[opening.node] = node
    }
    var number = 0
    let opened = node.replacingOpaque { hidden in
      defer { number += 1 }
      return replacements[number] ?? .opaque(hidden)
    }
    var writer = ProofWriter(work, placeholder: placeholder, write: write)
    try writer.put(opened, sourceCount: bytes.count)
    return Proof(header: proof.header, parts: writer.parts, notes: notes(writer.gapSources))
  }
}

extension SealNode {
  fileprivate func replacingOpaque(_ replacement: (OpaqueNode) -> SealNode) -> SealNode {
    switch self {
    case .run: self
    case .opaque(let node): replacement(node)
    case .branch(let left, let right):
      .branch(left.replacingOpaque(replacement), right.replacingOpaque(replacement))
    case .group(let group, let body): .group(group, body: body.replacingOpaque(replacement))
    }
  }
}

/// Walks the original and what a copy knows of it side by side, and opens hidden nodes.
private struct Opener {
  let work: TreeHasher
  let shown: ByteRanges

  func openings(original: SealNode, known: SealNode) throws -> [Unsealing.Opening] {
    guard case .run(let run) = original else { throw ProofFlaw.notCanonical }
    var openings: [Unsealing.Opening] = []
    var number = 0
    try walk(SealElements(run, ends: [run.range.upperBound]), known, &number, &openings)
    return openings
  }

  func hidden(original: SealNode, known: SealNode) throws -> [Range<Int>] {
    guard case .run(let run) = original else { throw ProofFlaw.notCanonical }
    var ranges: [Range<Int>] = []
    try collect(SealElements(run, ends: [run.range.upperBound]), known, &ranges)
    return ranges
  }

  private func collect(
    _ original: SealElements, _ known: SealNode, _ ranges: inout [Range<Int>]
  ) throws {
    switch known {
    case .run: return
    case .opaque: ranges.append(original.run.range)
    case .branch(let left, let right):
      guard original.count > 1 else { throw ProofFlaw.notCanonical }
      let (one, other) = original.halves
      try collect(one, left, &ranges)
      try collect(other, right, &ranges)
    case .group(_, let body):
      guard original.count == 1, let children = try work.children(ofElement: original.run) else {
        throw ProofFlaw.notCanonical
      }
      try collect(children, body, &ranges)
    }
  }

  private func walk(
    _ original: SealElements, _ known: SealNode, _ number: inout Int,
    _ openings: inout [Unsealing.Opening]
  ) throws {
    switch known {
    case .run: return
    case .opaque:
      defer { number += 1 }
      guard shown.overlaps(original.run.range) else { return }
      if let opening = try opening(original, number) { openings.append(opening) }
    case .branch(let left, let right):
      guard original.count > 1 else { throw ProofFlaw.notCanonical }
      let (one, other) = original.halves
      try walk(one, left, &number, &openings)
      try walk(other, right, &number, &openings)
    case .group(_, let body):
      guard let children = try work.children(ofElement: original.run) else {
        throw ProofFlaw.notCanonical
      }
      try walk(children, body, &number, &openings)
    }
  }

  private func opening(_ original: SealElements, _ number: Int) throws -> Unsealing.Opening? {
    let kept = shown.complement(in: original.run.range)
    let node = try Hiding(ranges: kept, work: work).applied(to: original)
    guard !node.isOpaque else { return nil }
    let collected = BytesBox()
    var writer = ProofWriter(work, placeholder: { _, _ in Array("_".utf8) }) {
      collected.bytes += $0
    }
    try writer.put(node, sourceCount: original.run.range.upperBound)
    return Unsealing.Opening(node: number, bytes: collected.bytes, parts: writer.parts)
  }
}

/// Bytes collected by a closure.
final class BytesBox {
  var bytes: [UInt8] = []
}
