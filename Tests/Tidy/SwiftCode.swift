/// Swift source with its comments and texts told apart from what is code.
///
/// A scanner, not a parser: enough to count braces and to find calls, whatever stands in texts and comments.
struct SwiftCode {
  /// A text in quotes, without interpolations, and where it stands.
  struct Literal {
    let value: String
    let range: Range<Int>
  }

  /// The source's bytes, those of comments and texts replaced by spaces; line feeds stay.
  private(set) var bytes: [UInt8]
  private(set) var literals: [Literal] = []
  private let source: [UInt8]
  private var index = 0

  init(_ text: String) {
    source = Array(text.utf8)
    bytes = source
    skipCode(until: nil)
  }

  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The number of the line on which the byte at `offset` stands, from 1.
  func line(of offset: Int) -> Int { source[..<offset].count { $0 == 0x0A } + 1 }

  /// The offset of the bracket that closes the one at `offset`, or nil.
  func end(ofBracketAt offset: Int) -> Int? {
    var depth = 0
    for place in bytes[offset...].indices {
      if "([{".utf8.contains(bytes[place]) { depth += 1 }
      if ")]}".utf8.contains(bytes[place]) { depth -= 1 }
      if depth == 0 { return place }
    }
    return nil
  }

  private func starts(with text: StaticString, at place: Int? = nil) -> Bool {
    let place = place ?? index
    let length = text.utf8CodeUnitCount
    return place + length <= source.count
      && (0..<length).allSatisfy { source[place + $0] == text.utf8Start[$0] }
  }

  private mutating func blank(_ range: Range<Int>) {
    for place in range where bytes[place] != 0x0A { bytes[place] = 0x20 }
  }

  /// Steps over code up to the `end` that closes it, or to the end of the file.
  private mutating func skipCode(until end: UInt8?) {
    var depth = 0
    while index < source.count {
      let byte = source[index]
      if starts(with: "//") {
        let start = index
        while index < source.count, source[index] != 0x0A { index += 1 }
        blank(start..<index)
      } else if starts(with: "/*") {
        skipBlockComment()
      } else if byte == UInt8(ascii: "\"") || (byte == UInt8(ascii: "#") && opensRawText) {
        skipText()
      } else {
        if byte == UInt8(ascii: "(") { depth += 1 }
        if byte == end, depth == 0 { return }
        if byte == UInt8(ascii: ")") { depth -= 1 }
        index += 1
      }
    }
  }

  private var opensRawText: Bool {
    source[index...].first { $0 != UInt8(ascii: "#") } == UInt8(ascii: "\"")
  }

  private mutating func skipBlockComment() {
    let start = index
    var depth = 0
    repeat {
      if starts(with: "/*") {
        depth += 1
        index += 1
      } else if starts(with: "*/") {
        depth -= 1
        index += 1
      }
      index += 1
    } while depth > 0 && index < source.count
    index = min(index, source.count)
    blank(start..<index)
  }

  private mutating func skipText() {
    let start = index
    while source[index] == UInt8(ascii: "#") { index += 1 }
    let hashes = index - start
    let isLong = starts(with: "\"\"\"")
    index += isLong ? 3 : 1
    let opening = index
    var isPlain = true
    var pieceStart = start
    while index < source.count {
      let afterQuotes = index + (isLong ? 3 : 1)
      if isLong ? starts(with: "\"\"\"") : starts(with: "\""), hasHashes(hashes, at: afterQuotes) {
        if isPlain {
          let value = String(decoding: source[opening..<index], as: UTF8.self)
          literals.append(Literal(value: value, range: start..<afterQuotes + hashes))
        }
        index = afterQuotes + hashes
        blank(pieceStart..<index)
        return
      }
      guard starts(with: "\\"), hasHashes(hashes, at: index + 1) else {
        index += 1
        continue
      }
      index += 1 + hashes
      if starts(with: "(") {
        isPlain = false
        blank(pieceStart..<index)
        index += 1
        skipCode(until: UInt8(ascii: ")"))
        index += 1
        pieceStart = index
      } else {
        index += 1
      }
    }
  }

  private func hasHashes(_ count: Int, at place: Int) -> Bool {
    place + count <= source.count
      && source[place..<place + count].allSatisfy { $0 == UInt8(ascii: "#") }
  }
}
