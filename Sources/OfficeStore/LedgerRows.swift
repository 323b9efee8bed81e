public import Custody
import Foundation
public import GRDB
public import Integrity
public import Ledger
import Signing

/// A ledger kept in SQLite, within one transaction.
public struct LedgerRows: LedgerStorage {
  let db: Database

  public init(_ db: Database) { self.db = db }

  public func size() throws -> Int {
    let request: SQLRequest<Int> = "SELECT coalesce(max(idx) + 1, 0) FROM ledger_entry"
    return try request.fetchOne(db) ?? 0
  }

  public func node(_ position: TreePosition) throws -> Digest {
    let request: SQLRequest<Data> = """
      SELECT hash FROM tree_node WHERE level = \(position.level) AND idx = \(position.index)
      """
    guard let hash = try request.fetchOne(db).flatMap({ Digest(bytes: Array($0)) }) else {
      throw LedgerError.nodeMissing(level: position.level, index: position.index)
    }
    return hash
  }

  public func head(of item: ItemID) throws -> ItemHead? {
    let row = try Row.fetchOne(
      db, sql: "SELECT id, sequence, head FROM item WHERE id = ?", arguments: ["\(item)"])
    return try row.map(Self.head)
  }

  public func heads() throws -> [ItemHead] {
    try Row.fetchAll(db, sql: "SELECT id, sequence, head FROM item ORDER BY id COLLATE BINARY")
      .map(Self.head)
  }

  private static func head(_ row: Row) throws -> ItemHead {
    guard let item = ItemID(row["id"]), let digest = Digest(bytes: Array(row["head"] as Data))
    else { throw LedgerError.notAnEvent(reason: "item row") }
    return ItemHead(item: item, sequence: row["sequence"], digest: digest)
  }

  /// Adds the entry, its part of the tree, and what the projection makes of it.
  public func append(_ event: SignedEvent, index: Int, nodes: [(TreePosition, Digest)]) throws {
    try db.cachedStatement(sql: "INSERT INTO ledger_entry (idx, jwt, digest) VALUES (?, ?, ?)")
      .execute(arguments: [index, event.token.issuerJWT, event.digest.data])
    let disclosure = try db.cachedStatement(
      sql: "INSERT INTO disclosure (entry, place, text) VALUES (?, ?, ?)")
    for (place, text) in event.token.disclosures.map(\.text).enumerated() {
      try disclosure.execute(arguments: [index, place, text])
    }
    let node = try db.cachedStatement(
      sql: "INSERT INTO tree_node (level, idx, hash) VALUES (?, ?, ?)")
    for (position, hash) in nodes {
      try node.execute(arguments: [position.level, position.index, hash.data])
    }
    try Projection(db).apply(event, entry: index)
  }
}

/// Reading entries back.
extension LedgerRows {
  /// The signed event at `index`, with the disclosures that the office still has.
  public func event(at index: Int) throws -> SignedEvent {
    guard let event = try events(in: index..<index + 1).first else {
      throw LedgerError.entryMissing(index: index)
    }
    return event
  }

  /// The compact tokens of the entries in `range`, in order.
  public func tokens(in range: Range<Int>) throws -> [String] {
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT idx, jwt,
          (SELECT group_concat(text, '~') FROM
            (SELECT text FROM disclosure WHERE entry = idx ORDER BY place)) AS disclosures
        FROM ledger_entry WHERE idx >= ? AND idx < ? ORDER BY idx
        """, arguments: [range.lowerBound, range.upperBound])
    var tokens: [String] = []
    while let row = try rows.next() {
      let jwt: String = row["jwt"]
      let disclosures: String? = row["disclosures"]
      tokens.append(jwt + "~" + (disclosures.map { $0 + "~" } ?? ""))
    }
    return tokens
  }

  public func events(in range: Range<Int>) throws -> [SignedEvent] {
    try tokens(in: range).map { try SignedEvent(parsing: $0) }
  }

  /// Every stored subtree, for checking them against the entries.
  public func eachNode(_ body: (TreePosition, Digest?) throws -> Void) throws {
    let rows = try Row.fetchCursor(
      db, sql: "SELECT level, idx, hash FROM tree_node ORDER BY level, idx")
    while let row = try rows.next() {
      try body(
        TreePosition(level: row[0], index: row[1]), Digest(bytes: Array(row[2] as Data)))
    }
  }

  public func save(_ checkpoint: Checkpoint, note: SignedNote) throws {
    try db.execute(
      sql: "INSERT OR IGNORE INTO signed_checkpoint (size, note) VALUES (?, ?)",
      arguments: [checkpoint.size, note.text])
  }

  /// The notes of all checkpoints that were ever signed, smallest first.
  public func signedCheckpoints() throws -> [String] {
    try String.fetchAll(db, sql: "SELECT note FROM signed_checkpoint ORDER BY size")
  }
}

extension Digest {
  var data: Data { Data(bytes) }
}
