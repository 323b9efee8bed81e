import ArgumentParser
import Casework
import Custody
import Integrity
import Phrasebook
import Redaction

/// `precinto party …`: the persons of a case whose names are found and withheld.
struct PartyCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    "party", code: "party", subcommands: [PartyRecord.self, PartyList.self])
}

struct PartyRecord: Command {
  static let name = "party.record"
  static let configuration = CommandConfiguration("record", code: "party.record")

  @OptionGroup var common: CommonOptions
  @OptionGroup var acting: ActingOptions
  @OptionGroup var circumstance: CircumstanceOptions
  @Option(name: .customLong("case"), help: .text("help.case.id")) var caseID: CaseID
  @Argument(help: .text("help.party.id")) var id: PartyID
  @Option(help: .text("help.party.role")) var role: PartyRole
  @Option(help: .text("help.party.name")) var name: String
  @Option(name: .customLong("alias"), help: .text("help.party.alias")) var aliases: [String] = []
  @Option(help: .text("help.party.born")) var born: Day?
  @Option(name: .customLong("identifier"), help: .text("help.party.identifier"))
  var identifiers: [String] = []

  func report(in session: Session) throws -> Report {
    let (office, actor) = try session.acting(acting)
    let recorded = try office.recordParty(
      id, role: role, name: name, aliases: aliases, born: born, identifiers: identifiers,
      in: caseID, under: circumstance.value(session), by: actor)
    return EventReport.report(recorded) { book in
      Phrase(
        "cli.partyRecorded",
        ["party": "\(id)", "role": book.words("party.\(role.rawValue)")])
    }
  }
}

struct PartyList: Command {
  static let name = "party.list"
  static let configuration = CommandConfiguration("list", code: "party.list")

  @OptionGroup var common: CommonOptions
  @OptionGroup var options: OfficeOptions
  @Argument(help: .text("help.case.id")) var caseID: CaseID

  func report(in session: Session) throws -> Report {
    let parties = try session.office(options).parties(of: caseID)
    let json = JSON.array(
      parties.map {
        .object([
          "id": .string($0.id), "role": .string($0.role.rawValue), "name": .string($0.name),
          "aliases": .array($0.aliases.map(JSON.string)), "born": .text($0.born),
          "identifiers": .array($0.identifiers.map(JSON.string)),
        ])
      })
    return Report(json) { book in
      Table(
        headings: ["heading.party", "heading.role", "heading.name", "heading.aliases"],
        rows: parties.map {
          [
            $0.id, book.words("party.\($0.role.rawValue)"), printable($0.name),
            printable($0.aliases.joined(separator: ", ")),
          ]
        }
      ).lines(book)
    }
  }
}

/// `precinto data …`: forgetting by order of the law.
struct DataCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    "data", code: "data", subcommands: [DataErase.self])
}

struct DataErase: Command {
  static let name = "data.erase"
  static let configuration = CommandConfiguration("erase", code: "data.erase")

  @OptionGroup var common: CommonOptions
  @OptionGroup var acting: ActingOptions
  @OptionGroup var circumstance: CircumstanceOptions
  @Option(name: .customLong("case"), help: .text("help.case.id")) var caseID: CaseID
  @Option(name: .customLong("event"), help: .text("help.data.event")) var events: [EventID] = []
  @Option(name: .customLong("item"), help: .text("help.data.item")) var items: [ItemID] = []
  @Option(help: .text("help.redact.order")) var order: EventID
  @Option(help: .text("help.redact.reason")) var reason: String

  func report(in session: Session) throws -> Report {
    let (office, actor) = try session.acting(acting)
    let recorded = try office.erase(
      events: events, items: items, in: caseID, order: order, reason: reason,
      under: circumstance.value(session), by: actor)
    let count = recorded.event[.erased]?.count ?? 0
    return EventReport.report(recorded, Phrase("cli.erased", ["count": "\(count)"]))
  }
}
