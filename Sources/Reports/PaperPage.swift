public import Phrasebook

/// A court paper as a page, marked as a draft for signature, that prints well on Letter and A4.
public struct PaperPage: Sendable {
  /// A piece of a sentence: a fact, or what a person has to fill in.
  public enum Span: Sendable {
    case text(String)
    case blank(String)
  }

  public struct Section: Sendable {
    public var heading: String?
    public var paragraphs: [[Span]]
    public var columns: [String]
    public var rows: [[String]]
    public var hasTable: Bool

    public init(
      heading: String?, paragraphs: [[Span]], columns: [String], rows: [[String]], hasTable: Bool
    ) {
      self.heading = heading
      self.paragraphs = paragraphs
      self.columns = columns
      self.rows = rows
      self.hasTable = hasTable
    }
  }

  public var language: Language
  public var title: String
  public var basis: String
  public var sections: [Section]
  public var blankCount: Int
  /// From which record, and when.
  public var origin: String

  public init(
    language: Language, title: String, basis: String, sections: [Section], blankCount: Int,
    origin: String
  ) {
    self.language = language
    self.title = title
    self.basis = basis
    self.sections = sections
    self.blankCount = blankCount
    self.origin = origin
  }

  /// The page: no script, no network.
  public var html: String {
    let book = Phrasebook.of(language)
    return Page.filled(
      "paper.html",
      with: [
        "language": language.rawValue, "title": title, "basis": basis, "origin": origin,
        "draft": book.words("paper.draft"),
        "blanks": book.words(for: Phrase("paper.blanks", ["count": "\(blankCount)"])),
        "sections": sections.map { $0.values(cancelled: book.words("paper.cancelled")) },
      ])
  }
}

extension PaperPage.Section {
  fileprivate func values(cancelled: String) -> [String: Any] {
    var values: [String: Any] = [
      "paragraphs": paragraphs.map { ["spans": $0.map(\.values)] }, "columns": columns,
      "rows": rows.map { ["cells": $0] }, "hasTable": hasTable,
    ]
    if let heading { values["heading"] = heading }
    // Unused spaces of a custody record are cancelled, so that nothing can be written in later.
    if hasTable, rows.isEmpty { values["cancelled"] = cancelled }
    values["width"] = columns.count
    return values
  }
}

extension PaperPage.Span {
  fileprivate var values: [String: Any] {
    switch self {
    case .text(let text): ["text": text]
    case .blank(let text): ["blank": text]
    }
  }
}
