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
    var player = MockCasePlayer(story, in: folder, language: language)
    try player.prepare()
    let tell = common.isQuiet || common.isJSON ? { _ in } : session.surroundings.terminal.print
    tell("\(story.title.words(language))\n\(story.warning.words(language))")
    tell(session.book.words(for: Phrase("cli.demoFolder", ["path": folder.path])))
    let runner = StoryRunner(
      surroundings: session.surroundings, folder: folder, language: language,
      isShown: !common.isQuiet && !common.isJSON)
    let surprises = try player.play(tell: tell) { try runner.run($0, in: $1, at: $2) }
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
}
