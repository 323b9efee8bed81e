import BoundedYAML
public import Custody
import Foundation
public import Integrity
public import Phrasebook
import Yams

/// What one audience does not see, and why: a profile of rules.
public struct Profile: Sendable {
  /// The most bytes and rules of a profile.
  static let byteLimit = 1 << 20
  static let ruleLimit = 200
  static let valueLimit = 20_000

  public let id: PackID
  public let version: String
  public let title: PairedText
  public let audience: PairedText
  public let forums: [Forum]
  /// Facts of events that the audience does not see whatever they hold, by their names.
  public let withheldFacts: [String]
  public let rules: [WithholdingRule]
  /// SHA-256 of the file: goes into the event of every redaction made by it.
  public let digest: Digest

  public var use: PackUse { PackUse(id: id, version: version, digest: digest) }
}

/// One rule: what is withheld, in which form, why, and who may lift it.
public struct WithholdingRule: Decodable, Sendable {
  public let id: String
  public let withhold: Target
  public let form: WithholdingForm
  public let severity: Severity
  public let reason: Reason
  public let basis: Basis
  /// Who decides.
  public let authority: PairedText
  /// What lifts it.
  public let lift: PairedText
  /// The day by which somebody looks at it again; nothing is ever disclosed by itself.
  public let review: String?
  /// The day after which it withholds nothing new.
  public let expires: String?
  public let exceptions: [PairedText]?

  /// Whether it has not expired by that day.
  func isInForce(on day: String) -> Bool { expires.map { day <= $0 } ?? true }

  /// What a rule is about: any of these.
  public struct Target: Decodable, Sendable {
    /// Persons of the case by what they are in it.
    public let roles: [PartyRole]?
    /// Kinds of identifiers, such as `phone`.
    public let identifiers: [String]?
    /// Columns of tables and names in JSON.
    public let fields: [String]?
    /// Whole files by their format: `picture`, `text`, `audio`, `video`, `document`, `archive`, `other`.
    public let media: [String]?
    /// Whole items by their id, or `*`.
    public let items: [String]?
  }

  public enum Severity: String, Decodable, Sendable { case block, cure, info }

  /// The code on the black box, and what it means.
  public struct Reason: Decodable, Sendable {
    public let code: String
    public let en: String
    public let es: String
  }

  public struct Basis: Decodable, Sendable {
    public let law: String
    public let url: String
  }
}

/// What stays of something withheld.
public enum WithholdingForm: String, Codable, CaseIterable, Comparable, Sendable {
  /// Nothing.
  case full
  /// Nothing; the kind of thing stands in its place.
  case category
  /// Nothing; the same made-up name stands in its place throughout.
  case pseudonym
  case initials
  case lastFour = "last-four"
  case year
  case municipality

  /// Whether what stays is a part of the original, and so proven.
  public var isProven: Bool {
    switch self {
    case .full, .initials, .lastFour, .year, .municipality: true
    case .category, .pseudonym: false
    }
  }

  /// The stricter form comes first: where several rules meet, it counts.
  public static func < (one: WithholdingForm, other: WithholdingForm) -> Bool {
    one.strictness < other.strictness
  }

  private var strictness: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

extension Profile {
  /// Those that come with the program, in the order of their ids.
  public static func builtIn() throws -> [Profile] { try shipped.get() }

  private static let shipped = Result {
    try Embedded.base64.keys.filter { $0.hasPrefix("profiles/") }.sorted().map {
      try Profile(Array(Texts.embedded($0).utf8), named: $0)
    }
  }

  /// Reads a profile; `name` is what errors call it.
  ///
  /// - Throws: ``DetectorError/malformed(name:detail:)`` when it is not one.
  public init(_ bytes: [UInt8], named name: String) throws {
    guard bytes.count <= Self.byteLimit else {
      throw DetectorError.malformed(name: name, detail: "> \(Self.byteLimit)")
    }
    let file: ProfileFile
    do {
      let text = String(decoding: bytes, as: UTF8.self)
      guard let node = try BoundedYAML.document(text, valueLimit: Self.valueLimit) else {
        throw DetectorError.malformed(name: name, detail: "> \(Self.valueLimit)")
      }
      file = try YAMLDecoder().decode(ProfileFile.self, from: node)
    } catch let error as DetectorError {
      throw error
    } catch { throw DetectorError.malformed(name: name, detail: "\(error)") }
    guard file.rules.count <= Self.ruleLimit else {
      throw DetectorError.malformed(name: name, detail: "rules > \(Self.ruleLimit)")
    }
    let kinds = Set(Detector.kinds)
    for rule in file.rules {
      for kind in rule.withhold.identifiers ?? [] where !kinds.contains(kind) {
        throw DetectorError.malformed(name: name, detail: "\(rule.id): \(kind)")
      }
    }
    id = file.id
    version = file.version
    title = file.title
    audience = file.audience
    forums = file.forums
    withheldFacts = file.withheldFacts ?? []
    rules = file.rules
    digest = Digest(of: bytes)
  }

  /// The rule that withholds what a hit is; of several, the one with the strictest form.
  ///
  /// `day`: nil for rules whether they have expired or not.
  public func rule(for hit: Hit, of parties: [Party], on day: String? = nil) -> WithholdingRule? {
    rules.filter { rule in
      guard day.map(rule.isInForce) ?? true else { return false }
      if hit.source.hasPrefix("party:") {
        let id = hit.source.dropFirst(6)
        guard let party = parties.first(where: { $0.id == id }) else { return false }
        return rule.withhold.roles?.contains(party.role) ?? false
      }
      return rule.withhold.identifiers?.contains(hit.kind) ?? false
    }.min { $0.form < $1.form }
  }

  /// What the rules except, each once: a person weighs it, the program does not.
  public var exceptions: [PairedText] {
    rules.flatMap { $0.exceptions ?? [] }.reduce(into: []) { all, text in
      if !all.contains(text) { all.append(text) }
    }
  }

  /// The parties whose names the audience does not see.
  public func withheldParties(_ parties: [Party]) -> [Party] {
    parties.filter { party in
      rules.contains { $0.withhold.roles?.contains(party.role) ?? false }
    }
  }
}

private struct ProfileFile: Decodable {
  let id: PackID
  let version: String
  let title: PairedText
  let audience: PairedText
  let forums: [Forum]
  let withheldFacts: [String]?
  let rules: [WithholdingRule]

  enum CodingKeys: String, CodingKey {
    case id, version, title, audience, forums, rules
    case withheldFacts = "withheld-facts"
  }
}
