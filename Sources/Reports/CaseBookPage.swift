import Foundation
public import Phrasebook

/// A trainer's book for one mock case, as a page that prints well on Letter and A4.
public struct CaseBookPage: Sendable {
  public struct Step: Sendable {
    public var says: String?
    public var command: String

    public init(says: String?, command: String) {
      self.says = says
      self.command = command
    }
  }

  public struct Flaw: Sendable {
    public var name: String
    public var what: String
    public var hint: String
    /// What it raises, one text for each place where it can be planted.
    public var places: [String]
    public var cure: String
    public var citations: [String]

    public init(
      name: String, what: String, hint: String, places: [String], cure: String,
      citations: [String]
    ) {
      self.name = name
      self.what = what
      self.hint = hint
      self.places = places
      self.cure = cure
      self.citations = citations
    }
  }

  public var language: Language
  public var title: String
  public var warning: String
  public var facts: [String]
  public var brief: String
  public var debrief: String
  public var steps: [Step]
  public var flaws: [Flaw]

  public init(
    language: Language, title: String, warning: String, facts: [String], brief: String,
    debrief: String, steps: [Step], flaws: [Flaw]
  ) {
    self.language = language
    self.title = title
    self.warning = warning
    self.facts = facts
    self.brief = brief
    self.debrief = debrief
    self.steps = steps
    self.flaws = flaws
  }

  /// The page: no script, no network.
  public var html: String {
    let book = Phrasebook.of(language)
    var values: [String: Any] = [
      "language": language.rawValue, "title": title, "warning": warning, "facts": facts,
      "brief": brief, "debrief": debrief, "flaws": flaws.map(\.values),
      "steps": steps.map { step -> [String: Any] in
        var values: [String: Any] = ["command": step.command]
        values["says"] = step.says
        return values
      },
    ]
    for word in ["book", "brief", "debrief", "how", "story", "flaws", "hint", "raises", "cure"] {
      values["\(word)Word"] = book.words("training.book.\(word)")
    }
    values["howText"] = book.words("training.book.howText")
    return Page.filled("casebook.html", with: values)
  }
}

extension CaseBookPage.Flaw {
  fileprivate var values: [String: Any] {
    [
      "name": name, "what": what, "hint": hint, "places": places, "cure": cure,
      "citations": citations,
    ]
  }
}
