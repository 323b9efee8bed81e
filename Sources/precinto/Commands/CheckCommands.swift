import Admissibility
import ArgumentParser
import Casework
import Custody
import Foundation
import Integrity
import Phrasebook

/// `precinto check …`: what each court will ask of a case, asked before the court does.
struct CheckCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    "check", code: "check",
    subcommands: [
      CheckRun.self, CheckDiff.self, CheckExplain.self, CheckPacks.self, CheckLint.self,
      CheckAttest.self, CheckWording.self,
    ], defaultSubcommand: CheckRun.self)
}

/// Which packs are asked, besides those that come with the program.
struct PackOptions: ParsableArguments {
  @Option(name: .customLong("pack"), help: .text("help.check.pack", value: "help.value.file"))
  var paths: [String] = []

  func packs(_ session: Session) throws -> [RulePack] {
    try Office.rulePacks(and: paths.map(session.surroundings.path))
  }
}

/// How a check is shown.
enum CheckView: String, CaseIterable, ExpressibleByArgument {
  case items, defence
}

struct CheckRun: Command {
  static let name = "check.run"
  static let configuration = CommandConfiguration("run", code: "check.run")

  @OptionGroup var common: CommonOptions
  @OptionGroup var acting: ActingOptions
  @OptionGroup var packOptions: PackOptions
  @Argument(help: .text("help.case.id")) var caseID: CaseID
  @Option(name: .customLong("forum"), help: .text("help.check.forum")) var forums: [Forum] = []
  @Option(help: .text("help.check.item")) var item: ItemID?
  @Option(help: .text("help.check.view")) var view: CheckView = .items
  @Option(help: .text("help.check.html", value: "help.value.file")) var html: String?
  @OptionGroup var replacing: ReplacingOptions
  @Flag(help: .text("help.check.unrecorded")) var unrecorded = false
  @Option(help: .text("help.check.at", value: "help.value.moment")) var at: Moment?

  func validate() throws {
    // What goes on record is of the day on which it was asked.
    guard at == nil || unrecorded else {
      throw ValidationError(HelpLanguage.book.words("help.check.atUnrecorded"))
    }
  }

  func report(in session: Session) throws -> Report {
    var session = session
    if let at { session.surroundings.now = { at } }
    let page = try html.map { try Output($0, replacing, in: session) }
    BuiltInPacks.prefetch()
    let readPacks = { try packOptions.packs(session) }
    let office =
      unrecorded
      ? try session.office(acting.office) : try session.office(acting.office, acting.keys)
    var report =
      unrecorded
      ? try office.check(caseID, forums: forums, with: readPacks)
      : try office.checkOnRecord(caseID, forums: forums, with: readPacks, by: acting.as)
    let packs = try readPacks()
    // A rule that could not be run may be about any item.
    let wasUnable = report.results.contains { $0.isUnable }
    if let item {
      _ = try office.item(item)
      report = report.about([item])
    }
    try page?.write(CheckWords(report, packs, session.book.language).page.utf8)
    let shown = report
    return Report(
      shown.json,
      exitStatus: shown.blocks ? .blockingFindings : wasUnable ? .incomplete : .done
    ) { book in
      let words = CheckWords(shown, packs, book.language)
      return view == .items
        ? CheckText(words, book).lines : CheckText(words, book).defenceLines
    }
  }
}

extension RuleResult {
  /// Whether the rule itself could not be run.
  fileprivate var isUnable: Bool {
    outcome == .notAssessable
      && missing.contains { $0.item == nil && $0.detail?.hasPrefix("\(rule): ") == true }
  }
}

struct CheckDiff: Command {
  static let name = "check.diff"
  static let configuration = CommandConfiguration("diff", code: "check.diff")

  @OptionGroup var common: CommonOptions
  @OptionGroup var options: OfficeOptions
  @Argument(help: .text("help.case.id")) var caseID: CaseID

  func report(in session: Session) throws -> Report {
    let checks = try session.office(options).checks(of: caseID, newest: 2)
    guard checks.count == 2, let earlier = checks.first, let later = checks.last else {
      throw CaseworkError.noEarlierCheck(caseID)
    }
    let difference = CheckDifference(from: earlier, to: later)
    let json: JSON = [
      "from": earlier.at.json, "to": later.at.json, "cured": difference.cured.json,
      "new": difference.new.json, "unchanged": JSON(difference.unchangedCount),
    ]
    return Report(json) { book in
      let phrase = Phrase(
        "cli.checkDiff",
        [
          "from": "\(earlier.at)", "to": "\(later.at)", "cured": "\(difference.cured.count)",
          "new": "\(difference.new.count)", "unchanged": "\(difference.unchangedCount)",
        ])
      return [book.words(for: phrase)]
        + difference.cured.map { "  - " + $0.text }
        + difference.new.map { "  + " + $0.text }
    }
  }
}

extension [CheckDifference.Entry] {
  fileprivate var json: JSON {
    .array(
      map { entry in
        .object([
          "rule": entry.rule.json, "item": .text(entry.finding.item),
          "event": .text(entry.finding.event), "detail": .text(entry.finding.detail),
        ])
      })
  }
}

extension CheckDifference.Entry {
  fileprivate var text: String {
    let parts = [finding.item, "\(rule)", finding.detail].compactMap { $0 }
    return printable(parts.joined(separator: "  "))
  }
}

struct CheckExplain: Command {
  static let name = "check.explain"
  static let configuration = CommandConfiguration("explain", code: "check.explain")

  @OptionGroup var common: CommonOptions
  @OptionGroup var packOptions: PackOptions
  @Argument(help: .text("help.check.rule")) var rule: RuleID

  func report(in session: Session) throws -> Report {
    let (pack, rule) = try packOptions.packs(session).rule(self.rule)
    let json: JSON = .object([
      "rule": rule.id.json, "pack": pack.id.json, "severity": .string(rule.severity.rawValue),
      "mode": .string(rule.mode.rawValue), "sql": .string(rule.sql),
      "statement": rule.statement.json, "cure": rule.cure.json,
      "question": rule.question?.json,
    ])
    return Report(json) { RuleText(rule, pack, $0).lines }
  }
}

extension PairedText {
  fileprivate var json: JSON { ["en": .string(en), "es": .string(es)] }
}

struct CheckPacks: Command {
  static let name = "check.packs"
  static let configuration = CommandConfiguration("packs", code: "check.packs")

  @OptionGroup var common: CommonOptions
  @OptionGroup var packOptions: PackOptions
  @Flag(help: .text("help.check.rules")) var rules = false

  func report(in session: Session) throws -> Report {
    let packs = try packOptions.packs(session)
    let json = JSON.array(
      packs.map { pack in
        [
          "id": pack.id.json, "version": .string(pack.version), "sha256": pack.digest.json,
          "forums": pack.forums.json, "rules": .array(pack.rules.map { $0.id.json }),
        ]
      })
    return Report(json) { book in
      let table = Table(
        headings: [
          "heading.pack", "heading.version", "heading.rules", "heading.forums", "heading.title",
        ],
        rows: packs.map { pack in
          [
            "\(pack.id)", printable(pack.version), "\(pack.rules.count)",
            pack.forums.map(\.rawValue).joined(separator: ", "),
            printable(pack.title.words(book.language)),
          ]
        })
      let own =
        rules
        ? packs.flatMap { pack in
          pack.rules.map { rule in
            "  \(rule.id)  \(book.words("severity.\(rule.severity.rawValue)"))  "
              + printable(rule.statement.words(book.language))
          }
        } : []
      return table.lines(book) + own
    }
  }
}

struct CheckLint: Command {
  static let name = "check.lint"
  static let configuration = CommandConfiguration("lint", code: "check.lint")

  @OptionGroup var common: CommonOptions
  @Argument(help: .text("help.check.lintPack", value: "help.value.file")) var path: String

  func report(in session: Session) throws -> Report {
    let pack = try Office.rulePack(at: session.surroundings.path(path))
    let faults = pack.faults()
    let json: JSON = [
      "rules": JSON(pack.rules.count),
      "faults": .array(
        faults.map {
          ["rule": $0.rule.json, "part": .string($0.part), "detail": .string($0.detail)]
        }),
    ]
    return Report(json, exitStatus: faults.isEmpty ? .done : .usage) { book in
      let phrase = Phrase(
        "cli.packLinted", ["rules": "\(pack.rules.count)", "faults": "\(faults.count)"])
      return [book.words(for: phrase)]
        + faults.map { "  \($0.rule)  \($0.part)  \(printable($0.detail))" }
    }
  }
}

struct CheckAttest: Command {
  static let name = "check.attest"
  static let configuration = CommandConfiguration("attest", code: "check.attest")

  @OptionGroup var common: CommonOptions
  @OptionGroup var acting: ActingOptions
  @OptionGroup var circumstance: CircumstanceOptions
  @OptionGroup var packOptions: PackOptions
  @Argument(help: .text("help.check.rule")) var rule: RuleID
  @Option(name: .customLong("case"), help: .text("help.case.id")) var caseID: CaseID
  @Option(name: .customLong("item"), help: .text("help.item.id")) var items: [ItemID] = []
  @Option(help: .text("help.check.statement")) var statement: String

  func report(in session: Session) throws -> Report {
    let (office, actor) = try session.acting(acting)
    let recorded = try office.attest(
      rule, of: packOptions.packs(session), statement, in: caseID, about: items,
      under: circumstance.value(session), by: actor)
    return EventReport.report(
      recorded, Phrase("cli.attested", ["rule": "\(rule)", "person": "\(actor.id)"]))
  }
}

struct CheckWording: Command {
  static let name = "check.wording"
  static let configuration = CommandConfiguration("wording", code: "check.wording")

  @OptionGroup var common: CommonOptions
  @Argument(help: .text("help.check.text", value: "help.value.file")) var path: String

  func report(in session: Session) throws -> Report {
    let path = session.surroundings.path(path)
    guard let data = try? Data(contentsOf: URL(filePath: path)), data.count <= Wording.byteLimit
    else { throw CaseworkError.fileUnreadable(path: path) }
    let found = try Wording.builtIn().problems(in: String(decoding: data, as: UTF8.self))
    let json = JSON.array(
      found.map {
        ["line": JSON($0.line), "text": .string($0.text), "rule": .string($0.reason.en)]
      })
    return Report(json, exitStatus: found.isEmpty ? .done : .blockingFindings) { book in
      let phrase = Phrase("cli.wording", ["count": "\(found.count)"])
      return [book.words(for: phrase)]
        + found.map {
          "  \($0.line): “\(printable($0.text))” — \($0.reason.words(book.language))"
        }
    }
  }
}
