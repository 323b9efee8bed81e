import Foundation
public import GRDB
import Synchronization

/// What a transaction hands out to those who query: nothing can be read or written outside one.
public typealias OfficeTransaction = Database

/// An office's SQLite file.
///
/// Opening never creates one: a mistyped path must not start a second history. It never writes either: a copy on
/// read-only media can be read, and nothing is migrated in silence.
///
/// The value is `Sendable` because its connections are; several processes may use one file at once.
public struct OfficeDatabase: Sendable {
  /// Written to `PRAGMA user_version`: a file with another one was made by another Precinto.
  static let schemaVersion = 4
  /// "PRCN", in `PRAGMA application_id`.
  static let applicationID = 0x5052_434E
  /// How long a writer waits for another before it gives up.
  public static let waitSeconds = 5

  private let path: String
  private let reader: DatabasePool
  private let writer: WritingConnection

  /// Makes a new, empty database at `path`.
  public static func create(at path: String) throws -> OfficeDatabase {
    guard !FileManager.default.fileExists(atPath: path) else {
      throw OfficeStoreError.exists(path: path)
    }
    try explained(path) {
      let queue = try DatabaseQueue(path: path)
      try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = WAL") }
      try queue.write { db in
        try db.execute(sql: SQL.ledger + SQL.projection + SQL.views)
        try db.execute(sql: "PRAGMA application_id = \(applicationID)")
        try db.execute(sql: "PRAGMA user_version = \(schemaVersion)")
      }
      try queue.close()
    }
    return try OfficeDatabase(path: path)
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
    guard version == schemaVersion else {
      throw OfficeStoreError.otherVersion(path: path, version: version)
    }
    return database
  }

  private init(path: String) throws {
    self.path = path
    writer = WritingConnection(path: path)
    reader = try Self.explained(path) {
      var configuration = WritingConnection.configuration
      configuration.readonly = true
      return try DatabasePool(path: Self.readingAddress(of: path), configuration: configuration)
    }
  }

  /// The SQLite URI by which the file at `path` is opened for reading.
  ///
  /// Where nobody can write, it is opened as immutable: SQLite then needs no files beside it.
  public static func readingAddress(of path: String) -> String {
    let file = URL(filePath: path).absoluteString
    let log = try? FileManager.default.attributesOfItem(atPath: path + "-wal")[.size] as? Int
    let isImmutable = !WritingConnection.isPossible(at: path) && (log ?? 0) == 0
    return file + (isImmutable ? "?mode=ro&immutable=1" : "?mode=ro")
  }

  /// Runs `body` in one read transaction: all that it sees is one state.
  public func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try Self.explained(path) { try reader.read(body) }
  }

  /// Runs `body` in one write transaction, undone if `body` throws.
  ///
  /// Waits for another writer, then gives up.
  public func write<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try transact(.commit, body)
  }

  /// Runs `body` in one write transaction that is undone whatever happens: to find out whether it would be done.
  public func rehearse<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try transact(.rollback, body)
  }

  private func transact<Value>(
    _ ending: Database.TransactionCompletion, _ body: (Database) throws -> Value
  ) throws -> Value {
    try Self.explained(path) {
      try writer.open().writeWithoutTransaction { db in
        var result: Value?
        try db.inTransaction(.immediate) {
          result = try body(db)
          return ending
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
      case .SQLITE_READONLY: throw OfficeStoreError.readOnly(path: path)
      case .SQLITE_FULL: throw OfficeStoreError.diskFull(path: path)
      default: throw OfficeStoreError.failed(path: path, detail: detail)
      }
    }
  }
}

/// The connection that writes, made when something is first written: reading must not need it.
private final class WritingConnection: Sendable {
  private let path: String
  private let queue = Mutex<DatabaseQueue?>(nil)

  init(path: String) { self.path = path }

  static var configuration: Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(TimeInterval(OfficeDatabase.waitSeconds))
    configuration.foreignKeysEnabled = false
    configuration.prepareDatabase { db in try db.execute(sql: "PRAGMA trusted_schema = OFF") }
    return configuration
  }

  /// Whether this user could write the file and those that SQLite puts beside it.
  static func isPossible(at path: String) -> Bool {
    let folder = URL(filePath: path).deletingLastPathComponent().path
    return FileManager.default.isWritableFile(atPath: path)
      && FileManager.default.isWritableFile(atPath: folder)
  }

  func open() throws -> DatabaseQueue {
    try queue.withLock { queue in
      if let queue { return queue }
      guard Self.isPossible(at: path) else { throw OfficeStoreError.readOnly(path: path) }
      let opened = try DatabaseQueue(path: path, configuration: Self.configuration)
      // A commit must survive a power cut.
      try opened.writeWithoutTransaction { db in
        try db.execute(sql: "PRAGMA synchronous = FULL")
        let level = try Int.fetchOne(db, sql: "PRAGMA synchronous")
        precondition(level == 2, "commits must be durable")
      }
      queue = opened
      return opened
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
