// What begins with a sign, not with a letter: addresses, handles, user names.

extension IdentifierScanner.Found {
  mutating func at(
    _ letters: UnsafeBufferPointer<UInt8>, _ place: Int, _ lookup: IdentifierScanner.Lookup
  ) {
    var start = place
    while start > 0, place - start < 64, Self.isLocal(letters[start - 1]) { start -= 1 }
    if start < place {
      for candidate in scanner.atCandidates { _ = attempt(candidate, letters, start, lookup) }
    } else {
      for candidate in scanner.handleCandidates { _ = attempt(candidate, letters, place, lookup) }
    }
  }

  /// Signs of the part of an address before the `@` (RFC 5322, atext and dots).
  private static func isLocal(_ letter: UInt8) -> Bool {
    Letter.isWord(letter) && letter < 0x80 || "!#$%&'*+/?^_`|~.-".utf8.contains(letter)
  }

  mutating func colon(
    _ letters: UnsafeBufferPointer<UInt8>, _ place: Int, _ lookup: IdentifierScanner.Lookup
  ) {
    if place + 2 < letters.count, letters[place + 1] == 0x2F, letters[place + 2] == 0x2F {
      return userName(letters, place + 3)
    }
    var start = place
    while start > 0, place - start <= 4, Self.isHex(letters[start - 1]) { start -= 1 }
    guard start < place, place - start <= 4 else { return }
    let isFirst =
      start == 0 || !Letter.isWord(letters[start - 1]) && letters[start - 1] != UInt8(ascii: ":")
    guard isFirst else { return }
    for candidate in scanner.colonCandidates { _ = attempt(candidate, letters, start, lookup) }
  }

  private static func isHex(_ letter: UInt8) -> Bool {
    Letter.isDigit(letter) || (0x61...0x66).contains(Letter.lower(letter))
  }

  /// Hosts whose addresses name a person first.
  private static let socialHosts = [
    "facebook.com", "twitter.com", "x.com", "instagram.com", "tiktok.com", "t.me", "telegram.me",
    "linkedin.com", "youtube.com", "github.com", "threads.net", "snapchat.com", "vk.com",
    "reddit.com", "pinterest.com", "wa.me", "fb.com", "m.me", "twitch.tv", "onlyfans.com",
    "m.facebook.com", "mobile.twitter.com",
  ].map { Array($0.utf8) }

  private mutating func userName(_ letters: UnsafeBufferPointer<UInt8>, _ start: Int) {
    func isEnd(_ letter: UInt8) -> Bool {
      letter <= 0x20 || "/?#\"'<>),;".utf8.contains(letter)
    }
    var end = start
    while end < letters.count, !isEnd(letters[end]) { end += 1 }
    // user:password@host
    if let sign = letters[start..<end].firstIndex(of: UInt8(ascii: "@")), sign > start {
      let stop = letters[start..<sign].firstIndex(of: UInt8(ascii: ":")) ?? sign
      return note(start..<stop)
    }
    guard end < letters.count, letters[end] == UInt8(ascii: "/") else { return }
    var host = letters[start..<end].map(Letter.lower)
    if host.starts(with: Array("www.".utf8)) { host.removeFirst(4) }
    guard Self.socialHosts.contains(host) else { return }
    var first = end + 1
    for prefix in ["in/", "user/", "u/", "c/", "people/", "add/", "@", "stories/"] {
      let letterCount = prefix.utf8.count
      if first + letterCount <= letters.count,
        letters[first..<first + letterCount].elementsEqual(prefix.utf8)
      {
        first += letterCount
        break
      }
    }
    var last = first
    while last < letters.count, !isEnd(letters[last]) { last += 1 }
    while last > first, letters[last - 1] == UInt8(ascii: ".") { last -= 1 }
    if last - first >= 2 { note(first..<last) }
  }

  private mutating func note(_ range: Range<Int>) {
    for number in scanner.urlDetectors where !range.isEmpty {
      let detector = scanner.detectors[number]
      hits.append(
        Hit(
          range: text.source(range), source: detector.id, kind: detector.kind,
          score: detector.score, isCheckFailed: false, isEvidence: false))
    }
  }
}
