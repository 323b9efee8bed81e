import Admissibility
import ArgumentParser
import Casework
import Custody
import Integrity
import Phrasebook

/// `precinto paper …`: court papers drafted from the record, for a person to complete and sign.
struct PaperCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    "paper", code: "paper", subcommands: [PaperList.self, PaperDraft.self])
}

struct PaperList: Command {
  static let name = "paper.list"
  static let configuration = CommandConfiguration("list", code: "paper.list")

  @OptionGroup var common: CommonOptions

  func report(in session: Session) throws -> Report {
    let papers = try CourtPaper.all()
    let json = JSON.array(
      papers.map { ["id": .string($0.id), "basis": .string($0.basis)] })
    return Report(json) { book in
      Table(
        headings: ["heading.paper", "heading.title", "heading.basis"],
        rows: papers.map { [$0.id, $0.title.words(book.language), $0.basis] }
      ).lines(book)
    }
  }
}

struct PaperDraft: Command {
  static let name = "paper.draft"
  static let configuration = CommandConfiguration("draft", code: "paper.draft")

  @OptionGroup var common: CommonOptions
  @OptionGroup var options: OfficeOptions
  @Argument(help: .text("help.paper.kind")) var kind: String
  @Argument(help: .text("help.case.id")) var caseID: CaseID
  @Option(name: .customLong("item"), help: .text("help.item.id")) var items: [ItemID] = []
  @Option(name: .shortAndLong, help: .text("help.item.output", value: "help.value.file"))
  var output: String
  @OptionGroup var replacing: ReplacingOptions

  func report(in session: Session) throws -> Report {
    let file = try Output(output, replacing, in: session)
    let paper = try session.office(options).draftPaper(
      kind, of: caseID, about: items.isEmpty ? nil : items, in: session.book.language)
    try file.write(paper.html.utf8)
    return file.report(
      ["path": file.json, "kind": .string(kind), "blanks": JSON(paper.blankCount)],
      Phrase("cli.paperDrafted", ["path": output, "count": "\(paper.blankCount)"]))
  }
}
