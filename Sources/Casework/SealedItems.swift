import Vault
import Custody
import Foundation
import Integrity
import Ledger
import OfficeStore
import Redaction

/// An item's seals as its first event has them.
struct ItemSeals {
  let item: ItemID
  let seals: [FileSeal]
  let files: [ItemFileRecord]

  func seal(at place: Int) -> FileSeal? { seals.first { $0.place == place } }
}

extension Office {
  /// The seals in the event that brought an item into the record.
  func seals(of id: ItemID) throws -> ItemSeals {
    let files = try item(id).files
    let seals = try database.read { db in
      let rows = LedgerRows(db)
      for record in try EventRecord.all(of: id, db) {
        let event = try rows.event(at: record.entry).event
        if event.link(to: id)?.sequence == 1 { return event[.commitment] ?? [] }
      }
      return []
    }
    return ItemSeals(item: id, seals: seals, files: files)
  }

  /// Opens one sealed file of an item.
  ///
  /// - Throws: when it can no longer be cut as it was, such as a picture that another decoder sees otherwise.
  func open(_ seal: FileSeal, of item: ItemSeals, _ secrets: SealSecrets) throws -> SealedContent {
    guard let secret = secrets.files.first(where: { $0.place == seal.place }),
      let file = item.files.first(where: { $0.place == seal.place })
    else { throw RedactionError.sealsErased(item.item) }
    let bytes = try BytesOfFile(vault.open(file.file.digest))
    let content = try SealedContent(bytes, file.file.digest, secret, item.item)
    guard try content.seal() == seal.seal else {
      throw RedactionError.sealNotReproduced(
        item.item, place: seal.place, decoder: secret.decoder ?? seal.segmenter)
    }
    return content
  }
}
