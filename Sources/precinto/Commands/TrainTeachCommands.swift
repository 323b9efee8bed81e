import Admissibility
import ArgumentParser
import Casework
import Foundation
import Integrity
import Phrasebook
import Training

/// A page on a class.
struct TrainReport: Command {
  static let name = "train.report"
  static let configuration = CommandConfiguration("report", code: "train.report")

  @OptionGroup var common: CommonOptions
  @Argument(help: .text("help.train.class")) var folder: String
  @Option(name: .shortAndLong, help: .text("help.train.output", value: "help.value.file"))
  var output: String
  @OptionGroup var replacing: ReplacingOptions

  func report(in session: Session) throws -> Report {
    let file = try Output(output, replacing, in: session)
    let report = try ClassReport(ofFoldersIn: session.surroundings.url(folder))
    try file.write(report.page(session.book.language).utf8)
    let json: JSON = [
      "page": file.json,
      "trainees": .array(
        report.trainees.map {
          [
            "trainee": .string($0.name), "case": .string($0.session.caseID),
            "seed": .string("\($0.session.seed)"), "points": JSON($0.score.points),
          ]
        }),
      "missed": .array(
        report.flaws.map {
          ["flaw": .string($0.flaw.id), "percent": JSON($0.missedPercent), "met": JSON($0.planted)]
        }),
      "unread": .array(report.problems.map { .string($0.folder) }),
    ]
    let status: ExitStatus = report.problems.isEmpty ? .done : .incomplete
    return file.report(
      Report(json, exitStatus: status) { book in
        let facts = ["count": "\(report.trainees.count)", "path": file.path ?? file.name]
        return [book.words(for: Phrase("training.class.written", facts))]
          + report.problems.map { printable("  ! \($0.folder): \(book.words(for: $0.problem))") }
      })
  }
}

/// A trainer's book.
struct TrainBook: Command {
  static let name = "train.book"
  static let configuration = CommandConfiguration("book", code: "train.book")

  @OptionGroup var common: CommonOptions
  @OptionGroup var mockCase: MockCaseArgument
  @Option(name: .shortAndLong, help: .text("help.train.output", value: "help.value.file"))
  var output: String
  @OptionGroup var replacing: ReplacingOptions

  func report(in session: Session) throws -> Report {
    let file = try Output(output, replacing, in: session)
    let story = try mockCase.story(session)
    let book = CaseBook(story, ObjectionGuide(packs: try Office.rulePacks()))
    try file.write(book.page(session.book.language).utf8)
    return file.report(
      ["page": file.json],
      Phrase("training.book.written", ["case": story.id, "path": file.path ?? file.name]))
  }
}

/// A case told step by step; it can be left and gone on with.
struct TrainWalk: Command {
  static let name = "train.walk"
  static let configuration = CommandConfiguration("walk", code: "train.walk")

  @OptionGroup var common: CommonOptions
  @OptionGroup var mockCase: MockCaseArgument
  @Option(help: .text("help.train.into", value: "help.value.folder")) var into: String?
  @Option(help: .text("help.train.seed", value: "help.value.number")) var seed: UInt64 = 1
  @Option(help: .text("help.train.steps", value: "help.value.number")) var steps: Int?

  func report(in session: Session) throws -> Report {
    let story = try mockCase.story(session)
    let language = session.book.language
    let folder = session.surroundings.url(into ?? "precinto-walk-\(story.id)")
    var walk = try GuidedWalk(story, seed: seed, in: folder, language: language)
    let isQuiet = common.isQuiet || common.isJSON
    let print = session.surroundings.terminal.print
    let tell: (String) -> Void = { isQuiet ? () : TrainingText.told($0).forEach(print) }
    tell(story.title.words(language))
    tell(story.warning.words(language))
    let runner = StoryRunner(
      surroundings: session.surroundings, folder: folder, language: language, isShown: !isQuiet)
    var surprises: [Int] = []
    var left = steps ?? walk.stepCount
    while !walk.isOver, left > 0 {
      let number = walk.next
      let heading = Phrase(
        "training.walk.step", ["number": "\(number)", "count": "\(walk.stepCount)"])
      tell("\n" + session.book.words(for: heading))
      guard isQuiet || session.surroundings.terminal.goesOn(session.book.words("training.walk.go"))
      else { break }
      let why = walk.step.flatMap(why)
      do {
        if try !walk.play(tell: tell, run: { try runner.run($0, in: $1, at: $2) }) {
          surprises.append(number)
        }
      } catch is Interrupted {
        return result(walk, surprises, folder, endsAs: .interrupted)
      }
      if let why { tell(session.book.words(for: why)) }
      left -= 1
    }
    return result(walk, surprises, folder)
  }

  /// Why a step matters: by the command that it shows.
  private func why(_ step: MockCase.Step) -> Phrase? {
    let words = (step.run ?? "precinto carry").split(separator: " ")
    let verbs = words.dropFirst().prefix { !$0.hasPrefix("-") }
    return (1...2).reversed().lazy
      .map { Phrase("training.why.\(verbs.prefix($0).joined(separator: "."))") }
      .first { Phrasebook.english.wordsIfAny(for: $0) != nil }
  }

  private func result(
    _ walk: GuidedWalk, _ surprises: [Int], _ folder: URL, endsAs status: ExitStatus = .done
  ) -> Report {
    let story = walk.planted.story
    let json: JSON = [
      "case": .string(story.id), "folder": .string(folder.path), "next": JSON(walk.next),
      "steps": JSON(walk.stepCount), "surprises": .array(surprises.map { JSON($0) }),
    ]
    guard surprises.isEmpty else {
      let steps = surprises.map(String.init).joined(separator: ", ")
      return Report(
        json, exitStatus: .integrityFailed,
        lines: {
          [$0.words(for: Phrase("cli.demoSurprise", ["steps": steps]))]
        })
    }
    return Report(json, exitStatus: status) { book in
      walk.isOver
        ? ["", story.ending.words(book.language), book.words("training.walk.over")]
        : ["", book.words(for: Phrase("training.walk.stopped", ["path": folder.path]))]
    }
  }
}
