import Foundation
import TestSupport
import Testing
import Yams

@testable import Admissibility

/// A case in which every rule is met, and flaws planted in it: each raises exactly its rules.
@Suite struct FlawTests {
  struct Matrix: Decodable, Sendable {
    let clean: ExampleRows
    let flaws: [Flaw]
  }

  struct Flaw: Decodable, Sendable {
    let id: Int
    let what: String
    let plant: [Change]
    /// The rules that it raises; none for a control, which merely looks odd.
    let raises: [String]
  }

  /// Rows added, or those that fit `where` changed or, with neither, taken away.
  struct Change: Decodable, Sendable {
    let table: String
    let add: [String: String?]?
    let `where`: [String: String?]?
    let set: [String: String?]?

    func plant(in rows: inout ExampleRows) -> Bool {
      if let add {
        rows[table, default: []].append(add)
        return true
      }
      let fits: ([String: String?]) -> Bool = { row in
        (`where` ?? [:]).allSatisfy { name, value in (row[name] ?? nil) == value }
      }
      guard rows[table, default: []].contains(where: fits) else { return false }
      if let set {
        rows[table] = rows[table, default: []].map { row in
          fits(row) ? row.merging(set) { _, new in new } : row
        }
      } else {
        rows[table]?.removeAll(where: fits)
      }
      return true
    }
  }

  static let matrix = Result {
    let url = Repository.root.appending(path: "Tests/AdmissibilityTests/Resources/flaws.yaml")
    let node = try Yams.compose(yaml: String(contentsOf: url, encoding: .utf8), .basic)
    return try YAMLDecoder().decode(Matrix.self, from: #require(node))
  }

  /// The rules that are not met on these rows; a `?` for those that cannot be decided.
  private func raised(by rows: ExampleRows) throws -> [String] {
    let database = try RuleDatabase()
    try database.fill(rows)
    try database.lock()
    return try BuiltInPacks.all().flatMap { pack in
      pack.rules.compactMap { rule in
        switch rule.result(on: database, pack.id, pack.forums).outcome {
        case .notMet: "\(rule.id)"
        case .notAssessable: "\(rule.id)?"
        case .met, .toJudge: nil
        }
      }
    }.sorted()
  }

  @Test("The clean case raises nothing")
  func clean() throws {
    #expect(try raised(by: Self.matrix.get().clean) == [])
  }

  @Test("Each planted flaw raises exactly its rules, and a control none")
  func flaws() throws {
    let matrix = try Self.matrix.get()
    for flaw in matrix.flaws {
      var rows = matrix.clean
      for change in flaw.plant {
        #expect(
          change.plant(in: &rows), "\(flaw.id) \(flaw.what): nothing to change in \(change.table)")
      }
      #expect(try raised(by: rows) == flaw.raises.sorted(), "\(flaw.id) \(flaw.what)")
    }
    #expect(matrix.flaws.count >= 40)
    #expect(matrix.flaws.count { $0.raises.isEmpty } == 2)
  }
}
