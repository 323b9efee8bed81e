import Phrasebook
import ArgumentParser
import Foundation
import Integrity

/// The program.
@main
struct Precinto: ParsableCommand {
  static let version = "0.1.0"

  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "precinto", abstract: HelpLanguage.book.words("help.precinto"),
      discussion: HelpLanguage.book.words("help.precinto.examples"), version: version,
      subcommands: [
        OfficeCommands.self, PersonCommands.self, CaseCommands.self, ItemCommands.self,
        CustodyCommands.self, SealCommands.self, ExamCommands.self, BallisticCommands.self,
        TraceCommands.self, AuthorityCommands.self, PartyCommands.self,
        RedactCommands.self, DataCommands.self, CheckCommands.self, PaperCommands.self,
        EventCommands.self,
        LedgerCommands.self, BundleCommands.self, VerifyCommand.self, DemoCommand.self,
        TrainCommands.self,
      ])
  }

  static func main() {
    Interruption.watch()
    ProcessMemory.keepPrivate()
    let status = CommandRunner(surroundings: .ofProcess()).run(
      Array(CommandLine.arguments.dropFirst()))
    Foundation.exit(status.rawValue)
  }
}
