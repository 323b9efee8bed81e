// The persons of a case who need not have a key: victims, witnesses, minors, the accused.

public import Custody
import Ledger
import OfficeStore
public import Redaction

extension Office {
  /// Records a person of the case, or says of one something else than before: the newest record counts.
  @discardableResult
  public func recordParty(
    _ id: PartyID, role: PartyRole, name: String, aliases: [String], born: Day?,
    identifiers: [String], in caseID: CaseID, under circumstance: Circumstance,
    by actor: ActingPerson
  ) throws -> RecordedEvent {
    var facts = Facts()
    facts[.party] = id
    facts[.partyRole] = role
    facts[.name] = name
    if !aliases.isEmpty { facts[.aliases] = aliases }
    facts[.born] = born
    if !identifiers.isEmpty { facts[.identifiers] = identifiers }
    return try record(
      Act(
        .partyRecord, in: caseID, facts, under: circumstance, requiring: [.caseOpen(caseID)]),
      by: actor)
  }

  /// The persons of a case in the order of their ids, as last recorded.
  public func parties(of caseID: CaseID) throws -> [Party] {
    _ = try caseFile(caseID)
    let found = try database.read { db in
      let rows = LedgerRows(db)
      var parties: [PartyID: Party] = [:]
      for record in try EventRecord.all(ofType: .partyRecord, in: caseID, db) {
        let event = try rows.event(at: record.entry).event
        guard let id = event[.party], let role = event[.partyRole] else { continue }
        parties[id] = Party(
          id: "\(id)", role: role, name: event[.name] ?? "", aliases: event[.aliases] ?? [],
          born: event[.born]?.description, identifiers: event[.identifiers] ?? [])
      }
      return parties
    }
    return found.sorted { "\($0.key)" < "\($1.key)" }.map(\.value)
  }
}
