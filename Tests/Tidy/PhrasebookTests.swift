import Foundation
import Integrity
import Phrasebook
import TestSupport
import Testing

@Suite struct PhrasebookTests {
  @Test("No code is worded twice")
  func once() throws {
    let codes = try WordingTests.pairs().flatMap { $0.english.keys }
    #expect(Dictionary(grouping: codes) { $0 }.filter { $0.value.count > 1 }.keys.sorted() == [])
    #expect(codes.count > 300)
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
      "event.", "layer.", "verdict.answer.", "container.zip.", "bag.", "progress.", "conclusion.",
      "outcome.", "finding.", "list.", "response.", "authority.", "act.", "particular.",
      "severity.", "result.", "party.", "redaction.", "deed.", "irregular.", "digest.", "mode.",
      "mark.", "training.why.", "training.task.", "training.column.", "training.role.",
      "training.kind.", "training.part.", "training.result.", "training.book.",
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
