// Rules as data: what a court asks of evidence, with the law that says so, in a file that a lawyer can change.

public import Custody
public import Integrity
public import Phrasebook

/// What a violation means for the item.
public enum Severity: String, Codable, CaseIterable, Sendable {
  /// Unusable, or unlawful as recorded.
  case block
  /// A formality that can still be supplied.
  case cure
  /// Argued as weight.
  case weight
  case info
}

/// Who can say whether a rule is met.
public enum RuleMode: String, Codable, CaseIterable, Sendable {
  /// The record shows it.
  case record
  /// A named person must state it.
  case attestation
  /// Nobody but a court or a lawyer: shown as a question, never answered.
  case judgement
}

/// How sure the pack's author is of a citation.
public enum CitationMark: String, Codable, CaseIterable, Sendable {
  /// The text was read at its source.
  case verified = "V"
  /// Read in part, or through a secondary source.
  case partly = "v"
  /// General knowledge, not verified.
  case unverified = "K"
  /// A proposal of the pack's authors, not law.
  case proposal = "D"
}

extension CitationMark {
  /// The mark as a word, for codes of sentences.
  public var word: String {
    switch self {
    case .verified: "verified"
    case .partly: "partly"
    case .unverified: "unverified"
    case .proposal: "proposal"
    }
  }
}

/// Where a rule comes from.
public struct Citation: Codable, Hashable, Sendable {
  public let instrument: String
  public let article: String
  public let url: String
  public let mark: CitationMark
  /// The day on which the text was read.
  public let read: String
  public let note: String?
}

/// Rows of the tables that rules ask about, by table; what a row leaves out is NULL.
public typealias ExampleRows = [String: [[String: String?]]]

/// One thing that a court asks of evidence.
public struct Rule: Decodable, Sendable {
  public let id: RuleID
  public let severity: Severity
  public let mode: RuleMode
  public let citations: [Citation]
  /// What must be so.
  public let statement: PairedText
  /// What a person must state or judge; nil in mode ``RuleMode/record``.
  public let question: PairedText?
  /// What to do next.
  public let cure: PairedText
  /// A query over the tables of `docs/views.md` with a row (item, event, detail) for each violation.
  public let sql: String
  /// The same with a row for each thing that is missing to decide it.
  public let unknown: String?
  /// Rows of a case in which nothing violates it.
  public let passes: ExampleRows
  /// Rows of a case in which something does.
  public let fails: ExampleRows

  enum CodingKeys: String, CodingKey, CaseIterable {
    case id, severity, mode, citations, statement, question, cure, sql, unknown, passes, fails
  }

  /// Whether no citation was read at its source, not even in part.
  public var isUnverified: Bool {
    citations.allSatisfy { $0.mark == .unverified || $0.mark == .proposal }
  }
}

/// A forum's rules, or some that several forums share.
public struct RulePack: Sendable {
  public let id: PackID
  public let version: String
  /// The forums in which it is asked.
  public let forums: [Forum]
  public let title: PairedText
  public let rules: [Rule]
  /// SHA-256 of the file.
  public let digest: Digest

  public var use: PackUse { PackUse(id: id, version: version, digest: digest) }
}
