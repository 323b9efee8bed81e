// Papers for a court as data: what each says, and which facts of the record it is filled with. A fact that the record
// does not have is left as a marked blank, never made up.

public import Custody
import Foundation
public import Phrasebook
import Yams

/// A kind of paper, such as the certification under FRE 902(14).
public struct CourtPaper: Decodable, Sendable {
  public let id: String
  public let title: PairedText
  /// The law that asks for it.
  public let basis: String
  /// The languages in which courts take it; the other is a reading aid.
  public let language: String
  let sections: [Section]

  /// For which items a part is repeated.
  enum Each: String, Decodable, Sendable {
    /// All items of the paper.
    case item
    /// Those of which the record has digests.
    case digital
  }

  /// A part with a heading of its own.
  struct Section: Decodable, Sendable {
    /// nil: once.
    let each: Each?
    let heading: PairedText?
    /// A query whose one row gives the places of the text by its columns' names.
    let facts: String?
    /// Paragraphs parted by empty lines; `{name}` is a place.
    let text: PairedText?
    let table: Table?
  }

  /// Rows of the record under headings.
  struct Table: Decodable, Sendable {
    let columns: [Column]
    let rows: String
  }

  struct Column: Decodable, Sendable {
    let en, es: String
    /// The family of phrases that words the column's values, which are codes parted by commas; nil for plain texts.
    let words: String?

    var heading: PairedText { PairedText(en: en, es: es) }
  }
}

/// A paper filled from the record, in one language.
public struct FilledPaper: Sendable {
  /// A piece of a sentence: a fact, or what a person has to fill in.
  public enum Span: Hashable, Sendable {
    case text(String)
    case blank(String)
  }

  public struct Section: Sendable {
    public var heading: String?
    public var paragraphs: [[Span]]
    public var columns: [String]
    public var rows: [[String]]
    /// Whether there is a table at all.
    public var hasTable: Bool
  }

  public let title: String
  public let basis: String
  public let sections: [Section]

  /// How many places a person has to fill in.
  public var blankCount: Int {
    sections.flatMap(\.paragraphs).joined().count { if case .blank = $0 { true } else { false } }
  }
}

extension CourtPaper {
  /// The papers that come with the program, in the order of their ids.
  public static func all() throws -> [CourtPaper] {
    try Embedded.base64.keys.filter { $0.hasPrefix("papers/") }.sorted().map { name in
      try YAMLDecoder().decode(CourtPaper.self, from: Texts.embedded(name))
    }
  }

  /// The paper of that id.
  ///
  /// - Throws: ``PackError/paperUnknown(id:)``.
  public static func named(_ id: String) throws -> CourtPaper {
    guard let paper = try all().first(where: { $0.id == id }) else {
      throw PackError.paperUnknown(id: id)
    }
    return paper
  }

  /// Fills papers from one state of a case.
  ///
  /// `items`: what the papers are about; `facts`: what no table has, such as the office's name, by place.
  public static func fill(
    _ papers: [CourtPaper], from source: CaseSource, items: [ItemID], facts: [String: String],
    in languages: [Language]
  ) throws -> [FilledPaper] {
    let blanks = try YAMLDecoder().decode(
      [String: PairedText].self, from: Texts.embedded("paper-blanks.yaml"))
    let database = try RuleDatabase()
    let copy = try CaseCopy(source, into: database)
    try copy.fillUsual()
    try copy.fillRare(
      for: papers.flatMap(\.sections).flatMap { [$0.facts ?? "", $0.table?.rows ?? ""] })
    try copy.finish(forums: [])
    try database.restrict(to: items)
    return try papers.flatMap { paper in
      try languages.map { language in
        try PaperFiller(database: database, language: language, facts: facts, blanks: blanks)
          .fill(paper, items)
      }
    }
  }
}

/// Fills one paper in one language.
private struct PaperFiller {
  let database: RuleDatabase
  let language: Language
  let facts: [String: String]
  /// What a blank is for, by the name of its place.
  let blanks: [String: PairedText]

  func fill(_ paper: CourtPaper, _ items: [ItemID]) throws -> FilledPaper {
    let sections = try paper.sections.flatMap { section in
      switch section.each {
      case nil: [try fill(section, nil)]
      case .item: try items.map { try fill(section, "\($0)") }
      case .digital:
        try items.filter { try database.hasDigests("\($0)") }.map { try fill(section, "\($0)") }
      }
    }
    return FilledPaper(
      title: paper.title.words(language), basis: paper.basis, sections: sections)
  }

  private func fill(_ section: CourtPaper.Section, _ item: String?) throws -> FilledPaper.Section {
    var values = facts
    values["item"] = item
    if let query = section.facts {
      try database.eachNamed(query, item) { row in
        for (name, value) in row { values[name] = value }
      }
    }
    var rows: [[String]] = []
    if let table = section.table {
      let book = Phrasebook.of(language)
      try database.eachRow(table.rows, item, columnCount: table.columns.count) { row in
        rows.append(zip(table.columns, row).map { $0.text($1, book) })
      }
    }
    let text = section.text?.words(language) ?? ""
    return FilledPaper.Section(
      heading: section.heading.map { heading in
        heading.words(language).replacing("{item}", with: item ?? "")
      },
      paragraphs: text.split(separator: "\n\n").map { spans(String($0), values) },
      columns: section.table?.columns.map { $0.heading.words(language) } ?? [], rows: rows,
      hasTable: section.table != nil)
  }

  /// Parts a paragraph at its places.
  private func spans(_ paragraph: String, _ values: [String: String]) -> [FilledPaper.Span] {
    let line = paragraph.split(whereSeparator: \.isNewline).joined(separator: " ")
    var spans: [FilledPaper.Span] = []
    var rest = line[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      if open > rest.startIndex { spans.append(.text(String(rest[..<open]))) }
      let name = String(rest[rest.index(after: open)..<close])
      if let value = values[name], !value.isEmpty {
        spans.append(.text(value))
      } else {
        spans.append(.blank(blanks[name]?.words(language) ?? name))
      }
      rest = rest[rest.index(after: close)...]
    }
    if !rest.isEmpty { spans.append(.text(String(rest))) }
    return spans
  }
}

extension CourtPaper.Column {
  /// A cell in the words of the language.
  fileprivate func text(_ value: String, _ book: Phrasebook) -> String {
    guard let words else { return value }
    return value.split(separator: ",").map { code in
      book.wordsIfAny(for: Phrase("\(words).\(code)")) ?? String(code)
    }.joined(separator: ", ")
  }
}

extension RuleDatabase {
  /// Forgets what is about other items: a paper goes to those who see these alone.
  fileprivate func restrict(to items: [ItemID]) throws {
    let kept = items.map { "'\($0)'" }.joined(separator: ", ")
    for (table, columns) in try columns() where columns.contains("item") {
      try execute("DELETE FROM \(table) WHERE item IS NOT NULL AND item NOT IN (\(kept))")
    }
  }

  fileprivate func hasDigests(_ item: String) throws -> Bool {
    var isThere = false
    try each("SELECT 1 FROM hashes WHERE item = ? LIMIT 1", [item]) { _ in isThere = true }
    return isThere
  }

  /// Hands over rows as values by column; what is NULL is left out.
  fileprivate func eachNamed(
    _ sql: String, _ item: String?, _ body: ([String: String]) -> Void
  ) throws {
    try each(sql, item.map { [$0] } ?? []) { row in
      var values: [String: String] = [:]
      for column in 0..<row.columnCount { values[row.name(column)] = row.text(column) }
      body(values)
    }
  }

  /// Hands over rows as texts; NULL is a dash.
  fileprivate func eachRow(
    _ sql: String, _ item: String?, columnCount: Int, _ body: ([String]) -> Void
  ) throws {
    try each(sql, item.map { [$0] } ?? []) { row in
      body((0..<Int32(columnCount)).map { row.text($0) ?? "–" })
    }
  }
}
