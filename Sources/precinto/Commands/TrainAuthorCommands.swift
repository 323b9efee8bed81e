import ArgumentParser
import Foundation
import Integrity
import Phrasebook
import Training

/// Writes the beginnings of a case.
struct TrainNew: Command {
  static let name = "train.new"
  static let configuration = CommandConfiguration("new", code: "train.new")

  @OptionGroup var common: CommonOptions
  @Argument(help: .text("help.train.newFile")) var file: String

  func report(in session: Session) throws -> Report {
    let path = session.surroundings.path(file)
    guard file.hasSuffix(".yaml"), !FileManager.default.fileExists(atPath: path) else {
      throw MockCaseError.caseFileTaken(path: path)
    }
    try SafeFile.write(MockCase.template.utf8, to: path, existing: .isKept)
    return Report(["file": .string(path)], Phrase("training.new", ["path": path]))
  }
}

/// Plays a case with its flaws and compares what is found with its key.
struct TrainLint: Command {
  static let name = "train.lint"
  static let configuration = CommandConfiguration("lint", code: "train.lint")
  /// More would take days.
  private static let seedLimit: UInt64 = 100_000

  @OptionGroup var common: CommonOptions
  @OptionGroup var mockCase: MockCaseArgument
  @Option(help: .text("help.train.seeds", value: "help.value.number")) var seeds: UInt64 = 3
  @Flag(help: .text("help.train.pairs")) var pairs = false

  func validate() throws {
    guard seeds <= Self.seedLimit else {
      throw ValidationError("--seeds ≤ \(Self.seedLimit)")
    }
  }

  func report(in session: Session) throws -> Report {
    let story = try mockCase.story(session)
    let lint = CaseLint(story) { folder in
      let runner = StoryRunner(
        surroundings: session.surroundings, folder: folder, language: .english, isShown: false)
      return { try runner.run($0, in: $1, at: $2) }
    }
    var faults = try lint.staticFaults()
    if faults.isEmpty {
      let work = try WorkFolder()
      let scratch = URL(filePath: "\(work.path)/case")
      let isQuiet = common.isQuiet || common.isJSON
      faults = try lint.playedFaults(seeds: 1..<(seeds + 1), pairs: pairs, in: scratch) { name in
        if !isQuiet { session.surroundings.terminal.complain("  \(name)") }
      }
    }
    let json: JSON = ["case": .string(story.id), "faults": .array(faults.map { .string($0) })]
    return Report(json, exitStatus: faults.isEmpty ? .done : .usage) { book in
      let phrase = Phrase(
        "cli.caseLinted", ["case": story.id, "faults": "\(faults.count)"])
      return [book.words(for: phrase)] + faults.map { "  " + printable($0) }
    }
  }
}
