import Integrity

/// Finds what identifies persons and things in text of any kind, in Spanish and English.
///
/// Works on windows of lines, each on a core of its own.
public struct IdentifierScanner: Sendable {
  /// How a file's lines are read.
  public enum Layout: String, Sendable { case text, json, table }

  /// A pattern of a detector, and what must hold before it is tried.
  struct Candidate: Sendable {
    let detector: Int
    let program: Int
    /// How many digits must follow, and how soon the first.
    let digitCount: Int
    let digitWithin: Int
    /// Whether it counts beside a word only.
    let needsWord: Bool
  }

  /// The tables that are looked up for every word, lent out.
  struct Lookup {
    let kinds: UnsafeBufferPointer<UInt8>
    let steps: UnsafeBufferPointer<Pattern.Step>
    let sets: UnsafeBufferPointer<Bool>
    let candidates: UnsafeBufferPointer<Candidate>
    let starts: UnsafeBufferPointer<Int>
  }

  func lend(_ body: (Lookup) -> Void) {
    Letter.kinds.withUnsafeBufferPointer { kinds in
      steps.withUnsafeBufferPointer { steps in
        sets.withUnsafeBufferPointer { sets in
          candidates.withUnsafeBufferPointer { candidates in
            starts.withUnsafeBufferPointer { starts in
              body(
                Lookup(
                  kinds: kinds, steps: steps, sets: sets, candidates: candidates, starts: starts))
            }
          }
        }
      }
    }
  }

  /// Bytes of one window; a line that is longer is cut with an overlap.
  static let windowByteCount = 1 << 18
  static let overlapByteCount = 512

  let detectors: [Detector]
  let contextWords: ContextWords
  private let parties: PartyNames
  /// The programs of all patterns, and who is tried where.
  private let steps: [Pattern.Step]
  private let sets: [Bool]
  /// The patterns that can begin with a byte: those of byte `b` from `starts[b]` to `starts[b + 1]`.
  private let candidates: [Candidate]
  private let starts: [Int]
  let atCandidates: [Candidate]
  let colonCandidates: [Candidate]
  let handleCandidates: [Candidate]
  let urlDetectors: [Int]

  /// One that knows no parties.
  public static let plain = IdentifierScanner()

  /// `parties`: the persons of the case, whose names are found in every form.
  public init(parties: [Party] = []) {
    self.init(detectors: Detector.all, parties: parties)
  }

  init(detectors: [Detector], parties: [Party]) {
    self.detectors = detectors
    self.parties = PartyNames(parties)
    contextWords = ContextWords(detectors)
    var steps: [Pattern.Step] = []
    var sets: [Bool] = []
    var all: [(candidate: Candidate, first: [Bool], anchor: Detector.Anchor?)] = []
    for (number, detector) in detectors.enumerated() {
      for pattern in detector.patterns {
        let candidate = Candidate(
          detector: number, program: pattern.append(to: &steps, &sets),
          digitCount: detector.digitCount, digitWithin: detector.digitWithin,
          needsWord: detector.context == .needed)
        all.append((candidate, pattern.first, detector.anchor))
      }
    }
    self.steps = steps
    self.sets = sets
    var candidates: [Candidate] = []
    var starts = [0]
    for byte in 0..<256 {
      candidates += all.filter { $0.anchor == nil && $0.first[byte] }.map(\.candidate)
      starts.append(candidates.count)
    }
    self.candidates = candidates
    self.starts = starts
    atCandidates = all.filter { $0.anchor == .at }.map(\.candidate)
    colonCandidates = all.filter { $0.anchor == .colons }.map(\.candidate)
    handleCandidates = all.filter { $0.anchor == .handle }.map(\.candidate)
    urlDetectors = detectors.indices.filter { detectors[$0].anchor == .url }
  }

  /// What a file holds, in the order of its bytes; none of the hits overlap.
  public func hits(in bytes: any SealBytes, _ layout: Layout) throws -> [Hit] {
    guard bytes.count > 0 else { return [] }
    let start = try bytes.read(0..<min(bytes.count, 4))
    let encoding: FoldedText.Encoding =
      start.starts(with: [0xFF, 0xFE])
      ? .utf16LittleEndian : start.starts(with: [0xFE, 0xFF]) ? .utf16BigEndian : .utf8
    let header = layout == .table ? try tableHeader(bytes, encoding) : []
    let windows = try windows(of: bytes, encoding)
    let work = ParallelWork(windows, sliceSize: 1) { slice in
      try slice.map { window in
        let text = FoldedText(try bytes.read(window), startingAt: window.lowerBound, encoding)
        return hits(in: text, layout, header)
      }
    }
    return Self.withoutOverlap(try work.finish().flatMap { $0 })
  }

  /// Cuts a file into windows at ends of lines; a line without end at any byte, with an overlap.
  private func windows(of bytes: any SealBytes, _ encoding: FoldedText.Encoding) throws
    -> [Range<Int>]
  {
    var windows: [Range<Int>] = []
    var start = 0
    while start < bytes.count {
      var end = min(bytes.count, start + Self.windowByteCount)
      var next = end
      if end < bytes.count {
        let tail = try bytes.read(end - Self.windowByteCount / 2..<end)
        if encoding == .utf8, let line = tail.lastIndex(of: 0x0A) {
          end = end - Self.windowByteCount / 2 + (line - tail.startIndex) + 1
          // A name may be broken over two lines: the next window begins with the last line again.
          next = end
        } else {
          next = end - Self.overlapByteCount
        }
      }
      windows.append(start..<end)
      start = end == bytes.count ? end : next
    }
    return windows
  }

  /// The words of each column's title.
  private func tableHeader(_ bytes: any SealBytes, _ encoding: FoldedText.Encoding) throws
    -> [UInt64]
  {
    let text = FoldedText(
      try bytes.read(0..<min(bytes.count, 1 << 16)), startingAt: 0, encoding)
    return text.letters.withUnsafeBufferPointer { letters in
      var masks: [UInt64] = []
      var start = 0
      for place in 0...letters.count {
        let isEnd = place == letters.count || letters[place] == 0x0A
        guard isEnd || letters[place] == UInt8(ascii: ",") else { continue }
        masks.append(
          contextWords.found(in: letters, start..<place).reduce(0) { $0 | $1.detectors })
        start = place + 1
        if isEnd { break }
      }
      return masks
    }
  }

  /// Of hits that overlap the better one stays: the higher score, then the longer.
  static func withoutOverlap(_ hits: [Hit]) -> [Hit] {
    let inOrder = hits.sorted { one, other in
      one.range.lowerBound != other.range.lowerBound
        ? one.range.lowerBound < other.range.lowerBound : one.range.count > other.range.count
    }
    var kept: [Hit] = []
    for hit in inOrder {
      guard let last = kept.last, hit.range.lowerBound < last.range.upperBound else {
        kept.append(hit)
        continue
      }
      if hit.beats(last) {
        kept.removeLast()
        if let before = kept.last, before.range.upperBound > hit.range.lowerBound {
          if hit.beats(before) { kept[kept.count - 1] = hit }
        } else {
          kept.append(hit)
        }
      }
    }
    return kept
  }
}

extension Hit {
  func beats(_ other: Hit) -> Bool {
    score != other.score ? score > other.score : range.count > other.range.count
  }
}

extension IdentifierScanner {
  /// The hits of one window.
  func hits(in text: FoldedText, _ layout: Layout, _ header: [UInt64]) -> [Hit] {
    var found = Found(scanner: self, text: text, layout: layout, header: header)
    text.letters.withUnsafeBufferPointer { letters in
      found.scan(letters)
      parties.find(in: letters) { range, party, score in
        found.hits.append(
          Hit(
            range: text.source(range), source: "party:\(party)", kind: "party", score: score,
            isCheckFailed: false, isEvidence: false))
      }
    }
    return found.hits
  }

  /// A window being scanned.
  struct Found {
    let scanner: IdentifierScanner
    let text: FoldedText
    let layout: Layout
    let header: [UInt64]
    var hits: [Hit] = []
    private var nextDigit = 0
    private var wordLine = 0..<0
    private var wordMask: UInt64 = 0
    private let headerMask: UInt64
    private var line = 0..<0
    private var words: [(place: Range<Int>, detectors: UInt64)] = []
    private var wordsRange = 0..<0

    init(scanner: IdentifierScanner, text: FoldedText, layout: Layout, header: [UInt64]) {
      self.scanner = scanner
      self.text = text
      self.layout = layout
      self.header = header
      headerMask = header.reduce(0) { $0 | $1 }
    }

    mutating func scan(_ letters: UnsafeBufferPointer<UInt8>) {
      scanner.lend { lookup in
        var place = 0
        while place < letters.count {
          let letter = letters[place]
          guard lookup.kinds[Int(letter)] == 0 else {
            begin(letters, place, lookup)
            repeat {
              place += 1
            } while place < letters.count
              && lookup.kinds[Int(letters[place])] != 0
            continue
          }
          switch letter {
          case UInt8(ascii: "@"): at(letters, place, lookup)
          case UInt8(ascii: ":"): colon(letters, place, lookup)
          case UInt8(ascii: "+"), UInt8(ascii: "("): begin(letters, place, lookup)
          case UInt8(ascii: "-"):
            if place == 0 || letters[place - 1] == 0x20 || letters[place - 1] == 0x2C {
              begin(letters, place, lookup)
            }
          default: break
          }
          place += 1
        }
      }
    }

    /// Tries what can begin here; most words are far from any digit and are passed at once.
    private mutating func begin(
      _ letters: UnsafeBufferPointer<UInt8>, _ place: Int, _ lookup: IdentifierScanner.Lookup
    ) {
      if nextDigit < place { nextDigit = place }
      while nextDigit < letters.count, !Letter.isDigit(letters[nextDigit]) { nextDigit += 1 }
      let distance = nextDigit - place
      guard nextDigit < letters.count, distance <= 60 else { return }
      var digits = -1
      var known = -1
      let first = Int(letters[place])
      for next in lookup.starts[first]..<lookup.starts[first + 1] {
        let candidate = lookup.candidates[next]
        guard distance <= candidate.digitWithin, candidate.detector != known else { continue }
        if candidate.digitCount > 0 {
          if digits < 0 { digits = Self.digits(letters, from: nextDigit) }
          guard digits >= candidate.digitCount else { continue }
        }
        if candidate.needsWord, !mayHaveWord(candidate.detector, letters, place) { continue }
        if attempt(candidate, letters, place, lookup) { known = candidate.detector }
      }
    }

    /// Whether a word of the detector stands anywhere on the line, or in a column's title.
    private mutating func mayHaveWord(
      _ number: Int, _ letters: UnsafeBufferPointer<UInt8>, _ place: Int
    ) -> Bool {
      if !wordLine.contains(place) {
        let whole = Self.line(letters, around: place)
        wordLine = whole
        wordMask =
          whole.count < 4096
          ? scanner.contextWords.found(in: letters, whole).reduce(headerMask) { $0 | $1.detectors }
          : .max
      }
      return wordMask >> UInt64(number) & 1 == 1
    }

    /// How many digits follow with no more than signs and single letters between them, up to 20.
    private static func digits(_ letters: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
      var count = 0
      var gap = 0
      var place = start
      while place < letters.count, count < 20, gap <= 3, letters[place] != 0x0A {
        if Letter.isDigit(letters[place]) {
          count += 1
          gap = 0
        } else {
          gap += 1
        }
        place += 1
      }
      return count
    }

    /// Whether the pattern matches here, and the match counts.
    mutating func attempt(
      _ candidate: IdentifierScanner.Candidate, _ letters: UnsafeBufferPointer<UInt8>,
      _ place: Int, _ lookup: IdentifierScanner.Lookup
    ) -> Bool {
      var run = Pattern.Run(steps: lookup.steps, sets: lookup.sets, letters: letters)
      guard let end = run.end(candidate.program, place) else { return false }
      return judge(candidate.detector, letters, place..<end)
    }

    /// Whether the match counts; then it is noted.
    private mutating func judge(
      _ number: Int, _ letters: UnsafeBufferPointer<UInt8>, _ range: Range<Int>
    ) -> Bool {
      let detector = scanner.detectors[number]
      guard detector.anchor != nil || !Self.isPartOfMore(letters, range) else { return false }
      var score = detector.score
      var isFailed = false
      var needsWord = detector.context == .needed
      if let check = detector.check {
        switch check.answer(ArraySlice(letters[range])) {
        case .passed: score += Detector.checkBonus
        case .weak: needsWord = true
        case .failed:
          guard detector.isLenient else { return false }
          isFailed = true
          needsWord = true
        }
      }
      if detector.context != .none || needsWord {
        let context = context(letters, range)
        let isNear = context >> UInt64(number) & 1 == 1
        guard isNear || !needsWord else { return false }
        if isNear { score += Detector.contextBonus }
        if detector.needsGun {
          guard context & ContextWords.gun != 0 else { return false }
        }
      }
      guard score >= Detector.threshold else { return false }
      hits.append(
        Hit(
          range: text.source(range), source: detector.id, kind: detector.kind,
          score: min(100, score - (isFailed ? 25 : 0)), isCheckFailed: isFailed,
          isEvidence: detector.isEvidence))
      return true
    }

    /// Whether a number goes on beyond the match: decimals, longer numbers, thousands.
    private static func isPartOfMore(
      _ letters: UnsafeBufferPointer<UInt8>, _ range: Range<Int>
    ) -> Bool {
      let start = range.lowerBound
      if start >= 1, Letter.isDigit(letters[start]) || letters[start] == 0x28 {
        if Letter.isWord(letters[start - 1]) { return true }
        if start >= 2, Letter.isDigit(letters[start - 2]),
          [0x2E, 0x2D, 0x2F].contains(letters[start - 1])
        {
          return true
        }
        if letters[start - 1] == 0x24 { return true }
      }
      let end = range.upperBound
      if end + 1 < letters.count, Letter.isDigit(letters[end - 1]),
        Letter.isDigit(letters[end + 1]), [0x2E, 0x2D, 0x2F].contains(letters[end])
      {
        return true
      }
      return false
    }

    /// Which detectors' words stand near a match: on its line, in its column's title, or before it in JSON.
    private mutating func context(
      _ letters: UnsafeBufferPointer<UInt8>, _ range: Range<Int>
    ) -> UInt64 {
      if !line.contains(range.lowerBound) {
        line = Self.line(letters, around: range.lowerBound)
        wordsRange = 0..<0
      }
      let reach =
        max(
          line.lowerBound, range.lowerBound - ContextWords.reachBefore)..<min(
          max(line.upperBound, range.upperBound), range.upperBound + ContextWords.reachAfter)
      let near =
        layout == .json ? Self.member(letters, reach.lowerBound..<range.upperBound, range) : reach
      if wordsRange.lowerBound > near.lowerBound || wordsRange.upperBound < near.upperBound {
        // Long lines are looked through piece by piece.
        wordsRange =
          near.lowerBound..<min(line.upperBound, near.upperBound + 1000)
        if wordsRange.upperBound < near.upperBound { wordsRange = near }
        words = scanner.contextWords.found(in: letters, wordsRange)
      }
      var mask: UInt64 = 0
      for word in words
      where word.place.lowerBound >= near.lowerBound && word.place.lowerBound < near.upperBound {
        mask |= word.detectors
      }
      if layout == .table, !header.isEmpty {
        let column = Self.column(letters, line.lowerBound..<range.lowerBound)
        if column < header.count { mask |= header[column] }
      }
      return mask
    }

    /// In JSON a value belongs to the name right before it, not to its neighbours'.
    private static func member(
      _ letters: UnsafeBufferPointer<UInt8>, _ near: Range<Int>, _ range: Range<Int>
    ) -> Range<Int> {
      var place = range.lowerBound
      var quotes = 0
      var atColon: Int?
      while place > near.lowerBound {
        place -= 1
        if letters[place] == UInt8(ascii: ":"), atColon == nil, quotes <= 1 { atColon = quotes }
        guard letters[place] == UInt8(ascii: "\"") else { continue }
        quotes += 1
        if let atColon, quotes == atColon + 2 { break }
      }
      return place..<near.upperBound
    }

    private static func line(_ letters: UnsafeBufferPointer<UInt8>, around place: Int) -> Range<Int>
    {
      var start = place
      while start > 0, letters[start - 1] != 0x0A, place - start < 4096 { start -= 1 }
      var end = place
      while end < letters.count, letters[end] != 0x0A, end - place < 4096 { end += 1 }
      return start..<end
    }

    private static func column(_ letters: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int {
      var column = 0
      var isQuoted = false
      for place in range {
        if letters[place] == UInt8(ascii: "\"") { isQuoted.toggle() }
        if letters[place] == UInt8(ascii: ","), !isQuoted { column += 1 }
      }
      return column
    }
  }
}
