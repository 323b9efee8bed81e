// Commitments to the ledger, proofs from it, and checking the whole office.

public import Custody
import Foundation
public import Integrity
public import Ledger
public import OfficeStore
import Phrasebook
import Signing
import Vault

/// A proof about one event, as the ledger gives it.
public struct EventProof: Sendable {
  public let index: Int
  public let jwt: String
  public let proof: LedgerProof
}

extension Office {
  public func status() throws -> OfficeCounts { try database.read { try OfficeCounts.fetch($0) } }

  /// Works everything out again from the ledger, and finishes erasures that were cut off.
  ///
  /// - Returns: how many events were read.
  public func rebuild() throws -> Int {
    let count = try database.write { try Projection.rebuild($0) }
    try finishErasures()
    return count
  }

  /// Signs a commitment to the ledger as it stands.
  public func checkpoint() throws -> SignedNote {
    let signer = try noteSigner()
    return try database.write { try signedCheckpoint(signer, $0) }
  }

  func signedCheckpoint(_ signer: borrowing NoteSigner, _ db: OfficeTransaction) throws
    -> SignedNote
  {
    let rows = LedgerRows(db)
    let checkpoint = try Ledger(origin: settings.origin, storage: rows).checkpoint()
    let note = try signer.sign(checkpoint)
    try rows.save(checkpoint, note: note)
    return note
  }

  /// Proves that an event is in the ledger, under a fresh checkpoint.
  public func prove(_ id: EventID) throws -> EventProof {
    let signer = try noteSigner()
    return try database.write { db in
      guard let record = try EventRecord.find(id, db) else { throw CaseworkError.eventUnknown(id) }
      return try proof(ofEntry: record.entry, signer, db)
    }
  }

  func proof(ofEntry index: Int, _ signer: borrowing NoteSigner, _ db: OfficeTransaction) throws
    -> EventProof
  {
    let rows = LedgerRows(db)
    let ledger = Ledger(origin: settings.origin, storage: rows)
    let note = try signedCheckpoint(signer, db)
    let path = try ledger.inclusionProof(of: index, size: rows.size())
    return EventProof(
      index: index, jwt: try rows.event(at: index).token.issuerJWT,
      proof: LedgerProof(index: index, path: path, checkpoint: note))
  }

  /// Proves that the ledger of `old` entries is the beginning of the one of `size` entries, or of all.
  public func consistencyProof(from old: Int, to size: Int?) throws -> (size: Int, path: [Digest]) {
    try database.read { db in
      let rows = LedgerRows(db)
      let size = try size ?? rows.size()
      let ledger = Ledger(origin: settings.origin, storage: rows)
      return (size, try ledger.consistencyProof(from: old, to: size))
    }
  }

  /// An event with everything that the office may still say of it.
  public func event(_ id: EventID) throws -> (record: EventRecord, signed: SignedEvent) {
    try database.read { db in
      guard let record = try EventRecord.find(id, db) else { throw CaseworkError.eventUnknown(id) }
      return (record, try LedgerRows(db).event(at: record.entry))
    }
  }

  /// What another court needs to judge this office's bundles, as files by name.
  public func exportTrust() throws -> [(name: String, text: String)] {
    guard let key = NoteKey(parsing: settings.logKey) else {
      throw CaseworkError.settingsMalformed(path: layout.settings.path)
    }
    return try ["root.crt", "tsaroot.crt"].map { ($0, try roots($0).map(\.pem).joined()) }
      + [("policy.txt", LogPolicy(log: key).text)]
  }
}
