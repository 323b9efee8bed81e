// `precinto person`: enrolling, showing and revoking those who sign.

import ArgumentParser
import Casework
import Custody
import Integrity
import OfficeStore
import Phrasebook
import Signing

struct PersonCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    "person", code: "person",
    subcommands: [PersonEnrol.self, PersonList.self, PersonShow.self, PersonRevoke.self])
}

struct PersonEnrol: Command {
  static let name = "person.enrol"
  static let configuration = CommandConfiguration("enrol", code: "person.enrol")

  @OptionGroup var common: CommonOptions
  @OptionGroup var options: OfficeOptions
  @OptionGroup var keys: KeyOptions
  @OptionGroup var newKeys: NewKeyOptions
  @Argument(help: .text("help.person.id")) var person: PersonID
  @Option(name: .customLong("name"), help: .text("help.person.name")) var personName: String
  @Option(help: .text("help.person.role")) var role: PersonRole
  @Option(help: .text("help.person.agency")) var agency: String
  @Option(help: .text("help.country", value: "help.value.country")) var country: String
  @Option(help: .text("help.person.key", value: "help.value.file")) var key: String?
  @Option(help: .text("help.person.certificate", value: "help.value.file"))
  var certificate: String?
  @Option(help: .text("help.person.until", value: "help.value.moment")) var until: Moment?
  @Option(help: .text("help.at", value: "help.value.moment")) var at: Moment?

  func validate() throws {
    guard (key == nil) == (certificate == nil) else {
      throw ValidationError(HelpLanguage.book.words("cli.keyAndCertificate"))
    }
    guard until == nil || certificate == nil else {
      throw ValidationError(HelpLanguage.book.words("cli.untilAndCertificate"))
    }
  }

  func report(in session: Session) throws -> Report {
    let office = try session.office(options, keys, newKeys)
    let description = PersonDescription(
      id: person, name: personName, role: role, agency: agency, country: country, until: until)
    let moment = session.moment(at)
    let enrolled: EnrolledPerson
    if let key, let certificate {
      enrolled = try office.enrol(
        description, importingKey: session.surroundings.url(key),
        certificates: session.surroundings.url(certificate), at: moment)
    } else {
      enrolled = try office.enrol(description, at: moment)
    }
    let facts = ["person": "\(person)", "subject": enrolled.certificate.subject]
    return Report(
      [
        "person": person.json, "subject": .string(enrolled.certificate.subject),
        "certificate": .string("\(enrolled.certificate.thumbprint)"),
        "event": enrolled.recorded.event.id.json, "index": JSON(enrolled.recorded.index),
      ], Phrase("cli.personEnrolled", facts))
  }
}

struct PersonList: Command {
  static let name = "person.list"
  static let configuration = CommandConfiguration("list", code: "person.list")

  @OptionGroup var common: CommonOptions
  @OptionGroup var options: OfficeOptions

  func report(in session: Session) throws -> Report {
    let persons = try session.office(options).persons()
    return Report(.array(persons.map(\.json))) { book in
      Table(
        headings: [
          "heading.person", "heading.name", "heading.role", "heading.agency", "heading.country",
          "heading.standing",
        ],
        rows: persons.map { person in
          [
            "\(person.id)", printable(person.name ?? "–"),
            book.words("role.\(person.role.rawValue)"),
            printable(person.agency), person.country, person.standing(book),
          ]
        }
      ).lines(book)
    }
  }
}

struct PersonShow: Command {
  static let name = "person.show"
  static let configuration = CommandConfiguration("show", code: "person.show")

  @OptionGroup var common: CommonOptions
  @OptionGroup var options: OfficeOptions
  @Argument(help: .text("help.person.id")) var person: PersonID

  func report(in session: Session) throws -> Report {
    let record = try session.office(options).person(person)
    return Report(record.json) { book in
      Labelled.lines([
        (book.words("heading.person"), "\(record.id)"),
        (book.words("heading.name"), record.name ?? "–"),
        (book.words("heading.role"), book.words("role.\(record.role.rawValue)")),
        (book.words("heading.agency"), record.agency),
        (book.words("heading.country"), record.country),
        (book.words("heading.certificate"), "\(record.certificate)"),
        (book.words("heading.standing"), record.standing(book)),
      ])
    }
  }
}

struct PersonRevoke: Command {
  static let name = "person.revoke"
  static let configuration = CommandConfiguration("revoke", code: "person.revoke")

  @OptionGroup var common: CommonOptions
  @OptionGroup var options: OfficeOptions
  @OptionGroup var keys: KeyOptions
  @Argument(help: .text("help.person.id")) var person: PersonID
  @Option(help: .text("help.person.reason")) var reason: String
  @Option(help: .text("help.at", value: "help.value.moment")) var at: Moment?

  func report(in session: Session) throws -> Report {
    let recorded = try session.office(options, keys).revoke(
      person, reason: reason, at: session.moment(at))
    return Report(
      ["person": person.json, "event": recorded.event.id.json, "index": JSON(recorded.index)],
      Phrase("cli.personRevoked", ["person": "\(person)"]))
  }
}

extension PersonRecord {
  fileprivate func standing(_ book: Phrasebook) -> String {
    revokedAt.map { book.words(for: Phrase("cli.revokedSince", ["at": "\($0)"])) }
      ?? book.words(for: Phrase("cli.activeSince", ["at": "\(enrolledAt)"]))
  }

  fileprivate var json: JSON {
    .object([
      "id": id.json, "name": .text(name), "role": role.json, "agency": .string(agency),
      "country": .string(country), "certificate": certificate.json, "enrolledAt": enrolledAt.json,
      "revokedAt": revokedAt?.json,
    ])
  }
}
