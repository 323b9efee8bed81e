import ArgumentParser
import Casework
import Custody
import Foundation
import Integrity
import OfficeStore
import Phrasebook
import Redaction

/// `precinto redact …`: what is withheld of evidence, proven to be all that is changed.
struct RedactCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    "redact", code: "redact",
    subcommands: [
      RedactProfiles.self, RedactScan.self, RedactPlan.self, RedactApply.self, RedactReview.self,
      RedactLog.self, RedactProve.self, RedactVerify.self, RedactMore.self, RedactUnseal.self,
      RedactOpen.self, RedactPages.self,
    ])
}

struct RedactProfiles: Command {
  static let name = "redact.profiles"
  static let configuration = CommandConfiguration("profiles", code: "redact.profiles")

  @OptionGroup var common: CommonOptions

  func report(in session: Session) throws -> Report {
    let profiles = try Profile.builtIn()
    let json = JSON.array(
      profiles.map {
        [
          "id": $0.id.json, "version": .string($0.version), "sha256": $0.digest.json,
          "rules": .array($0.rules.map { .string($0.id) }),
        ]
      })
    return Report(json) { book in
      profiles.flatMap { profile in
        ["\(profile.id)  \(profile.title.words(book.language))"]
          + profile.rules.map { rule in
            let label = book.language == .spanish ? rule.reason.es : rule.reason.en
            return "  \(rule.id): \(label) [\(rule.form.rawValue)] \(rule.basis.law)"
          }
          + profile.exceptions.map {
            "  " + book.words(for: Phrase("cli.except", ["text": $0.words(book.language)]))
          }
      }
    }
  }
}

struct RedactScan: Command {
  static let name = "redact.scan"
  static let configuration = CommandConfiguration("scan", code: "redact.scan")

  @OptionGroup var common: CommonOptions
  @OptionGroup var options: OfficeOptions
  @Argument(help: .text("help.redact.itemOrCase")) var subject: String

  func report(in session: Session) throws -> Report {
    let office = try session.office(options)
    var items: [ItemID] = []
    if let id = ItemID(subject), (try? office.item(id)) != nil {
      items = [id]
    } else if let caseID = CaseID(subject) {
      items = try office.items(of: caseID).map(\.id)
    }
    let found = try items.flatMap { try office.scan($0) }
    let json = JSON.array(found.map(\.json))
    return Report(json) { book in
      found.flatMap { file -> [String] in
        let head = "\(file.item) #\(file.place) \(printable(file.name ?? "–"))"
        if let reason = file.wholeOnly { return ["\(head): \(book.words(for: reason))"] }
        if file.isPicture { return ["\(head): \(book.words("cli.scannedPicture"))"] }
        return [
          book.words(
            for: Phrase("cli.scanned", ["file": head, "count": "\(file.hits.count)"]))
        ]
          + file.hits.map { hit, text in
            "  \(hit.range.lowerBound)-\(hit.range.upperBound)  \(hit.source)  \(hit.score)  \(printable(text))"
          }
      }
    }
  }
}

extension FoundInFile {
  fileprivate var json: JSON {
    .object([
      "item": item.json, "file": JSON(place), "name": .text(name),
      "wholeOnly": wholeOnly.map { .string($0.code) },
      "hits": .array(
        hits.map { hit, text in
          [
            "from": JSON(hit.range.lowerBound), "to": JSON(hit.range.upperBound),
            "found": .string(hit.source), "kind": .string(hit.kind), "score": JSON(hit.score),
            "checkFailed": .bool(hit.isCheckFailed), "evidence": .bool(hit.isEvidence),
            "text": .string(text),
          ]
        }),
    ])
  }
}

struct RedactPlan: Command {
  static let name = "redact.plan"
  static let configuration = CommandConfiguration("plan", code: "redact.plan")

  @OptionGroup var common: CommonOptions
  @OptionGroup var options: OfficeOptions
  @Argument(help: .text("help.item.id")) var item: ItemID
  @Option(help: .text("help.redact.profile")) var profile: String
  @Option(name: .shortAndLong, help: .text("help.redact.planOutput", value: "help.value.file"))
  var output: String
  @OptionGroup var replacing: ReplacingOptions

  func report(in session: Session) throws -> Report {
    // It holds what is to be withheld.
    let file = try Output(output, replacing, mode: Output.secretMode, in: session)
    let office = try session.office(options)
    let plan = try office.planRedaction(of: item, office.profile(profile))
    try file.write(plan.yaml.utf8)
    let open =
      plan.decisions.filter { $0.decision == .decide }.count
      + plan.files.filter { $0.action == .decide }.count
    return file.report(
      [
        "path": file.json, "decisions": JSON(plan.decisions.count), "open": JSON(open),
      ],
      Phrase(
        "cli.planned",
        ["path": output, "count": "\(plan.decisions.count)", "open": "\(open)"]))
  }
}

struct RedactApply: Command {
  static let name = "redact.apply"
  static let configuration = CommandConfiguration("apply", code: "redact.apply")

  @OptionGroup var common: CommonOptions
  @OptionGroup var acting: ActingOptions
  @OptionGroup var circumstance: CircumstanceOptions
  @Argument(help: .text("help.redact.plan", value: "help.value.file")) var plan: String
  @Option(name: .customLong("item"), help: .text("help.redact.newItem")) var newItem: ItemID
  @Option(help: .text("help.item.description")) var description: String?
  @Option(help: .text("help.redact.profileFile", value: "help.value.file")) var profile: String?

  func report(in session: Session) throws -> Report {
    let (office, actor) = try session.acting(acting)
    let plan = try office.readPlan(session.surroundings.path(plan))
    let applied = try office.applyRedaction(
      plan, office.profile(profile.map(session.surroundings.path) ?? plan.profile), as: newItem,
      describing: description, under: circumstance.value(session), by: actor)
    return EventReport.report(
      applied.recorded,
      Phrase(
        "cli.redacted",
        [
          "item": "\(applied.item)", "count": "\(applied.boxCount)",
          "files": "\(applied.files.filter { $0.place != nil }.count)",
          "withheld": "\(applied.files.filter { $0.place == nil }.count)",
        ]))
  }
}

struct RedactReview: Command {
  static let name = "redact.review"
  static let configuration = CommandConfiguration("review", code: "redact.review")

  @OptionGroup var common: CommonOptions
  @OptionGroup var options: OfficeOptions
  @OptionGroup var keys: KeyOptions
  @Argument(help: .text("help.item.id")) var item: ItemID
  @Option(name: .shortAndLong, help: .text("help.redact.page", value: "help.value.file"))
  var output: String
  @OptionGroup var replacing: ReplacingOptions

  func report(in session: Session) throws -> Report {
    let file = try Output(output, replacing, mode: Output.secretMode, in: session)
    let page = try session.office(options, keys).reviewRedaction(
      item, in: session.book.language)
    try file.write(page.utf8)
    return file.report(["path": file.json], Phrase("cli.reviewed", ["path": output]))
  }
}

struct RedactLog: Command {
  static let name = "redact.log"
  static let configuration = CommandConfiguration("log", code: "redact.log")

  @OptionGroup var common: CommonOptions
  @OptionGroup var options: OfficeOptions
  @Argument(help: .text("help.item.id")) var item: ItemID

  func report(in session: Session) throws -> Report {
    let boxes = try session.office(options).redactionLog(of: item)
    let json = JSON.array(
      boxes.map {
        .object([
          "file": JSON($0.file), "box": JSON($0.box), "rule": .text($0.note?.rule),
          "reason": .text($0.note?.reason), "basis": .text($0.note?.basis),
          "form": .text($0.note?.form), "authority": .text($0.rule?.authority.en),
          "lift": .text($0.rule?.lift.en), "event": $0.event.json, "at": $0.at.json,
        ])
      })
    return Report(json) { book in
      Table(
        headings: [
          "heading.file", "heading.box", "heading.reason", "heading.basis", "heading.form",
          "heading.authority", "heading.lift",
        ],
        rows: boxes.map {
          [
            "\($0.file)", "\($0.box)", $0.note?.reason ?? "–", $0.note?.basis ?? "–",
            $0.note?.form ?? "–", $0.rule?.authority.words(book.language) ?? "–",
            $0.rule?.lift.words(book.language) ?? "–",
          ]
        }
      ).lines(book)
    }
  }
}

struct RedactProve: Command {
  static let name = "redact.prove"
  static let configuration = CommandConfiguration("prove", code: "redact.prove")

  @OptionGroup var common: CommonOptions
  @OptionGroup var options: OfficeOptions
  @Argument(help: .text("help.item.id")) var item: ItemID
  @Option(name: .shortAndLong, help: .text("help.redact.folder", value: "help.value.folder"))
  var output: String
  @OptionGroup var replacing: ReplacingOptions

  func report(in session: Session) throws -> Report {
    let office = try session.office(options)
    var folder = try OutputFolder(output, replacing, in: session)
    try office.proveRedaction(item) { try folder.write($1, to: $0) }
    let names = folder.names
    return Report(["files": .array(names.map(JSON.string))]) { book in
      [book.words(for: Phrase("cli.proofsWritten", ["count": "\(names.count)"]))]
        + names.map { "  \(printable($0))" }
    }
  }
}
