public import Custody
public import GRDB
public import Integrity

/// Where in the ledger the events of a subject stand, and which ids are taken.
///
/// An index is followed, never believed: whoever reads through it checks that what it leads to is whole.
public enum LedgerIndex {
  /// The entries of an item's chain, in their order.
  public static func entries(of item: ItemID, _ db: Database) throws -> [Int] {
    try Int.fetchAll(
      db.cachedStatement(sql: "SELECT entry FROM item_event WHERE item = ? ORDER BY n"),
      arguments: ["\(item)"])
  }

  /// The entries that enrolled and revoked a person.
  public static func entries(of person: PersonID, _ db: Database) throws -> [Int] {
    try Int.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT entry FROM person WHERE id = ?1 UNION SELECT entry FROM event
          WHERE type IN ('person.enrol', 'person.revoke') AND facts ->> 'person' = ?1
          """),
      arguments: ["\(person)"])
  }

  /// The entries that opened and closed a case.
  public static func entries(of caseID: CaseID, _ db: Database) throws -> [Int] {
    try Int.fetchAll(
      db.cachedStatement(
        sql: "SELECT entry FROM event WHERE type IN ('case.open', 'case.close') AND case_id = ?"),
      arguments: ["\(caseID)"])
  }

  /// The entries of one type, in their order.
  public static func entries(ofType type: EventType, _ db: Database) throws -> [Int] {
    try Int.fetchAll(
      db, sql: "SELECT entry FROM event WHERE type = ? ORDER BY entry", arguments: [type.rawValue])
  }

  /// Who signs with the certificate.
  public static func owner(of certificate: Digest, _ db: Database) throws -> PersonID? {
    try String.fetchOne(
      db.cachedStatement(sql: "SELECT id FROM person WHERE certificate = ?"),
      arguments: [certificate.data]
    )
    .flatMap { PersonID($0) }
  }

  /// Whether a person's id equals this one but for the case of its letters.
  public static func isTaken(_ id: PersonID, _ db: Database) throws -> Bool {
    try isTaken("person", "\(id)", db)
  }

  /// Whether a case's id equals this one but for the case of its letters.
  public static func isTaken(_ id: CaseID, _ db: Database) throws -> Bool {
    try isTaken("case_file", "\(id)", db)
  }

  private static func isTaken(_ table: String, _ id: String, _ db: Database) throws -> Bool {
    try Bool.fetchOne(
      db, sql: "SELECT EXISTS (SELECT 1 FROM \(table) WHERE id = ? COLLATE NOCASE)",
      arguments: [id]) ?? false
  }
}
