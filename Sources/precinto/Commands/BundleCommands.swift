// `precinto bundle`: packing items for a court.

import ArgumentParser
import Bundles
import Casework
import Custody
import Integrity
import Phrasebook

struct BundleCommands: ParsableCommand {
  static let configuration = CommandConfiguration(
    "bundle", code: "bundle", subcommands: [BundleCreate.self])
}

struct BundleCreate: Command {
  static let name = "bundle.create"
  static let configuration = CommandConfiguration("create", code: "bundle.create")

  @OptionGroup var common: CommonOptions
  @OptionGroup var acting: ActingOptions
  @Argument(help: .text("help.case.id")) var caseID: CaseID
  @Option(parsing: .upToNextOption, help: .text("help.bundle.items")) var items: [ItemID] = []
  @Option(name: .customLong("for"), help: .text("help.bundle.for")) var court: String
  @Option(name: .customLong("paper"), help: .text("help.bundle.paper")) var papers: [String] = []
  @Option(help: .text("help.bundle.profile")) var profile: String?
  @Option(name: .shortAndLong, help: .text("help.bundle.output", value: "help.value.file"))
  var output: String
  @OptionGroup var replacing: ReplacingOptions

  func report(in session: Session) throws -> Report {
    let file = try Output(output, replacing, in: session)
    let office = try session.office(acting.office, acting.keys)
    let made = try file.withPath { path in
      let order = BundleOrder(
        caseID: caseID, items: items.isEmpty ? nil : items, court: court, path: path,
        existing: replacing.existing, programVersion: Precinto.version, papers: papers,
        profile: try profile.map { try office.profile($0) })
      return try office.createBundle(order, by: acting.as)
    }
    let facts = [
      "path": output, "items": "\(made.itemCount)", "files": "\(made.fileCount)",
      "events": "\(made.eventCount)", "manifest": "\(made.seal.manifest)",
    ]
    return file.report(
      [
        "path": file.json, "items": JSON(made.itemCount), "files": JSON(made.fileCount),
        "events": JSON(made.eventCount), "manifest": made.seal.manifest.json,
        "signature": made.seal.signature.json,
      ], Phrase("cli.bundled", facts))
  }
}
