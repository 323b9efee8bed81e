import Integrity
public import Phrasebook

/// An original and its redacted copy side by side, for the person with the right to see both.
public struct ReviewPage: Sendable {
  /// A piece of a text: shown, or withheld.
  public struct Span: Sendable {
    public var text: String
    public var isWithheld: Bool
    /// Why; nothing for what is shown.
    public var reason: String

    public init(text: String, isWithheld: Bool, reason: String) {
      self.text = text
      self.isWithheld = isWithheld
      self.reason = reason
    }
  }

  public enum Content: Sendable {
    case text(original: [Span], copy: [Span])
    /// Pictures as PNG.
    case pictures(original: [UInt8], copy: [UInt8])
    /// Nothing of the file is given.
    case withheld(reasons: String)
    /// The file is given as it is.
    case whole
  }

  public struct File: Sendable {
    public var name: String
    public var content: Content

    public init(name: String, content: Content) {
      self.name = name
      self.content = content
    }
  }

  public var language: Language
  public var title: String
  public var facts: [String]
  public var files: [File]

  public init(language: Language, title: String, facts: [String], files: [File]) {
    self.language = language
    self.title = title
    self.facts = facts
    self.files = files
  }

  /// The page: no script, no network.
  public var html: String {
    let book = Phrasebook.of(language)
    return Page.filled(
      "review.html",
      with: [
        "language": language.rawValue, "title": title, "facts": facts,
        "warning": book.words("review.warning"),
        "files": files.map { $0.values(book) },
      ])
  }
}

extension ReviewPage.File {
  fileprivate func values(_ book: Phrasebook) -> [String: Any] {
    switch content {
    case .text(let original, let copy):
      return [
        "name": name,
        "text": [
          "original": original.map(\.values), "copy": copy.map(\.values),
          "original_title": book.words("review.original"), "copy_title": book.words("review.copy"),
        ],
      ]
    case .pictures(let original, let copy):
      return [
        "name": name,
        "pictures": [
          "original": Base64.standard.text(of: original), "copy": Base64.standard.text(of: copy),
          "original_title": book.words("review.original"), "copy_title": book.words("review.copy"),
        ],
      ]
    case .withheld(let reasons):
      return [
        "name": name, "note": book.words(for: Phrase("review.withheld", ["reasons": reasons])),
      ]
    case .whole: return ["name": name, "note": book.words("review.whole")]
    }
  }
}

extension ReviewPage.Span {
  fileprivate var values: [String: Any] {
    isWithheld ? ["withheld": ["text": text, "reason": reason]] : ["shown": text]
  }
}
