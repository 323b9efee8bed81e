public import Phrasebook

/// What makes a mock case a lesson: a clean story, flaws to plant in it, and what each of them raises.
///
/// Everything that people read is in both languages; names and numbers in braces vary with the seed.
public struct Exercise: Sendable, Decodable {
  public enum Kind: String, Sendable, Decodable, CaseIterable {
    case ballistic, digital
  }

  /// A bundle that goes to a court, and the folder by which the court judges it.
  public struct Delivery: Sendable, Hashable, Decodable {
    public let bundle: String
    public let trust: String
  }

  /// The newest form of a case that this version reads.
  public static let format = 1

  public let format: Int
  public let kind: Kind
  /// From 1, easy, to 3.
  public let difficulty: Int
  public let crossBorder: Bool
  /// The folder of the office, in the session's own.
  public let office: String
  /// The id of the case in that office.
  public let caseID: String
  public let delivery: Delivery?
  /// When the case is checked: the story's clock.
  public let checked: String
  public let brief: PairedText
  public let debrief: PairedText
  /// Names and numbers by placeholder; `#` stands for a digit.
  public let vary: [String: [String]]
  /// Built-in evidence files by the path that they get.
  public let evidence: [String: String]
  /// Files of the story that are texts.
  public let files: [String: String]
  /// The least and the most flaws that are planted.
  public let plant: [Int]
  public let flaws: [Flaw]
}

/// A mistake that can be planted in a story, and what must come to light.
public struct Flaw: Sendable, Decodable {
  public let id: String
  public let what: PairedText
  public let hint: PairedText
  /// How to cure it, where no rule says so: for what the verifier finds.
  public let cure: PairedText?
  /// Flaws that cannot be planted together with this one.
  public let excludes: [String]?
  public let places: [Place]

  /// One way to plant it.
  public struct Place: Sendable, Decodable {
    /// What is raised: `rule`, `rule@ITEM`, or the code of a verifier's finding.
    public let raises: [String]
    public let changes: [Change]
  }
}

/// One change of the clean story.
public struct Change: Sendable, Decodable {
  /// The step that is left out.
  public let drop: String?
  /// The step whose words or time change.
  public let edit: String?
  /// Words of that step's command that give way to ``with``.
  public let replace: String?
  /// What stands there instead.
  public let with: String?
  /// That step's new time.
  public let at: String?
  /// The time of that step by the timestamp authority's clock.
  public let stamped: String?
  /// The step after which ``steps`` happen.
  public let after: String?
  /// What happens besides.
  public let steps: [MockCase.Step]?
}

/// A rule, or a code of the verifier, with the item and the event that it is raised about.
public struct Objection: Hashable, Sendable, Comparable, CustomStringConvertible {
  public let rule: String
  public let item: String?
  public let event: String?

  public init(rule: String, item: String?, event: String? = nil) {
    self.rule = rule
    self.item = item
    self.event = event
  }

  /// As it is written in an answer key: `rule` or `rule@ITEM`.
  public init(_ text: String) {
    let parts = text.split(separator: "@", maxSplits: 1).map(String.init)
    self.init(rule: parts.first ?? "", item: parts.count > 1 ? parts.last : nil)
  }

  public var description: String { item.map { "\(rule)@\($0)" } ?? rule }
  /// The same, whichever event it is about.
  public var withoutEvent: Objection { Objection(rule: rule, item: item) }

  public static func < (one: Objection, other: Objection) -> Bool {
    (one.description, one.event ?? "") < (other.description, other.event ?? "")
  }
}
