import ArgumentParser
import Casework
import Custody
import Integrity
import Phrasebook

/// `precinto ballistic …`, `trace …`: marks searched for, leads, examiners' conclusions, traces of firearms.
struct BallisticCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    "ballistic", code: "ballistic",
    subcommands: [BallisticAcquire.self, BallisticLeadCommand.self, BallisticConfirm.self])
}

struct TraceCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    "trace", code: "trace", subcommands: [TraceRequest.self, TraceResultCommand.self])
}

struct BallisticAcquire: Command {
  static let name = "ballistic.acquire"
  static let configuration = CommandConfiguration("acquire", code: "ballistic.acquire")

  @OptionGroup var common: CommonOptions
  @OptionGroup var acting: ActingOptions
  @OptionGroup var circumstance: CircumstanceOptions
  @Argument(help: .text("help.item.id")) var item: ItemID
  @Option(help: .text("help.ballistic.system")) var system: BallisticSystem
  @Option(help: .text("help.ballistic.acquisition", value: "help.value.number"))
  var acquisition: String
  @Option(help: .text("help.ballistic.site")) var site: String?
  @Option(help: .text("help.ballistic.operator")) var `operator`: String?
  @Option(help: .text("help.exam.instrument")) var instrument: String?
  @Option(help: .text("help.notes")) var notes: String?

  func report(in session: Session) throws -> Report {
    let (office, actor) = try session.acting(acting)
    var made = BallisticAcquisition(system: system, number: acquisition)
    made.site = site
    made.operator = self.operator
    made.instrument = instrument
    made.notes = notes
    let recorded = try office.acquire(
      made, of: item, under: circumstance.value(session), by: actor)
    return EventReport.report(
      recorded,
      Phrase(
        "cli.acquired",
        ["item": "\(item)", "system": system.rawValue, "acquisition": acquisition]))
  }
}

struct BallisticLeadCommand: Command {
  static let name = "ballistic.lead"
  static let configuration = CommandConfiguration("lead", code: "ballistic.lead")

  @OptionGroup var common: CommonOptions
  @OptionGroup var acting: ActingOptions
  @OptionGroup var circumstance: CircumstanceOptions
  @Argument(help: .text("help.items")) var items: [ItemID]
  @Option(help: .text("help.ballistic.system")) var system: BallisticSystem
  @Option(help: .text("help.ballistic.foreign", value: "help.value.number")) var foreign: String?
  @Option(help: .text("help.ballistic.reviewer")) var reviewer: String?
  @Option(help: .text("help.ballistic.reviewedAt", value: "help.value.moment"))
  var reviewedAt: Moment?
  @Option(help: .text("help.notes")) var notes: String?

  func report(in session: Session) throws -> Report {
    let (office, actor) = try session.acting(acting)
    var lead = BallisticLead(system: system)
    lead.foreignAcquisition = foreign
    lead.reviewer = reviewer
    lead.reviewedAt = reviewedAt
    lead.notes = notes
    let recorded = try office.recordLead(
      lead, between: items, under: circumstance.value(session), by: actor)
    let ends = items.map(\.description) + [foreign].compactMap { $0 }
    return EventReport.report(
      recorded,
      Phrase("cli.lead", ["ends": ends.joined(separator: " – "), "system": system.rawValue]))
  }
}

struct BallisticConfirm: Command {
  static let name = "ballistic.confirm"
  static let configuration = CommandConfiguration("confirm", code: "ballistic.confirm")

  @OptionGroup var common: CommonOptions
  @OptionGroup var acting: ActingOptions
  @OptionGroup var circumstance: CircumstanceOptions
  @Argument(help: .text("help.items")) var items: [ItemID]
  @Option(help: .text("help.ballistic.conclusion")) var conclusion: BallisticConclusion
  @Option(help: .text("help.exam.method")) var method = "comparison-microscopy"
  @Option(help: .text("help.ballistic.leadEvent")) var lead: EventID?
  @Option(help: .text("help.ballistic.verifies")) var verifies: EventID?
  @Option(help: .text("help.exam.instrument")) var instrument: String?
  @Option(help: .text("help.notes")) var notes: String?

  func report(in session: Session) throws -> Report {
    let (office, actor) = try session.acting(acting)
    var comparison = BallisticComparison(method: method, conclusion: conclusion)
    comparison.lead = lead
    comparison.verifies = verifies
    comparison.instrument = instrument
    comparison.notes = notes
    let recorded = try office.recordComparison(
      comparison, of: items, under: circumstance.value(session), by: actor)
    return EventReport.report(recorded) { book in
      let facts = [
        "items": items.text, "person": "\(actor.id)",
        "conclusion": book.words("conclusion.\(conclusion.rawValue)"),
      ]
      return verifies == nil
        ? Phrase("cli.concluded", facts) : Phrase("cli.verifiedConclusion", facts)
    }
  }
}

struct TraceRequest: Command {
  static let name = "trace.request"
  static let configuration = CommandConfiguration("request", code: "trace.request")

  @OptionGroup var common: CommonOptions
  @OptionGroup var acting: ActingOptions
  @OptionGroup var circumstance: CircumstanceOptions
  @Argument(help: .text("help.item.id")) var item: ItemID
  @Option(help: .text("help.trace.number", value: "help.value.number")) var number: String
  @Option(help: .text("help.trace.recovered", value: "help.value.day")) var recovered: Day?
  @Option(help: .text("help.notes")) var notes: String?

  func report(in session: Session) throws -> Report {
    let (office, actor) = try session.acting(acting)
    let recorded = try office.requestTrace(
      number, of: item, recoveredOn: recovered, notes: notes, under: circumstance.value(session),
      by: actor)
    return EventReport.report(
      recorded, Phrase("cli.traceRequested", ["item": "\(item)", "number": number]))
  }
}

struct TraceResultCommand: Command {
  static let name = "trace.result"
  static let configuration = CommandConfiguration("result", code: "trace.result")

  @OptionGroup var common: CommonOptions
  @OptionGroup var acting: ActingOptions
  @OptionGroup var circumstance: CircumstanceOptions
  @Argument(help: .text("help.item.id")) var item: ItemID
  @Option(help: .text("help.trace.number", value: "help.value.number")) var number: String
  @Option(help: .text("help.trace.outcome")) var outcome: TraceOutcome
  @Option(help: .text("help.trace.maker")) var maker: String?
  @Option(help: .text("help.trace.importer")) var importer: String?
  @Option(help: .text("help.trace.dealer")) var dealer: String?
  @Option(help: .text("help.trace.purchaser")) var purchaser: String?
  @Option(help: .text("help.trace.purchased", value: "help.value.day")) var purchased: Day?
  @Option(help: .text("help.trace.recovered", value: "help.value.day")) var recovered: Day?
  @Option(help: .text("help.trace.place")) var place: String?
  @Option(help: .text("help.trace.timeToCrime", value: "help.value.number")) var timeToCrime: Int?
  @Option(help: .text("help.notes")) var notes: String?

  func report(in session: Session) throws -> Report {
    let (office, actor) = try session.acting(acting)
    var result = TraceResult(request: number, outcome: outcome)
    result.maker = maker
    result.importer = importer
    result.dealer = dealer
    result.purchaser = purchaser
    result.purchasedOn = purchased
    result.recoveredOn = recovered
    result.recoveryPlace = place
    result.timeToCrime = timeToCrime
    result.notes = notes
    let recorded = try office.recordTrace(
      result, of: item, under: circumstance.value(session), by: actor)
    let days = recorded.event[.timeToCrime]
    return EventReport.report(recorded) { book in
      Phrase(
        "cli.traced",
        [
          "item": "\(item)", "number": number,
          "outcome": book.words("outcome.\(outcome.rawValue)"),
          "days": days.map(String.init) ?? "–",
        ])
    }
  }
}
