import Custody
import Foundation
import Phrasebook
import TestSupport
import Testing

@testable import Admissibility

@Suite struct PackTests {
  static let packs = Result { try BuiltInPacks.all() }

  @Test("Each rule of the built-in packs has its texts, its law, and examples that hold")
  func sound() throws {
    let packs = try Self.packs.get()
    for pack in packs {
      for fault in pack.faults() {
        Issue.record("\(pack.id): \(fault.rule) \(fault.part): \(fault.detail)")
      }
    }
    #expect(
      packs.map { "\($0.id)" } == [
        "ballistic", "custody", "digital", "mx-federal", "privacy", "us-federal", "us-mx-exchange",
      ])
    #expect(packs.reduce(0) { $0 + $1.rules.count } >= 80)
    let ids = packs.flatMap { $0.rules.map(\.id) }
    #expect(Set(ids).count == ids.count)
  }

  @Test("Nothing that a pack says calls evidence admissible, or a lead a match")
  func words() throws {
    for rule in try Self.packs.get().flatMap(\.rules) {
      for text in [rule.statement, rule.cure, rule.question].compactMap({ $0 }) {
        for words in [text.en.lowercased(), text.es.lowercased()] {
          #expect(!words.contains("admissible"), "\(rule.id)")
          #expect(!words.contains("admisible"), "\(rule.id)")
        }
      }
    }
  }

  @Test("Every rule broken in any one place is found out by its examples")
  func mutants() throws {
    var count = 0
    for rule in try Self.packs.get().flatMap(\.rules) {
      let expected = try rule.answer(rule.sql, on: rule.fails).sorted { $0.text < $1.text }
      for mutant in QueryMutant.all(of: rule.sql) {
        count += 1
        // A mutant that SQLite refuses is found out, too.
        guard let passing = try? rule.answer(mutant.sql, on: rule.passes),
          let failing = try? rule.answer(mutant.sql, on: rule.fails)
        else { continue }
        let lives = passing.isEmpty && failing.sorted { $0.text < $1.text } == expected
        #expect(!lives, "\(rule.id): \(mutant.what)")
      }
    }
    #expect(count > 300)
  }
}

extension RuleRow {
  fileprivate var text: String { "\(item ?? "") \(event ?? "") \(detail ?? "")" }
}

/// A rule's query, broken in one place.
struct QueryMutant {
  let what: String
  let sql: String

  /// Always empty; its condition turned round; each of its conditions left out.
  static func all(of sql: String) -> [QueryMutant] {
    var query = sql[...]
    while let last = query.last, last.isWhitespace || last == ";" { query.removeLast() }
    let text = String(query)
    var mutants = [QueryMutant(what: "empty", sql: "SELECT * FROM (\(text)) WHERE 0")]
    let tokens = QueryTokens(text)
    for (index, token) in tokens.list.enumerated()
    where ["WHERE", "ON", "HAVING"].contains(token.word) {
      let parts = tokens.conditions(after: index)
      if token.word == "WHERE", token.depth == 0, let first = parts.first, let last = parts.last {
        let whole = first.lowerBound..<last.upperBound
        mutants.append(
          QueryMutant(
            what: "negated",
            sql: text.replacing(whole, by: " NOT (\(text.slice(whole))) ")))
      }
      mutants += parts.map {
        QueryMutant(
          what: "\(token.word) without \(text.slice($0))", sql: text.replacing($0, by: " 1 "))
      }
    }
    return mutants
  }
}

extension String {
  fileprivate func slice(_ range: Range<Int>) -> String {
    String(decoding: Array(utf8)[range], as: UTF8.self)
  }

  fileprivate func replacing(_ range: Range<Int>, by text: String) -> String {
    var bytes = Array(utf8)
    bytes.replaceSubrange(range, with: Array(text.utf8))
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// The words and brackets of a query, with the depth at which each stands.
private struct QueryTokens {
  struct Token {
    let word: String
    let depth: Int
    let range: Range<Int>
  }

  private(set) var list: [Token] = []
  private let byteCount: Int

  init(_ sql: String) {
    byteCount = sql.utf8.count
    var depth = 0
    let pattern = /'(?:[^']|'')*'|"[^"]*"|--[^\n]*|\w+|[()]|[^\s\w()'"]+/
    for match in sql.matches(of: pattern) {
      let word = String(match.output)
      let start = sql.utf8.distance(from: sql.startIndex, to: match.range.lowerBound)
      let range = start..<start + word.utf8.count
      if word == ")" { depth -= 1 }
      let isQuoted = word.hasPrefix("'") || word.hasPrefix("\"") || word.hasPrefix("--")
      list.append(Token(word: isQuoted ? word : word.uppercased(), depth: depth, range: range))
      if word == "(" { depth += 1 }
    }
  }

  /// The conditions joined by AND after the keyword at `index`, up to the end of its clause.
  func conditions(after index: Int) -> [Range<Int>] {
    let depth = list[index].depth
    let endings: Set = [
      "GROUP", "ORDER", "HAVING", "UNION", "LIMIT", "WINDOW", "EXCEPT", "INTERSECT",
    ]
    let joins: Set = ["WHERE", "JOIN", "LEFT", "CROSS", "INNER"]
    var parts: [Range<Int>] = []
    var start = list[index].range.upperBound
    var end = byteCount
    var isBetween = false
    var caseDepth = 0
    for token in list[(index + 1)...] {
      let isOver =
        token.depth < depth || token.depth == depth - 1
        || (token.depth == depth
          && (endings.contains(token.word)
            || (list[index].word == "ON" && joins.contains(token.word))))
      if isOver || (token.word == ")" && token.depth < depth) {
        end = token.range.lowerBound
        break
      }
      guard token.depth == depth else { continue }
      switch token.word {
      case "CASE": caseDepth += 1
      case "END": caseDepth -= 1
      case "BETWEEN": isBetween = true
      case "AND" where caseDepth == 0:
        if isBetween {
          isBetween = false
        } else {
          parts.append(start..<token.range.lowerBound)
          start = token.range.upperBound
        }
      default: break
      }
    }
    return parts + [start..<max(start, end)]
  }
}
