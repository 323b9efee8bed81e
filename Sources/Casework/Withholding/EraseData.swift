// Forgetting by order of the law: what events disclose, and the secrets of items' seals.

public import Custody
import Ledger
import OfficeStore
import Signing

extension Office {
  /// Forgets: deletes what events disclose, and the seals' secrets of items; every signature, link and proof still holds.
  ///
  /// The event that says so, the disclosures and the rows that held them go in one transaction, so that the ledger never
  /// says erased of what is still there. Files of secrets follow; where that is cut off, `office verify` names them and
  /// ``finishErasures()`` takes them away.
  ///
  /// - `events`: whose disclosures go; `items`: all of whose events' disclosures go, and their secrets.
  @discardableResult
  public func erase(
    events: [EventID], items: [ItemID], in caseID: CaseID, order: EventID, reason: String,
    under circumstance: Circumstance, by actor: ActingPerson
  ) throws -> RecordedEvent {
    try requireItems(items, in: caseID)
    let recorded = try database.write { db in
      try requireOrder(order, in: caseID, db)
      let erased = try entriesToErase(events, items, db)
      var facts = Facts()
      facts[.order] = order
      facts[.erased] = erased.map(\.id)
      facts[.reason] = reason
      let recorded = try Recorder(self, db).record(
        [Act(.dataErase, in: caseID, facts, under: circumstance)], by: actor)
      try LedgerRows(db).eraseDisclosures(of: erased.map(\.entry))
      return recorded[0]
    }
    try finishErasures()
    return recorded
  }

  /// - Throws: unless `order` is an authority recorded in the case.
  func requireOrder(_ order: EventID, in caseID: CaseID, _ db: OfficeTransaction) throws {
    guard let record = try EventRecord.find(order, db) else {
      throw RedactionError.orderUnknown(order)
    }
    let event = try LedgerRows(db).event(at: record.entry).event
    guard event.type == .authorityRecord else { throw RedactionError.orderUnknown(order) }
    guard event.caseID == caseID else { throw RedactionError.orderOfAnotherCase(order) }
  }

  /// In the order of the ledger.
  private func entriesToErase(
    _ events: [EventID], _ items: [ItemID], _ db: OfficeTransaction
  ) throws -> [(entry: Int, id: EventID)] {
    var entries: [Int: EventID] = [:]
    for id in events {
      guard let record = try EventRecord.find(id, db) else { throw CaseworkError.eventUnknown(id) }
      entries[record.entry] = id
    }
    for item in items {
      for entry in try LedgerIndex.entries(of: item, db) {
        let event = try LedgerRows(db).event(at: entry).event
        // An event that made another item from this one says what the other is.
        let isOfOther = event.items.contains { $0.item != item && $0.sequence == 1 }
        if !isOfOther { entries[entry] = event.id }
      }
    }
    return entries.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}

/// An event of which an erasure says that what it disclosed is gone.
struct ErasedEvent {
  let entry: Int
  let signed: SignedEvent

  /// The seals whose secrets must be gone with it: those of the item that it brought into being.
  var seals: [FileSeal] { signed.event[.commitment] ?? [] }
}

extension Office {
  /// Takes away what erasures that were cut off have left; does nothing where nothing is left.
  func finishErasures() throws {
    for erased in try database.read({ try erasedEvents($0) }) where !erased.seals.isEmpty {
      try eraseSecrets(erased.seals)
    }
  }

  /// Everything that erasures name, as the ledger still has it.
  func erasedEvents(_ db: OfficeTransaction) throws -> [ErasedEvent] {
    let rows = LedgerRows(db)
    let erasures = try LedgerIndex.entries(ofType: .dataErase, db)
    return try erasures.flatMap { try rows.event(at: $0).event[.erased] ?? [] }.compactMap { id in
      guard let record = try EventRecord.find(id, db) else { return nil }
      return ErasedEvent(entry: record.entry, signed: try rows.event(at: record.entry))
    }
  }

  /// Holds erasures to what they say.
  func auditErasures(_ db: OfficeTransaction, _ audit: inout OfficeAudit) throws {
    for erased in try erasedEvents(db) {
      if !erased.signed.token.disclosures.isEmpty {
        audit.fail("audit.notErased", ["index": "\(erased.entry)"])
      }
      let item = erased.signed.event.items.first { $0.sequence == 1 }?.item
      if let item, !erased.seals.isEmpty, hasSecrets(of: erased.seals) {
        audit.fail("audit.secretsNotErased", ["item": "\(item)"])
      }
    }
  }
}
