import Custody
import Foundation
import Phrasebook
import Signing
import Training

/// Runs the commands of a story in this process: they meet its folder, its clock and its passphrases.
struct StoryRunner {
  let surroundings: Surroundings
  /// The folder that the story is played in.
  let folder: URL
  let language: Language
  /// Whether a person sees what the commands print.
  let isShown: Bool

  /// Runs a command to its end, or throws ``Interrupted`` and leaves nothing of it.
  func run(_ arguments: [String], in place: URL, at clocks: StoryClocks) throws -> StepOutcome {
    try Interruption.check()
    var surroundings = surroundings
    let terminal = surroundings.terminal
    var output = ""
    var errors = ""
    surroundings.folder = place
    surroundings.now = { clocks.office }
    surroundings.timestampClock = { clocks.timestamps }
    surroundings.keyFileGuard = .training
    surroundings.environment["PRECINTO_OFFICE"] = nil
    surroundings.environment["PRECINTO_PASSPHRASE_FILE"] =
      folder.appending(path: MockCasePlayer.passphraseFile).path
    surroundings.environment["PRECINTO_OFFICE_PASSPHRASE_FILE"] =
      folder.appending(path: MockCasePlayer.officePassphraseFile).path
    surroundings.terminal.output = { text in
      output += text
      if isShown { terminal.output(text) }
    }
    surroundings.terminal.errors = { text in
      errors += text
      if isShown { terminal.errors(text) }
    }
    surroundings.terminal.isWatched = isShown && terminal.isWatched
    let status = CommandRunner(surroundings: surroundings).run(
      arguments + ["--lang", language.rawValue])
    guard status != .interrupted else { throw Interrupted() }
    return StepOutcome(status: status, output: output, errors: errors)
  }
}
