import Foundation
public import GRDB

/// What a transaction hands out to those who query: nothing can be read or written outside one.
public typealias OfficeTransaction = Database

/// An office's SQLite file.
///
/// Opening never creates one: a mistyped path must not start a second history.
///
/// The value is `Sendable` because GRDB's pool is; several processes may use one file at once.
public struct OfficeDatabase: Sendable {
  /// Written to `PRAGMA user_version`; a file with a greater one was made by a newer Precinto.
  ///
  /// 2 added the ballistic state of items, 3 the facts of events and the views over them.
  static let schemaVersion = 3
  /// "PRCN", in `PRAGMA application_id`.
  static let applicationID = 0x5052_434E
  /// How long a writer waits for another before it gives up.
  public static let waitSeconds = 5

  private let path: String
  private let pool: DatabasePool

  /// Makes a new, empty database at `path`.
  public static func create(at path: String) throws -> OfficeDatabase {
    guard !FileManager.default.fileExists(atPath: path) else {
      throw OfficeStoreError.exists(path: path)
    }
    let database = try OfficeDatabase(path: path)
    try database.write { db in
      try db.execute(sql: SQL.ledger + SQL.projection + SQL.views)
      try db.execute(sql: "PRAGMA application_id = \(applicationID)")
      try db.execute(sql: "PRAGMA user_version = \(schemaVersion)")
    }
    return database
  }

  /// Opens the database that is at `path`.
  public static func open(at path: String) throws -> OfficeDatabase {
    guard FileManager.default.fileExists(atPath: path) else {
      throw OfficeStoreError.missing(path: path)
    }
    let database = try OfficeDatabase(path: path)
    let (application, version) = try database.read { db in
      (
        try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0,
        try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
      )
    }
    guard application == applicationID else {
      throw OfficeStoreError.corrupt(path: path, detail: "application_id \(application)")
    }
    guard version <= schemaVersion else {
      throw OfficeStoreError.newerSchema(path: path, version: version)
    }
    if version < schemaVersion { try database.migrate() }
    return database
  }

  /// Works the projection out again: an older Precinto kept the same ledger, and other tables beside it.
  private func migrate() throws {
    try write { db in
      _ = try Projection.rebuild(db)
      try db.execute(sql: "PRAGMA user_version = \(Self.schemaVersion)")
    }
  }

  private init(path: String) throws {
    self.path = path
    var configuration = Configuration()
    configuration.busyMode = .timeout(TimeInterval(Self.waitSeconds))
    configuration.foreignKeysEnabled = false
    configuration.prepareDatabase { db in try db.execute(sql: "PRAGMA trusted_schema = OFF") }
    pool = try Self.explained(path) { try DatabasePool(path: path, configuration: configuration) }
    try Self.explained(path) {
      // GRDB sets NORMAL when it turns WAL on, after `prepareDatabase`: a commit must survive a power cut.
      try pool.writeWithoutTransaction { db in
        try db.execute(sql: "PRAGMA synchronous = FULL")
        let level = try Int.fetchOne(db, sql: "PRAGMA synchronous")
        precondition(level == 2, "commits must be durable")
      }
    }
  }

  /// Runs `body` in one read transaction: all that it sees is one state.
  public func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try Self.explained(path) { try pool.read(body) }
  }

  /// Runs `body` in one write transaction, undone if `body` throws.
  ///
  /// Waits for another writer, then gives up.
  public func write<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try Self.explained(path) {
      try pool.writeWithoutTransaction { db in
        var result: Value?
        try db.inTransaction(.immediate) {
          result = try body(db)
          return .commit
        }
        guard let result else { preconditionFailure("a committed transaction has a result") }
        return result
      }
    }
  }

  /// SQLite's own words on whether the file is sound; empty when it is.
  public func damage() throws -> [String] {
    try read { db in
      try String.fetchAll(db, sql: "PRAGMA integrity_check(20)").filter { $0 != "ok" }
    }
  }

  /// Turns what SQLite says into what a person can act on.
  private static func explained<Value>(_ path: String, _ body: () throws -> Value) throws -> Value {
    do { return try body() } catch let error as DatabaseError {
      let detail = error.message ?? "SQLite \(error.resultCode.rawValue)"
      switch error.resultCode {
      case .SQLITE_BUSY, .SQLITE_LOCKED: throw OfficeStoreError.busy(seconds: waitSeconds)
      case .SQLITE_CORRUPT, .SQLITE_NOTADB:
        throw OfficeStoreError.corrupt(path: path, detail: detail)
      case .SQLITE_FULL: throw OfficeStoreError.diskFull(path: path)
      default: throw OfficeStoreError.failed(path: path, detail: detail)
      }
    }
  }
}

/// The documented views as statements, for those who make them elsewhere over the same tables.
public enum Views {
  public static var statements: String { SQL.views }
}

/// The statements that make the tables, from `Embedded/*.sql`.
enum SQL {
  static let ledger = text("ledger.sql")
  static let projection = text("projection.sql")
  static let views = text("views.sql")

  private static func text(_ name: String) -> String {
    guard let base64 = Embedded.base64[name], let data = Data(base64Encoded: base64) else {
      preconditionFailure("\(name) is not built in")
    }
    return String(decoding: data, as: UTF8.self)
  }
}
