import Foundation
import TestSupport

/// The verification kit and the tools that are not ours, made by `.ci/conformance-tools.sh`.
enum Kit {
  static let folder = Repository.root.appending(path: ".build/kit")
  static let python = folder.appending(path: ".venv/bin/python").path

  /// In the gate a missing kit is a failure, elsewhere a reason to skip.
  static var isWanted: Bool {
    Repository.exists(folder.appending(path: "stamp"))
      || ProcessInfo.processInfo.environment["CI"] == "true"
  }

  /// The demonstration's folder, played once for all tests.
  static let demo = Result {
    let folder = try TemporaryFolder()
    let result = try Tool.precinto.run(["demo", "--into", "story", "--quiet"], in: folder.url)
    guard result.status == 0 else { throw KitError(result.output + result.errors) }
    return folder
  }

  static var bundle: String { get throws { try bundle(.whole) } }
  static func bundle(_ which: DemoBundle) throws -> String {
    try demo.get().path("story/court/\(which.rawValue).asice")
  }
  static var trust: String { get throws { try demo.get().path("story/court/trust") } }

  /// The demonstration's bundles, each unzipped once.
  private static let folders = DemoBundle.allCases.map { which in
    Result {
      let folder = try TemporaryFolder()
      guard let unzip = Tool.named("unzip") else { throw KitError("unzip is missing") }
      let result = try unzip.run(["-q", try bundle(which), "-d", "bag"], in: folder.url)
      guard result.status == 0 else { throw KitError(result.errors) }
      return folder
    }
  }

  static func unzipped(_ which: DemoBundle) throws -> TemporaryFolder {
    try folders[which == .whole ? 0 : 1].get()
  }

  static func run(_ arguments: [String]) throws -> ToolResult {
    try Tool(python).run(arguments, in: folder)
  }
}

/// The bundles that the demonstration makes.
enum DemoBundle: String, CaseIterable, Sendable {
  case whole = "TIJ-2026-0147"
  /// With a redacted item, and disclosures withheld.
  case redacted = "TIJ-2026-0147-V"
}

struct KitError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
