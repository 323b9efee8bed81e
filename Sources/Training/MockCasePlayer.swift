public import Custody
public import Foundation
public import Phrasebook

/// Plays a mock case in a folder of its own, step by step, with the commands that people type.
public struct MockCasePlayer {
  /// Runs one command line in a folder at a moment of the story; returns its exit status.
  public typealias Runner = (_ arguments: [String], _ folder: URL, _ now: Moment) -> ExitStatus

  /// The passphrases of the story's keys, in files that commands are pointed to: nothing here is secret.
  public static let passphraseFile = "passphrases/persons.txt"
  public static let officePassphraseFile = "passphrases/office.txt"

  private let story: MockCase
  private let folder: URL
  private let language: Language

  public init(_ story: MockCase, in folder: URL, language: Language) {
    self.story = story
    self.folder = folder
    self.language = language
  }

  /// Makes the story's folder with its evidence files.
  public func prepare() throws {
    let contents = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    guard contents?.isEmpty ?? !FileManager.default.fileExists(atPath: folder.path) else {
      throw MockCaseError.folderNotEmpty(path: folder.path)
    }
    for (name, content) in story.evidence { try write(content, to: "evidence/\(name)") }
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
  public func play(tell: (String) -> Void, run: Runner) throws -> [Int] {
    var surprises: [Int] = []
    for (index, step) in story.steps.enumerated() {
      if let says = step.says { tell("\n── \(says.words(language))\n") }
      if try !play(step, tell: tell, run: run) { surprises.append(index + 1) }
    }
    return surprises
  }

  private func play(_ step: MockCase.Step, tell: (String) -> Void, run: Runner) throws -> Bool {
    if let move = step.carry {
      tell("$ cp -r \(move.from) \(move.to)")
      try copy(move)
    }
    if let move = step.flip {
      tell("$ cp \(move.from) \(move.to)   # + 1 bit")
      try flip(move)
    }
    guard let line = step.run else { return true }
    guard let words = CommandLineWords.split(line), words.first == "precinto",
      let moment = step.at.flatMap({ Moment($0) })
    else { throw MockCaseError.malformed(id: story.id, detail: line) }
    tell("$ " + line)
    let place = step.place.map { folder.appending(path: $0) } ?? folder
    let status = run(Array(words.dropFirst()), place, moment)
    return status.rawValue == step.ends ?? 0
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
      throw MockCaseError.unwritable(path: source.path)
    }
    content[content.count / 2] ^= 1
    try write(content, to: move.to)
  }
}
