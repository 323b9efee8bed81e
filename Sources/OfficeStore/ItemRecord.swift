public import Custody
import Foundation
public import GRDB
import Integrity
import Ledger

/// An item as it stands after its newest event.
public struct ItemRecord: Sendable, Hashable {
  public let id: ItemID
  public let caseID: CaseID
  /// nil once erased.
  public let description: String?
  public let place: String?
  public let source: ItemID?
  public let derivation: Derivation?
  public let fileCount: Int
  public let state: ItemState
  /// How many events it has.
  public let sequence: Int
}

extension ItemRecord {
  public static func fetch(_ id: ItemID, _ db: Database) throws -> ItemRecord? {
    try Row.fetchOne(
      db.cachedStatement(sql: "SELECT * FROM item WHERE id = ?"), arguments: ["\(id)"]
    )
    .map(ItemRecord.init)
  }

  /// The items of a case, or of all cases, in order of id.
  public static func all(of caseID: CaseID?, _ db: Database) throws -> [ItemRecord] {
    try Row.fetchAll(
      db, sql: "SELECT * FROM item WHERE ?1 IS NULL OR case_id = ?1 ORDER BY id COLLATE BINARY",
      arguments: [caseID?.description]
    )
    .map(ItemRecord.init)
  }

  private init(_ row: Row) throws {
    guard let id = ItemID(row["id"]), let caseID = CaseID(row["case_id"]),
      let kind = ItemKind(rawValue: row["kind"]), let holding = HoldingColumns(row).value,
      let lastAt = Moment(row["last_at"] as String)
    else { throw OfficeStoreError.malformedRow(table: "item", key: row["id"]) }
    self.id = id
    self.caseID = caseID
    description = row["description"]
    place = row["place"]
    source = (row["source"] as String?).flatMap(ItemID.init)
    derivation = (row["derivation"] as String?).flatMap(Derivation.init(rawValue:))
    fileCount = row["file_count"]
    sequence = row["sequence"]
    let ballistics = (row["ballistics"] as String?).flatMap { BallisticState($0) }
    state = ItemState(
      item: id, kind: kind, holding: holding, seal: row["seal"], lastAt: lastAt,
      ballistics: ballistics ?? BallisticState())
  }
}

/// One file of an item.
public struct ItemFileRecord: Sendable, Hashable {
  /// From 1, in the order of collection.
  public let place: Int
  /// What the file was called; nil once erased.
  public let name: String?
  public let file: EvidenceFile

  /// The files that the item's first event names.
  static func all(namedBy event: Event) -> [ItemFileRecord] {
    let names = event[.fileNames] ?? []
    return (event[.files] ?? []).enumerated().map { number, file in
      ItemFileRecord(
        place: number + 1, name: number < names.count ? names[number] : nil, file: file)
    }
  }

  /// Every file that any event names, once each.
  public static func everyFile(_ db: Database) throws -> [EvidenceFile] {
    try Row.fetchAll(
      db, sql: "SELECT DISTINCT sha256, size FROM item_file ORDER BY sha256"
    )
    .map { row in
      guard let digest = Digest(bytes: Array(row[0] as Data)) else {
        throw OfficeStoreError.malformedRow(table: "item_file", key: "sha256")
      }
      return EvidenceFile(digest: digest, byteCount: row[1])
    }
  }
}

extension LedgerRows {
  /// The items that events of the case brought into being, in the ledger's order.
  public func items(begunIn caseID: CaseID) throws -> [ItemID] {
    let beginnings = try [EventType.itemCollect, .itemDerive].flatMap {
      try EventRecord.all(ofType: $0, in: caseID, db)
    }
    return try beginnings.flatMap { record in
      try event(at: record.entry).event.items.filter { $0.sequence == 1 }.map(\.item)
    }
  }

  /// The files of an item, from its first event: a table may lack one, the ledger does not.
  public func files(of item: ItemID) throws -> [ItemFileRecord] {
    guard let entry = try LedgerIndex.entries(of: item, db).first else {
      throw LedgerError.itemUnknown(item)
    }
    let event = try event(at: entry).event
    guard event.link(to: item)?.sequence == 1 else { throw LedgerError.itemUnknown(item) }
    return ItemFileRecord.all(namedBy: event)
  }
}
