import Foundation
public import Phrasebook

/// What a training class did, as a page that prints well on Letter and A4.
public struct ClassPage: Sendable {
  /// How many of a hundred missed a flaw.
  public struct Bar: Sendable {
    public var name: String
    public var percent: Int
    /// How many met it.
    public var count: Int

    public init(name: String, percent: Int, count: Int) {
      self.name = name
      self.percent = percent
      self.count = count
    }
  }

  private static let columns = [
    "trainee", "case", "role", "seed", "points", "found", "falseAlarms", "hints", "minutes",
    "state",
  ]

  public var language: Language
  /// Rows under the headings `training.column.…`.
  public var trainees: [[String]]
  public var bars: [Bar]
  public var problems: [String]

  public init(language: Language, trainees: [[String]], bars: [Bar], problems: [String]) {
    self.language = language
    self.trainees = trainees
    self.bars = bars
    self.problems = problems
  }

  /// The page: no script, no network.
  public var html: String {
    let book = Phrasebook.of(language)
    var values: [String: Any] = [
      "language": language.rawValue, "title": book.words("training.class.title"),
      "warning": book.words("training.fictional"),
      "headings": Self.columns.map { book.words("training.column.\($0)") },
      "rows": trainees.map { ["cells": $0] }, "missed": book.words("training.class.missed"),
      "missedNote": book.words("training.class.missedNote"),
      "bars": bars.map {
        ["name": $0.name, "percent": "\($0.percent)", "count": "\($0.count)"]
      },
    ]
    if !problems.isEmpty {
      values["unread"] = ["title": book.words("training.class.unread"), "lines": problems]
    }
    return Page.filled("class.html", with: values)
  }
}
