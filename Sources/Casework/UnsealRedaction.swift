// Opening single withheld parts by a court's order.

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
    let caseID = try item(id).item.caseID
    try database.read { try requireOrder(order, in: caseID, $0) }
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
