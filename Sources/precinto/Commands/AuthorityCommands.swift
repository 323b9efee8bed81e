import ArgumentParser
import Casework
import Custody
import Integrity
import Phrasebook

/// `precinto authority …`: the warrants, consents and requests under which items were seized, opened and sent.
struct AuthorityCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    "authority", code: "authority", subcommands: [AuthorityRecord.self, AuthorityList.self])
}

struct AuthorityRecord: Command {
  static let name = "authority.record"
  static let configuration = CommandConfiguration("record", code: "authority.record")

  @OptionGroup var common: CommonOptions
  @OptionGroup var acting: ActingOptions
  @OptionGroup var circumstance: CircumstanceOptions
  @Option(name: .customLong("case"), help: .text("help.case.id")) var caseID: CaseID
  @Option(help: .text("help.authority.kind")) var kind: AuthorityKind
  @Option(help: .text("help.authority.number", value: "help.value.number")) var number: String
  @Option(help: .text("help.authority.issuer")) var issuer: String
  @Option(help: .text("help.authority.issuerRole")) var issuerRole: IssuerRole?
  @Option(help: .text("help.authority.country")) var country: String?
  @Option(help: .text("help.authority.toCountry")) var toCountry: String?
  @Option(help: .text("help.authority.issued", value: "help.value.moment")) var issued: Moment?
  @Option(help: .text("help.authority.expires", value: "help.value.moment")) var expires: Moment?
  @Option(name: .customLong("for"), help: .text("help.authority.acts"))
  var acts: [AuthorizedAct] = []
  @Option(help: .text("help.authority.purpose")) var purpose: String?
  @Option(name: .customLong("item"), help: .text("help.item.id")) var items: [ItemID] = []
  @Option(help: .text("help.notes")) var notes: String?

  func report(in session: Session) throws -> Report {
    let (office, actor) = try session.acting(acting)
    var authority = Authority(kind: kind, number: number, issuer: issuer)
    authority.issuerRole = issuerRole
    authority.country = country
    authority.toCountry = toCountry
    authority.issued = issued
    authority.expires = expires
    authority.acts = acts
    authority.purpose = purpose
    authority.notes = notes
    let recorded = try office.recordAuthority(
      authority, in: caseID, for: items, under: circumstance.value(session), by: actor)
    return EventReport.report(
      recorded, Phrase("cli.authorized", ["number": number, "event": "\(recorded.event.id)"]))
  }
}

struct AuthorityList: Command {
  static let name = "authority.list"
  static let configuration = CommandConfiguration("list", code: "authority.list")

  @OptionGroup var common: CommonOptions
  @OptionGroup var options: OfficeOptions
  @Argument(help: .text("help.case.id")) var caseID: CaseID

  func report(in session: Session) throws -> Report {
    let authorities = try session.office(options).authorities(of: caseID)
    return Report(.array(authorities.map(\.json))) { book in
      Table(
        headings: [
          "heading.authority", "heading.number", "heading.issuer", "heading.acts",
          "heading.expires", "heading.items",
        ],
        rows: authorities.map { recorded in
          let authority = recorded.authority
          return [
            book.words("authority.\(authority.kind.rawValue)"), printable(authority.number),
            printable(authority.issuer),
            authority.acts.map { book.words("act.\($0.rawValue)") }.joined(separator: ", "),
            authority.expires?.description ?? "–",
            recorded.items.isEmpty ? book.words("cli.wholeCase") : recorded.items.text,
          ]
        }
      ).lines(book)
    }
  }
}

extension RecordedAuthority {
  fileprivate var json: JSON {
    .object([
      "event": event.json, "kind": authority.kind.json, "number": .string(authority.number),
      "issuer": .string(authority.issuer), "acts": authority.acts.json,
      "issued": authority.issued?.json, "expires": authority.expires?.json,
      "purpose": .text(authority.purpose), "items": items.json,
    ])
  }
}
