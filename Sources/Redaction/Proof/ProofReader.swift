import Integrity

/// Reads a proof beside its copy back into the tree that it says something of.
///
/// Everything of the proof and every byte of the copy is used once, or the proof is refused: there is one way only
/// to say what is known.
struct ProofReader {
  private let segmenter: any Segmenter
  private let copy: any SealBytes
  private let proof: ProofParts
  private var operation = 0
  private var number = 0
  private var seed = 0
  private var hash = 0
  private var numbers: [Int]
  private var entities: ArraySlice<(token: Int, count: Int)>
  private var tokenCount = 0
  private var gap = 0
  private var isInGap = false
  private var place = 0
  /// What is hidden, in order: what an unsealing names.
  private(set) var opaqueNodes: [OpaqueNode] = []

  init(_ proof: ProofParts, _ copy: any SealBytes, _ segmenter: any Segmenter) throws(ProofFlaw) {
    self.proof = proof
    self.copy = copy
    self.segmenter = segmenter
    guard proof.operations.count == (proof.operationCount + 3) / 4 else { throw .opsLength }
    if let last = proof.operations.last, proof.operationCount % 4 != 0 {
      guard last >> UInt8(2 * (proof.operationCount % 4)) == 0 else { throw .opsPadding }
    }
    numbers = try Self.numbers(in: proof.numbers)
    let pairs = try Self.numbers(in: proof.entities)
    guard pairs.count.isMultiple(of: 2) else { throw .entity }
    entities = stride(from: 0, to: pairs.count, by: 2).map { (pairs[$0], pairs[$0 + 1]) }[...]
    var end = -1
    for gap in proof.gaps {
      guard gap.offset > end, gap.offset + gap.length <= copy.count else { throw .gapOrder }
      end = gap.offset + gap.length
    }
  }

  /// The tree of a proof.
  mutating func document() throws -> SealNode {
    let node = try node(SealLevel.none, index: 0, count: 1)
    try finish()
    return node
  }

  /// The tree of what stands in place of one hidden node.
  mutating func replacement(of hidden: OpaqueNode) throws -> SealNode {
    let node = try node(hidden.level, index: hidden.index, count: hidden.count)
    try finish()
    return node
  }

  private func finish() throws(ProofFlaw) {
    guard operation == proof.operationCount, number == numbers.count, entities.isEmpty,
      seed == proof.seeds.count, hash == proof.hashes.count, gap == proof.gaps.count,
      place == copy.count
    else { throw .trailing }
  }

  private mutating func node(_ level: UInt8, index: Int, count: Int) throws -> SealNode {
    switch try nextOperation() {
    case .full: return .run(try run(level, index: index, count: count))
    case .opaque:
      try enterGap()
      let node = OpaqueNode(hash: try nextHash(), level: level, index: index, count: count)
      opaqueNodes.append(node)
      return .opaque(node)
    case .branch:
      guard count > 1 else { throw ProofFlaw.branchOnSingle }
      let middle = SealHash.split(count)
      let left = try node(level, index: index, count: middle)
      let right = try node(level, index: index + middle, count: count - middle)
      guard !(left.isOpaque && right.isOpaque) else { throw ProofFlaw.notCanonical }
      return .branch(left, right)
    case .group:
      guard count == 1 else { throw ProofFlaw.groupInRange }
      return try group(level, index: index)
    }
  }

  private mutating func group(_ level: UInt8, index: Int) throws -> SealNode {
    nesting += 1
    defer { nesting -= 1 }
    guard nesting <= JSONSegmenter.nestingLimit else { throw ProofFlaw.depth }
    let kind = try nextNumber()
    let count = try nextNumber()
    guard (1..<1 << 32).contains(count) else { throw ProofFlaw.count }
    guard kind < 0xFF, SealLevel.mayHold(level, UInt8(kind)) else { throw ProofFlaw.kindNesting }
    let body = try node(UInt8(kind), index: 0, count: count)
    guard !body.isOpaque else { throw ProofFlaw.notCanonical }
    return .group(
      SealGroup(level: level, index: index, kind: UInt8(kind), count: count), body: body)
  }
  private var nesting = 0

  private mutating func run(_ level: UInt8, index: Int, count: Int) throws -> SealRun {
    let seed = try nextSeed()
    isInGap = false
    let start = place
    switch level {
    case SealLevel.token:
      guard count == 1 else { throw ProofFlaw.partRange }
      let length = try nextNumber()
      guard length <= limit - place else { throw ProofFlaw.partLength }
      place += length
    case SealLevel.none:
      guard proof.gaps.isEmpty else { throw ProofFlaw.gapInDocument }
      place = copy.count
    case SealLevel.line where !entities.isEmpty:
      return try runOfTokens(seed, index: index, count: count)
    default:
      guard place < limit else { throw ProofFlaw.runExhausted }
      let ends = try segmenter.ends(
        level, index: index, count: count, in: copy, place..<limit, entities: [])
      guard let end = ends.last else { throw ProofFlaw.runExhausted }
      place = end
    }
    return SealRun(
      seed: seed, level: level, index: index, count: count, bytes: copy, range: start..<place,
      entities: try level == SealLevel.token ? [] : entities(in: start..<place)[...])
  }

  /// Entities in view are named by the number of their first token; a run of tokens can hold some.
  private mutating func runOfTokens(_ seed: Digest, index: Int, count: Int) throws -> SealRun {
    let start = place
    var found: [SealEntity] = []
    try copy.read(place..<limit).withUnsafeBytes { buffer in
      var at = 0
      for _ in 0..<count {
        var tokens = 1
        if let entity = entities.first, entity.token == tokenCount {
          guard entity.count > 0 else { throw ProofFlaw.entity }
          entities.removeFirst()
          found.append(SealEntity(offset: start + at, tokenCount: entity.count))
          tokens = entity.count
        }
        for _ in 0..<tokens {
          guard at < buffer.count else { throw ProofFlaw.runExhausted }
          at = TextSegmenter.tokenEnd(buffer, at, buffer.count)
          tokenCount += 1
        }
      }
      place = start + at
    }
    return SealRun(
      seed: seed, level: SealLevel.line, index: index, count: count, bytes: copy,
      range: start..<place, entities: found[...])
  }

  /// Entities that begin within a run of lines or of an entity's tokens.
  private mutating func entities(in range: Range<Int>) throws -> [SealEntity] {
    guard !entities.isEmpty else { return [] }
    var found: [SealEntity] = []
    try copy.read(range).withUnsafeBytes { buffer in
      var at = 0
      while at < buffer.count {
        if let entity = entities.first, entity.token == tokenCount {
          guard entity.count > 0 else { throw ProofFlaw.entity }
          entities.removeFirst()
          found.append(SealEntity(offset: range.lowerBound + at, tokenCount: entity.count))
        }
        at = TextSegmenter.tokenEnd(buffer, at, buffer.count)
        tokenCount += 1
      }
    }
    return found
  }

  /// Where the bytes in view end: at the next gap, or at the end.
  private var limit: Int { gap < proof.gaps.count ? proof.gaps[gap].offset : copy.count }

  private mutating func enterGap() throws(ProofFlaw) {
    guard !isInGap else { return }
    guard gap < proof.gaps.count, proof.gaps[gap].offset == place else { throw .gapUndeclared }
    place += proof.gaps[gap].length
    gap += 1
    isInGap = true
  }

  private mutating func nextOperation() throws(ProofFlaw) -> ProofOperation {
    guard operation < proof.operationCount else { throw .opsExhausted }
    let bits = proof.operations[operation / 4] >> UInt8(2 * (operation % 4)) & 3
    operation += 1
    guard let next = ProofOperation(rawValue: bits) else { throw .opsExhausted }
    return next
  }

  private mutating func nextNumber() throws(ProofFlaw) -> Int {
    guard number < numbers.count else { throw .numbersExhausted }
    number += 1
    return numbers[number - 1]
  }

  private mutating func nextSeed() throws(ProofFlaw) -> Digest {
    guard seed + 32 <= proof.seeds.count,
      let digest = Digest(bytes: Array(proof.seeds[seed..<seed + 32]))
    else { throw .seedsExhausted }
    seed += 32
    return digest
  }

  private mutating func nextHash() throws(ProofFlaw) -> Digest {
    guard hash + 32 <= proof.hashes.count,
      let digest = Digest(bytes: Array(proof.hashes[hash..<hash + 32]))
    else { throw .hashesExhausted }
    hash += 32
    return digest
  }

  /// Numbers in LEB128, each as short as can be and below 2⁵⁶.
  private static func numbers(in bytes: [UInt8]) throws(ProofFlaw) -> [Int] {
    var numbers: [Int] = []
    var value = 0
    var shift = 0
    for byte in bytes {
      guard shift < 56 else { throw .varint }
      value |= Int(byte & 127) << shift
      shift += 7
      guard byte < 128 else { continue }
      guard byte != 0 || shift == 7 else { throw .varint }
      numbers.append(value)
      value = 0
      shift = 0
    }
    guard shift == 0 else { throw .varint }
    return numbers
  }
}
