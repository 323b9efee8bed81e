/// A command line split into words, as a shell would: spaces part words, double quotes keep them together.
enum CommandLineWords {
  /// Returns nil when a quote is not closed.
  static func split(_ line: String) -> [String]? {
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
    guard !isQuoted else { return nil }
    return words + (word.map { [$0] } ?? [])
  }
}
