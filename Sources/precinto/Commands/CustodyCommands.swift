import ArgumentParser
import Casework
import Custody
import Integrity
import Phrasebook

/// `precinto custody …`, `seal …`: the acts by which items change hands, places and seals.
struct CustodyCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    "custody", code: "custody",
    subcommands: [
      CustodyRelease.self, CustodyReceive.self, CustodyStore.self, CustodyLogCommand.self,
    ])
}

struct SealCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    "seal", code: "seal", subcommands: [SealApply.self, SealBreak.self])
}

/// What is noted of an item's outside when it changes hands.
struct HandlingOptions: ParsableArguments {
  @Option(help: .text("help.condition")) var condition: String?
  @Option(help: .text("help.package")) var package: String?
  @Option(help: .text("help.notes")) var notes: String?

  func value(seal: String?) -> Handling {
    Handling(seal: seal, condition: condition, package: package, notes: notes)
  }
}

extension CircumstanceOptions {
  func value(_ session: Session) -> Circumstance {
    Circumstance(
      at: session.moment(at), particulars: particulars, irregularReason: irregular)
  }
}

extension [ItemID] {
  var text: String { map(\.description).joined(separator: ", ") }
}

struct CustodyRelease: Command {
  static let name = "custody.release"
  static let configuration = CommandConfiguration("release", code: "custody.release")

  @OptionGroup var common: CommonOptions
  @OptionGroup var acting: ActingOptions
  @OptionGroup var circumstance: CircumstanceOptions
  @OptionGroup var handling: HandlingOptions
  @Argument(help: .text("help.items")) var items: [ItemID]
  @Option(help: .text("help.custody.to", value: "help.value.person")) var to: PersonID
  @Option(help: .text("help.custody.purpose")) var purpose: String
  @Option(help: .text("help.seal.on")) var seal: String?

  func report(in session: Session) throws -> Report {
    let (office, actor) = try session.acting(acting)
    let recorded = try office.release(
      items, to: to, purpose: purpose, noting: handling.value(seal: seal),
      under: circumstance.value(session),
      by: actor)
    return EventReport.report(
      recorded,
      Phrase("cli.released", ["items": items.text, "from": "\(actor.id)", "to": "\(to)"]))
  }
}

struct CustodyReceive: Command {
  static let name = "custody.receive"
  static let configuration = CommandConfiguration("receive", code: "custody.receive")

  @OptionGroup var common: CommonOptions
  @OptionGroup var acting: ActingOptions
  @OptionGroup var circumstance: CircumstanceOptions
  @OptionGroup var handling: HandlingOptions
  @Argument(help: .text("help.items")) var items: [ItemID]
  @Option(help: .text("help.custody.from", value: "help.value.person")) var from: PersonID?
  @Option(help: .text("help.seal.found")) var seal: String?

  func report(in session: Session) throws -> Report {
    let (office, actor) = try session.acting(acting)
    let recorded = try office.receive(
      items, from: from, noting: handling.value(seal: seal), under: circumstance.value(session),
      by: actor)
    let facts = [
      "items": items.text, "person": "\(actor.id)",
      "files": "\(recorded.event[.fileCount] ?? 0)",
    ]
    return EventReport.report(recorded, Phrase("cli.received", facts))
  }
}

struct CustodyStore: Command {
  static let name = "custody.store"
  static let configuration = CommandConfiguration("store", code: "custody.store")

  @OptionGroup var common: CommonOptions
  @OptionGroup var acting: ActingOptions
  @OptionGroup var circumstance: CircumstanceOptions
  @OptionGroup var handling: HandlingOptions
  @Argument(help: .text("help.items")) var items: [ItemID]
  @Option(help: .text("help.custody.location")) var location: String
  @Option(help: .text("help.seal.found")) var seal: String?

  func report(in session: Session) throws -> Report {
    let (office, actor) = try session.acting(acting)
    let recorded = try office.store(
      items, in: location, noting: handling.value(seal: seal), under: circumstance.value(session),
      by: actor)
    return EventReport.report(
      recorded, Phrase("cli.stored", ["items": items.text, "location": location]))
  }
}

struct SealApply: Command {
  static let name = "seal.apply"
  static let configuration = CommandConfiguration("apply", code: "seal.apply")

  @OptionGroup var common: CommonOptions
  @OptionGroup var acting: ActingOptions
  @OptionGroup var circumstance: CircumstanceOptions
  @OptionGroup var handling: HandlingOptions
  @Argument(help: .text("help.items")) var items: [ItemID]
  @Option(help: .text("help.seal.new")) var seal: String

  func report(in session: Session) throws -> Report {
    let (office, actor) = try session.acting(acting)
    let recorded = try office.applySeal(
      seal, to: items, noting: handling.value(seal: nil), under: circumstance.value(session),
      by: actor)
    return EventReport.report(
      recorded, Phrase("cli.sealed", ["items": items.text, "seal": seal]))
  }
}

struct SealBreak: Command {
  static let name = "seal.break"
  static let configuration = CommandConfiguration("break", code: "seal.break")

  @OptionGroup var common: CommonOptions
  @OptionGroup var acting: ActingOptions
  @OptionGroup var circumstance: CircumstanceOptions
  @OptionGroup var handling: HandlingOptions
  @Argument(help: .text("help.items")) var items: [ItemID]
  @Option(help: .text("help.seal.found")) var seal: String
  @Option(help: .text("help.seal.reason")) var reason: String

  func report(in session: Session) throws -> Report {
    let (office, actor) = try session.acting(acting)
    let recorded = try office.breakSeal(
      found: seal, on: items, reason: reason, noting: handling.value(seal: nil),
      under: circumstance.value(session), by: actor)
    return EventReport.report(
      recorded, Phrase("cli.opened", ["items": items.text, "seal": seal]))
  }
}

struct ExamCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    "exam", code: "exam", subcommands: [ExamRecord.self])
}

struct ExamRecord: Command {
  static let name = "exam.record"
  static let configuration = CommandConfiguration("record", code: "exam.record")

  @OptionGroup var common: CommonOptions
  @OptionGroup var acting: ActingOptions
  @OptionGroup var circumstance: CircumstanceOptions
  @Argument(help: .text("help.items")) var items: [ItemID]
  @Option(help: .text("help.exam.method")) var method: String
  @Option(help: .text("help.exam.result")) var result: String
  @Option(help: .text("help.exam.instrument")) var instrument: String?
  @Option(help: .text("help.exam.tool")) var tool: String?
  @Option(help: .text("help.exam.toolVersion")) var toolVersion: String?
  @Flag(help: .text("help.exam.readFiles")) var readFiles = false
  @Option(help: .text("help.notes")) var notes: String?

  func report(in session: Session) throws -> Report {
    let (office, actor) = try session.acting(acting)
    var examination = Examination(method: method, result: result)
    examination.instrument = instrument
    examination.tool = tool
    examination.toolVersion = toolVersion
    examination.notes = notes
    examination.readsFiles = readFiles
    let recorded = try office.recordExamination(
      examination, of: items, under: circumstance.value(session), by: actor)
    var report = EventReport.report(
      recorded, Phrase("cli.examined", ["items": items.text, "method": method, "result": result]))
    let base = report.lines
    report.lines = { book in
      base(book)
        + (recorded.event[.comparison].map {
          ["  " + book.words("comparison.\($0.rawValue)")]
        } ?? [])
        + (recorded.event[.fileFacts] ?? []).flatMap { FileFactsText.findings($0, book) }
    }
    return report
  }
}
