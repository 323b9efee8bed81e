import OfficeStore
import ArgumentParser
import Casework
import Custody
import Integrity
import Ledger
import Phrasebook
import Signing

/// `precinto event …`: single events, shown and corrected.
struct EventCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    "event", code: "event", subcommands: [EventAmend.self, EventShow.self])
}

struct EventAmend: Command {
  static let name = "event.amend"
  static let configuration = CommandConfiguration("amend", code: "event.amend")

  @OptionGroup var common: CommonOptions
  @OptionGroup var acting: ActingOptions
  @OptionGroup var circumstance: CircumstanceOptions
  @Argument(help: .text("help.event.id")) var event: EventID
  @Option(help: .text("help.event.reason")) var reason: String
  @Option(help: .text("help.event.correction")) var correction: String?

  func report(in session: Session) throws -> Report {
    let (office, actor) = try session.acting(acting)
    let recorded = try office.amend(
      event, reason: reason, correction: correction, under: circumstance.value(session), by: actor)
    return EventReport.report(recorded, Phrase("cli.amended", ["event": "\(event)"]))
  }
}

struct EventShow: Command {
  static let name = "event.show"
  static let configuration = CommandConfiguration("show", code: "event.show")

  @OptionGroup var common: CommonOptions
  @OptionGroup var options: OfficeOptions
  @Argument(help: .text("help.event.id")) var event: EventID

  func report(in session: Session) throws -> Report {
    let (record, signed) = try session.office(options).event(event)
    let json: JSON = [
      "index": JSON(record.entry), "signer": record.signer.json,
      "certificate": signed.certificate.json, "token": .string(signed.token.text),
      "header": signed.token.header, "payload": signed.token.payload,
      "disclosed": .object(try signed.token.disclosed()),
    ]
    return Report(json) { _ in json.pretty.split(separator: "\n").map(String.init) }
  }
}

struct LedgerCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    "ledger", code: "ledger",
    subcommands: [
      LedgerCheckpoint.self, LedgerProve.self, LedgerConsistency.self, LedgerVerify.self,
    ])
}

struct LedgerCheckpoint: Command {
  static let name = "ledger.checkpoint"
  static let configuration = CommandConfiguration("checkpoint", code: "ledger.checkpoint")

  @OptionGroup var common: CommonOptions
  @OptionGroup var options: OfficeOptions
  @OptionGroup var keys: KeyOptions

  func report(in session: Session) throws -> Report {
    let note = try session.office(options, keys).checkpoint()
    return Report(["note": .string(note.text)]) { _ in
      note.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    }
  }
}

struct LedgerProve: Command {
  static let name = "ledger.prove"
  static let configuration = CommandConfiguration("prove", code: "ledger.prove")

  @OptionGroup var common: CommonOptions
  @OptionGroup var options: OfficeOptions
  @OptionGroup var keys: KeyOptions
  @Argument(help: .text("help.event.id")) var event: EventID

  func report(in session: Session) throws -> Report {
    let proof = try session.office(options, keys).prove(event)
    let text = proof.proof.text
    return Report(
      ["index": JSON(proof.index), "jwt": .string(proof.jwt), "proof": .string(text)]
    ) { _ in
      text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    }
  }
}

struct LedgerConsistency: Command {
  static let name = "ledger.consistency"
  static let configuration = CommandConfiguration("consistency", code: "ledger.consistency")

  @OptionGroup var common: CommonOptions
  @OptionGroup var options: OfficeOptions
  @Argument(help: .text("help.ledger.old")) var old: Int
  @Option(help: .text("help.ledger.size")) var size: Int?

  func report(in session: Session) throws -> Report {
    let proof = try session.office(options).consistencyProof(from: old, to: size)
    let hashes = proof.path.map { Base64.standard.text(of: $0.bytes) }
    return Report(
      ["old": JSON(old), "size": JSON(proof.size), "proof": .array(hashes.map(JSON.string))]
    ) { _ in ["old \(old)", "size \(proof.size)"] + hashes }
  }
}

struct LedgerVerify: Command {
  static let name = "ledger.verify"
  static let configuration = CommandConfiguration("verify", code: "ledger.verify")

  @OptionGroup var common: CommonOptions
  @OptionGroup var options: OfficeOptions

  func report(in session: Session) throws -> Report {
    AuditReport.report(try session.office(options).audit(includingVault: false))
  }
}

/// What checking a ledger or an office brought to light.
enum AuditReport {
  static func report(_ audit: OfficeAudit) -> Report {
    let json: JSON = .object([
      "events": JSON(audit.events), "signatures": JSON(audit.signatures),
      "treeNodes": JSON(audit.treeNodes), "checkpoints": JSON(audit.checkpoints),
      "files": audit.files.map { JSON($0) }, "irregularities": JSON(audit.irregularities),
      "unreferencedFiles": JSON(audit.unreferencedFiles),
      "problems": .array(
        audit.problems.map { problem in
          [
            "code": .string(problem.code),
            "facts": JSON.texts(problem.facts),
          ]
        }),
    ])
    return Report(json, exitStatus: audit.exitStatus) { book in
      let counts = Labelled.lines([
        (book.words("audit.events"), "\(audit.events)"),
        (book.words("audit.signatures"), "\(audit.signatures)"),
        (book.words("audit.treeNodes"), "\(audit.treeNodes)"),
        (book.words("audit.checkpoints"), "\(audit.checkpoints)"),
        (book.words("audit.files"), audit.files.map(String.init) ?? book.words("audit.notLooked")),
        (book.words("audit.irregularities"), "\(audit.irregularities)"),
        (book.words("audit.unreferenced"), "\(audit.unreferencedFiles)"),
      ])
      let problems = audit.problems.map { "FAIL  " + printable(book.words(for: $0)) }
      return counts + problems
        + [book.words(audit.problems.isEmpty ? "audit.sound" : "audit.notSound")]
    }
  }
}
