import Foundation
import TestSupport
import Testing

@Suite struct WordingTests {
  static func pairs() throws -> [WordingPair] {
    func texts(_ path: String) throws -> [String: String] {
      try JSONDecoder().decode(
        [String: String].self, from: Data(contentsOf: URL(filePath: path)))
    }
    return try Repository.files(below: "Sources/Phrasebook/Embedded", ending: ".en.json").map {
      WordingPair(
        name: $0.lastPathComponent, english: try texts($0.path),
        spanish: try texts($0.path.replacing(".en.json", with: ".es.json")))
    }
  }

  @Test("Both languages say the same, and every hint follows a problem")
  func problems() throws {
    let pairs = try Self.pairs()
    #expect(pairs.count > 3)
    #expect(pairs.flatMap { $0.problems() } == [])
  }

  /// What a verifier adds to a problem that was found without knowing in which entry.
  static let addedOnTheWay: [String: Set<String>] = [
    "signing.untrusted": ["name"], "signing.unfitToSign": ["name"],
    "signing.unfitToTimestamp": ["name"],
  ]

  @Test("No text mentions a fact that the code does not give it")
  func facts() throws {
    let words = try Self.pairs().reduce(into: [:]) { $0.merge($1.english) { first, _ in first } }
    let raised = try StyleTests.sources.get().flatMap { $0.raisedPhrases() }
    #expect(raised.count > 100)
    #expect(raised.filter { !$0.facts.isEmpty }.count > 50)
    let missing = raised.flatMap { $0.missingFacts(words, except: Self.addedOnTheWay) }
    #expect(missing == [])
  }
}

@Suite("The rules of wording can fail") struct WordingFailureTests {
  @Test(
    "What a translator must put right is found",
    arguments: [
      (["a.b": "x"], [:]), ([:], ["a.b": "x"]), (["a.b": ""], ["a.b": "x"]),
      (["a.b": "x"], ["a.b": " "]), (["a.b": "{item}"], ["a.b": "x"]),
      (["a.b": "{item}"], ["a.b": "{cosa}"]), (["a.b.next": "x"], ["a.b.next": "x"]),
    ] as [([String: String], [String: String])])
  func problems(english: [String: String], spanish: [String: String]) {
    let pair = WordingPair(name: "bad", english: english, spanish: spanish)
    #expect(pair.problems().count == 1)
  }

  @Test("A sound pair has no problem")
  func sound() {
    let pair = WordingPair(
      name: "good", english: ["a.b": "{item} is here", "a.b.next": "Take it"],
      spanish: ["a.b": "Aquí está {item}", "a.b.next": "Tómelo"])
    #expect(pair.problems() == [])
  }

  @Test(
    "A fact that is mentioned and not given is found",
    arguments: [
      "Phrase(\"a.b\")", "Phrase(\n  \"a.b\", [:])", "Phrase(\"a.b\", [\"other\": \"item\"])",
      "Phrase(\"a.b\", [\"other\": isIt ? \"item\" : \"it\"])", "book.words(\"a.b\")",
    ])
  func missing(_ text: String) {
    let words = ["a.b": "{item} is gone", "a.b.next": "Look for {item}"]
    let raised = SourceFile(description: "Bad.swift", text: text).raisedPhrases()
    #expect(raised.map(\.code) == ["a.b"])
    #expect(raised.flatMap { $0.missingFacts(words) }.count == 2, "\(raised)")
  }

  @Test(
    "Facts that are given are seen, those made elsewhere not guessed",
    arguments: [
      ("Phrase(\"a.b\", [\"item\": \"\\(x)\"])", 1),
      ("Phrase(\n  \"a.b\",\n  [\n    \"n\": f([\"p\": 1]), \"item\": y,\n  ])", 1),
      ("Phrase(\"a.b\", facts)", 0), ("// Phrase(\"a.b\")", 0), ("print(\"a.b\")", 0),
      ("Phrase(\"\\(a).b\")", 0),
    ])
  func given(text: String, count: Int) {
    let raised = SourceFile(description: "Good.swift", text: text).raisedPhrases()
    #expect(raised.count == count)
    #expect(raised.flatMap { $0.missingFacts(["a.b": "{item}"]) } == [])
  }
}
