import Foundation

/// The texts of one file of the phrasebook, in both languages.
struct WordingPair {
  let name: String
  let english: [String: String]
  let spanish: [String: String]

  static func facts(_ text: String) -> Set<String> {
    Set(text.matches(of: /\{(\w+)\}/).map { String($0.output.1) })
  }

  /// What a translator must put right.
  func problems() -> [String] {
    var found = Set(english.keys).symmetricDifference(spanish.keys).map {
      "\($0) has words in one language only"
    }
    for (code, text) in english {
      guard let other = spanish[code] else { continue }
      if text.trimmingCharacters(in: .whitespaces).isEmpty
        || other.trimmingCharacters(in: .whitespaces).isEmpty
      {
        found.append("\(code) has an empty text")
      }
      if Self.facts(text) != Self.facts(other) { found.append("\(code) mentions other facts") }
      if code.hasSuffix(".next"), english[String(code.dropLast(5))] == nil {
        found.append("\(code) says what to do after nothing")
      }
    }
    return found.map { "\(name): \($0)" }.sorted()
  }
}

/// A phrase as the code writes it: its code and, where they are written out beside it, the names of its facts.
struct RaisedPhrase {
  let code: String
  let facts: Set<String>
  let place: String

  /// The facts that the words mention and the code does not give: a reader would see them in braces.
  func missingFacts(_ words: [String: String], except added: [String: Set<String>] = [:])
    -> [String]
  {
    let given = facts.union(added[code] ?? [])
    return [code, code + ".next"].flatMap { key in
      WordingPair.facts(words[key] ?? "").subtracting(given).sorted().map {
        "\(place): \(key) mentions {\($0)}, which is not given"
      }
    }
  }
}

extension SourceFile {
  /// `Phrase("code", ["fact": …])` and `words("code")`, wherever the facts are written out.
  func raisedPhrases() -> [RaisedPhrase] {
    let code = SwiftCode(text)
    return code.literals.compactMap { literal in
      guard literal.value.wholeMatch(of: /[a-z][A-Za-z]*(\.[A-Za-z0-9-]+)+/) != nil,
        let facts = Self.facts(beside: literal, in: code)
      else { return nil }
      let place = "\(description):\(code.line(of: literal.range.lowerBound))"
      return RaisedPhrase(code: literal.value, facts: facts, place: place)
    }
  }

  private static func facts(beside literal: SwiftCode.Literal, in code: SwiftCode) -> Set<String>? {
    let before = code.bytes[..<literal.range.lowerBound].reversed().drop(while: isSpace)
    let isWords = before.starts(with: "words(".utf8.reversed())
    guard isWords || before.starts(with: "Phrase(".utf8.reversed()),
      let next = code.bytes[literal.range.upperBound...].firstIndex(where: { !isSpace($0) })
    else { return nil }
    if code.bytes[next] == UInt8(ascii: ")") { return [] }
    guard !isWords, code.bytes[next] == UInt8(ascii: ","),
      let open = code.bytes[(next + 1)...].firstIndex(where: { !isSpace($0) }),
      code.bytes[open] == UInt8(ascii: "["), let end = code.end(ofBracketAt: open)
    else { return nil }
    let keys = code.literals.filter { key in
      guard open < key.range.lowerBound, key.range.upperBound < end,
        let after = code.bytes[key.range.upperBound...].first(where: { !isSpace($0) }),
        let before = code.bytes[..<key.range.lowerBound].last(where: { !isSpace($0) })
      else { return false }
      return after == UInt8(ascii: ":") && "[,".utf8.contains(before)
    }
    return Set(keys.map(\.value))
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A }
}
