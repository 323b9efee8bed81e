import ArgumentParser
import Custody
import Foundation
import Integrity
import Phrasebook
import Training

/// Plays the first mock case with the commands that people type, so that it teaches them.
struct DemoCommand: Command {
  static let name = "demo"
  static let configuration = CommandConfiguration("demo", code: "demo")
  private static let story = "tijuana-2026"

  @OptionGroup var common: CommonOptions
  @Option(help: .text("help.demo.into", value: "help.value.folder")) var into: String?

  func report(in session: Session) throws -> Report {
    let story = try MockCase(builtIn: Self.story)
    let language = session.book.language
    let folder = session.surroundings.url(
      into ?? "precinto-demo-\(ProcessInfo.processInfo.processIdentifier)")
    let player = MockCasePlayer(story, in: folder, language: language)
    try player.prepare()
    let tell = common.isQuiet || common.isJSON ? { _ in } : session.surroundings.terminal.print
    tell("\(story.title.words(language))\n\(story.warning.words(language))")
    tell(session.book.words(for: Phrase("cli.demoFolder", ["path": folder.path])))
    let surprises = try player.play(tell: tell) { arguments, place, now in
      runner(in: session, folder: folder, place: place, now: now).run(
        arguments + ["--lang", language.rawValue])
    }
    let json: JSON = [
      "folder": .string(folder.path), "steps": JSON(story.steps.count),
      "surprises": .array(surprises.map { JSON($0) }),
      "bundle": .string(folder.appending(path: "court/TIJ-2026-0147.asice").path),
      "trust": .string(folder.appending(path: "court/trust").path),
    ]
    guard surprises.isEmpty else {
      let steps = surprises.map(String.init).joined(separator: ", ")
      return Report(json, exitStatus: .integrityFailed) {
        [$0.words(for: Phrase("cli.demoSurprise", ["steps": steps]))]
      }
    }
    return Report(json) { _ in ["", "── \(story.ending.words(language))"] }
  }

  /// Commands of the story meet its folder, its clock and its passphrases.
  private func runner(in session: Session, folder: URL, place: URL, now: Moment) -> CommandRunner {
    var surroundings = session.surroundings
    surroundings.folder = place
    surroundings.now = { now }
    surroundings.environment["PRECINTO_OFFICE"] = nil
    surroundings.environment["PRECINTO_PASSPHRASE_FILE"] =
      folder.appending(path: MockCasePlayer.passphraseFile).path
    surroundings.environment["PRECINTO_OFFICE_PASSPHRASE_FILE"] =
      folder.appending(path: MockCasePlayer.officePassphraseFile).path
    if common.isQuiet || common.isJSON {
      surroundings.terminal.output = { _ in }
      surroundings.terminal.errors = { _ in }
    }
    return CommandRunner(surroundings: surroundings)
  }
}
