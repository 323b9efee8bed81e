/// One node of a file's structure; nodes lie in an array, each before its children.
struct Piece {
  static let leaf: UInt8 = 0xFF

  var start: Int
  var end: Int
  /// What kind of group it is; ``leaf`` for none.
  var kind: UInt8
  /// How many children; 1 for a leaf.
  var count: Int
  /// The place after the last node below this one.
  var next: Int

  static func leaf(_ start: Int, _ end: Int, at place: Int) -> Piece {
    Piece(start: start, end: end, kind: leaf, count: 1, next: place + 1)
  }
}

/// A run of words that is hidden as one, such as the words of a name: how many words there were does not show.
public struct SealEntity: Hashable, Sendable {
  /// The first byte of its first token.
  public let offset: Int
  /// How many tokens, white space among them.
  public let tokenCount: Int

  public init(offset: Int, tokenCount: Int) {
    self.offset = offset
    self.tokenCount = tokenCount
  }
}

/// A level of the structure: the kind of the group whose children are meant.
enum SealLevel {
  /// The node above the document's group.
  static let none: UInt8 = 0xFF
  static let document: UInt8 = 0
  static let line: UInt8 = 1
  static let entity: UInt8 = 2
  static let token: UInt8 = 3
  static let container: UInt8 = 4
  static let record: UInt8 = 5

  /// The groups that may stand as children of a level.
  static func mayHold(_ level: UInt8, _ kind: UInt8) -> Bool {
    switch (level, kind) {
    case (none, document), (document, line), (line, entity), (line, token), (entity, token),
      (document, container), (container, container), (document, record):
      true
    default: false
    }
  }
}

/// Cuts a file into the units that can be hidden one by one.
///
/// A segmenter works on any bytes or refuses them, never depends on a version of Unicode, and finds the same borders
/// from every border on: a verifier cuts only what is revealed.
protocol Segmenter: Sendable {
  /// As it stands in the header, such as `txt-1`.
  var name: String { get }
  /// Whether elements of the document can be cut one by one, so that a large file need not lie in memory.
  var isStreamed: Bool { get }

  /// Appends the element that begins at `place` and moves `place` behind it.
  ///
  /// - `index`: which child of its group it is.
  /// - `entities`: those not met yet, in order.
  func element(
    _ level: UInt8, index: Int, in bytes: UnsafeRawBufferPointer, at place: inout Int,
    entities: inout ArraySlice<SealEntity>, into pieces: inout [Piece]
  ) throws(ProofFlaw)

  /// Where the elements of a level end.
  ///
  /// - `count`: how many elements to find; nil for all up to the end of `range`.
  func ends(
    _ level: UInt8, index: Int, count: Int?, in bytes: any SealBytes, _ range: Range<Int>,
    entities: ArraySlice<SealEntity>
  ) throws -> [Int]
}

extension Segmenter {
  var isStreamed: Bool { false }

  func ends(
    _ level: UInt8, index: Int, count: Int?, in bytes: any SealBytes, _ range: Range<Int>,
    entities: ArraySlice<SealEntity>
  ) throws -> [Int] {
    var ends: [Int] = []
    var entities = entities
    try bytes.read(range).withUnsafeBytes { buffer in
      var pieces: [Piece] = []
      var place = 0
      var relative = entities.relative(to: range.lowerBound)[...]
      while count.map({ ends.count < $0 }) ?? (place < buffer.count) {
        guard place < buffer.count else { throw ProofFlaw.runExhausted }
        pieces.removeAll(keepingCapacity: true)
        try element(
          level, index: index + ends.count, in: buffer, at: &place, entities: &relative,
          into: &pieces)
        ends.append(range.lowerBound + place)
      }
      entities = []
    }
    return ends
  }
}

extension ArraySlice<SealEntity> {
  func relative(to start: Int) -> [SealEntity] {
    map { SealEntity(offset: $0.offset - start, tokenCount: $0.tokenCount) }
  }

  /// Those that begin in `range`; the entities are in order.
  func within(_ range: Range<Int>) -> ArraySlice<SealEntity> {
    let first = partitioningIndex { $0.offset >= range.lowerBound }
    let end = self[first...].partitioningIndex { $0.offset >= range.upperBound }
    return self[first..<end]
  }

  private func partitioningIndex(_ isLater: (SealEntity) -> Bool) -> Int {
    var low = startIndex
    var high = endIndex
    while low < high {
      let middle = (low + high) / 2
      if isLater(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
