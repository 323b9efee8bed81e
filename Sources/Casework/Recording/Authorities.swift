// What allows an act on items: recorded beside them, so that it can be asked under which authority each was done.

public import Custody
import Ledger
import OfficeStore

/// A warrant, a consent, a request for assistance, an agreement.
public struct Authority: Sendable {
  public var kind: AuthorityKind
  /// Its own number.
  public var number: String
  /// Who issued it.
  public var issuer: String
  public var issuerRole: IssuerRole?
  /// Whose law it stands on (ISO 3166-1 alpha-2).
  public var country: String?
  /// For a request to another country: which.
  public var toCountry: String?
  public var issued: Moment?
  public var expires: Moment?
  public var acts: [AuthorizedAct] = []
  public var purpose: String?
  public var notes: String?

  public init(kind: AuthorityKind, number: String, issuer: String) {
    self.kind = kind
    self.number = number
    self.issuer = issuer
  }
}

extension Office {
  /// Records what allows acts on `items`, or, with none, on everything in the case.
  @discardableResult
  public func recordAuthority(
    _ authority: Authority, in caseID: CaseID, for items: [ItemID],
    under circumstance: Circumstance, by actor: ActingPerson
  ) throws -> RecordedEvent {
    var facts = Facts()
    facts[.authority] = authority.kind
    facts[.number] = authority.number
    facts[.issuer] = authority.issuer
    facts[.issuerRole] = authority.issuerRole
    facts[.country] = authority.country
    facts[.toCountry] = authority.toCountry
    facts[.issued] = authority.issued
    facts[.expires] = authority.expires
    if !authority.acts.isEmpty { facts[.acts] = authority.acts }
    facts[.purpose] = authority.purpose
    facts[.notes] = authority.notes
    return try record(
      Act(
        .authorityRecord, on: items, in: caseID, facts, under: circumstance,
        requiring: [.caseOpen(caseID)]), by: actor)
  }

  /// - Throws: when an item is unknown, named twice, or of another case.
  func requireItems(_ items: [ItemID], in caseID: CaseID) throws {
    guard let first = items.first else { return }
    guard try caseOf(items) == caseID else { throw CaseworkError.itemNotInCase(first, caseID) }
  }

  /// What allows acts in a case, in the order in which it was recorded.
  public func authorities(of caseID: CaseID) throws -> [RecordedAuthority] {
    _ = try caseFile(caseID)
    return try database.read { db in
      let rows = LedgerRows(db)
      return try EventRecord.all(ofType: .authorityRecord, in: caseID, db).compactMap { record in
        let event = try rows.event(at: record.entry).event
        guard let kind = event[.authority] else { return nil }
        var authority = Authority(
          kind: kind, number: event[.number] ?? "", issuer: event[.issuer] ?? "")
        authority.issued = event[.issued]
        authority.expires = event[.expires]
        authority.acts = event[.acts] ?? []
        authority.purpose = event[.purpose]
        return RecordedAuthority(
          event: event.id, authority: authority, items: event.items.map(\.item))
      }
    }
  }
}

/// An authority as the record has it.
public struct RecordedAuthority: Sendable {
  public let event: EventID
  public let authority: Authority
  /// Empty when it is about the whole case.
  public let items: [ItemID]
}
