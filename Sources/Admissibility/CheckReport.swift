// What came of asking a case's record what courts ask.

public import Custody
public import Integrity

/// How one rule came out.
public enum Outcome: String, CaseIterable, Sendable {
  /// Nothing in the record goes against it.
  case met
  case notMet = "not-met"
  /// A question for a person.
  case toJudge = "to-judge"
  /// Something is missing to decide it.
  case notAssessable = "not-assessable"
}

/// What is wrong, or missing, where.
public struct Finding: Hashable, Sendable {
  public let item: String?
  public let event: String?
  /// The same in every language: numbers, ids, days.
  public let detail: String?

  public init(item: String?, event: String?, detail: String?) {
    self.item = item
    self.event = event
    self.detail = detail
  }
}

/// One rule's answer.
public struct RuleResult: Hashable, Sendable {
  public let rule: RuleID
  public let pack: PackID
  public let severity: Severity
  public let forums: [Forum]
  public let outcome: Outcome
  /// Empty when it is met.
  public let findings: [Finding]
  /// What cannot be decided, beside the findings.
  public let missing: [Finding]
  /// Whether there were more findings than are kept.
  public let isCut: Bool

  public init(
    rule: RuleID, pack: PackID, severity: Severity, forums: [Forum], outcome: Outcome,
    findings: [Finding], missing: [Finding], isCut: Bool
  ) {
    self.rule = rule
    self.pack = pack
    self.severity = severity
    self.forums = forums
    self.outcome = outcome
    self.findings = findings
    self.missing = missing
    self.isCut = isCut
  }
}

/// How long nobody had signed for an item.
public struct Unaccounted: Hashable, Sendable {
  public let item: String
  public let minutes: Int64
}

/// A whole check; see `schemas/check-report.json`.
public struct CheckReport: Hashable, Sendable {
  public let caseID: CaseID
  public let at: Moment
  public let forums: [Forum]
  public let packs: [PackUse]
  public let itemCount: Int
  public let results: [RuleResult]
  /// Minutes between a release and the reception that ended it, by item, longest first.
  public let unaccounted: [Unaccounted]

  /// How many rules came out so.
  public func count(_ outcome: Outcome) -> Int { results.count { $0.outcome == outcome } }

  /// Whether a rule whose violation blocks is not met.
  public var blocks: Bool { results.contains { $0.outcome == .notMet && $0.severity == .block } }

  /// The report with the findings about some items alone.
  public func about(_ items: [ItemID]) -> CheckReport {
    let names = Set(items.map(\.description))
    func isAbout(_ finding: Finding) -> Bool { finding.item.map(names.contains) ?? false }
    let own = results.compactMap { result -> RuleResult? in
      let findings = result.findings.filter(isAbout)
      let missing = result.missing.filter(isAbout)
      guard !findings.isEmpty || !missing.isEmpty else { return nil }
      return RuleResult(
        rule: result.rule, pack: result.pack, severity: result.severity, forums: result.forums,
        outcome: findings.isEmpty ? .notAssessable : result.outcome, findings: findings,
        missing: missing, isCut: result.isCut)
    }
    return CheckReport(
      caseID: caseID, at: at, forums: forums, packs: packs, itemCount: items.count, results: own,
      unaccounted: unaccounted.filter { names.contains($0.item) })
  }
}

extension CheckReport {
  /// The most bytes of a report that is read.
  static let byteLimit = 256 << 20

  public var json: JSON {
    [
      "precinto": 1, "case": caseID.json, "at": at.json, "forums": forums.json,
      "packs": packs.json, "items": JSON(itemCount),
      "counts": .object(
        JSONObject(Outcome.allCases.map { ($0.rawValue, JSON(count($0))) })),
      "results": .array(results.map(\.json)),
      "unaccounted": .array(
        unaccounted.map { ["item": .string($0.item), "minutes": .integer($0.minutes)] }),
    ]
  }

  /// Reads a report that an earlier check wrote.
  ///
  /// - Throws: ``PackError/report(detail:)``.
  public init(_ json: JSON) throws {
    guard let caseID = json["case"].flatMap(CaseID.init(json:)),
      let at = json["at"].flatMap(Moment.init(json:)),
      let forums = json["forums"].flatMap([Forum].init(json:)),
      let packs = json["packs"].flatMap([PackUse].init(json:)),
      let items = json["items"]?.integer, let list = json["results"]?.array
    else { throw PackError.report(detail: "case, at, forums, packs, items, results") }
    self.caseID = caseID
    self.at = at
    self.forums = forums
    self.packs = packs
    itemCount = Int(items)
    results = try list.map { try RuleResult($0) }
    unaccounted = (json["unaccounted"]?.array ?? []).compactMap { entry in
      guard let item = entry["item"]?.string, let minutes = entry["minutes"]?.integer else {
        return nil
      }
      return Unaccounted(item: item, minutes: minutes)
    }
  }
}

extension RuleResult {
  var json: JSON {
    [
      "rule": rule.json, "pack": pack.json, "severity": .string(severity.rawValue),
      "forums": forums.json, "outcome": .string(outcome.rawValue),
      "findings": .array(findings.map(\.json)), "missing": .array(missing.map(\.json)),
      "cut": .bool(isCut),
    ]
  }

  init(_ json: JSON) throws {
    guard let rule = json["rule"].flatMap(RuleID.init(json:)),
      let pack = json["pack"].flatMap(PackID.init(json:)),
      let severity = json["severity"]?.string.flatMap(Severity.init(rawValue:)),
      let forums = json["forums"].flatMap([Forum].init(json:)),
      let outcome = json["outcome"]?.string.flatMap(Outcome.init(rawValue:)),
      let findings = json["findings"]?.array, let missing = json["missing"]?.array
    else { throw PackError.report(detail: "results") }
    self.init(
      rule: rule, pack: pack, severity: severity, forums: forums, outcome: outcome,
      findings: findings.map(Finding.init(json:)), missing: missing.map(Finding.init(json:)),
      isCut: json["cut"] == .bool(true))
  }
}

extension Finding {
  var json: JSON {
    .object(["item": .text(item), "event": .text(event), "detail": .text(detail)])
  }

  init(json: JSON) {
    self.init(
      item: json["item"]?.string, event: json["event"]?.string, detail: json["detail"]?.string)
  }
}
