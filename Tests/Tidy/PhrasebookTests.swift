import Foundation
import Integrity
import Phrasebook
import TestSupport
import Testing

@Suite struct PhrasebookTests {
  private static let names = try? Repository.files(
    below: "Sources/Phrasebook/Embedded", ending: ".en.json")

  private static func texts(_ url: URL) throws -> [String: String] {
    try JSONDecoder().decode([String: String].self, from: Data(contentsOf: url))
  }

  private static func facts(_ text: String) -> Set<String> {
    Set(text.matches(of: /\{(\w+)\}/).map { String($0.output.1) })
  }

  @Test("Every text is in both languages, with the same facts")
  func pairs() throws {
    var seen: Set<String> = []
    for english in try #require(Self.names) {
      let spanish = URL(filePath: english.path.replacing(".en.json", with: ".es.json"))
      let (en, es) = (try Self.texts(english), try Self.texts(spanish))
      #expect(Set(en.keys) == Set(es.keys), "\(english.lastPathComponent)")
      for (code, text) in en {
        #expect(seen.insert(code).inserted, "\(code) is worded twice")
        #expect(!text.isEmpty && es[code]?.isEmpty == false, "\(code)")
        #expect(Self.facts(text) == Self.facts(es[code] ?? ""), "\(code)")
      }
    }
    #expect(seen.count > 300)
  }

  @Test("Every code that is raised has words, and every word a code that is raised")
  func used() throws {
    let sources = try SourceFile.all(below: "Sources").map(\.text).joined(separator: "\n")
    let literals = Set(
      sources.matches(of: /"([a-z][A-Za-z]*(?:\.[A-Za-z0-9-]+)+)"/).map { String($0.output.1) })
    let raised = Set(
      sources.matches(
        of:
          /(?:Phrase\(|words\(|text\(|wordsIfAny\(for: Phrase\(|fail\()\s*"([a-z][A-Za-z]*\.[A-Za-z0-9.-]+)"/
      )
      .map { String($0.output.1) })
    let codes = Phrasebook.english.codes
    #expect(raised.subtracting(codes).filter { !$0.hasSuffix(".sql") }.sorted() == [])
    let commands = Set(sources.matches(of: /code: "([a-z.]+)"/).map { "help.\($0.output.1)" })
    #expect(commands.subtracting(codes).sorted() == [])
    /// Codes that are put together from a prefix and a word of a closed list.
    let families = [
      "kind.", "role.", "derivation.", "forum.", "holding.", "comparison.", "irregularity.",
      "event.", "layer.", "verdict.answer.", "container.zip.", "bag.", "progress.",
    ]
    let unused = codes.filter { code in
      let stem = code.replacing(/\.(next|examples|guard)$/, with: "")
      return !literals.contains(code) && !literals.contains(stem) && !commands.contains(stem)
        && !families.contains { code.hasPrefix($0) }
    }
    #expect(unused.sorted() == [])
  }

  @Test("A fact that holds braces stays as it is")
  func braces() {
    let phrase = Phrase("vault.missing", ["path": "{path} {x}"])
    #expect(Phrasebook.english.words(for: phrase) == "There is no file {path} {x}.")
  }
}
