/// JSON: document › container › lexical token.
///
/// A text in quotes is one leaf, so that its length does not show; a bracket is the first child of its container.
struct JSONSegmenter: Segmenter {
  /// How deep containers may lie in one another, and how long a way through the tree may be.
  static let nestingLimit = 128
  static let depthLimit = 512

  let name = "json-1"

  func element(
    _ level: UInt8, index: Int, in bytes: UnsafeRawBufferPointer, at place: inout Int,
    entities: inout ArraySlice<SealEntity>, into pieces: inout [Piece]
  ) throws(ProofFlaw) {
    guard level == SealLevel.document || level == SealLevel.container else { throw .kindNesting }
    let isFirst = level == SealLevel.container && index == 0
    _ = try element(bytes, &place, isFirst: isFirst, nesting: 1, &pieces)
  }

  /// - Returns: the length of the longest way down.
  private func element(
    _ bytes: UnsafeRawBufferPointer, _ place: inout Int, isFirst: Bool, nesting: Int,
    _ pieces: inout [Piece]
  ) throws(ProofFlaw) -> Int {
    let start = place
    guard let end = Self.tokenEnd(bytes, start) else { throw .runExhausted }
    place = end
    guard !isFirst, bytes[start] == 0x7B || bytes[start] == 0x5B else {
      pieces.append(.leaf(start, end, at: pieces.count))
      return 1
    }
    guard nesting <= Self.nestingLimit else { throw .depth }
    let root = pieces.count
    pieces.append(Piece(start: start, end: 0, kind: SealLevel.container, count: 1, next: 0))
    pieces.append(.leaf(start, end, at: root + 1))
    var depth = 1
    while true {
      let child = pieces.count
      let below = try element(bytes, &place, isFirst: false, nesting: nesting + 1, &pieces)
      depth = max(depth, below)
      pieces[root].count += 1
      let piece = pieces[child]
      if piece.kind == Piece.leaf, bytes[piece.start] == 0x7D || bytes[piece.start] == 0x5D {
        break
      }
    }
    pieces[root].end = place
    pieces[root].next = pieces.count
    depth += 2 + Int.bitWidth - pieces[root].count.leadingZeroBitCount
    guard depth <= Self.depthLimit else { throw .depth }
    return depth
  }

  /// The end of the lexical token at `start`; nil when there is none.
  static func tokenEnd(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int? {
    guard start < bytes.count else { return nil }
    var place = start + 1
    switch bytes[start] {
    case 0x22:
      while place < bytes.count {
        switch bytes[place] {
        case 0x22: return place + 1
        case 0x5C: place += 2
        default: place += 1
        }
      }
      return start + 1
    case 0x7B, 0x7D, 0x5B, 0x5D, 0x2C, 0x3A: return place
    case 0x20, 0x09, 0x0A, 0x0D:
      while place < bytes.count, isSpace(bytes[place]) { place += 1 }
      return place
    case 0x0B, 0x0C: return nil
    default:
      while place < bytes.count, !endsLiteral(bytes[place]) { place += 1 }
      return place
    }
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
  }

  private static func endsLiteral(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x09...0x0D, 0x20, 0x22, 0x2C, 0x3A, 0x5B, 0x5D, 0x7B, 0x7D: true
    default: false
    }
  }
}
