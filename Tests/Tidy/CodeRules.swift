import Foundation

/// Rules that need to know what is code: how long a declaration is, what is said before it, what may stop the program.
extension SourceFile {
  /// Functions, initialisers and computed values that are longer than the limit.
  func longDeclarations(limit: Int = functionLineLimit) -> [String] {
    let code = SwiftCode(text)
    var found: [String] = []
    var brackets: [UInt8] = []
    var headerStart = 0
    for (place, byte) in code.bytes.enumerated() {
      switch byte {
      case UInt8(ascii: "("), UInt8(ascii: "["): brackets.append(byte)
      case UInt8(ascii: ")"), UInt8(ascii: "]"): _ = brackets.popLast()
      case UInt8(ascii: "{"):
        // A brace inside parentheses is an argument, and its header goes on after it.
        let isArgument = brackets.last.map { $0 != UInt8(ascii: "{") } ?? false
        brackets.append(byte)
        guard !isArgument else { continue }
        let header = String(decoding: code.bytes[headerStart..<place], as: UTF8.self)
        headerStart = place + 1
        guard let keyword = Self.declaredLast(in: header), let end = code.end(ofBracketAt: place)
        else { continue }
        let first = code.line(of: place) - keyword.linesBefore
        let count = code.line(of: end) - first + 1
        if count > limit { found.append("\(description):\(first): \(count) lines") }
      case UInt8(ascii: "}"):
        _ = brackets.popLast()
        if brackets.last.map({ $0 == UInt8(ascii: "{") }) ?? true { headerStart = place + 1 }
      default: break
      }
    }
    return found
  }

  /// The last keyword of a header, if it begins something that can be too long, and how many lines before the brace.
  private static func declaredLast(in header: String) -> (linesBefore: Int, Void)? {
    let keyword =
      /\b(func|init|deinit|subscript|var|let|struct|enum|class|extension|protocol|actor)\b/
      .wordBoundaryKind(.simple)
    guard let last = header.matches(of: keyword).last,
      ["func", "init", "deinit", "subscript", "var", "let"].contains(last.output.1)
    else { return nil }
    return (header[last.range.lowerBound...].count { $0 == "\n" }, ())
  }

  /// Whether the first thing after the imports is a comment; in an extension, the first of its members may have it.
  var opensWithItsPurpose: Bool {
    var rest = lines.map { $0.trimmingCharacters(in: .whitespaces) }
      .filter { !$0.isEmpty && $0.prefixMatch(of: /([@a-z]+ )*import\b/) == nil }[...]
    let opensExtension = /((public|private|fileprivate|package) )?extension\b/
    if rest.first?.prefixMatch(of: opensExtension) != nil {
      rest = rest.drop { !$0.hasSuffix("{") }.dropFirst()
    }
    return rest.first?.hasPrefix("//") ?? false
  }

  /// Marks of unfinished work, in code or in comments.
  func marksOfUnfinishedWork() -> [String] {
    lines.enumerated().filter { $0.element.firstMatch(of: /\b(TODO|FIXME|XXX|HACK)\b/) != nil }
      .map { "\(description):\($0.offset + 1)" }
  }

  /// Lines of code that were turned into comments.
  func codeInComments() -> [String] {
    let statement =
      /^\s*\/\/ ?(let|var|func|return|if|guard|for|import|try|struct|enum)\b.*([{};]|=.*\(.*\))\s*$/
    return lines.enumerated().filter { $0.element.firstMatch(of: statement) != nil }
      .map { "\(description):\($0.offset + 1)" }
  }

  /// Calls that end the program although nothing is impossible about how they are reached.
  func callsThatStopTheProgram() -> [String] {
    let code = SwiftCode(text)
    // Simple boundaries: to Unicode, a point between letters does not part words.
    let call = /\b(fatalError|assertionFailure|exit|abort)\s*\(/.wordBoundaryKind(.simple)
    return code.text.matches(of: call).map { match in
      let offset = code.text.utf8.distance(from: code.text.startIndex, to: match.range.lowerBound)
      return "\(description):\(code.line(of: offset)): \(match.output.1)"
    }
  }
}
