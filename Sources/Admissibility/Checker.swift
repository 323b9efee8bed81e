public import Custody
import Integrity

/// Asks a case's record what rule packs ask.
public struct Checker {
  private let packs: () throws -> [RulePack]
  private let forums: [Forum]

  /// `packs`: called once the case is at hand; those that any of `forums` asks are asked.
  public init(forums: [Forum], packs: @escaping () throws -> [RulePack]) {
    self.packs = packs
    self.forums = forums
  }

  /// Runs every rule once on one state of the case.
  ///
  /// A rule that cannot be run is not assessable, and says why; it never counts as met.
  ///
  /// - Throws: ``PackError/office(detail:)`` when the case cannot be read.
  public func check(_ source: CaseSource) throws -> CheckReport {
    let database = try RuleDatabase()
    let copy = try CaseCopy(source, into: database)
    try copy.fillUsual()
    let asked = try packs().filter { !Set($0.forums).isDisjoint(with: forums) }
    try copy.fillRare(for: asked.flatMap(\.rules).flatMap { [$0.sql, $0.unknown ?? ""] })
    try copy.finish(forums: forums)
    let itemCount = try database.count("SELECT count(*) FROM items")
    let unaccounted = try database.unaccounted()
    try database.lock()
    var results: [RuleResult] = []
    for pack in asked {
      let asking = forums.filter { pack.forums.contains($0) }
      for rule in pack.rules { results.append(rule.result(on: database, pack.id, asking)) }
    }
    return CheckReport(
      caseID: source.caseID, at: source.now, forums: forums, packs: asked.map(\.use),
      itemCount: itemCount, results: results, unaccounted: unaccounted)
  }
}

extension Rule {
  func result(on database: RuleDatabase, _ pack: PackID, _ forums: [Forum]) -> RuleResult {
    var findings: [Finding] = []
    var missing: [Finding] = []
    var isCut = false
    do {
      let answer = try database.answer(sql)
      findings = answer.rows.map(Finding.init)
      isCut = answer.isCut
      if let unknown { missing = try database.answer(unknown).rows.map(Finding.init) }
    } catch {
      missing.append(Finding(item: nil, event: nil, detail: "\(id): \(error.shortText)"))
    }
    let outcome: Outcome =
      !findings.isEmpty
      ? (mode == .judgement ? .toJudge : .notMet) : missing.isEmpty ? .met : .notAssessable
    return RuleResult(
      rule: id, pack: pack, severity: severity, forums: forums, outcome: outcome,
      findings: findings, missing: missing, isCut: isCut)
  }
}

extension Error {
  /// What SQLite said, without the sentence around it.
  fileprivate var shortText: String {
    if let problem = self as? PackError, case .query(_, let detail) = problem { return detail }
    return "\(self)"
  }
}

extension Finding {
  init(_ row: RuleRow) { self.init(item: row.item, event: row.event, detail: row.detail) }
}

extension RuleDatabase {
  func count(_ sql: String) throws -> Int {
    var count: Int64 = 0
    try each(sql, []) { count = $0.integer(0) }
    return Int(count)
  }

  /// The minutes during which an item was in transit, by item: nobody had signed for it.
  func unaccounted() throws -> [Unaccounted] {
    var found: [Unaccounted] = []
    try each(
      """
      SELECT item, sum(coalesce(until_s, run.now_s) - from_s) / 60 AS total FROM custody_intervals, run
      WHERE kind = 'transit' GROUP BY item HAVING total > 0 ORDER BY total DESC, item
      """, []
    ) { row in
      found.append(Unaccounted(item: row.text(0) ?? "", minutes: row.integer(1)))
    }
    return found
  }
}
