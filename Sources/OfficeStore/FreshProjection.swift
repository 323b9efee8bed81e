import Foundation
public import GRDB
public import Ledger
public import Phrasebook

/// A second projection of the ledger beside the office's own, to find out where the office's differs.
///
/// It is kept in a private file that SQLite takes away by itself, and both are walked row by row in the order of their
/// keys: memory does not grow with the office.
public final class FreshProjection {
  /// The most differences that are named; the others are counted.
  public static let namedLimit = 1000

  private let queue: DatabaseQueue
  /// The tables that are worked out, in order of name.
  private let tables: [String]
  /// The first entry from which nothing can be worked out.
  private var stop: Int?

  public init() throws {
    queue = try DatabaseQueue(path: "")
    tables = try queue.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
      try db.execute(sql: SQL.projection)
      let tables = try String.fetchAll(
        db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
      try db.execute(sql: SQL.ledger + SQL.views)
      return tables
    }
  }

  /// Takes the next entries in.
  public func add(_ events: [(entry: Int, event: SignedEvent)]) throws {
    guard stop == nil else { return }
    try queue.write { db in
      for (entry, event) in events {
        do { try Projection(db).apply(event, entry: entry) } catch {
          stop = entry
          return
        }
      }
    }
  }

  /// What the office's tables say otherwise than its ledger, each with its table and key, and without any value.
  public func differences(from office: Database) throws -> [Phrase] {
    if let stop { return [Phrase("audit.replayStopped", ["index": "\(stop)"])] }
    return try queue.read { fresh in
      let objects = try SchemaObject.differences(office, fresh)
      var found = objects.map { Phrase("audit.schemaDiffers", ["name": $0]) }
      var unnamed = 0
      for table in tables where !objects.contains(table) {
        try TableWalk(table, fresh).compare(office, fresh) { difference in
          if found.count < Self.namedLimit { found.append(difference) } else { unnamed += 1 }
        }
      }
      if unnamed > 0 { found.append(Phrase("audit.rowsMore", ["count": "\(unnamed)"])) }
      return found
    }
  }
}

/// A table, view, index or trigger, and the statement that made it.
private struct SchemaObject: Hashable {
  let name: String
  let statement: String?

  /// The names of objects that one file has and the other has not, or has otherwise.
  static func differences(_ office: Database, _ fresh: Database) throws -> [String] {
    let difference = try all(office).symmetricDifference(all(fresh))
    return Set(difference.map(\.name)).sorted()
  }

  private static func all(_ db: Database) throws -> Set<SchemaObject> {
    let rows = try Row.fetchAll(
      db, sql: "SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")
    return Set(rows.map { SchemaObject(name: $0["name"], statement: $0["sql"]) })
  }
}

/// Two tables of one form, side by side in the order of their keys.
private struct TableWalk {
  private let table: String
  private let keys: [String]
  private let columns: [String]

  init(_ table: String, _ db: Database) throws {
    self.table = table
    let rows = try Row.fetchAll(
      db, sql: "SELECT name, pk FROM pragma_table_info(?)", arguments: [table])
    let keys = rows.filter { $0["pk"] > 0 }.sorted { ($0["pk"] as Int) < $1["pk"] }
      .map { $0["name"] as String }
    self.keys = keys
    columns = keys + rows.map { $0["name"] }.filter { !keys.contains($0) }
  }

  func compare(_ office: Database, _ fresh: Database, found: (Phrase) -> Void) throws {
    let left = try cursor(office)
    let right = try cursor(fresh)
    var mine = try left.next()?.copy()
    var due = try right.next()?.copy()
    while mine != nil || due != nil {
      let order = Self.order(mine, due, keyCount: keys.count)
      if let mine, order < 0 { found(phrase("audit.rowExtra", mine)) }
      if let due, order > 0 { found(phrase("audit.rowMissing", due)) }
      if let mine, let due, order == 0 {
        let changed = columns.indices.filter {
          Self.order(of: mine[$0] as DatabaseValue, due[$0]) != 0
        }
        if !changed.isEmpty {
          found(
            phrase(
              "audit.rowDiffers", mine, columns: changed.map { columns[$0] }))
        }
      }
      if order <= 0 { mine = try left.next()?.copy() }
      if order >= 0 { due = try right.next()?.copy() }
    }
  }

  private func cursor(_ db: Database) throws -> RowCursor {
    let list = columns.map(\.quotedDatabaseIdentifier).joined(separator: ", ")
    let order = keys.map { "\($0.quotedDatabaseIdentifier) COLLATE BINARY" }.joined(separator: ", ")
    return try Row.fetchCursor(
      db, sql: "SELECT \(list) FROM \(table.quotedDatabaseIdentifier) ORDER BY \(order)")
  }

  private func phrase(_ code: String, _ row: Row, columns: [String] = []) -> Phrase {
    let key = (0..<keys.count).map { (row[$0] as DatabaseValue).description }.joined(
      separator: ", ")
    return Phrase(
      code, ["table": table, "key": key, "columns": columns.joined(separator: ", ")])
  }

  /// Less than zero when `mine` comes first; a table that has ended comes last.
  private static func order(_ mine: Row?, _ due: Row?, keyCount: Int) -> Int {
    guard let mine else { return 1 }
    guard let due else { return -1 }
    for column in 0..<keyCount {
      let order = order(of: mine[column], due[column])
      if order != 0 { return order }
    }
    return 0
  }

  /// As SQLite orders values: null, numbers, texts by their bytes, blobs.
  private static func order(of one: DatabaseValue, _ other: DatabaseValue) -> Int {
    func bytes(_ one: some Sequence<UInt8>, _ other: some Sequence<UInt8>) -> Int {
      one.lexicographicallyPrecedes(other) ? -1 : one.elementsEqual(other) ? 0 : 1
    }
    switch (one.storage, other.storage) {
    case (.null, .null): return 0
    case (.int64(let one), .int64(let other)): return one < other ? -1 : one == other ? 0 : 1
    case (.double(let one), .double(let other)): return one < other ? -1 : one == other ? 0 : 1
    case (.string(let one), .string(let other)): return bytes(one.utf8, other.utf8)
    case (.blob(let one), .blob(let other)): return bytes(one, other)
    case (let one, let other): return rank(one) < rank(other) ? -1 : 1
    }
  }

  private static func rank(_ storage: DatabaseValue.Storage) -> Int {
    switch storage {
    case .null: 0
    case .int64, .double: 1
    case .string: 2
    case .blob: 3
    }
  }
}
