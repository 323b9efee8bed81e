public import Custody
import Phrasebook

/// One thing that is wrong with a rule.
public struct PackFault: Hashable, Sendable {
  public let rule: RuleID
  /// Which part of the rule: `sql`, `passes`, `question`, ….
  public let part: String
  public let detail: String
}

extension RulePack {
  /// What is wrong with the pack beyond its shape: texts that are empty, queries that do not run, examples that do not
  /// hold.
  public func faults() -> [PackFault] { rules.flatMap { $0.faults() } }
}

extension Rule {
  func faults() -> [PackFault] {
    var faults: [PackFault] = []
    func add(_ part: String, _ detail: String) {
      faults.append(PackFault(rule: id, part: part, detail: detail))
    }
    for (part, text) in [
      ("statement", statement), ("cure", cure), ("question", question ?? statement),
    ]
    where text.en.isBlank || text.es.isBlank {
      add(part, text.en.isBlank ? "en" : "es")
    }
    if (question == nil) != (mode == .record) { add("question", mode.rawValue) }
    if citations.isEmpty { add("citations", "0") }
    for citation in citations where !citation.isWhole { add("citations", citation.instrument) }
    do {
      let rows = try answer(sql, on: passes)
      if !rows.isEmpty { add("passes", rows[0].text) }
      if try answer(sql, on: fails).isEmpty { add("fails", "0") }
      if let unknown {
        let missing = try answer(unknown, on: passes)
        if !missing.isEmpty { add("passes", missing[0].text) }
        _ = try answer(unknown, on: fails)
      }
    } catch PackError.query(_, let detail), PackError.office(let detail) {
      add("sql", detail)
    } catch {
      add("sql", "\(error)")
    }
    return faults
  }

  /// What the query gives on an example.
  func answer(_ sql: String, on rows: ExampleRows) throws -> [RuleRow] {
    let database = try RuleDatabase()
    try database.fill(rows)
    try database.lock()
    return try database.answer(sql).rows
  }
}

extension RuleRow {
  fileprivate var text: String { "\(item ?? "–") \(event ?? "–") \(detail ?? "–")" }
}

extension String {
  fileprivate var isBlank: Bool { allSatisfy(\.isWhitespace) }
}

extension Citation {
  /// Whether it says where to find what it cites, and when that was read.
  fileprivate var isWhole: Bool {
    !instrument.isEmpty && !article.isEmpty && url.hasPrefix("https://") && Day(read) != nil
  }
}
