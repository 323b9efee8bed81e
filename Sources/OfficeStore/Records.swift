// What the projection knows of persons, cases and events, as plain values.

public import Custody
import Foundation
public import GRDB
public import Integrity

/// A person of the office.
public struct PersonRecord: Sendable, Hashable {
  public let id: PersonID
  public let role: PersonRole
  public let agency: String
  public let country: String
  /// nil once erased.
  public let name: String?
  public let certificate: Digest
  public let enrolledAt: Moment
  public let revokedAt: Moment?

  public static func fetch(_ id: PersonID, _ db: Database) throws -> PersonRecord? {
    try Row.fetchOne(db, sql: "SELECT * FROM person WHERE id = ?", arguments: ["\(id)"])
      .map(PersonRecord.init)
  }

  public static func all(_ db: Database) throws -> [PersonRecord] {
    try Row.fetchAll(db, sql: "SELECT * FROM person ORDER BY entry").map(PersonRecord.init)
  }

  private init(_ row: Row) throws {
    guard let id = PersonID(row["id"]), let role = PersonRole(rawValue: row["role"]),
      let certificate = Digest(bytes: Array(row["certificate"] as Data)),
      let enrolledAt = Moment(row["enrolled_at"] as String)
    else { throw OfficeStoreError.malformedRow(table: "person", key: row["id"]) }
    self.id = id
    self.role = role
    agency = row["agency"]
    country = row["country"]
    name = row["name"]
    self.certificate = certificate
    self.enrolledAt = enrolledAt
    revokedAt = try (row["revoked_at"] as String?).map {
      try Stored.value($0, in: "person", "\(id)") { Moment($0) }
    }
  }
}

/// One investigation.
public struct CaseRecord: Sendable, Hashable {
  public let id: CaseID
  public let title: String?
  public let numbers: [CaseNumber]
  public let forums: [Forum]
  public let openedAt: Moment
  public let closedAt: Moment?
  public let itemCount: Int

  public static func fetch(_ id: CaseID, _ db: Database) throws -> CaseRecord? {
    try Row.fetchOne(db, sql: "SELECT * FROM case_file WHERE id = ?", arguments: ["\(id)"])
      .map { try CaseRecord($0, db) }
  }

  public static func all(_ db: Database) throws -> [CaseRecord] {
    try Row.fetchAll(db, sql: "SELECT * FROM case_file ORDER BY entry")
      .map { try CaseRecord($0, db) }
  }

  private init(_ row: Row, _ db: Database) throws {
    guard let id = CaseID(row["id"]), let openedAt = Moment(row["opened_at"] as String) else {
      throw OfficeStoreError.malformedRow(table: "case_file", key: row["id"])
    }
    self.id = id
    self.openedAt = openedAt
    title = row["title"]
    let key = "\(id)"
    closedAt = try (row["closed_at"] as String?).map {
      try Stored.value($0, in: "case_file", key) { Moment($0) }
    }
    numbers = try String.fetchAll(
      db, sql: "SELECT number FROM case_number WHERE case_id = ? ORDER BY number", arguments: [key]
    )
    .map { try Stored.value($0, in: "case_number", key) { CaseNumber($0) } }
    forums = try String.fetchAll(
      db, sql: "SELECT forum FROM case_forum WHERE case_id = ? ORDER BY forum", arguments: [key]
    )
    .map { try Stored.value($0, in: "case_forum", key) { Forum(rawValue: $0) } }
    itemCount =
      try Int.fetchOne(db, sql: "SELECT count(*) FROM item WHERE case_id = ?", arguments: [key])
      ?? 0
  }
}

/// Where an event is and who signed it.
public struct EventRecord: Sendable, Hashable {
  /// The event's index in the ledger.
  public let entry: Int
  public let type: EventType
  public let at: Moment
  public let signer: PersonID
  public let role: PersonRole?
  public let caseID: CaseID?

  public static func find(_ id: EventID, _ db: Database) throws -> EventRecord? {
    try Row.fetchOne(
      db,
      sql: """
        SELECT e.entry, e.type, e.at, e.signer, p.role, e.case_id FROM event e
        JOIN person p ON p.id = e.signer WHERE e.id = ?
        """,
      arguments: ["\(id)"]
    )
    .map(EventRecord.init)
  }

  /// The events of an item, oldest first.
  public static func all(of item: ItemID, _ db: Database) throws -> [EventRecord] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT e.entry, e.type, e.at, e.signer, p.role, e.case_id FROM item_event i
        JOIN event e ON e.entry = i.entry JOIN person p ON p.id = e.signer WHERE i.item = ? ORDER BY i.n
        """, arguments: ["\(item)"]
    )
    .map(EventRecord.init)
  }

  /// The events of one type in a case, oldest first.
  public static func all(ofType type: EventType, in caseID: CaseID, _ db: Database) throws
    -> [EventRecord]
  {
    try Row.fetchAll(
      db,
      sql: """
        SELECT e.entry, e.type, e.at, e.signer, p.role, e.case_id FROM event e
        JOIN person p ON p.id = e.signer WHERE e.type = ? AND e.case_id = ? ORDER BY e.entry
        """,
      arguments: [type.rawValue, "\(caseID)"]
    )
    .map(EventRecord.init)
  }

  /// The indices of all events that a court needs to judge a case: the office's own and the case's.
  public static func entries(for caseID: CaseID, _ db: Database) throws -> [Int] {
    try Int.fetchAll(
      db,
      sql: """
        SELECT entry FROM event WHERE case_id = ?
          OR type IN ('office.open', 'person.enrol', 'person.revoke') ORDER BY entry
        """, arguments: ["\(caseID)"])
  }

  private init(_ row: Row) throws {
    guard let type = EventType(rawValue: row["type"]), let at = Moment(row["at"] as String),
      let signer = PersonID(row["signer"])
    else {
      throw OfficeStoreError.malformedRow(table: "event", key: "\(row["entry"] as Int)")
    }
    entry = row["entry"]
    self.type = type
    self.at = at
    self.signer = signer
    role = PersonRole(rawValue: row["role"])
    caseID = (row["case_id"] as String?).flatMap { CaseID($0) }
  }
}

/// What was recorded of an item although it did not fit.
public struct IrregularityRecord: Sendable, Hashable {
  public let entry: Int
  public let irregularity: Irregularity
  /// Why it was recorded all the same, in the words of the one who did.
  public let reason: String?

  public static func all(of item: ItemID, _ db: Database) throws -> [IrregularityRecord] {
    try Row.fetchAll(
      db, sql: "SELECT * FROM irregularity WHERE item = ? ORDER BY entry, code",
      arguments: ["\(item)"]
    )
    .map { row in
      let code = try Stored.value(row["code"], in: "irregularity", "\(item)") {
        Irregularity.Code(rawValue: $0)
      }
      return IrregularityRecord(
        entry: row["entry"],
        irregularity: Irregularity(
          code, item: item, expected: row["expected"], found: row["found"]),
        reason: row["reason"])
    }
  }
}

/// The numbers that describe an office at a glance.
public struct OfficeCounts: Sendable, Hashable {
  public let entries, persons, cases, items, inTransit, irregularities: Int

  public static func fetch(_ db: Database) throws -> OfficeCounts {
    func count(_ source: String) throws -> Int {
      try Int.fetchOne(db, sql: "SELECT count(*) FROM \(source)") ?? 0
    }
    return OfficeCounts(
      entries: try count("ledger_entry"), persons: try count("person"),
      cases: try count("case_file"), items: try count("item"),
      inTransit: try count("item WHERE holding = 'transit'"),
      irregularities: try count("irregularity"))
  }
}

/// Reading what a table holds: what does not parse was written by other means, and is never passed over.
enum Stored {
  static func value<Value>(
    _ text: String, in table: String, _ key: String, _ read: (String) -> Value?
  ) throws -> Value {
    guard let value = read(text) else {
      throw OfficeStoreError.malformedRow(table: table, key: key)
    }
    return value
  }
}
