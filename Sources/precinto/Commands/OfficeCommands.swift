import OfficeStore
import ArgumentParser
import Casework
import Foundation
import Custody
import Integrity
import Phrasebook

/// `precinto office …`: the office made, looked at, rebuilt from its ledger and checked.
struct OfficeCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    "office", code: "office",
    subcommands: [
      OfficeInit.self, OfficeStatus.self, OfficeRebuild.self, OfficeVerify.self,
      OfficeTrust.self,
    ])
}

struct OfficeInit: Command {
  static let name = "office.init"
  static let configuration = CommandConfiguration("init", code: "office.init")

  @OptionGroup var common: CommonOptions
  @OptionGroup var keys: KeyOptions
  @OptionGroup var newKeys: NewKeyOptions
  @Argument(help: .text("help.office.init.folder")) var folder: String
  @Option(name: .customLong("name"), help: .text("help.office.init.name")) var officeName: String
  @Option(help: .text("help.country", value: "help.value.country")) var country: String
  @Option(help: .text("help.office.init.origin")) var origin: String

  func report(in session: Session) throws -> Report {
    let office = try Office.create(
      session.surroundings.url(folder), name: officeName, country: country, origin: origin,
      language: session.book.language, workplace: session.workplace(keys, newKeys))
    let facts = ["path": office.folder.path, "key": office.settings.logKey]
    return Report(
      ["folder": .string(office.folder.path), "logKey": .string(office.settings.logKey)]
    ) { [$0.words(for: Phrase("cli.officeMade", facts)), $0.words("cli.officeMade.guard")] }
  }
}

struct OfficeStatus: Command {
  static let name = "office.status"
  static let configuration = CommandConfiguration("status", code: "office.status")

  @OptionGroup var common: CommonOptions
  @OptionGroup var options: OfficeOptions

  func report(in session: Session) throws -> Report {
    let office = try session.office(options)
    let status = try office.status()
    let settings = office.settings
    let rows: [(code: String, value: String)] = [
      ("cli.status.office", "\(settings.name) (\(settings.country))"),
      ("cli.status.folder", office.folder.path), ("cli.status.origin", settings.origin),
      ("cli.status.key", settings.logKey), ("cli.status.entries", "\(status.entries)"),
      ("cli.status.persons", "\(status.persons)"), ("cli.status.cases", "\(status.cases)"),
      ("cli.status.items", "\(status.items)"), ("cli.status.inTransit", "\(status.inTransit)"),
      ("cli.status.irregularities", "\(status.irregularities)"),
    ]
    return Report(
      [
        "settings": settings.json, "folder": .string(office.folder.path),
        "entries": JSON(status.entries), "persons": JSON(status.persons),
        "cases": JSON(status.cases), "items": JSON(status.items),
        "inTransit": JSON(status.inTransit), "irregularities": JSON(status.irregularities),
      ]
    ) { book in Labelled.lines(rows.map { (book.words($0.code), $0.value) }) }
  }
}

struct OfficeRebuild: Command {
  static let name = "office.rebuild"
  static let configuration = CommandConfiguration("rebuild", code: "office.rebuild")

  @OptionGroup var common: CommonOptions
  @OptionGroup var options: OfficeOptions

  func report(in session: Session) throws -> Report {
    let count = try session.office(options).rebuild()
    return Report(["events": JSON(count)], Phrase("cli.rebuilt", ["count": "\(count)"]))
  }
}

struct OfficeVerify: Command {
  static let name = "office.verify"
  static let configuration = CommandConfiguration("verify", code: "office.verify")

  @OptionGroup var common: CommonOptions
  @OptionGroup var options: OfficeOptions

  func report(in session: Session) throws -> Report {
    AuditReport.report(try session.office(options).audit(includingVault: true))
  }
}

struct OfficeTrust: ParsableCommand {
  static let configuration = CommandConfiguration(
    "trust", code: "office.trust", subcommands: [OfficeTrustExport.self])
}

struct OfficeTrustExport: Command {
  static let name = "office.trust.export"
  static let configuration = CommandConfiguration("export", code: "office.trust.export")

  @OptionGroup var common: CommonOptions
  @OptionGroup var options: OfficeOptions
  @Argument(help: .text("help.office.trust.folder")) var folder: String
  @OptionGroup var replacing: ReplacingOptions

  func report(in session: Session) throws -> Report {
    let files = try session.office(options).exportTrust()
    var folder = try OutputFolder(folder, replacing, in: session)
    for file in files { try folder.write(file.text.utf8, to: file.name) }
    let facts = ["path": folder.path, "files": folder.names.joined(separator: ", ")]
    return Report(
      ["folder": .string(folder.path), "files": .array(folder.names.map(JSON.string))],
      Phrase("cli.trustExported", facts))
  }
}

/// Lines of a label and a value, the values in one column.
enum Labelled {
  static func lines(_ rows: [(label: String, value: String)]) -> [String] {
    let width = rows.map(\.label.count).max() ?? 0
    return rows.map { label, value in
      label + String(repeating: " ", count: width - label.count + 2) + printable(value)
    }
  }
}
