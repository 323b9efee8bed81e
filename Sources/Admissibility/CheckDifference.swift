public import Custody

/// What changed from one check of a case to the next.
public struct CheckDifference: Sendable {
  /// A finding of a rule, in whichever check.
  public struct Entry: Hashable, Sendable {
    public let rule: RuleID
    public let finding: Finding
  }

  /// In the earlier check, and no more.
  public let cured: [Entry]
  /// Not in the earlier one.
  public let new: [Entry]
  public let unchangedCount: Int

  public init(from earlier: CheckReport, to later: CheckReport) {
    let before = Self.entries(earlier)
    let after = Self.entries(later)
    let known = Set(before)
    let present = Set(after)
    cured = before.filter { !present.contains($0) }
    new = after.filter { !known.contains($0) }
    unchangedCount = after.count - new.count
  }

  private static func entries(_ report: CheckReport) -> [Entry] {
    report.results.flatMap { result in
      (result.findings + result.missing).map { Entry(rule: result.rule, finding: $0) }
    }
  }
}
