// What is too large to be cut into words: whole lines, or blocks of bytes. A picture: tiles.

/// Large text: document › line.
///
/// A line is shown or hidden as a whole.
struct LineSegmenter: Segmenter {
  let name = "line-1"
  let isStreamed = true
  /// Bytes read at a time while lines are counted.
  private static let windowByteCount = 1 << 20

  func element(
    _ level: UInt8, index: Int, in bytes: UnsafeRawBufferPointer, at place: inout Int,
    entities: inout ArraySlice<SealEntity>, into pieces: inout [Piece]
  ) throws(ProofFlaw) {
    guard level == SealLevel.document else { throw .kindNesting }
    let start = place
    place = TextSegmenter.lineEnd(bytes, start, bytes.count)
    pieces.append(.leaf(start, place, at: pieces.count))
  }

  func ends(
    _ level: UInt8, index: Int, count: Int?, in bytes: any SealBytes, _ range: Range<Int>,
    entities: ArraySlice<SealEntity>
  ) throws -> [Int] {
    var ends: [Int] = []
    let limit = count ?? .max
    var start = range.lowerBound
    while start < range.upperBound, ends.count < limit {
      let end = min(range.upperBound, start + Self.windowByteCount)
      try bytes.read(start..<end).withUnsafeBytes { buffer in
        var place = 0
        while place < buffer.count, ends.count < limit {
          place = TextSegmenter.lineEnd(buffer, place, buffer.count)
          if place < buffer.count || buffer[place - 1] == 0x0A || end == range.upperBound {
            ends.append(start + place)
          }
        }
      }
      start = end
    }
    guard count == nil || ends.count == limit else { throw ProofFlaw.runExhausted }
    return ends
  }
}

/// Any bytes: document › block of 4 KiB.
struct BlockSegmenter: Segmenter {
  static let blockByteCount = 4096

  let name = "blk-1"
  let isStreamed = true

  func element(
    _ level: UInt8, index: Int, in bytes: UnsafeRawBufferPointer, at place: inout Int,
    entities: inout ArraySlice<SealEntity>, into pieces: inout [Piece]
  ) throws(ProofFlaw) {
    guard level == SealLevel.document else { throw .kindNesting }
    let start = place
    place = min(bytes.count, start + Self.blockByteCount)
    pieces.append(.leaf(start, place, at: pieces.count))
  }

  func ends(
    _ level: UInt8, index: Int, count: Int?, in bytes: any SealBytes, _ range: Range<Int>,
    entities: ArraySlice<SealEntity>
  ) throws -> [Int] {
    let whole = (range.count + Self.blockByteCount - 1) / Self.blockByteCount
    guard count ?? whole <= whole else { throw ProofFlaw.runExhausted }
    return (0..<(count ?? whole)).map {
      min(range.upperBound, range.lowerBound + ($0 + 1) * Self.blockByteCount)
    }
  }
}
