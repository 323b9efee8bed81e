public import Foundation

/// What a program printed, and how it ended.
public struct ToolResult: Sendable {
  public let output: String
  public let errors: String
  public let status: Int32
}

/// Runs programs: ours as a user would, and those that others wrote.
public struct Tool: Sendable {
  private let path: String

  public init(_ path: String) { self.path = path }

  /// The program under test: named by PRECINTO_PROGRAM, else beside the tests.
  public static let precinto: Tool = {
    if let path = ProcessInfo.processInfo.environment["PRECINTO_PROGRAM"] { return Tool(path) }
    let folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    return Tool(folder.appending(path: "precinto").path)
  }()

  /// The program of that name on the usual paths, or nil.
  public static func named(_ name: String) -> Tool? {
    ["/usr/bin", "/usr/local/bin", "/bin"].map { "\($0)/\(name)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }.map(Tool.init)
  }

  /// Runs the program with a fixed environment besides what `environment` adds. Output goes through files, so that no
  /// full pipe can stop it.
  public func run(
    _ arguments: [String], in folder: URL, environment: [String: String] = [:]
  ) throws -> ToolResult {
    let scratch = try TemporaryFolder()
    let files = try ["out", "err"].map { name in
      try FileHandle(forWritingTo: URL(filePath: scratch.write("", to: name)))
    }
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    let base = [
      "LANG": "C.UTF-8", "TZ": "UTC", "HOME": scratch.url.path,
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
    ]
    process.environment = base.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = files[0]
    process.standardError = files[1]
    try process.run()
    process.waitUntilExit()
    for file in files { try file.close() }
    let texts = ["out", "err"].map { name in
      String(
        decoding: FileManager.default.contents(atPath: scratch.path(name)) ?? Data(),
        as: UTF8.self)
    }
    return ToolResult(output: texts[0], errors: texts[1], status: process.terminationStatus)
  }
}
