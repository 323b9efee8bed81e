import Glibc

/// Text of any encoding: document › line › (entity ›) token › head, middle and tail.
///
/// A token is a run of letters, digits and bytes from 80 on, a run of spaces and tabs, or any other single byte. A
/// word of two scalars or more has parts of its own, so that initials and last digits can be shown and proven.
struct TextSegmenter: Segmenter {
  let name = "txt-1"
  let isStreamed = true

  func element(
    _ level: UInt8, index: Int, in bytes: UnsafeRawBufferPointer, at place: inout Int,
    entities: inout ArraySlice<SealEntity>, into pieces: inout [Piece]
  ) throws(ProofFlaw) {
    switch level {
    case SealLevel.document:
      let end = Self.lineEnd(bytes, place, bytes.count)
      let root = pieces.count
      pieces.append(
        Piece(start: place, end: end, kind: SealLevel.line, count: 0, next: 0))
      var count = 0
      while place < end {
        try token(SealLevel.line, bytes, &place, end, &entities, &pieces)
        count += 1
      }
      pieces[root].count = count
      pieces[root].next = pieces.count
    case SealLevel.line, SealLevel.entity:
      guard place < bytes.count else { throw .runExhausted }
      try token(level, bytes, &place, bytes.count, &entities, &pieces)
    default: throw .kindNesting
    }
  }

  private func token(
    _ level: UInt8, _ bytes: UnsafeRawBufferPointer, _ place: inout Int, _ end: Int,
    _ entities: inout ArraySlice<SealEntity>, _ pieces: inout [Piece]
  ) throws(ProofFlaw) {
    if level == SealLevel.line, let entity = entities.first, entity.offset <= place {
      guard entity.offset == place, entity.tokenCount > 0 else { throw .entity }
      entities.removeFirst()
      let root = pieces.count
      pieces.append(
        Piece(start: place, end: 0, kind: SealLevel.entity, count: entity.tokenCount, next: 0))
      for _ in 0..<entity.tokenCount {
        guard place < end else { throw .runExhausted }
        word(bytes, &place, end, &pieces)
      }
      pieces[root].end = place
      pieces[root].next = pieces.count
      return
    }
    word(bytes, &place, end, &pieces)
  }

  /// One token; a word of two scalars or more with its parts.
  private func word(
    _ bytes: UnsafeRawBufferPointer, _ place: inout Int, _ end: Int, _ pieces: inout [Piece]
  ) {
    let start = place
    place = Self.tokenEnd(bytes, start, end)
    guard Self.isWord(bytes[start]) else {
      return pieces.append(.leaf(start, place, at: pieces.count))
    }
    let head = Self.scalarEnd(bytes, start, place)
    guard head < place else { return pieces.append(.leaf(start, place, at: pieces.count)) }
    let (scalars, tail) = Self.tail(bytes, head, place)
    let isLong = scalars >= 6
    let root = pieces.count
    pieces.append(
      Piece(
        start: start, end: place, kind: SealLevel.token, count: isLong ? 3 : 2,
        next: root + (isLong ? 4 : 3)))
    pieces.append(.leaf(start, head, at: root + 1))
    if isLong { pieces.append(.leaf(head, tail, at: root + 2)) }
    pieces.append(.leaf(isLong ? tail : head, place, at: pieces.count))
  }

  /// How many scalars a word has (counted up to six), and where its last four begin.
  private static func tail(_ bytes: UnsafeRawBufferPointer, _ head: Int, _ end: Int) -> (Int, Int) {
    var place = end
    var count = 0
    while place > head, count < 5 {
      place -= 1
      while place > head, bytes[place] & 0xC0 == 0x80 { place -= 1 }
      count += 1
      if count == 4 {
        let tail = place
        return (place > head ? 6 : 5, tail)
      }
    }
    return (count + 1, head)
  }

  static func lineEnd(_ bytes: UnsafeRawBufferPointer, _ place: Int, _ end: Int) -> Int {
    guard let base = bytes.baseAddress, place < end,
      let found = memchr(base + place, 0x0A, end - place)
    else { return end }
    return UnsafeRawPointer(found) - base + 1
  }

  static func tokenEnd(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> Int {
    var place = start + 1
    if isWord(bytes[start]) {
      while place < end, isWord(bytes[place]) { place += 1 }
    } else if isBlank(bytes[start]) {
      while place < end, isBlank(bytes[place]) { place += 1 }
    }
    return place
  }

  /// A scalar begins before every byte that is not a continuation byte of UTF-8.
  private static func scalarEnd(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> Int {
    var place = start + 1
    while place < end, bytes[place] & 0xC0 == 0x80 { place += 1 }
    return place
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x80...0xFF: true
    default: false
    }
  }

  /// Lines are found without cutting them into words.
  func ends(
    _ level: UInt8, index: Int, count: Int?, in bytes: any SealBytes, _ range: Range<Int>,
    entities: ArraySlice<SealEntity>
  ) throws -> [Int] {
    try bytes.read(range).withUnsafeBytes { buffer in
      var ends: [Int] = []
      var place = 0
      var relative = entities.relative(to: range.lowerBound)[...]
      while count.map({ ends.count < $0 }) ?? (place < buffer.count) {
        guard place < buffer.count else { throw ProofFlaw.runExhausted }
        if level == SealLevel.document {
          place = Self.lineEnd(buffer, place, buffer.count)
        } else if level == SealLevel.line, let entity = relative.first, entity.offset <= place {
          guard entity.offset == place else { throw ProofFlaw.entity }
          relative.removeFirst()
          for _ in 0..<entity.tokenCount {
            guard place < buffer.count else { throw ProofFlaw.runExhausted }
            place = Self.tokenEnd(buffer, place, buffer.count)
          }
        } else {
          place = Self.tokenEnd(buffer, place, buffer.count)
        }
        ends.append(range.lowerBound + place)
      }
      return ends
    }
  }
}
