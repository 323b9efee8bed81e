/// A pattern over folded letters: the part of regular expressions that identifiers need.
///
/// Classes, `?`, `*`, `+`, `{m,n}`, groups, alternatives and one group to be repeated (`(x)…\1`); the first way that
/// fits counts, greedily. A match begins and ends beside no letter or digit. Small programs on bytes are tried where
/// a number may begin: general engines are a hundred times slower.
final class Pattern: Sendable {
  /// Steps that one try may take: a hostile text cannot make a pattern take for ever.
  static let stepLimit = 20_000
  private static let programLimit = 4000

  enum Step: Sendable {
    case set(Int)
    case split(Int, Int)
    case jump(Int)
    case save(Int)
    case repeated
    case match
  }

  private let steps: [Step]
  /// Sets of bytes, 256 places each.
  private let sets: [Bool]
  /// The bytes that a match can begin with.
  let first: [Bool]

  /// - Throws: ``DetectorError/pattern(_:)`` for what is not understood.
  init(_ text: String, ignoringCase: Bool) throws(DetectorError) {
    var parser = PatternParser(text, ignoringCase: ignoringCase)
    let node = try parser.parse()
    var program = Program()
    program.compile(node)
    program.steps.append(.match)
    guard program.steps.count <= Self.programLimit else { throw .pattern(text) }
    program.collectFirst(from: 0)
    steps = program.steps
    sets = program.sets
    first = program.first
  }

  /// A pattern being put together.
  private struct Program {
    var steps: [Step] = []
    var sets: [Bool] = []
    var first = [Bool](repeating: false, count: 256)

    mutating func compile(_ node: PatternNode) {
      switch node {
      case .set(let set):
        steps.append(.set(sets.count))
        sets += set
      case .sequence(let nodes):
        for node in nodes { compile(node) }
      case .either(let nodes):
        var ends: [Int] = []
        for (number, node) in nodes.enumerated() {
          guard number < nodes.count - 1 else {
            compile(node)
            break
          }
          let split = steps.count
          steps.append(.split(split + 1, 0))
          compile(node)
          ends.append(steps.count)
          steps.append(.jump(0))
          steps[split] = .split(split + 1, steps.count)
        }
        for end in ends { steps[end] = .jump(steps.count) }
      case .times(let node, let least, let most):
        for _ in 0..<least { compile(node) }
        if let most {
          var splits: [Int] = []
          for _ in least..<most {
            splits.append(steps.count)
            steps.append(.match)
            compile(node)
          }
          for split in splits { steps[split] = .split(split + 1, steps.count) }
        } else {
          let split = steps.count
          steps.append(.match)
          compile(node)
          steps.append(.jump(split))
          steps[split] = .split(split + 1, steps.count)
        }
      case .captured(let node):
        steps.append(.save(0))
        compile(node)
        steps.append(.save(1))
      case .repeated: steps.append(.repeated)
      }
    }

    mutating func collectFirst(from place: Int) {
      switch steps[place] {
      case .set(let set):
        for byte in 0..<256 where sets[set + byte] { first[byte] = true }
      case .split(let one, let other):
        collectFirst(from: one)
        collectFirst(from: other)
      case .jump(let next): collectFirst(from: next)
      case .save, .repeated: collectFirst(from: place + 1)
      case .match: break
      }
    }
  }

  /// Adds the pattern's program to one of many.
  ///
  /// - Returns: where it begins there.
  func append(to steps: inout [Step], _ sets: inout [Bool]) -> Int {
    let start = steps.count
    let setStart = sets.count
    steps += self.steps.map { step in
      switch step {
      case .set(let set): .set(setStart + set)
      case .split(let one, let other): .split(start + one, start + other)
      case .jump(let next): .jump(start + next)
      case .save, .repeated, .match: step
      }
    }
    sets += self.sets
    return start
  }

  /// A try of one program on lent letters.
  struct Run {
    let steps: UnsafeBufferPointer<Step>
    let sets: UnsafeBufferPointer<Bool>
    let letters: UnsafeBufferPointer<UInt8>
    private var saved = (0, 0)
    private var taken = 0

    init(
      steps: UnsafeBufferPointer<Step>, sets: UnsafeBufferPointer<Bool>,
      letters: UnsafeBufferPointer<UInt8>
    ) {
      self.steps = steps
      self.sets = sets
      self.letters = letters
    }

    /// Where the match of the program at `first` that begins at `start` ends; nil for none.
    mutating func end(_ first: Int, _ start: Int) -> Int? {
      var step = first
      var place = start
      while true {
        taken += 1
        guard taken < Pattern.stepLimit else { return nil }
        switch steps[step] {
        case .set(let set):
          guard place < letters.count, sets[set + Int(letters[place])] else { return nil }
          place += 1
          step += 1
        case .jump(let next): step = next
        case .split(let one, let other):
          if let end = end(one, place) { return end }
          step = other
        case .save(let end):
          if end == 0 { saved.0 = place } else { saved.1 = place }
          step += 1
        case .repeated:
          let count = saved.1 - saved.0
          guard place + count <= letters.count else { return nil }
          for offset in 0..<count where letters[saved.0 + offset] != letters[place + offset] {
            return nil
          }
          place += count
          step += 1
        case .match: return Letter.isBorder(letters, after: place) ? place : nil
        }
      }
    }
  }
}

/// What folded letters are.
enum Letter {
  static let kinds: [UInt8] = (0..<256).map { byte in
    switch UInt8(byte) {
    case 0x30...0x39: 1
    case 0x41...0x5A, 0x61...0x7A, 0xD1, 0xF1, FoldedText.otherLetter: 2
    default: 0
    }
  }

  static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
  static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0xD1, 0xF1, FoldedText.otherLetter: true
    default: false
    }
  }
  static func lower(_ byte: UInt8) -> UInt8 {
    switch byte {
    case 0x41...0x5A: byte | 0x20
    case 0xD1, 0xF1: 0x6E
    default: byte
    }
  }

  /// Whether a word may end before `place`.
  static func isBorder(_ letters: UnsafeBufferPointer<UInt8>, after place: Int) -> Bool {
    place >= letters.count || place == 0 || !isWord(letters[place])
      || !isWord(letters[place - 1])
  }
}

indirect enum PatternNode {
  case set([Bool])
  case sequence([PatternNode])
  case either([PatternNode])
  case times(PatternNode, Int, Int?)
  case captured(PatternNode)
  case repeated
}

/// Reads a pattern's text.
private struct PatternParser {
  private let text: String
  private var rest: ArraySlice<UInt8>
  private let ignoringCase: Bool
  private var depth = 0

  init(_ text: String, ignoringCase: Bool) {
    self.text = text
    self.ignoringCase = ignoringCase
    let bytes = Array(text.utf8)
    rest = FoldedText(bytes[...], startingAt: 0).letters[...]
  }

  mutating func parse() throws(DetectorError) -> PatternNode {
    let node = try alternatives()
    guard rest.isEmpty else { throw .pattern(text) }
    return node
  }

  private mutating func alternatives() throws(DetectorError) -> PatternNode {
    depth += 1
    defer { depth -= 1 }
    guard depth < 20 else { throw .pattern(text) }
    var choices = [try sequence()]
    while rest.first == UInt8(ascii: "|") {
      rest.removeFirst()
      choices.append(try sequence())
    }
    return choices.count == 1 ? choices[0] : .either(choices)
  }

  private mutating func sequence() throws(DetectorError) -> PatternNode {
    var nodes: [PatternNode] = []
    while let next = rest.first, next != UInt8(ascii: "|"), next != UInt8(ascii: ")") {
      nodes.append(try repetition())
    }
    return .sequence(nodes)
  }

  private mutating func repetition() throws(DetectorError) -> PatternNode {
    let node = try single()
    switch rest.first {
    case UInt8(ascii: "?"):
      rest.removeFirst()
      return .times(node, 0, 1)
    case UInt8(ascii: "*"):
      rest.removeFirst()
      return .times(node, 0, nil)
    case UInt8(ascii: "+"):
      rest.removeFirst()
      return .times(node, 1, nil)
    case UInt8(ascii: "{"):
      rest.removeFirst()
      let least = try number()
      var most: Int? = least
      if rest.first == UInt8(ascii: ",") {
        rest.removeFirst()
        most = rest.first == UInt8(ascii: "}") ? nil : try number()
      }
      guard rest.popFirst() == UInt8(ascii: "}"), most ?? least >= least else {
        throw .pattern(text)
      }
      return .times(node, least, most)
    default: return node
    }
  }

  private mutating func number() throws(DetectorError) -> Int {
    let digits = rest.prefix { Letter.isDigit($0) }
    rest = rest.dropFirst(digits.count)
    guard let value = Int(String(decoding: digits, as: UTF8.self)), value <= 100 else {
      throw .pattern(text)
    }
    return value
  }

  private mutating func single() throws(DetectorError) -> PatternNode {
    guard let next = rest.popFirst() else { throw .pattern(text) }
    switch next {
    case UInt8(ascii: "("):
      if rest.starts(with: Array("?:".utf8)) {
        rest = rest.dropFirst(2)
        let node = try alternatives()
        guard rest.popFirst() == UInt8(ascii: ")") else { throw .pattern(text) }
        return node
      }
      let node = try alternatives()
      guard rest.popFirst() == UInt8(ascii: ")") else { throw .pattern(text) }
      return .captured(node)
    case UInt8(ascii: "["): return .set(try set())
    case UInt8(ascii: "\\"):
      guard let escaped = rest.popFirst() else { throw .pattern(text) }
      return escaped == UInt8(ascii: "1") ? .repeated : .set(only(escaped))
    case UInt8(ascii: "."):
      return .set((0..<256).map { $0 != 0x0A })
    case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"), UInt8(ascii: "{"):
      throw .pattern(text)
    default: return .set(only(next))
    }
  }

  private func only(_ byte: UInt8) -> [Bool] {
    var set = [Bool](repeating: false, count: 256)
    insert(byte, into: &set)
    return set
  }

  private func insert(_ byte: UInt8, into set: inout [Bool]) {
    set[Int(byte)] = true
    guard ignoringCase else { return }
    switch byte {
    case 0x41...0x5A, 0x61...0x7A, 0xD1, 0xF1: set[Int(byte ^ 0x20)] = true
    default: break
    }
  }

  private mutating func set() throws(DetectorError) -> [Bool] {
    var set = [Bool](repeating: false, count: 256)
    let isInverted = rest.first == UInt8(ascii: "^")
    if isInverted { rest.removeFirst() }
    while let next = rest.popFirst(), next != UInt8(ascii: "]") {
      var low = next
      if next == UInt8(ascii: "\\") {
        guard let escaped = rest.popFirst() else { throw .pattern(text) }
        low = escaped == UInt8(ascii: "n") ? 0x0A : escaped
      }
      var high = low
      if rest.first == UInt8(ascii: "-"), rest.dropFirst().first != UInt8(ascii: "]") {
        rest.removeFirst()
        guard let end = rest.popFirst(), end >= low else { throw .pattern(text) }
        high = end
      }
      for byte in low...high { insert(byte, into: &set) }
    }
    return isInverted ? set.map { !$0 } : set
  }
}
