import Foundation
import GRDB
import OfficeStore
import TestSupport
import Testing

@Suite struct OfficeDatabaseTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private var path: String { folder.path("office.sqlite") }

  @Test("Opening never makes a database, and making never opens one")
  func creation() throws {
    #expect(throws: OfficeStoreError.missing(path: path)) { try OfficeDatabase.open(at: path) }
    #expect(!FileManager.default.fileExists(atPath: path))
    _ = try OfficeDatabase.create(at: path)
    #expect(throws: OfficeStoreError.exists(path: path)) { try OfficeDatabase.create(at: path) }
    #expect(throws: Never.self) { try OfficeDatabase.open(at: path) }
  }

  @Test("An older Precinto's tables are worked out anew when the office is opened")
  func older() throws {
    try OfficeDatabase.create(at: path).write { db in
      for view in try String.fetchAll(db, sql: "SELECT name FROM sqlite_schema WHERE type = 'view'")
      {
        try db.execute(sql: "DROP VIEW \(view)")
      }
      try db.execute(sql: "ALTER TABLE item DROP COLUMN ballistics; PRAGMA user_version = 1")
    }
    let columns = try OfficeDatabase.open(at: path).read { db in
      try String.fetchAll(db, sql: "SELECT name FROM pragma_table_info('item')")
    }
    #expect(columns.contains("ballistics"))
    let version = try OfficeDatabase.open(at: path).read { db in
      try Int.fetchOne(db, sql: "PRAGMA user_version")
    }
    #expect(version == 3)
  }

  @Test("Commits are durable: write-ahead log, synchronous FULL")
  func durability() throws {
    let database = try OfficeDatabase.create(at: path)
    let (mode, level) = try database.write { db in
      (
        try String.fetchOne(db, sql: "PRAGMA journal_mode"),
        try Int.fetchOne(db, sql: "PRAGMA synchronous")
      )
    }
    #expect(mode == "wal")
    #expect(level == 2)
  }

  @Test(
    "The ledger's rows cannot be changed, replaced, deleted or put out of order",
    arguments: [
      "UPDATE ledger_entry SET jwt = 'x'", "DELETE FROM ledger_entry",
      "INSERT OR REPLACE INTO ledger_entry VALUES (0, 'x', zeroblob(32))",
      "INSERT INTO ledger_entry VALUES (5, 'x', randomblob(32))",
      "UPDATE tree_node SET hash = zeroblob(32)", "DELETE FROM tree_node",
      "INSERT OR REPLACE INTO tree_node VALUES (0, 0, zeroblob(32))",
    ])
  func appendOnly(_ statement: String) throws {
    let database = try OfficeDatabase.create(at: path)
    try database.write { db in
      try db.execute(
        sql: """
          INSERT INTO ledger_entry VALUES (0, 'a', randomblob(32));
          INSERT INTO tree_node VALUES (0, 0, randomblob(32));
          """)
    }
    #expect(throws: OfficeStoreError.self) {
      try database.write { try $0.execute(sql: statement) }
    }
  }

  @Test("A file that is no database, or a newer one, is refused and left as it is")
  func refused() throws {
    try folder.write("This is not a database, and it is long enough to look.", to: "office.sqlite")
    let before = try Data(contentsOf: URL(filePath: path))
    #expect(throws: OfficeStoreError.self) { try OfficeDatabase.open(at: path) }
    #expect(try Data(contentsOf: URL(filePath: path)) == before)
    let newer = folder.path("newer.sqlite")
    try OfficeDatabase.create(at: newer).write { try $0.execute(sql: "PRAGMA user_version = 99") }
    #expect(throws: OfficeStoreError.newerSchema(path: newer, version: 99)) {
      try OfficeDatabase.open(at: newer)
    }
  }
}
