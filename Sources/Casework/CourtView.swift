import Admissibility
import Custody
import Integrity
import Ledger
import Redaction
import Signing

/// What one audience may see of the record: the same rules for events, pages, indexes and papers.
struct CourtView {
  private let profile: Profile?
  private let parties: [Party]
  private let scanner: IdentifierScanner?

  /// `profile`: nil for an audience that sees everything.
  init(_ profile: Profile?, parties: [Party]) {
    self.profile = profile
    self.parties = parties
    scanner = profile == nil ? nil : IdentifierScanner(parties: parties)
  }

  /// Whether a text holds nothing that the profile withholds.
  func mayShow(_ text: String) -> Bool {
    guard let profile, let scanner else { return true }
    // What cannot be scanned is not shown.
    guard let hits = try? scanner.hits(in: BytesInMemory(Array(text.utf8)), .text) else {
      return false
    }
    return hits.allSatisfy { profile.rule(for: $0, of: parties) == nil }
  }

  /// The text, or nothing where it holds something withheld.
  func shown(_ text: String?) -> String? { text.flatMap { mayShow($0) ? $0 : nil } }

  /// A report of a check with a box in place of every text that holds something withheld.
  func shown(_ report: CheckReport) throws -> CheckReport {
    profile == nil ? report : try CheckReport(boxed(report.json))
  }

  /// The text, or a box in its place.
  func boxed(_ text: String) -> String { mayShow(text) ? text : "█" }

  private func boxed(_ json: JSON) -> JSON {
    switch json {
    case .string(let text): .string(boxed(text))
    case .array(let values): .array(values.map(boxed))
    case .object(let members): .object(JSONObject(members.map { ($0.name, boxed($0.value)) }))
    default: json
    }
  }

  /// The event with the disclosures that the audience may see.
  ///
  /// Nothing is changed in it: a disclosure is left out as a whole.
  func shown(_ signed: SignedEvent) throws -> SignedEvent {
    guard let profile else { return signed }
    let isWithheldParty =
      signed.event.type == .partyRecord
      && (signed.event[.partyRole].map { role in
        profile.rules.contains { $0.withhold.roles?.contains(role) ?? false }
      } ?? true)
    return try SignedEvent(
      signed.token.disclosing { disclosure in
        !isWithheldParty && !profile.withheldFacts.contains(disclosure.name)
          && mayShow(disclosure.value)
      })
  }

  private func mayShow(_ value: JSON) -> Bool {
    switch value {
    case .string(let text): mayShow(text)
    case .array(let values): values.allSatisfy(mayShow)
    case .object(let members): members.allSatisfy { mayShow($0.value) }
    case .null, .bool, .integer, .number: true
    }
  }
}
