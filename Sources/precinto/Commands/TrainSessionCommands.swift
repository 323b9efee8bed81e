import Admissibility
import ArgumentParser
import Casework
import Custody
import Foundation
import Integrity
import OfficeStore
import Phrasebook
import Training

/// The next thing to do in a session.
struct TrainTaskCommand: Command {
  static let name = "train.task"
  static let configuration = CommandConfiguration("task", code: "train.task")

  @OptionGroup var common: CommonOptions
  @OptionGroup var options: TrainingFolderOptions
  @Flag(help: .text("help.train.done")) var done = false

  func report(in session: Session) throws -> Report {
    let folder = options.url(session)
    var (training, planted) = try TrainingSession.open(in: folder)
    let tasks = TrainingTask.all(for: training.role, in: planted.exercise)
    if done, training.tasksDone < tasks.count {
      training.tasksDone += 1
      try training.write(to: folder)
    }
    let number = training.tasksDone
    guard number < tasks.count else {
      let json: JSON = ["done": JSON(number), "of": JSON(tasks.count)]
      return Report(json, Phrase("training.tasksOver"))
    }
    let task = tasks[number]
    let json: JSON = [
      "done": JSON(number), "of": JSON(tasks.count), "task": .string(task.name),
      "folder": .string(task.place), "command": .string(task.command),
    ]
    return Report(json) { book in
      let facts = ["number": "\(number + 1)", "count": "\(tasks.count)"]
      return [
        book.words(for: Phrase("training.taskHead", facts)), book.words(for: task.words),
        task.place == "." ? "  $ \(task.command)" : "  $ (cd \(task.place); \(task.command))",
        book.words("training.taskNext"),
      ]
    }
  }
}

/// A hint, which costs.
struct TrainHint: Command {
  static let name = "train.hint"
  static let configuration = CommandConfiguration("hint", code: "train.hint")

  @OptionGroup var common: CommonOptions
  @OptionGroup var options: TrainingFolderOptions

  func report(in session: Session) throws -> Report {
    let folder = options.url(session)
    var (training, planted) = try TrainingSession.open(in: folder)
    let hint = try training.hint(of: planted, at: session.surroundings.now())
    try training.write(to: folder)
    let raised = hint.planted?.raises.first
    let words: (Phrasebook) -> String = { book in
      guard let planted = hint.planted else { return book.words("training.hint.nothing") }
      switch hint.level {
      case 1: return planted.flaw.hint.words(book.language)
      case 2:
        return raised?.item.map { book.words(for: Phrase("training.hint.item", ["item": $0])) }
          ?? book.words("training.hint.whole")
      default: return book.words(for: Phrase("training.hint.rule", ["rule": raised?.rule ?? ""]))
      }
    }
    let json: JSON = ["level": JSON(hint.level), "hint": .string(words(session.book))]
    return Report(json) { book in
      [
        printable(words(book)),
        book.words(for: Phrase("training.hint.cost", ["points": "\(Score.hintCost)"])),
      ]
    }
  }
}

/// An answer: a rule, an item and an event, or words that name them.
struct TrainAnswer: Command {
  static let name = "train.answer"
  static let configuration = CommandConfiguration("answer", code: "train.answer")

  @OptionGroup var common: CommonOptions
  @OptionGroup var options: TrainingFolderOptions
  @Argument(help: .text("help.train.words")) var words: String?
  @Option(help: .text("help.train.rule")) var rule: String?
  @Option(help: .text("help.train.item")) var item: String?
  @Option(help: .text("help.train.event")) var event: String?
  @Flag(help: .text("help.train.nothingWrong")) var nothingWrong = false

  func validate() throws {
    let ways = [words != nil, rule != nil, nothingWrong].count { $0 }
    guard ways == 1, rule != nil || (item == nil && event == nil) else {
      throw ValidationError(HelpLanguage.book.words("help.train.answer.ways"))
    }
  }

  func report(in session: Session) throws -> Report {
    let folder = options.url(session)
    var (training, planted) = try TrainingSession.open(in: folder)
    let now = session.surroundings.now()
    let findings = try findings(in: folder, planted, session)
    for finding in findings { try training.answer(finding, at: now) }
    if nothingWrong { try training.answerNothingWrong(at: now) }
    try training.write(to: folder)
    let json: JSON = [
      "answers": .array(findings.map { .string($0.description) }),
      "nothingWrong": .bool(nothingWrong),
    ]
    return Report(json) { book in
      nothingWrong
        ? [book.words("training.answer.nothing")]
        : findings.map {
          book.words(for: Phrase("training.answer.taken", ["answer": $0.description]))
        }
    }
  }

  private func findings(in folder: URL, _ planted: PlantedCase, _ session: Session) throws
    -> [Objection]
  {
    guard !nothingWrong else { return [] }
    let guide = ObjectionGuide(packs: try Office.rulePacks())
    let office = try session.office(at: folder.appending(path: planted.exercise.office))
    let items = Set(try office.items().map { "\($0.id)" })
    if let words {
      let answer = FreeAnswer(words, isRule: guide.knows, isItem: items.contains)
      guard !answer.findings.isEmpty else { throw MockCaseError.answerUnclear(text: words) }
      return answer.findings
    }
    let rule = rule ?? ""
    guard guide.knows(rule) else { throw MockCaseError.noRule(name: rule) }
    if let item, !items.contains(item) { throw MockCaseError.noItem(name: item) }
    return [Objection(rule: rule, item: item, event: event)]
  }
}

/// How a session stands.
struct TrainScore: Command {
  static let name = "train.score"
  static let configuration = CommandConfiguration("score", code: "train.score")

  @OptionGroup var common: CommonOptions
  @OptionGroup var options: TrainingFolderOptions

  func report(in session: Session) throws -> Report {
    let (training, planted) = try TrainingSession.open(in: options.url(session))
    let score = Score(training, of: planted)
    return Report(score.json) { TrainingText(training, planted, $0).score(score) }
  }
}

/// What was planted; it ends the session.
struct TrainDebrief: Command {
  static let name = "train.debrief"
  static let configuration = CommandConfiguration("debrief", code: "train.debrief")

  @OptionGroup var common: CommonOptions
  @OptionGroup var options: TrainingFolderOptions

  func report(in session: Session) throws -> Report {
    let folder = options.url(session)
    var (training, planted) = try TrainingSession.open(in: folder)
    training.close(at: session.surroundings.now())
    try training.write(to: folder)
    let guide = ObjectionGuide(packs: try Office.rulePacks())
    let score = Score(training, of: planted)
    let closed = training
    let language = session.book.language
    let json: JSON = [
      "score": score.json,
      "planted": .array(
        score.flaws.map { result in
          [
            "flaw": .string(result.planted.flaw.id),
            "what": .string(result.planted.flaw.what.words(language)),
            "raises": .array(result.planted.raises.map { .string($0.description) }),
            "cure": .string(guide.cure(of: result.planted, language)),
            "citations": .array(guide.citations(of: result.planted).map { .string($0) }),
          ]
        }),
    ]
    return Report(json) { TrainingText(closed, planted, $0).debrief(score, guide) }
  }
}

extension Score {
  fileprivate var json: JSON {
    [
      "points": JSON(points), "minutes": JSON(minutes), "found": JSON(foundCount),
      "planted": JSON(flaws.count), "hints": JSON(hintCount),
      "falseAlarms": .array(falseAlarms.map { .string($0) }),
    ]
  }
}
