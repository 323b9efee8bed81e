public import Foundation

/// A command-line session written down: what is typed, and what must be seen.
///
///     $ precinto custody receive I-1 --seal S9 --as per-01
///     2> /does not fit what is on record/
///     ? 2
///
/// After `$ precinto` come its arguments; after `! ` a line for the shell that prepares things. Plain lines must be in
/// standard output, in that order; a line in slashes is a regular expression. `2> /…/` must match standard error; `?`
/// is the exit status, 0 unless given. `env NAME=value` holds from there on; `#` begins a comment. `{evidence}` is the
/// folder of the evidence files of the first mock case, `{files}` that of the sessions' own files, `{program}` our
/// program for lines of the shell, `{here}` the folder that the session runs in.
public struct Session: Sendable, CustomStringConvertible {
  public enum Action: Sendable {
    case precinto([String])
    case shell(String)
    case environment(name: String, value: String)
  }

  public struct Step: Sendable {
    public var line: Int
    public var action: Action
    public var output: [String] = []
    public var errors: [String] = []
    public var status: Int32 = 0
  }

  public let description: String
  public private(set) var steps: [Step] = []

  public init(_ url: URL) throws {
    description = url.lastPathComponent
    let text = try String(contentsOf: url, encoding: .utf8)
      .replacing("{evidence}", with: Self.evidence.path)
      .replacing("{program}", with: Tool.precinto.path)
      .replacing("{files}", with: url.deletingLastPathComponent().appending(path: "files").path)
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    where !line.isEmpty && !line.hasPrefix("#") {
      read(String(line), number: index + 1)
    }
    precondition(!steps.isEmpty, "\(description) holds no steps, so it tests nothing")
  }

  public static let evidence = Repository.root.appending(
    path: "Sources/Training/Embedded/tijuana-2026/evidence")

  private mutating func read(_ line: String, number: Int) {
    if line.hasPrefix("$ precinto") {
      steps.append(Step(line: number, action: .precinto(Self.words(String(line.dropFirst(10))))))
    } else if line.hasPrefix("! ") {
      steps.append(Step(line: number, action: .shell(String(line.dropFirst(2)))))
    } else if line.hasPrefix("env ") {
      let parts = line.dropFirst(4).split(separator: "=", maxSplits: 1).map(String.init)
      steps.append(Step(line: number, action: .environment(name: parts[0], value: parts[1])))
    } else if line.hasPrefix("2> /") {
      steps[steps.count - 1].errors.append(String(line.dropFirst(4).dropLast()))
    } else if line.hasPrefix("? ") {
      steps[steps.count - 1].status = Int32(line.dropFirst(2)) ?? -1
    } else {
      steps[steps.count - 1].output.append(line)
    }
  }

  /// Splits as a shell does: spaces part words, double quotes keep them together.
  static func words(_ line: String) -> [String] {
    var words: [String] = []
    var word: String?
    var isQuoted = false
    for character in line {
      switch character {
      case "\"":
        isQuoted.toggle()
        word = word ?? ""
      case " " where !isQuoted:
        if let done = word { words.append(done) }
        word = nil
      default: word = (word ?? "") + String(character)
      }
    }
    return words + (word.map { [$0] } ?? [])
  }

  /// What differs between the session and what happens; empty when they agree.
  public func differences() throws -> [String] {
    let folder = try TemporaryFolder()
    var environment: [String: String] = [:]
    var differences: [String] = []
    for step in steps {
      let result: ToolResult
      switch step.action {
      case .environment(let name, let value):
        environment[name] = value.replacing("{here}", with: folder.url.path)
        continue
      case .shell(let line):
        result = try Tool("/bin/sh").run(["-c", line], in: folder.url, environment: environment)
      case .precinto(let arguments):
        result = try Tool.precinto.run(arguments, in: folder.url, environment: environment)
      }
      differences += step.differences(from: result).map { "\(description):\(step.line): \($0)" }
    }
    return differences
  }
}

extension Session.Step {
  fileprivate func differences(from result: ToolResult) -> [String] {
    var found: [String] = []
    if result.status != status {
      found.append("ended with \(result.status), not \(status): \(result.output)\(result.errors)")
    }
    var rest = result.output.split(separator: "\n", omittingEmptySubsequences: false)[...]
    for line in output {
      guard let place = rest.firstIndex(where: { Self.matches(String($0), line) }) else {
        found.append("no line \"\(line)\" in: \(result.output)")
        continue
      }
      rest = rest[(place + 1)...]
    }
    for pattern in errors
    where (try? Regex(pattern)).map({ result.errors.contains($0) }) != true {
      found.append("no \(pattern) in: \(result.errors)")
    }
    return found
  }

  private static func matches(_ text: String, _ expected: String) -> Bool {
    guard expected.hasPrefix("/"), expected.hasSuffix("/"), expected.count > 2 else {
      return text == expected
    }
    return (try? Regex(String(expected.dropFirst().dropLast()))).map { text.contains($0) } ?? false
  }
}
