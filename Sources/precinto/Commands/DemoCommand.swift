import ArgumentParser
import Integrity
import Phrasebook

struct DemoCommand: Command {
  static let name = "demo"
  static let configuration = CommandConfiguration("demo", code: "demo")
  @OptionGroup var common: CommonOptions
  func report(in session: Session) throws -> Report { Report([], Phrase("cli.demo")) }
}
