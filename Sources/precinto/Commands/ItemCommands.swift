import ArgumentParser
import Casework
import Custody
import Integrity
import OfficeStore
import Phrasebook

/// `precinto item …`: the acts that bring items into the record and end their custody.
struct ItemCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    "item", code: "item",
    subcommands: [
      ItemCollect.self, ItemDerive.self, ItemImportCommand.self, ItemDescribe.self,
      ItemList.self, ItemShow.self, ItemFacts.self, ItemParticulars.self, ItemPicture.self,
      ItemHistoryCommand.self,
      ItemGraph.self, ItemVerify.self, ItemReturn.self, ItemDestroy.self,
    ])
}

/// What is said of an item when it enters the record, and where its files are.
struct ItemOptions: ParsableArguments {
  @Option(help: .text("help.item.kind")) var kind: ItemKind
  @Option(help: .text("help.item.file", value: "help.value.file")) var file: String?
  @Option(help: .text("help.item.hash")) var hash: AcquisitionHash?
  @Option(help: .text("help.item.folder", value: "help.value.folder")) var folder: String?
  @Option(
    name: .customLong("photograph"), help: .text("help.item.photograph", value: "help.value.file"))
  var photographs: [String] = []
  @Option(help: .text("help.item.description")) var description: String?
  @Option(help: .text("help.item.place")) var place: String?
  @Option(help: .text("help.item.seal")) var seal: String?
  @Option(help: .text("help.item.serial")) var serial: String?
  @Option(help: .text("help.item.serialState")) var serialState: SerialState?
  @Option(help: .text("help.item.make")) var make: String?
  @Option(help: .text("help.item.model")) var model: String?
  @Option(help: .text("help.item.caliber")) var caliber: String?
  @Option(help: .text("help.item.madeIn")) var madeIn: String?
  @Option(help: .text("help.trace.importer")) var importer: String?
  @Option(help: .text("help.condition")) var condition: String?
  @Option(help: .text("help.exam.instrument")) var instrument: String?
  @Option(help: .text("help.exam.tool")) var tool: String?
  @Option(help: .text("help.exam.toolVersion")) var toolVersion: String?

  func validate() throws {
    let sources = (file == nil ? 0 : 1) + (folder == nil ? 0 : 1) + (photographs.isEmpty ? 0 : 1)
    guard sources <= 1, hash == nil || file != nil else {
      throw ValidationError(HelpLanguage.book.words("cli.oneSource"))
    }
  }

  func source(_ surroundings: Surroundings) -> ItemSource {
    if let file { return .file(surroundings.path(file), acquisitionHash: hash) }
    if let folder { return .folder(surroundings.path(folder)) }
    return .object(photographs: photographs.map(surroundings.path))
  }

  func itemDescription(collector: PersonID?) -> ItemDescription {
    var result = ItemDescription(kind: kind)
    result.text = description
    result.place = place
    result.seal = seal
    result.serial = serial
    result.serialState = serialState
    result.make = make
    result.model = model
    result.caliber = caliber
    result.madeIn = madeIn
    result.importer = importer
    result.condition = condition
    result.instrument = instrument
    result.tool = tool
    result.toolVersion = toolVersion
    result.collector = collector
    return result
  }
}

struct ItemCollect: Command {
  static let name = "item.collect"
  static let configuration = CommandConfiguration("collect", code: "item.collect")

  @OptionGroup var common: CommonOptions
  @OptionGroup var acting: ActingOptions
  @OptionGroup var circumstance: CircumstanceOptions
  @OptionGroup var options: ItemOptions
  @Argument(help: .text("help.item.id")) var item: ItemID
  @Option(name: .customLong("case"), help: .text("help.case.id")) var caseID: CaseID
  @Option(help: .text("help.item.collector", value: "help.value.person")) var collector: PersonID?

  func report(in session: Session) throws -> Report {
    let (office, actor) = try session.acting(acting)
    let recorded = try office.collect(
      item, in: caseID, options.itemDescription(collector: collector),
      from: options.source(session.surroundings), under: circumstance.value(session), by: actor)
    return IntakeReport.report(recorded, item, "cli.collected")
  }
}

struct ItemDerive: Command {
  static let name = "item.derive"
  static let configuration = CommandConfiguration("derive", code: "item.derive")

  @OptionGroup var common: CommonOptions
  @OptionGroup var acting: ActingOptions
  @OptionGroup var circumstance: CircumstanceOptions
  @OptionGroup var options: ItemOptions
  @Argument(help: .text("help.item.id")) var item: ItemID
  @Option(help: .text("help.item.from")) var from: ItemID
  @Option(help: .text("help.item.derivation")) var derivation: Derivation

  func report(in session: Session) throws -> Report {
    let (office, actor) = try session.acting(acting)
    let recorded = try office.derive(
      item, from: from, as: derivation, options.itemDescription(collector: nil),
      from: options.source(session.surroundings), under: circumstance.value(session), by: actor)
    return IntakeReport.report(recorded, item, "cli.derived")
  }
}

/// What a command says when an item entered the record.
enum IntakeReport {
  static func report(_ recorded: RecordedEvent, _ item: ItemID, _ code: String) -> Report {
    let files = recorded.event[.files] ?? []
    let names = recorded.event[.fileNames] ?? []
    let bytes = files.reduce(Int64(0)) { $0 + $1.byteCount }
    let phrase = Phrase(
      code,
      ["item": "\(item)", "files": "\(files.count)", "size": ByteCount.text(bytes)])
    var report = EventReport.report(recorded, phrase)
    let base = report.lines
    if case .object(var members) = report.json {
      members["files"] = files.json
      report.json = .object(members)
    }
    report.lines = { book in
      base(book)
        + zip(files, names).prefix(10).map { "  \($0.0.digest)  \(printable($0.1))" }
        + (recorded.event[.fileFacts] ?? []).flatMap { FileFactsText.findings($0, book) }
    }
    return report
  }
}

struct ItemImportCommand: Command {
  static let name = "item.import"
  static let configuration = CommandConfiguration("import", code: "item.import")

  @OptionGroup var common: CommonOptions
  @OptionGroup var acting: ActingOptions
  @Argument(help: .text("help.item.csv", value: "help.value.file")) var list: String
  @Option(name: .customLong("case"), help: .text("help.case.id")) var caseID: CaseID
  @Flag(name: .customLong("record"), help: .text("help.item.record")) var isRecorded = false
  @Option(help: .text("help.irregular", value: "help.value.reason")) var irregular: String?

  func report(in session: Session) throws -> Report {
    let table = try ItemImport(readingFrom: session.surroundings.path(list))
    let (office, actor) = try session.acting(acting)
    let outcome = try office.importItems(
      table, into: caseID, rehearsal: !isRecorded, by: actor, irregular: irregular)
    switch outcome {
    case .collected(let items): return Self.report(items, isRecorded: true, "cli.imported")
    case .rehearsed(let items): return Self.report(items, isRecorded: false, "cli.importRehearsed")
    case .refused(let problems): return Self.report(problems, of: table)
    }
  }

  private static func report(_ items: [ItemID], isRecorded: Bool, _ code: String) -> Report {
    Report(
      ["items": .array(items.map(\.json)), "recorded": .bool(isRecorded)],
      Phrase(code, ["count": "\(items.count)"]))
  }

  private static func report(_ problems: [RowProblem], of table: ItemImport) -> Report {
    let json: JSON = [
      "rows": JSON(table.rows.count), "recorded": false,
      "problems": .array(
        problems.map { ["line": JSON($0.line), "code": .string($0.problem.code)] }),
    ]
    return Report(json, exitStatus: .usage) { book in
      problems.map { row in
        let words = printable(book.words(for: row.problem))
        return book.words(
          for: Phrase("casework.rowProblem", ["line": "\(row.line)", "problem": words]))
      } + [book.words("cli.nothingRecorded")]
    }
  }
}

struct ItemDescribe: Command {
  static let name = "item.describe"
  static let configuration = CommandConfiguration("describe", code: "item.describe")

  @OptionGroup var common: CommonOptions
  @OptionGroup var acting: ActingOptions
  @OptionGroup var circumstance: CircumstanceOptions
  @Argument(help: .text("help.items")) var items: [ItemID]
  @Option(help: .text("help.item.description")) var description: String?

  func report(in session: Session) throws -> Report {
    let (office, actor) = try session.acting(acting)
    let recorded = try office.describe(
      items, as: description, under: circumstance.value(session), by: actor)
    return EventReport.report(recorded, Phrase("cli.described", ["item": items.text]))
  }
}

struct ItemReturn: Command {
  static let name = "item.return"
  static let configuration = CommandConfiguration("return", code: "item.return")

  @OptionGroup var common: CommonOptions
  @OptionGroup var acting: ActingOptions
  @OptionGroup var circumstance: CircumstanceOptions
  @Argument(help: .text("help.items")) var items: [ItemID]
  @Option(help: .text("help.item.recipient")) var to: String

  func report(in session: Session) throws -> Report {
    let (office, actor) = try session.acting(acting)
    let recorded = try office.giveBack(
      items, to: to, under: circumstance.value(session), by: actor)
    return EventReport.report(recorded, Phrase("cli.returned", ["items": items.text]))
  }
}

struct ItemDestroy: Command {
  static let name = "item.destroy"
  static let configuration = CommandConfiguration("destroy", code: "item.destroy")

  @OptionGroup var common: CommonOptions
  @OptionGroup var acting: ActingOptions
  @OptionGroup var circumstance: CircumstanceOptions
  @Argument(help: .text("help.items")) var items: [ItemID]
  @Option(help: .text("help.item.destroyReason")) var reason: String

  func report(in session: Session) throws -> Report {
    let (office, actor) = try session.acting(acting)
    let recorded = try office.destroy(
      items, reason: reason, under: circumstance.value(session), by: actor)
    return EventReport.report(recorded, Phrase("cli.destroyed", ["items": items.text]))
  }
}
