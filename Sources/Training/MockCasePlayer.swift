public import Custody
public import Foundation
public import Phrasebook

/// How a command of a story ended, and what it printed.
public struct StepOutcome: Sendable {
  public let status: ExitStatus
  public let output: String
  public let errors: String

  public init(status: ExitStatus, output: String, errors: String) {
    self.status = status
    self.output = output
    self.errors = errors
  }
}

/// What time it is when a command of a story is typed.
public struct StoryClocks: Sendable {
  public let office: Moment
  /// By the timestamp authority's clock.
  public let timestamps: Moment

  init(office: Moment, timestamps: Moment? = nil) {
    self.office = office
    self.timestamps = timestamps ?? office
  }
}

/// Plays a mock case in a folder of its own, step by step, with the commands that people type.
public struct MockCasePlayer {
  /// Runs one command line in a folder at a moment of the story; throws when somebody stopped it.
  public typealias Runner = (_ arguments: [String], _ folder: URL, _ clocks: StoryClocks) throws ->
    StepOutcome

  /// The passphrases of the story's keys, in files that commands are pointed to: nothing here is secret.
  public static let passphraseFile = "passphrases/persons.txt"
  public static let officePassphraseFile = "passphrases/office.txt"

  private let story: MockCase
  private let folder: URL
  private let language: Language
  private let textFiles: [String: String]
  /// The events that steps recorded, by the step's id: later steps name them as `{event:ID}`.
  public var events: [String: String] = [:]

  public init(_ story: MockCase, in folder: URL, language: Language) {
    self.story = story
    self.folder = folder
    self.language = language
    textFiles = [:]
  }

  public init(_ planted: PlantedCase, in folder: URL, language: Language) {
    story = planted.story
    self.folder = folder
    self.language = language
    textFiles = planted.textFiles
  }

  /// Throws when the folder is there and holds something.
  public static func requireEmpty(_ folder: URL) throws {
    let contents = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    guard contents?.isEmpty ?? !FileManager.default.fileExists(atPath: folder.path) else {
      throw MockCaseError.folderNotEmpty(path: folder.path)
    }
  }

  /// Makes the story's folder with its evidence files.
  public func prepare() throws {
    try Self.requireEmpty(folder)
    for (name, content) in try story.evidence() { try write(content, to: name) }
    for (name, text) in textFiles { try write(Data(text.utf8), to: name) }
    try write(Data("training only: persons\n".utf8), to: Self.passphraseFile)
    try write(Data("training only: office\n".utf8), to: Self.officePassphraseFile)
  }

  private func write(_ content: Data, to path: String) throws {
    let url = folder.appending(path: path)
    do {
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try content.write(to: url, options: .withoutOverwriting)
    } catch {
      throw MockCaseError.unwritable(path: url.path)
    }
  }

  /// Plays all steps.
  ///
  /// - `tell`: receives what the teller says, and each command before it is run.
  /// - `run`: runs a command.
  ///
  /// Gives the numbers of the steps, from 1, that did not end as the story says.
  public mutating func play(tell: (String) -> Void, run: Runner) throws -> [Int] {
    var surprises: [Int] = []
    for number in 1...story.steps.count
    where try !play(number, tell: tell, run: run).endsAsTold {
      surprises.append(number)
    }
    return surprises
  }

  /// Plays all steps silently; one that does not end as the case says ends it all.
  mutating func playStrictly(run: Runner) throws {
    for number in 1...story.steps.count {
      let (endsAsTold, outcome) = try play(number, tell: { _ in }, run: run)
      guard endsAsTold else {
        let line = story.steps[number - 1].run ?? ""
        throw MockCaseError.stepFailed(
          id: story.id, step: number,
          detail: "\(line): \(outcome?.errors ?? "") \(outcome?.output ?? "")")
      }
    }
  }

  /// Plays the step of that number, from 1.
  public mutating func play(_ number: Int, tell: (String) -> Void, run: Runner) throws -> (
    endsAsTold: Bool, outcome: StepOutcome?
  ) {
    let step = story.steps[number - 1]
    if let says = step.says { tell("\n── \(says.words(language))\n") }
    if step.run == nil { tell("$ " + step.line) }
    if let move = step.carry { try copy(move) }
    if let move = step.flip { try flip(move) }
    if let forgery = step.forge { try forgery.forge(in: folder) }
    guard let written = step.run else { return (true, nil) }
    let line = try withEvents(written)
    guard let words = CommandLineWords.split(line), words.first == "precinto",
      let clocks = step.clocks
    else { throw MockCaseError.malformed(id: story.id, detail: line) }
    tell("$ " + line)
    let place = step.place.map { folder.appending(path: $0) } ?? folder
    let outcome = try run(Array(words.dropFirst()), place, clocks)
    if let id = step.id, let event = Self.lastEvent(in: outcome.output) { events[id] = event }
    return (outcome.status.rawValue == step.ends ?? 0, outcome)
  }

  /// The line with the events that it names.
  private func withEvents(_ line: String) throws -> String {
    var line = line
    while let match = line.firstMatch(of: /\{event:([A-Za-z0-9-]+)\}/) {
      guard let event = events[String(match.output.1)] else {
        throw MockCaseError.malformed(id: story.id, detail: String(match.output.0))
      }
      line.replaceSubrange(match.range, with: event)
    }
    return line
  }

  private static func lastEvent(in output: String) -> String? {
    output.matches(of: /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/).last.map {
      String($0.output.0)
    }
  }

  private func copy(_ move: MockCase.Move) throws {
    let target = folder.appending(path: move.to)
    do {
      try FileManager.default.createDirectory(
        at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
      try FileManager.default.copyItem(at: folder.appending(path: move.from), to: target)
    } catch {
      throw MockCaseError.unwritable(path: target.path)
    }
  }

  private func flip(_ move: MockCase.Move) throws {
    let source = folder.appending(path: move.from)
    guard var content = FileManager.default.contents(atPath: source.path), !content.isEmpty else {
      throw MockCaseError.unreadable(path: source.path)
    }
    content[content.count / 2] ^= 1
    if move.from == move.to { try? FileManager.default.removeItem(at: source) }
    try write(content, to: move.to)
  }
}
