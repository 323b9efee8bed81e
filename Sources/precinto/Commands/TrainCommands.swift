import ArgumentParser
import Casework
import Foundation
import Integrity
import Phrasebook
import Training

/// `precinto train …`: mock cases to learn from.
struct TrainCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    "train", code: "train",
    subcommands: [
      TrainList.self, TrainStart.self, TrainBrief.self, TrainTaskCommand.self, TrainHint.self,
      TrainAnswer.self, TrainScore.self, TrainDebrief.self, TrainReport.self, TrainWalk.self,
      TrainBook.self, TrainNew.self, TrainLint.self,
    ])
}

/// Where a mock case comes from: built in, by its name, or a file that ends in .yaml.
struct MockCaseArgument: ParsableArguments {
  @Argument(help: .text("help.train.case")) var name: String

  var isFile: Bool { name.hasSuffix(".yaml") }

  func story(_ session: Session) throws -> MockCase {
    guard isFile else { return try MockCase(builtIn: name) }
    return try MockCase(reading: data(session), named: name)
  }

  func data(_ session: Session) throws -> Data {
    let path = session.surroundings.path(name)
    guard let data = FileManager.default.contents(atPath: path) else {
      throw MockCaseError.unreadable(path: path)
    }
    return data
  }
}

/// Which training session a command is about.
struct TrainingFolderOptions: ParsableArguments {
  @Option(
    name: .customLong("session"), help: .text("help.train.session", value: "help.value.folder"))
  var folder: String?

  /// The folder named, or the nearest one above this that holds a session.
  func url(_ session: Session) -> URL {
    if let folder { return session.surroundings.url(folder) }
    var place = session.surroundings.folder.standardizedFileURL
    while !TrainingSession.exists(in: place), place.path != "/" {
      place.deleteLastPathComponent()
    }
    return place.path == "/" ? session.surroundings.folder : place
  }
}

/// The cases that are built in.
struct TrainList: Command {
  static let name = "train.list"
  static let configuration = CommandConfiguration("list", code: "train.list")

  @OptionGroup var common: CommonOptions

  func report(in session: Session) throws -> Report {
    let cases = try MockCase.lessons.map { try MockCase(builtIn: $0) }
    let json = JSON.array(
      cases.compactMap { story in
        story.exercise.map { exercise in
          [
            "id": .string(story.id), "kind": .string(exercise.kind.rawValue),
            "difficulty": JSON(exercise.difficulty), "crossBorder": .bool(exercise.crossBorder),
            "flaws": JSON(exercise.flaws.count),
          ]
        }
      })
    return Report(json) { book in
      let rows = cases.compactMap { story in
        story.exercise.map { exercise in
          [
            story.id, book.words("training.kind.\(exercise.kind.rawValue)"),
            "\(exercise.difficulty)",
            book.words(exercise.crossBorder ? "training.crossBorder" : "training.oneCountry"),
            story.title.words(book.language),
          ]
        }
      }
      let headings = ["case", "kind", "difficulty", "reach", "title"]
      return Table(headings: headings.map { "training.column.\($0)" }, rows: rows).lines(book)
        + ["", book.words("training.fictional"), book.words("training.listNext")]
    }
  }
}

/// Begins a session: plays the case in a new folder, and looks whether its key holds.
struct TrainStart: Command {
  static let name = "train.start"
  static let configuration = CommandConfiguration("start", code: "train.start")
  /// Seeds that are chosen are short, so that a trainer can dictate them.
  private static let seedLimit: UInt64 = 1_000_000

  @OptionGroup var common: CommonOptions
  @OptionGroup var mockCase: MockCaseArgument
  @Argument(help: .text("help.train.folder")) var folder: String
  @Option(help: .text("help.train.seed", value: "help.value.number")) var seed: UInt64?
  @Option(help: .text("help.train.role")) var role: TrainingRole = .prosecutor
  @Option(help: .text("help.train.trainee", value: "help.value.name")) var trainee: String?

  func report(in session: Session) throws -> Report {
    let url = session.surroundings.url(folder)
    guard !TrainingSession.exists(in: url) else {
      throw MockCaseError.sessionExists(path: url.path)
    }
    let seed = seed ?? UInt64.random(in: 1..<Self.seedLimit)
    let planted = try PlantedCase(mockCase.story(session), seed: seed)
    try MockCasePlayer.requireEmpty(url)
    let started = try start(planted, as: trainee ?? url.lastPathComponent, in: url, session)
    let json: JSON = [
      "case": .string(planted.story.id), "seed": .string("\(seed)"), "folder": .string(url.path),
      "role": .string(role.rawValue),
    ]
    return Report(json) { book in
      let facts = ["case": planted.story.id, "seed": "\(seed)", "path": url.path]
      return [book.words(for: Phrase("training.started", facts)), ""]
        + TrainingText(started, planted, book).brief
    }
  }
}

extension TrainStart {
  /// Plays the case beside `url` and puts it there when all is done: a session is begun whole or not at all.
  private func start(
    _ planted: PlantedCase, as trainee: String, in url: URL, _ session: Session
  ) throws -> TrainingSession {
    let files = FileManager.default
    let parent = url.deletingLastPathComponent()
    try files.createDirectory(at: parent, withIntermediateDirectories: true)
    let work = try WorkFolder(in: parent.path)
    let scratch = URL(filePath: "\(work.path)/session")
    let runner = StoryRunner(
      surroundings: session.surroundings, folder: scratch, language: .english, isShown: false)
    let trial = CaseTrial(planted, in: scratch) { try runner.run($0, in: $1, at: $2) }
    let started = TrainingSession(
      planted, role: role, trainee: trainee, started: session.surroundings.now(),
      found: try trial.playExactly())
    let copy = scratch.appending(path: TrainingSession.caseFileName)
    do {
      if mockCase.isFile { try mockCase.data(session).write(to: copy) }
      try started.write(to: scratch)
      if files.fileExists(atPath: url.path) { try files.removeItem(at: url) }
      try files.moveItem(at: scratch, to: url)
    } catch { throw MockCaseError.unwritable(path: url.path) }
    return started
  }
}

/// What the trainee reads first.
struct TrainBrief: Command {
  static let name = "train.brief"
  static let configuration = CommandConfiguration("brief", code: "train.brief")

  @OptionGroup var common: CommonOptions
  @OptionGroup var options: TrainingFolderOptions

  func report(in session: Session) throws -> Report {
    let (training, planted) = try TrainingSession.open(in: options.url(session))
    let json: JSON = [
      "case": .string(training.caseID), "role": .string(training.role.rawValue),
      "trainee": .string(training.trainee),
      "brief": .string(planted.words(planted.exercise.brief, session.book.language)),
    ]
    return Report(json) { TrainingText(training, planted, $0).brief }
  }
}
