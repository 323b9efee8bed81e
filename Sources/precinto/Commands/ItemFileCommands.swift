import ArgumentParser
import Casework
import Custody
import Formats
import Integrity
import Phrasebook

/// `precinto item facts`, `picture`, `history` and `graph`: what files say, shown to those who would rather look.
struct ItemFacts: Command {
  static let name = "item.facts"
  static let configuration = CommandConfiguration("facts", code: "item.facts")

  @OptionGroup var common: CommonOptions
  @OptionGroup var options: OfficeOptions
  @Argument(help: .text("help.item.id")) var item: ItemID

  func report(in session: Session) throws -> Report {
    let (facts, readers) = try session.office(options).fileFacts(of: item)
    return Report(
      ["files": facts.json, "readers": .array(readers.map(JSON.string))]
    ) { book in
      guard !facts.isEmpty else { return [book.words("facts.none")] }
      return facts.flatMap { FileFactsText.lines($0, book) }
        + ["\(book.words("facts.readers")): \(readers.joined(separator: ", "))"]
    }
  }
}

/// What a file says of itself, as lines.
enum FileFactsText {
  static func lines(_ file: FileFacts, _ book: Phrasebook) -> [String] {
    let rows = file.facts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    return ["#\(file.place)  \(file.format)"] + Labelled.lines(rows).map { "  \($0)" }
      + findings(file, book)
  }

  static func findings(_ file: FileFacts, _ book: Phrasebook) -> [String] {
    file.findings.map { finding in
      let words = book.words(for: Phrase(finding.code, finding.facts))
      return "  ! \(book.words("finding.\(finding.severity)")): \(printable(words))"
    }
  }
}

struct ItemPicture: Command {
  static let name = "item.picture"
  static let configuration = CommandConfiguration("picture", code: "item.picture")

  @OptionGroup var common: CommonOptions
  @OptionGroup var options: OfficeOptions
  @Argument(help: .text("help.item.id")) var item: ItemID
  @Option(name: .customLong("file"), help: .text("help.item.filePlace", value: "help.value.number"))
  var place: Int?
  @Option(name: .shortAndLong, help: .text("help.item.output", value: "help.value.file"))
  var output: String
  @OptionGroup var replacing: ReplacingOptions

  func report(in session: Session) throws -> Report {
    let file = try Output(output, replacing, in: session)
    try file.write(session.office(options).drawPicture(of: item, place: place))
    return file.report(["path": file.json], Phrase("cli.drawn", ["path": output]))
  }
}

struct ItemHistoryCommand: Command {
  static let name = "item.history"
  static let configuration = CommandConfiguration("history", code: "item.history")

  @OptionGroup var common: CommonOptions
  @OptionGroup var options: OfficeOptions
  @Argument(help: .text("help.item.id")) var item: ItemID

  func report(in session: Session) throws -> Report {
    let history = try session.office(options).history(of: item)
    return Report(history.json) { book in
      let times = history.responseTimes.map {
        "  \(book.words("response.\($0.step.rawValue)")): \(Span.text($0.seconds))"
      }
      return CustodyLogText(history.log, book).lines
        + (times.isEmpty ? [] : [book.words("response.head")] + times)
    }
  }
}

struct ItemGraph: Command {
  static let name = "item.graph"
  static let configuration = CommandConfiguration("graph", code: "item.graph")

  @OptionGroup var common: CommonOptions
  @OptionGroup var options: OfficeOptions
  @Argument(help: .text("help.case.id")) var caseID: CaseID
  @Option(name: .shortAndLong, help: .text("help.item.output", value: "help.value.file"))
  var output: String
  @OptionGroup var replacing: ReplacingOptions

  func report(in session: Session) throws -> Report {
    let file = try Output(output, replacing, in: session)
    try file.write(session.office(options).drawCase(caseID, in: session.book).utf8)
    return file.report(["path": file.json], Phrase("cli.drawn", ["path": output]))
  }
}

/// The names that `--with` takes, and what each may hold.
struct ItemParticulars: Command {
  static let name = "item.particulars"
  static let configuration = CommandConfiguration("particulars", code: "item.particulars")

  @OptionGroup var common: CommonOptions

  func report(in session: Session) throws -> Report {
    let names = ParticularName.allCases
    return Report(.array(names.map { .string($0.rawValue) })) { book in
      Table(
        headings: ["heading.particular", "heading.value", "heading.meaning"],
        rows: names.map { name in
          [name.rawValue, name.form.text(book), book.words("particular.\(name.rawValue)")]
        }
      ).lines(book)
    }
  }
}

extension ParticularName.Form {
  fileprivate func text(_ book: Phrasebook) -> String {
    switch self {
    case .text: book.words("form.text")
    case .day: book.words("form.day")
    case .number: book.words("form.number")
    case .words(let words): words.joined(separator: "|")
    }
  }
}
