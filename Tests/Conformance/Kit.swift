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

  static var bundle: String {
    get throws { try demo.get().path("story/court/TIJ-2026-0147.asice") }
  }
  static var trust: String { get throws { try demo.get().path("story/court/trust") } }

  /// The demonstration's bundle, unzipped once.
  static let unzipped = Result {
    let folder = try TemporaryFolder()
    guard let unzip = Tool.named("unzip") else { throw KitError("unzip is missing") }
    let result = try unzip.run(["-q", try bundle, "-d", "bag"], in: folder.url)
    guard result.status == 0 else { throw KitError(result.errors) }
    return folder
  }

  static func run(_ arguments: [String]) throws -> ToolResult {
    try Tool(python).run(arguments, in: folder)
  }
}

struct KitError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
