import Integrity
import Phrasebook

/// What a command has to say: the same facts for programs and for people.
struct Report {
  /// The result for `--json`; see `schemas/command-output.json`.
  ///
  /// Made when it is asked for: some are large.
  var json: JSON {
    get { makeJSON() }
    set { makeJSON = { newValue } }
  }
  private var makeJSON: () -> JSON
  /// The lines for people, in their language.
  var lines: (Phrasebook) -> [String]
  var exitStatus = ExitStatus.done
  /// What goes to standard output instead of this report, which then goes to standard error.
  var product: (any ByteSource)?

  init(
    _ json: @autoclosure @escaping () -> JSON, exitStatus: ExitStatus = .done,
    lines: @escaping (Phrasebook) -> [String]
  ) {
    makeJSON = json
    self.exitStatus = exitStatus
    self.lines = lines
  }

  /// One sentence.
  init(_ json: @autoclosure @escaping () -> JSON, _ phrase: Phrase) {
    self.init(json()) { [$0.words(for: phrase)] }
  }
}

/// Rows under headings, in columns as wide as their widest cell.
struct Table {
  /// Codes of the headings.
  var headings: [String]
  var rows: [[String]]

  func lines(_ book: Phrasebook) -> [String] {
    let all = [headings.map { book.words($0) }] + rows
    let widths = headings.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
    return all.map { row in
      var line = ""
      for (cell, width) in zip(row, widths) {
        line += cell + String(repeating: " ", count: width - cell.count + 2)
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }
}

/// Text from elsewhere, made fit for one line of a terminal: control and direction characters shown, not obeyed.
func printable(_ text: String) -> String {
  text.unicodeScalars.reduce(into: "") { line, scalar in
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
      .unassigned:
      line += "\\u{\(String(scalar.value, radix: 16))}"
    default: line.unicodeScalars.append(scalar)
    }
  }
}
