import Foundation
public import Phrasebook

/// What a check found, as a page that prints well on Letter and A4.
public struct CheckPage: Sendable {
  /// One rule that somebody has to look at.
  public struct Entry: Sendable {
    public var rule: String
    public var severity: String
    public var severityWord: String
    public var outcome: String
    public var forums: String
    public var statement: String
    public var question: String?
    public var cure: String
    public var citations: [Citation]
    public var findings: [String]

    public init(
      rule: String, severity: String, severityWord: String, outcome: String, forums: String,
      statement: String, question: String?, cure: String, citations: [Citation], findings: [String]
    ) {
      self.rule = rule
      self.severity = severity
      self.severityWord = severityWord
      self.outcome = outcome
      self.forums = forums
      self.statement = statement
      self.question = question
      self.cure = cure
      self.citations = citations
      self.findings = findings
    }
  }

  public struct Citation: Sendable {
    public var text: String
    public var url: String
    /// How sure the citation is; empty when it was read at its source.
    public var caution: String

    public init(text: String, url: String, caution: String) {
      self.text = text
      self.url = url
      self.caution = caution
    }
  }

  /// What is about one item, or about the whole case.
  public struct Group: Sendable {
    public var title: String
    public var entries: [Entry]

    public init(title: String, entries: [Entry]) {
      self.title = title
      self.entries = entries
    }
  }

  public var language: Language
  public var title: String
  public var subtitle: String
  public var counts: String
  /// Headings and cells of the table that sets forums side by side.
  public var headings: [String]
  public var rows: [[String]]
  public var groups: [Group]

  public init(
    language: Language, title: String, subtitle: String, counts: String, headings: [String],
    rows: [[String]], groups: [Group]
  ) {
    self.language = language
    self.title = title
    self.subtitle = subtitle
    self.counts = counts
    self.headings = headings
    self.rows = rows
    self.groups = groups
  }

  /// The page: no script, no network, readable in print.
  public var html: String {
    let book = Phrasebook.of(language)
    return Page.filled(
      "check.html",
      with: [
        "language": language.rawValue, "title": title, "subtitle": subtitle, "counts": counts,
        "headings": headings, "rows": rows.map { ["cells": $0] },
        "advice": book.words("check.advice"), "cureWord": book.words("check.cure"),
        "groups": groups.map { group -> [String: Any] in
          ["title": group.title, "entries": group.entries.map(\.values)]
        },
      ])
  }
}

extension CheckPage.Entry {
  fileprivate var values: [String: Any] {
    var values: [String: Any] = [
      "rule": rule, "severity": severity, "severityWord": severityWord, "outcome": outcome,
      "forums": forums, "statement": statement, "cure": cure, "findings": findings,
      "citations": citations.map { ["text": $0.text, "url": $0.url, "caution": $0.caution] },
    ]
    if let question { values["question"] = question }
    return values
  }
}
