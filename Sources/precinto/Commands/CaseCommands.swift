// `precinto case`: opening, showing and closing cases.

import ArgumentParser
import Casework
import Custody
import Integrity
import OfficeStore
import Phrasebook

struct CaseCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    "case", code: "case",
    subcommands: [CaseOpen.self, CaseList.self, CaseShow.self, CaseClose.self])
}

struct CaseOpen: Command {
  static let name = "case.open"
  static let configuration = CommandConfiguration("open", code: "case.open")

  @OptionGroup var common: CommonOptions
  @OptionGroup var acting: ActingOptions
  @OptionGroup var circumstance: CircumstanceOptions
  @Argument(help: .text("help.case.id")) var id: CaseID
  @Option(name: .customLong("number"), help: .text("help.case.number")) var numbers: [CaseNumber]
  @Option(name: .customLong("forum"), help: .text("help.case.forum")) var forums: [Forum] = []
  @Option(help: .text("help.case.title")) var title: String?

  func report(in session: Session) throws -> Report {
    let (office, actor) = try session.acting(acting)
    let recorded = try office.openCase(
      id, title: title, numbers: numbers, forums: forums, at: session.moment(circumstance.at),
      by: actor, irregular: circumstance.irregular)
    return EventReport.report(recorded, Phrase("cli.caseOpened", ["case": "\(id)"]))
  }
}

struct CaseClose: Command {
  static let name = "case.close"
  static let configuration = CommandConfiguration("close", code: "case.close")

  @OptionGroup var common: CommonOptions
  @OptionGroup var acting: ActingOptions
  @Argument(help: .text("help.case.id")) var id: CaseID
  @Option(help: .text("help.case.reason")) var reason: String
  @Option(help: .text("help.at", value: "help.value.moment")) var at: Moment?

  func report(in session: Session) throws -> Report {
    let (office, actor) = try session.acting(acting)
    let recorded = try office.closeCase(id, reason: reason, at: session.moment(at), by: actor)
    return EventReport.report(recorded, Phrase("cli.caseClosed", ["case": "\(id)"]))
  }
}

struct CaseList: Command {
  static let name = "case.list"
  static let configuration = CommandConfiguration("list", code: "case.list")

  @OptionGroup var common: CommonOptions
  @OptionGroup var options: OfficeOptions

  func report(in session: Session) throws -> Report {
    let cases = try session.office(options).cases()
    return Report(.array(cases.map(\.json))) { book in
      Table(
        headings: ["heading.case", "heading.numbers", "heading.items", "heading.title"],
        rows: cases.map { record in
          [
            "\(record.id)", record.numbers.map(\.description).joined(separator: ", "),
            "\(record.itemCount)", printable(record.title ?? "–"),
          ]
        }
      ).lines(book)
    }
  }
}

struct CaseShow: Command {
  static let name = "case.show"
  static let configuration = CommandConfiguration("show", code: "case.show")

  @OptionGroup var common: CommonOptions
  @OptionGroup var options: OfficeOptions
  @Argument(help: .text("help.case.id")) var id: CaseID

  func report(in session: Session) throws -> Report {
    let office = try session.office(options)
    let record = try office.caseFile(id)
    let items = try office.items(of: id)
    var json = record.json.object ?? [:]
    json["items"] = .array(items.map(\.json))
    return Report(.object(json)) { book in
      Labelled.lines([
        (book.words("heading.case"), "\(record.id)"),
        (book.words("heading.title"), record.title ?? "–"),
        (
          book.words("heading.numbers"),
          record.numbers.map(\.description).joined(separator: ", ")
        ),
        (
          book.words("heading.forums"),
          record.forums.map { book.words("forum.\($0.rawValue)") }.joined(separator: ", ")
        ),
        (book.words("heading.opened"), "\(record.openedAt)"),
        (book.words("heading.closed"), record.closedAt?.description ?? "–"),
      ]) + [""] + ItemTable.lines(items, book)
    }
  }
}

extension CaseRecord {
  fileprivate var json: JSON {
    .object([
      "id": id.json, "title": .text(title), "numbers": numbers.json, "forums": forums.json,
      "openedAt": openedAt.json, "closedAt": closedAt?.json, "itemCount": JSON(itemCount),
    ])
  }
}
