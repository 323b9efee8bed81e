import Admissibility
import Casework
import Custody
import Phrasebook

/// A check's report as lines for the terminal.
struct CheckText {
  /// How many items the table shows, and how many are shown with all their findings.
  private static let rowLimit = 200
  private static let groupLimit = 20
  /// How many findings of one rule are shown.
  private static let findingLimit = 5

  private let words: CheckWords
  private let book: Phrasebook

  init(_ words: CheckWords, _ book: Phrasebook) {
    self.words = words
    self.book = book
  }

  private var head: [String] {
    let report = words.report
    let facts = [
      "case": "\(report.caseID)", "forums": words.forums(report.forums),
      "items": "\(report.itemCount)", "rules": "\(report.results.count)",
      "packs": report.packs.map { "\($0.id) \($0.version)" }.joined(separator: ", "),
    ]
    return [printable(book.words(for: Phrase("cli.checked", facts))), words.counts]
  }

  /// Findings by item and severity, forums side by side.
  var lines: [String] {
    let groups = words.groups
    guard !groups.isEmpty else { return head + [book.words("check.advice")] }
    let table = Table(
      headings: ["heading.item"] + words.report.forums.map { "forum.\($0.rawValue)" },
      rows: words.sideBySide(first: Self.rowLimit).map {
        [printable(words.name(of: $0.item))] + $0.cells
      })
    var lines = head + [""] + table.lines(book)
    for group in groups.prefix(Self.groupLimit) {
      lines += ["", printable(words.name(of: group.item))]
      lines += group.entries.flatMap { self.lines($0, namesItems: false) }
    }
    if groups.count > Self.groupLimit {
      lines.append(
        book.words(for: Phrase("check.more", ["count": "\(groups.count - Self.groupLimit)"])))
    }
    return lines + ["", book.words("check.advice")]
  }

  /// What the other side will attack, strongest first, and for how long nobody had signed.
  var defenceLines: [String] {
    let attacks = words.attacks
    var lines = head + ["", book.words("check.defence")]
    lines += attacks.flatMap { self.lines($0, namesItems: true) }
    lines += ["", book.words("check.unaccounted")]
    lines += words.report.unaccounted.map { gap in
      "  " + printable(gap.item) + "  "
        + book.words(for: Phrase("check.minutes", ["minutes": "\(gap.minutes)"]))
    }
    if words.report.unaccounted.isEmpty { lines.append("  –") }
    return lines + ["", book.words("check.advice")]
  }

  private func lines(_ entry: CheckWords.Entry, namesItems: Bool) -> [String] {
    let rule = entry.rule
    let language = book.language
    var lines = [
      "  [\(book.words("severity.\(rule.severity.rawValue)"))] \(rule.id) — "
        + "\(book.words("result.\(entry.outcome.rawValue)")) — \(words.forums(entry.result.forums))",
      "    " + printable(rule.statement.words(language)),
    ]
    if let question = rule.question {
      lines.append("    ? " + printable(question.words(language)))
    }
    for finding in entry.findings.prefix(Self.findingLimit) {
      let item = namesItems ? words.name(of: finding.item) + ": " : ""
      lines.append("    • " + printable(item + words.text(finding)))
    }
    if entry.findings.count > Self.findingLimit {
      let rest = entry.findings.count - Self.findingLimit
      lines.append("    • " + book.words(for: Phrase("check.moreFindings", ["count": "\(rest)"])))
    }
    lines.append("    \(book.words("check.cure")) " + printable(rule.cure.words(language)))
    return lines
      + rule.citations.map { citation in
        let caution = words.caution(citation)
        return "    § " + printable(words.text(citation)) + (caution.isEmpty ? "" : " " + caution)
      }
  }
}

/// One rule in plain words, with its text, its query and its examples.
struct RuleText {
  private let rule: Rule
  private let pack: RulePack
  private let book: Phrasebook

  init(_ rule: Rule, _ pack: RulePack, _ book: Phrasebook) {
    self.rule = rule
    self.pack = pack
    self.book = book
  }

  var lines: [String] {
    let language = book.language
    var lines = [
      "\(rule.id)  (\(pack.id) \(printable(pack.version)))",
      printable(rule.statement.words(language)), "",
      "\(book.words("heading.severity")): \(book.words("severity.\(rule.severity.rawValue)")) — "
        + book.words("severity.\(rule.severity.rawValue).meaning"),
      "\(book.words("heading.mode")): \(book.words("mode.\(rule.mode.rawValue)"))",
    ]
    if let question = rule.question { lines.append("? " + printable(question.words(language))) }
    lines.append("\(book.words("check.cure")) " + printable(rule.cure.words(language)))
    for citation in rule.citations {
      let note = citation.note.map { " (\($0))" } ?? ""
      lines.append(
        "§ " + printable("\(citation.instrument), \(citation.article)\(note) — \(citation.url)"))
      lines.append(
        "  \(book.words("mark.\(citation.mark.word)")) · \(printable(citation.read))")
    }
    lines += ["", "SQL:"] + rule.sql.split(separator: "\n").map { "  " + printable(String($0)) }
    return lines + [""] + example("check.passes", rule.passes) + example("check.fails", rule.fails)
  }

  private func example(_ code: String, _ rows: ExampleRows) -> [String] {
    [book.words(code)]
      + rows.sorted { $0.key < $1.key }.flatMap { table, lines in
        lines.map { line in
          let values = line.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value ?? "NULL")" }
          return printable("  \(table): " + values.joined(separator: ", "))
        }
      }
  }
}
