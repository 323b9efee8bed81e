/// Tables with commas: document › record › cell, separator or line end.
///
/// A cell in quotes is one leaf, line ends and doubled quotes within it.
///
/// - Source: RFC 4180, §2.
struct TableSegmenter: Segmenter {
  let name = "csv-1"
  let isStreamed = true

  func element(
    _ level: UInt8, index: Int, in bytes: UnsafeRawBufferPointer, at place: inout Int,
    entities: inout ArraySlice<SealEntity>, into pieces: inout [Piece]
  ) throws(ProofFlaw) {
    switch level {
    case SealLevel.document:
      let root = pieces.count
      pieces.append(
        Piece(start: place, end: 0, kind: SealLevel.record, count: 0, next: 0))
      while place < bytes.count {
        let start = place
        place = Self.cellEnd(bytes, start)
        pieces.append(.leaf(start, place, at: pieces.count))
        pieces[root].count += 1
        if Self.isLineEnd(bytes[start]) { break }
      }
      pieces[root].end = place
      pieces[root].next = pieces.count
    case SealLevel.record:
      guard place < bytes.count else { throw .runExhausted }
      let start = place
      place = Self.cellEnd(bytes, start)
      pieces.append(.leaf(start, place, at: pieces.count))
    default: throw .kindNesting
    }
  }

  private static func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

  static func cellEnd(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int {
    switch bytes[start] {
    case 0x22: return quotedEnd(bytes, start)
    case 0x2C, 0x0A: return start + 1
    case 0x0D: return start + 1 < bytes.count && bytes[start + 1] == 0x0A ? start + 2 : start + 1
    default:
      var place = start + 1
      while place < bytes.count {
        switch bytes[place] {
        case 0x22, 0x2C, 0x0A, 0x0D: return place
        default: place += 1
        }
      }
      return place
    }
  }

  /// A cell that is never closed ends at its last doubled quote, or is a quote alone.
  private static func quotedEnd(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int {
    var place = start + 1
    var lastDoubled: Int?
    while place < bytes.count {
      guard bytes[place] == 0x22 else {
        place += 1
        continue
      }
      guard place + 1 < bytes.count, bytes[place + 1] == 0x22 else { return place + 1 }
      lastDoubled = place + 1
      place += 2
    }
    return lastDoubled ?? start + 1
  }
}
