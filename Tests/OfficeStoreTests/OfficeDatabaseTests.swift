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

  @Test("Another Precinto's office is refused, and left as it is", arguments: [1, 3, 99])
  func otherVersion(_ version: Int) throws {
    try OfficeDatabase.create(at: path).write {
      try $0.execute(sql: "PRAGMA user_version = \(version)")
    }
    #expect(throws: OfficeStoreError.otherVersion(path: path, version: version)) {
      try OfficeDatabase.open(at: path)
    }
  }

  @Test("Opening a file that is not ours changes nothing in it")
  func foreign() throws {
    let queue = try DatabaseQueue(path: path)
    try queue.write { try $0.execute(sql: "CREATE TABLE t (x)") }
    try queue.close()
    let before = try Data(contentsOf: URL(filePath: path))
    #expect(throws: OfficeStoreError.self) { try OfficeDatabase.open(at: path) }
    #expect(try Data(contentsOf: URL(filePath: path)) == before)
    #expect(!FileManager.default.fileExists(atPath: path + "-wal"))
  }

  @Test("Reading opens nothing that writes")
  func reading() throws {
    _ = try OfficeDatabase.create(at: path)
    let before = try Data(contentsOf: URL(filePath: path))
    let database = try OfficeDatabase.open(at: path)
    let count = try database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM item") }
    #expect(count == 0)
    #expect(throws: (any Error).self) {
      try database.read { try $0.execute(sql: "DELETE FROM item") }
    }
    #expect(try Data(contentsOf: URL(filePath: path)) == before)
  }

  @Test("A rehearsal leaves nothing behind")
  func rehearsal() throws {
    let database = try OfficeDatabase.create(at: path)
    let insert = "INSERT INTO ledger_entry VALUES (0, 'a', randomblob(32))"
    try database.rehearse { try $0.execute(sql: insert) }
    #expect(throws: Never.self) { try database.write { try $0.execute(sql: insert) } }
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

  @Test("A file that is no database is refused and left as it is")
  func refused() throws {
    try folder.write("This is not a database, and it is long enough to look.", to: "office.sqlite")
    let before = try Data(contentsOf: URL(filePath: path))
    #expect(throws: OfficeStoreError.self) { try OfficeDatabase.open(at: path) }
    #expect(try Data(contentsOf: URL(filePath: path)) == before)
  }
}
