// What is hidden of a hit so that only what its form leaves stays in view.

extension WithholdingForm {
  /// The ranges of bytes to hide.
  ///
  /// - `text`: the bytes of the hit, which begin at `start` of the file.
  public func hidden(_ text: ArraySlice<UInt8>, at start: Int) -> [Range<Int>] {
    let bytes = Array(text)
    let whole = [start..<start + bytes.count]
    switch self {
    case .full, .category, .pseudonym: return whole
    case .initials: return Self.allButInitials(bytes).map { $0.moved(by: start) }
    case .lastFour:
      guard let kept = Self.lastFour(bytes) else { return whole }
      return [start..<start + kept]
    case .year:
      guard let year = Self.year(bytes) else { return whole }
      return Self.around(year, bytes.count).map { $0.moved(by: start) }
    case .municipality:
      guard let hidden = Self.allButPlace(bytes) else { return whole }
      return hidden.map { $0.moved(by: start) }
    }
  }

  /// Of every word all but its first scalar.
  private static func allButInitials(_ bytes: [UInt8]) -> [Range<Int>] {
    words(bytes).compactMap { word in
      var head = word.lowerBound + 1
      while head < word.upperBound, bytes[head] & 0xC0 == 0x80 { head += 1 }
      return head < word.upperBound ? head..<word.upperBound : nil
    }
  }

  private static func words(_ bytes: [UInt8]) -> [Range<Int>] {
    var words: [Range<Int>] = []
    var place = 0
    while place < bytes.count {
      let start = place
      place += 1
      guard TextSegmenter.isWord(bytes[start]) else { continue }
      while place < bytes.count, TextSegmenter.isWord(bytes[place]) { place += 1 }
      words.append(start..<place)
    }
    return words
  }

  /// Where the last four digits or letters begin; nil when there are not enough to leave something out.
  private static func lastFour(_ bytes: [UInt8]) -> Int? {
    let signs = bytes.indices.filter { Letter.isWord(bytes[$0]) && bytes[$0] < 0x80 }
    guard signs.count >= 8, bytes.allSatisfy({ $0 < 0x80 }) else { return nil }
    let start = signs[signs.count - 4]
    // Only whole units can be shown: the last four of a word of six or more, or whole words.
    guard let word = words(bytes).first(where: { $0.contains(start) }) else { return nil }
    let isUnit =
      start == word.lowerBound || word.upperBound == bytes.count && word.count >= 6
      || word.upperBound == bytes.count && word.count == 5
    return isUnit ? start : nil
  }

  /// The year of a date.
  private static func year(_ bytes: [UInt8]) -> Range<Int>? {
    words(bytes).first { word in
      word.count == 4 && bytes[word].allSatisfy(Letter.isDigit)
        && (bytes[word].starts(with: "19".utf8) || bytes[word].starts(with: "20".utf8))
    }
  }

  private static func around(_ kept: Range<Int>, _ count: Int) -> [Range<Int>] {
    [0..<kept.lowerBound, kept.upperBound..<count].filter { !$0.isEmpty }
  }

  /// Of an address the city and the state stay.
  ///
  /// Of coordinates: one decimal stays, some ten kilometres.
  private static func allButPlace(_ bytes: [UInt8]) -> [Range<Int>]? {
    let words = words(bytes)
    let decimals = words.filter { word in
      word.lowerBound > 1 && bytes[word.lowerBound - 1] == UInt8(ascii: ".")
        && bytes[word].allSatisfy(Letter.isDigit) && word.count >= 4
    }
    if decimals.count == 2 {
      return decimals.map { $0.lowerBound + 1..<$0.upperBound }
    }
    guard let comma = bytes.firstIndex(of: UInt8(ascii: ",")),
      bytes.lastIndex(of: UInt8(ascii: ",")) != comma
    else { return nil }
    let code = words.last { bytes[$0].allSatisfy(Letter.isDigit) && $0.count >= 5 }
    return [0..<comma] + (code.map { [$0.lowerBound..<bytes.count] } ?? [])
  }
}

extension Range<Int> {
  fileprivate func moved(by offset: Int) -> Range<Int> {
    lowerBound + offset..<upperBound + offset
  }
}
