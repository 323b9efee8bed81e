import Integrity

/// Writes what somebody knows of a tree as a proof, and the bytes that they know as the copy.
struct ProofWriter {
  private let work: TreeHasher
  /// What stands in a gap, by the gap's number and the bytes of the source that it stands for.
  private let placeholder: (Int, Range<Int>) -> [UInt8]
  private let write: (ArraySlice<UInt8>) throws -> Void

  private(set) var parts = ProofParts()
  /// Where each gap lies in the source.
  private(set) var gapSources: [Range<Int>] = []
  private var tokenCount = 0
  private var hasEntities = false
  private var byteCount = 0
  private var isInGap = false
  private var sourceEnd = 0

  /// `write`: takes the copy's bytes in order.
  init(
    _ work: TreeHasher, placeholder: @escaping (Int, Range<Int>) -> [UInt8],
    write: @escaping (ArraySlice<UInt8>) throws -> Void
  ) {
    self.work = work
    self.placeholder = placeholder
    self.write = write
  }

  /// Writes the whole tree.
  ///
  /// `sourceCount`: bytes of what the nodes' runs are cut from.
  mutating func put(_ node: SealNode, sourceCount: Int) throws {
    hasEntities = node.hasEntities
    try emit(node)
    try endGap(at: sourceCount)
  }

  private mutating func emit(_ node: SealNode) throws {
    switch node {
    case .opaque(let node):
      put(.opaque)
      parts.hashes += node.hash.bytes
      isInGap = true
    case .branch(let left, let right):
      put(.branch)
      try emit(left)
      try emit(right)
    case .group(let group, let body):
      put(.group)
      number(Int(group.kind))
      number(group.count)
      try emit(body)
    case .run(let run):
      put(.full)
      parts.seeds += run.seed.bytes
      if run.level == SealLevel.token { number(run.range.count) }
      try copy(run)
    }
  }

  private mutating func copy(_ run: SealRun) throws {
    try endGap(at: run.range.lowerBound)
    if hasEntities, run.level != SealLevel.token { try noteEntities(run) }
    var place = run.range.lowerBound
    while place < run.range.upperBound {
      let end = min(run.range.upperBound, place + HashedStream.chunkByteCount)
      try write(run.bytes.read(place..<end))
      place = end
    }
    byteCount += run.range.count
    sourceEnd = run.range.upperBound
  }

  private mutating func endGap(at next: Int) throws {
    guard isInGap else { return }
    isInGap = false
    let source = sourceEnd..<max(sourceEnd, next)
    let text = placeholder(parts.gaps.count, source)
    parts.gaps.append(Proof.Gap(offset: byteCount, length: text.count))
    gapSources.append(source)
    try write(text[...])
    byteCount += text.count
  }

  /// Entities in view are said by the number of their first token among the tokens shown.
  private mutating func noteEntities(_ run: SealRun) throws {
    try run.bytes.read(run.range).withUnsafeBytes { buffer in
      var place = 0
      var pending = run.entities.relative(to: run.range.lowerBound)[...]
      var tokensToSkip = 0
      while place < buffer.count {
        if tokensToSkip == 0, let entity = pending.first, entity.offset == place {
          pending.removeFirst()
          Self.append(tokenCount, to: &parts.entities)
          Self.append(entity.tokenCount, to: &parts.entities)
          tokensToSkip = entity.tokenCount
        }
        place = TextSegmenter.tokenEnd(buffer, place, buffer.count)
        tokenCount += 1
        tokensToSkip = max(0, tokensToSkip - 1)
      }
    }
  }

  private mutating func put(_ operation: ProofOperation) {
    if parts.operationCount.isMultiple(of: 4) { parts.operations.append(0) }
    parts.operations[parts.operationCount / 4] |=
      operation.rawValue << UInt8(2 * (parts.operationCount % 4))
    parts.operationCount += 1
  }

  private mutating func number(_ value: Int) { Self.append(value, to: &parts.numbers) }

  /// LEB128, as short as can be.
  private static func append(_ value: Int, to bytes: inout [UInt8]) {
    var rest = value
    while rest > 127 {
      bytes.append(UInt8(rest & 127) | 128)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}

extension SealNode {
  fileprivate var hasEntities: Bool {
    switch self {
    case .run(let run): !run.entities.isEmpty
    case .opaque: false
    case .branch(let left, let right): left.hasEntities || right.hasEntities
    case .group(_, let body): body.hasEntities
    }
  }
}
