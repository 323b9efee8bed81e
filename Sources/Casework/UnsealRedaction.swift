// Opening single withheld parts by a court's order, and forgetting by law.

import Vault
public import Custody
import Foundation
import Integrity
import Ledger
import OfficeStore
public import Redaction

/// What an order opens of a redacted file.
public enum UnsealedPart: Sendable {
  /// A box by its number in the log, from 1.
  case box(Int)
  /// Bytes of the original.
  case span(Range<Int>)
  /// Pixels of the original.
  case pixels(PixelBox)
}

extension Office {
  /// Opens parts of one file of a redacted item: hands over what opens them, and records that it did.
  ///
  /// - `order`: the event of the authority that orders it.
  /// - `deliver`: takes what opens them, right before it is recorded: where that fails, nothing is.
  /// - Throws: ``RedactionError`` when the order is not of this case, or nothing withheld lies in `parts`.
  public func unseal(
    _ id: ItemID, file place: Int, _ parts: [UnsealedPart], order: EventID, reason: String,
    under circumstance: Circumstance, by actor: ActingPerson,
    deliver: ([UInt8]) throws -> Void
  ) throws -> RecordedEvent {
    let record = try redaction(of: id)
    try requireOrder(order, in: try item(id).item.caseID)
    guard let file = record.files.first(where: { $0.place == place }), file.proof != nil,
      let copyFile = try item(id).files.first(where: { $0.place == place })
    else { throw RedactionError.fileNotInCopy(id, place: place) }
    let seals = try seals(of: record.source)
    guard let seal = seals.seal(at: file.sourcePlace) else {
      throw RedactionError.fileNotSealed(record.source, place: file.sourcePlace)
    }
    let secrets = try secrets(for: seals.seals, of: record.source, registrar())
    let proof = try proof(of: record, place: place)
    let copy = try BytesOfFile(vault.open(copyFile.file.digest))
    let bytes = Array(try copy.read(0..<copy.count))
    let unsealing: Unsealing
    switch try open(seal, of: seals, secrets) {
    case .bytes(let sealed, _):
      let shown = try RedactedCopy(BytesInMemory(bytes), proof)
      let hidden = try sealed.hiddenRanges(of: shown).ranges
      unsealing = try sealed.unsealing(
        shown, showing: ByteRanges(parts.map { try $0.range(among: hidden) }))
    case .picture(let picture):
      let shown = try RedactedPicture(png: bytes, proof)
      guard case .pixels(let box)? = parts.first else { throw RedactionError.nothingOpened }
      unsealing = try picture.unsealing(shown, showing: box)
    }
    guard !unsealing.isEmpty else { throw RedactionError.nothingOpened }
    let json = unsealing.json.bytes
    var facts = Facts()
    facts[.order] = order
    facts[.unsealing] = Digest(of: json)
    facts[.openedCount] = unsealing.count
    facts[.reason] = reason
    try deliver(json)
    return try act(.redactionUnseal, on: [id], under: circumstance, by: actor, facts: facts)
  }

  /// - Throws: unless `order` is an authority recorded in the case.
  func requireOrder(_ order: EventID, in caseID: CaseID) throws {
    let record = try database.read { try EventRecord.find(order, $0) }
    guard let record else { throw RedactionError.orderUnknown(order) }
    let event = try database.read { try LedgerRows($0).event(at: record.entry).event }
    guard event.type == .authorityRecord else { throw RedactionError.orderUnknown(order) }
    guard event.caseID == caseID else { throw RedactionError.orderOfAnotherCase(order) }
  }

  /// Forgets by order of the law: deletes what events disclose, and the seals' secrets of items; every signature, link
  /// and proof still holds.
  ///
  /// - `events`: whose disclosures go; `items`: whose secrets go, with all their events' disclosures.
  @discardableResult
  public func erase(
    events: [EventID], items: [ItemID], in caseID: CaseID, order: EventID, reason: String,
    under circumstance: Circumstance, by actor: ActingPerson
  ) throws -> RecordedEvent {
    try requireOrder(order, in: caseID)
    try requireItems(items, in: caseID)
    var entries: [EventID: Int] = [:]
    for id in events {
      guard let record = try database.read({ try EventRecord.find(id, $0) }) else {
        throw CaseworkError.eventUnknown(id)
      }
      entries[id] = record.entry
    }
    let itemSeals = try items.map { try seals(of: $0) }
    try database.read { db in
      for item in items {
        for record in try EventRecord.all(of: item, db) {
          let event = try LedgerRows(db).event(at: record.entry).event
          // An event that made another item from this one says what the other is.
          let isOfOther = event.items.contains { $0.item != item && $0.sequence == 1 }
          if !isOfOther { entries[event.id] = record.entry }
        }
      }
    }
    var facts = Facts()
    facts[.order] = order
    facts[.erased] = entries.sorted { $0.value < $1.value }.map(\.key)
    facts[.reason] = reason
    let recorded = try record(
      Act(.dataErase, in: caseID, facts, under: circumstance), by: actor)
    try database.write { db in
      try LedgerRows(db).eraseDisclosures(of: Array(entries.values))
      _ = try Projection.rebuild(db)
    }
    for seals in itemSeals where !seals.seals.isEmpty { try eraseSecrets(seals.seals) }
    return recorded
  }
}

extension UnsealedPart {
  /// The bytes of the original that are meant.
  fileprivate func range(among hidden: [Range<Int>]) throws -> Range<Int> {
    switch self {
    case .span(let range): return range
    case .box(let number):
      guard hidden.indices.contains(number - 1) else { throw RedactionError.gapUnknown(number) }
      return hidden[number - 1]
    case .pixels: throw RedactionError.nothingOpened
    }
  }
}
