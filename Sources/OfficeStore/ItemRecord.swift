public import Custody
import Foundation
public import GRDB
import Integrity

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
    .flatMap(ItemRecord.init)
  }

  /// The items of a case, or of all cases, in order of id.
  public static func all(of caseID: CaseID?, _ db: Database) throws -> [ItemRecord] {
    try Row.fetchAll(
      db, sql: "SELECT * FROM item WHERE ?1 IS NULL OR case_id = ?1 ORDER BY id COLLATE BINARY",
      arguments: [caseID?.description]
    )
    .compactMap(ItemRecord.init)
  }

  private init?(_ row: Row) {
    guard let id = ItemID(row["id"]), let caseID = CaseID(row["case_id"]),
      let kind = ItemKind(rawValue: row["kind"]), let holding = HoldingColumns(row).value,
      let lastAt = Moment(row["last_at"] as String)
    else { return nil }
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

  public static func all(of item: ItemID, _ db: Database) throws -> [ItemFileRecord] {
    let rows = try Row.fetchCursor(
      db, sql: "SELECT place, name, sha256, size FROM item_file WHERE item = ? ORDER BY place",
      arguments: ["\(item)"])
    var files: [ItemFileRecord] = []
    while let row = try rows.next() {
      guard let digest = Digest(bytes: Array(row[2] as Data)) else { continue }
      files.append(
        ItemFileRecord(
          place: row[0], name: row[1], file: EvidenceFile(digest: digest, byteCount: row[3])))
    }
    return files
  }

  /// Every file that any event names, once each.
  public static func everyFile(_ db: Database) throws -> [EvidenceFile] {
    try Row.fetchAll(
      db, sql: "SELECT DISTINCT sha256, size FROM item_file ORDER BY sha256"
    )
    .compactMap { row in
      Digest(bytes: Array(row[0] as Data)).map { EvidenceFile(digest: $0, byteCount: row[1]) }
    }
  }
}
