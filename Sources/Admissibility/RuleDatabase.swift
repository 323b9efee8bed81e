// The database in which rules run: in memory, holding one case and nothing else. A pack is data from a stranger; what
// it asks is answered from here, so that it can neither change the office nor see another case.

import CSQLite
import Foundation

/// One row of a rule's query: what is wrong, or missing, where.
struct RuleRow: Hashable, Sendable {
  var item, event, detail: String?
}

/// An in-memory SQLite database with the tables of `docs/views.md`.
///
/// Owns the connection and closes it.
final class RuleDatabase {
  /// The most rows that one rule gives; what is beyond is counted as one more.
  static let rowLimit = 10_000
  /// The most bytes of a query.
  static let queryByteLimit = 20_000
  /// The most bytes of a text in an answer.
  static let detailByteLimit = 500

  /// SQLITE_TRANSIENT, a macro that Swift does not see: SQLite copies the text, which is gone when the call returns.
  private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

  private let connection: OpaquePointer
  private let gate: RuleGate

  /// Makes the tables, empty.
  init() throws {
    var connection: OpaquePointer?
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX
    guard sqlite3_open_v2(":memory:", &connection, flags, nil) == SQLITE_OK, let connection else {
      throw PackError.office(detail: "memory")
    }
    self.connection = connection
    gate = RuleGate()
    try execute(Texts.tables)
  }

  deinit { sqlite3_close_v2(connection) }

  /// The tables and their columns, in order.
  func columns() throws -> [String: [String]] {
    var columns: [String: [String]] = [:]
    try each(
      """
      SELECT m.name, c.name FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table'
      ORDER BY m.name, c.cid
      """, []
    ) { row in
      if let table = row.text(0), let column = row.text(1) {
        columns[table, default: []].append(column)
      }
    }
    return columns
  }

  /// Runs statements of our own.
  func execute(_ sql: String) throws {
    guard sqlite3_exec(connection, sql, nil, nil, nil) == SQLITE_OK else { throw failure() }
  }

  /// Runs one statement of our own, with texts for its parameters.
  func execute(_ sql: String, _ values: [String?]) throws { try each(sql, values) { _ in } }

  /// From now on only rules run here: everything that is not reading the tables is refused.
  func lock() throws {
    try execute("PRAGMA query_only = ON")
    gate.close(connection)
  }

  /// What came of one query.
  struct Answer {
    var rows: [RuleRow] = []
    /// Whether there were more rows than are kept.
    var isCut = false
  }

  /// Runs a rule's query.
  ///
  /// - Throws: ``PackError/query(rule:detail:)``, without the rule's name, when SQLite refuses it or it takes too much.
  func answer(_ sql: String) throws -> Answer {
    guard sql.utf8.count <= Self.queryByteLimit else {
      throw PackError.query(rule: "", detail: "> \(Self.queryByteLimit) B")
    }
    gate.refill()
    var answer = Answer()
    do {
      try each(sql, [], names: ["item", "event", "detail"]) { row in
        guard answer.rows.count < Self.rowLimit else {
          answer.isCut = true
          return row.stop()
        }
        answer.rows.append(
          RuleRow(item: row.text(0), event: row.text(1), detail: row.text(2)))
      }
    } catch PackError.office(let detail) {
      throw PackError.query(rule: "", detail: gate.refusal ?? detail)
    }
    return answer
  }

  /// A row at hand.
  final class Row {
    fileprivate let statement: OpaquePointer
    fileprivate var isStopped = false

    fileprivate init(_ statement: OpaquePointer) { self.statement = statement }

    func text(_ column: Int32) -> String? {
      guard let bytes = sqlite3_column_text(statement, column) else { return nil }
      let count = min(Int(sqlite3_column_bytes(statement, column)), detailByteLimit)
      return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    }

    var columnCount: Int32 { sqlite3_column_count(statement) }

    func name(_ column: Int32) -> String {
      sqlite3_column_name(statement, column).map { String(cString: $0) } ?? ""
    }

    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }

    func stop() { isStopped = true }
  }

  /// Runs one statement and hands over its rows; `names`: the columns that it must have.
  func each(
    _ sql: String, _ values: [String?], names: [String]? = nil, _ body: (Row) throws -> Void
  ) throws {
    let statement = try prepare(sql)
    defer { sqlite3_finalize(statement) }
    if let names {
      let found = (0..<sqlite3_column_count(statement)).map {
        sqlite3_column_name(statement, $0).map { String(cString: $0) } ?? ""
      }
      guard found == names else {
        throw PackError.office(detail: "\(found.joined(separator: ", ")) ≠ item, event, detail")
      }
    }
    for (index, value) in values.enumerated() {
      let place = Int32(index + 1)
      if let value {
        sqlite3_bind_text(statement, place, value, -1, Self.copied)
      } else {
        sqlite3_bind_null(statement, place)
      }
    }
    let row = Row(statement)
    while !row.isStopped {
      switch sqlite3_step(statement) {
      case SQLITE_ROW: try body(row)
      case SQLITE_DONE: return
      default: throw failure()
      }
    }
  }

  /// The one statement in `sql`: a second one behind it is refused.
  private func prepare(_ sql: String) throws -> OpaquePointer {
    var statement: OpaquePointer?
    let rest = try sql.withCString { start in
      var tail: UnsafePointer<CChar>?
      guard sqlite3_prepare_v2(connection, start, -1, &statement, &tail) == SQLITE_OK else {
        throw failure()
      }
      return tail.map { String(cString: $0) } ?? ""
    }
    guard let statement else { throw PackError.office(detail: "–") }
    let isAlone = rest.allSatisfy { $0.isWhitespace || $0 == ";" }
    guard isAlone else {
      sqlite3_finalize(statement)
      throw PackError.office(detail: "1 < SQL")
    }
    return statement
  }

  private func failure() -> PackError {
    .office(detail: String(cString: sqlite3_errmsg(connection)))
  }
}

/// The statements that make the tables.
enum Texts {
  static let tables = embedded("tables.sql")
  static let indexes = embedded("indexes.sql")

  static func embedded(_ name: String) -> String {
    guard let base64 = Embedded.base64[name], let data = Data(base64Encoded: base64) else {
      preconditionFailure("\(name) is not built in")
    }
    return String(decoding: data, as: UTF8.self)
  }
}
