public import Foundation
import Glibc

/// What a program printed, and how it ended.
public struct ToolResult: Sendable {
  public let output: String
  public let errors: String
  public let status: Int32
}

/// Runs programs: ours as a user would, and those that others wrote.
public struct Tool: Sendable {
  public let path: String

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

  /// Runs the program with a fixed environment besides what `environment` adds.
  ///
  /// Output goes through files, so that no full pipe can stop it. Spawned directly: Foundation's `Process` waits on
  /// the run loop of its thread, and threads of the test pool have none.
  public func run(
    _ arguments: [String], in folder: URL, environment: [String: String] = [:]
  ) throws -> ToolResult {
    let scratch = try TemporaryFolder()
    let base = [
      "LANG": "C.UTF-8", "TZ": "UTC", "HOME": scratch.url.path,
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
    ]
    let variables = base.merging(environment) { $1 }.map { "\($0.key)=\($0.value)" }
    let words = ["env", "-i", "-C", folder.path] + variables + [path] + arguments
    let status = try spawn(
      "/usr/bin/env", words, output: scratch.path("out"), errors: scratch.path("err"))
    let texts = ["out", "err"].map { name in
      String(
        decoding: FileManager.default.contents(atPath: scratch.path(name)) ?? Data(),
        as: UTF8.self)
    }
    return ToolResult(output: texts[0], errors: texts[1], status: status)
  }

  private func spawn(_ program: String, _ words: [String], output: String, errors: String) throws
    -> Int32
  {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT, 0o600)
    var pointers = words.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    var child: pid_t = 0
    // Threads of a pool block signals, which a shell needs for waiting.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    let failure = posix_spawn(&child, program, &actions, &attributes, &pointers, environ)
    guard failure == 0 else { throw SpawnError(code: failure) }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    // The low seven bits are the signal that ended it; the next byte its exit status.
    return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
  }
}

/// A program could not be started.
struct SpawnError: Error {
  let code: Int32
}
