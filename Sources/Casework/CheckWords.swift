// A check's report in sentences: for the terminal and the page alike.

public import Admissibility
public import Custody
import Foundation
public import Phrasebook
import Reports

/// A check's report with the packs that it was made with, worded in one language.
public struct CheckWords {
  public let report: CheckReport
  /// Findings by item, each item's strongest first; what is about the whole case comes last.
  public let groups: [Group]
  private let rules: [RuleID: Rule]
  private let book: Phrasebook
  private let language: Language

  public init(_ report: CheckReport, _ packs: [RulePack], _ language: Language) {
    self.report = report
    self.language = language
    book = Phrasebook.of(language)
    rules = Dictionary(
      packs.flatMap { $0.rules.map { ($0.id, $0) } }, uniquingKeysWith: { first, _ in first })
    groups = Self.groups(of: report, rules)
  }

  /// One rule's findings about one item, or about the whole case.
  public struct Entry {
    public let result: RuleResult
    public let rule: Rule
    public let findings: [Finding]
    public let outcome: Outcome
  }

  /// What is about one item; nil: about the whole case.
  public struct Group {
    public let item: String?
    public let entries: [Entry]
  }

  private static func groups(of report: CheckReport, _ rules: [RuleID: Rule]) -> [Group] {
    var entries: [String?: [Entry]] = [:]
    // The strongest rules come first, so that no item's entries have to be sorted again.
    for result in report.results.sorted(by: { $0.strength < $1.strength }) {
      guard let rule = rules[result.rule] else { continue }
      for (item, findings) in Dictionary(grouping: result.findings, by: \.item) {
        entries[item, default: []].append(
          Entry(result: result, rule: rule, findings: findings, outcome: result.outcome))
      }
      for (item, missing) in Dictionary(grouping: result.missing, by: \.item) {
        entries[item, default: []].append(
          Entry(result: result, rule: rule, findings: missing, outcome: .notAssessable))
      }
    }
    let items = entries.keys.compactMap { $0 }.sorted()
    return (items + [nil]).compactMap { item in entries[item].map { Group(item: item, entries: $0) }
    }
  }

  /// Everything that somebody may attack, the strongest first, whatever the item.
  public var attacks: [Entry] {
    report.results.compactMap { result in
      guard let rule = rules[result.rule], !result.findings.isEmpty else { return nil }
      return Entry(
        result: result, rule: rule, findings: result.findings, outcome: result.outcome)
    }.sorted { $0.result.strength < $1.result.strength }
  }

  /// For each item that has findings, how many in each forum; the first `limit` of them.
  public func sideBySide(first limit: Int = .max) -> [(item: String?, cells: [String])] {
    groups.prefix(limit).map { group in
      let cells = report.forums.map { forum -> String in
        let own = group.entries.filter {
          $0.result.forums.contains(forum) && $0.outcome == .notMet
        }
        let blocking = own.count { $0.result.severity == .block }
        return own.isEmpty
          ? book.words("check.noGap")
          : book.words(
            for: Phrase("check.gaps", ["count": "\(own.count)", "block": "\(blocking)"]))
      }
      return (group.item, cells)
    }
  }

  public func name(of item: String?) -> String { item ?? book.words("cli.wholeCase") }

  public var counts: String {
    let words = Outcome.allCases.map {
      "\(book.words("result.\($0.rawValue)")) \(report.count($0))"
    }
    // Nothing is left out without a word: a stranger's pack may be gone by the time its results are shown.
    let strange = report.results.count { rules[$0.rule] == nil }
    let note =
      strange == 0
      ? [] : [book.words(for: Phrase("check.strange", ["count": "\(strange)"]))]
    return (words + note).joined(separator: " · ")
  }

  public func forums(_ forums: [Forum]) -> String {
    forums.map { book.words("forum.\($0.rawValue)") }.joined(separator: ", ")
  }

  /// Where a finding is and what it is.
  public func text(_ finding: Finding) -> String {
    let parts = [
      finding.detail,
      finding.event.map { book.words(for: Phrase("check.event", ["event": $0])) },
    ]
    let text = parts.compactMap { $0 }.joined(separator: " — ")
    return text.isEmpty ? name(of: finding.item) : text
  }

  /// What is to be noted of a citation that was not read at its source.
  public func caution(_ citation: Citation) -> String {
    citation.mark == .verified ? "" : book.words("mark.\(citation.mark.word)")
  }

  public func text(_ citation: Citation) -> String {
    [citation.instrument, citation.article, citation.note].compactMap { $0 }
      .joined(separator: ", ")
  }

  /// The page of the report.
  public var page: String {
    CheckPage(
      language: language,
      title: book.words(for: Phrase("check.title", ["case": "\(report.caseID)"])),
      subtitle: "\(forums(report.forums)) · \(report.at)", counts: counts,
      headings: [book.words("heading.item")] + report.forums.map { forums([$0]) },
      rows: sideBySide().map { [name(of: $0.item)] + $0.cells },
      groups: groups.map { group in
        CheckPage.Group(title: name(of: group.item), entries: group.entries.map(pageEntry))
      }
    ).html
  }

  private func pageEntry(_ entry: Entry) -> CheckPage.Entry {
    CheckPage.Entry(
      rule: "\(entry.rule.id)", severity: entry.result.severity.rawValue,
      severityWord: book.words("severity.\(entry.result.severity.rawValue)"),
      outcome: book.words("result.\(entry.outcome.rawValue)"),
      forums: forums(entry.result.forums), statement: entry.rule.statement.words(language),
      question: entry.rule.question?.words(language), cure: entry.rule.cure.words(language),
      citations: entry.rule.citations.map {
        CheckPage.Citation(text: text($0), url: $0.url, caution: caution($0))
      }, findings: entry.findings.map(text))
  }
}

extension RuleResult {
  /// What is looked at first: what blocks, and what is plainly not met.
  fileprivate var strength: Int {
    let severity = Severity.allCases.firstIndex(of: severity) ?? 0
    let rank = [Outcome.notMet, .toJudge, .notAssessable, .met].firstIndex(of: outcome) ?? 0
    return severity * 4 + rank
  }
}
