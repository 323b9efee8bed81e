import Custody
import Foundation
import Integrity
import Testing

@testable import Admissibility

@Suite struct CheckReportTests {
  private func result(_ rule: String, _ severity: Severity, _ findings: [Finding]) -> RuleResult {
    RuleResult(
      rule: RuleID(rule)!, pack: PackID("p")!, severity: severity, forums: [.usFederal],
      outcome: findings.isEmpty ? .met : .notMet, findings: findings, missing: [], isCut: false)
  }

  private func report(_ results: [RuleResult]) -> CheckReport {
    CheckReport(
      caseID: CaseID("C-1")!, at: Moment("2026-03-01T09:00:00-08:00")!, forums: [.usFederal],
      packs: [PackUse(id: PackID("p")!, version: "1", digest: Digest(of: [1]))], itemCount: 2,
      results: results, unaccounted: [Unaccounted(item: "A-1", minutes: 50)])
  }

  private func finding(_ item: String, _ detail: String = "d") -> Finding {
    Finding(item: item, event: "e", detail: detail)
  }

  @Test("A report is read back as it was written")
  func roundTrip() throws {
    let whole = report([
      result("r.1", .block, [finding("A-1"), Finding(item: nil, event: nil, detail: nil)]),
      result("r.2", .info, []),
    ])
    #expect(try CheckReport(JSON(parsing: whole.json.bytes)) == whole)
    #expect(throws: PackError.self) { try CheckReport(["case": "C-1"]) }
  }

  @Test("Of one item: its findings alone")
  func about() {
    let whole = report([
      result("r.1", .block, [finding("A-1"), finding("A-2")]),
      result("r.2", .cure, [finding("A-2")]),
    ])
    let one = whole.about([ItemID("A-1")!])
    #expect(one.results.map { "\($0.rule)" } == ["r.1"])
    #expect(one.results.first?.findings == [finding("A-1")])
    #expect(one.blocks)
    #expect(whole.about([ItemID("A-9")!]).unaccounted.isEmpty)
  }

  @Test("A difference compares where findings are, of rules that both checks asked")
  func difference() {
    let before = report([
      result("r.1", .cure, [finding("A-1", "3 d"), finding("A-2", "3 d")]),
      result("gone", .cure, [finding("A-1")]),
    ])
    let after = report([
      result("r.1", .cure, [finding("A-1", "4 d"), finding("A-3", "1 d")]),
      result("added", .cure, [finding("A-1")]),
    ])
    let difference = CheckDifference(from: before, to: after)
    #expect(difference.cured.map(\.finding.item) == ["A-2"])
    #expect(difference.new.map(\.finding.item) == ["A-3"])
    #expect(difference.unchangedCount == 1)
  }

  @Test("Forbidden wording is found whatever its case, accents and line breaks")
  func wording() throws {
    let text =
      "It is\nINFALLIBLE.\nNada que decir; con EXCLUSION de\ntodos los demás. A lead is a lead."
    let found = try Wording.builtIn().problems(in: text)
    #expect(found.map(\.line) == [2, 3])
    #expect(try Wording.builtIn().problems(in: "Source identification, an opinion.").isEmpty)
  }
}
