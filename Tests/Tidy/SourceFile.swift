import Foundation
import TestSupport

/// One Swift source, and the rules of style that can be checked on its text.
struct SourceFile: Sendable, CustomStringConvertible {
  let description: String
  let text: String
  /// The text without comments and strings, line by line.
  private let code: [String]

  init(description: String, text: String) {
    self.description = description
    self.text = text
    code = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      if line.drop(while: { $0 == " " }).hasPrefix("//") { return "" }
      // What stands between quotes is every second part.
      let parts = line.replacing("\\\"", with: "").split(
        separator: "\"", omittingEmptySubsequences: false)
      return stride(from: 0, to: parts.count, by: 2).map { parts[$0] }.joined(separator: "\"\"")
    }
  }

  var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

  /// The room that the file belongs to.
  var room: String { description.split(separator: "/").dropFirst().first.map(String.init) ?? "" }

  static func all(below folder: String) throws -> [SourceFile] {
    try Repository.files(below: folder, ending: ".swift").map { url in
      SourceFile(
        description: String(url.path.dropFirst(Repository.root.path.count + 1)),
        text: try String(contentsOf: url, encoding: .utf8))
    }
  }
}

extension SourceFile {
  static let lineLimit = 500
  static let functionLineLimit = 60

  /// Calls that no source may make, and what to do instead.
  static let bannedCalls: [(text: String, instead: String)] = [
    ("try!", "throw"), ("as!", "as?"), ("@unchecked Sendable", "a value or a Mutex"),
    ("nonisolated(unsafe)", "a value or a Mutex"), ("Task.detached", "structured tasks"),
    ("Date()", "a time that is passed in"), ("Date.now", "a time that is passed in"),
  ]

  func bannedCallsMade() -> [String] {
    Self.bannedCalls.filter { banned in code.contains { $0.contains(banned.text) } }
      .map { "\(description): \($0.text): use \($0.instead)" }
  }

  /// Whether `print(` is called: only the program's terminal prints.
  var printsByItself: Bool {
    !text.contains("func print(")
      && code.contains { $0.firstMatch(of: /(^|[^.\w])print\(/) != nil }
  }

  /// The modules that are imported, whichever way.
  var imports: Set<String> {
    let statement =
      /(?m)^ *(?:@\w+ +)*(?:\w+ +)?import +(?:(?:struct|class|enum|protocol|func|let|var) +)?(\w+)/
    return Set(text.matches(of: statement).map { String($0.output.1) })
  }

  /// Whether SQL stands in the code.
  var holdsSQL: Bool {
    text.contains(/\b(SELECT .+ FROM|INSERT INTO|UPDATE \w+ SET|DELETE FROM|CREATE TABLE)\b/)
  }
}
