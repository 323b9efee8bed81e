public import Custody

/// What changed from one check of a case to the next.
///
/// Only rules that both asked are compared: a rule that was not asked again is not cured.
public struct CheckDifference: Sendable {
  /// A finding of a rule, in whichever check.
  public struct Entry: Sendable {
    public let rule: RuleID
    public let finding: Finding

    /// Where it is; what it says may change from day to day, such as how long something has lasted.
    fileprivate var place: Place { Place(rule: rule, item: finding.item, event: finding.event) }
  }

  fileprivate struct Place: Hashable {
    let rule: RuleID
    let item, event: String?
  }

  /// In the earlier check, and no more.
  public let cured: [Entry]
  /// Not in the earlier one.
  public let new: [Entry]
  public let unchangedCount: Int

  public init(from earlier: CheckReport, to later: CheckReport) {
    let both = Set(earlier.results.map(\.rule)).intersection(later.results.map(\.rule))
    let before = Self.entries(earlier, both)
    let after = Self.entries(later, both)
    let known = Set(before.map(\.place))
    let present = Set(after.map(\.place))
    cured = before.filter { !present.contains($0.place) }
    new = after.filter { !known.contains($0.place) }
    unchangedCount = after.count - new.count
  }

  private static func entries(_ report: CheckReport, _ rules: Set<RuleID>) -> [Entry] {
    report.results.filter { rules.contains($0.rule) }.flatMap { result in
      (result.findings + result.missing).map { Entry(rule: result.rule, finding: $0) }
    }
  }
}
