// One case, taken out of the office's database for rules to ask about.

public import Custody
import Foundation
public import Integrity
import OfficeStore

/// What is known of a certificate, which is not in the ledger.
public struct CertificateValidity: Sendable {
  public let certificate: Digest
  /// The signature algorithm of its key, such as `ES256`.
  public let algorithm: String
  /// Unix seconds.
  public let notBefore, notAfter: Int64

  public init(certificate: Digest, algorithm: String, notBefore: Int64, notAfter: Int64) {
    self.certificate = certificate
    self.algorithm = algorithm
    self.notBefore = notBefore
    self.notAfter = notAfter
  }
}

/// Where rules find what they ask about.
public struct CaseSource: Sendable {
  /// The office's database.
  public var path: String
  public var caseID: CaseID
  public var certificates: [CertificateValidity]
  public var now: Moment

  public init(path: String, caseID: CaseID, certificates: [CertificateValidity], now: Moment) {
    self.path = path
    self.caseID = caseID
    self.certificates = certificates
    self.now = now
  }
}

/// A case on its way from the office's database, read only, through the office's views.
struct CaseCopy {
  /// Large tables that rules hardly ever ask about: filled only if one does.
  private static let rare: Set = ["cases", "case_numbers", "events"]

  private let database: RuleDatabase
  private let source: CaseSource
  private let columns: [String: [String]]

  /// Attaches the office.
  ///
  /// All that is read until ``finish(forums:)`` is of one state of it.
  init(_ source: CaseSource, into database: RuleDatabase) throws {
    self.source = source
    self.database = database
    columns = try database.columns().filter { $0.key != "run" }
    // Nothing here has to survive: no journal is kept. (A change of temp_store takes temporary views away.)
    try database.execute("PRAGMA temp_store = MEMORY; PRAGMA main.journal_mode = OFF")
    try database.execute("ATTACH ? AS office", [OfficeDatabase.readingAddress(of: source.path)])
    // Only rows of the case are looked at, whatever else the office holds; an id holds no quote.
    for table in Self.filtered {
      let key = table == "case_file" ? "id" : "case_id"
      try database.execute(
        "CREATE TEMP VIEW \(table) AS SELECT * FROM office.\(table) WHERE \(key) = '\(source.caseID)'"
      )
    }
    try database.execute("BEGIN")
    try database.execute(Views.statements.replacing("CREATE VIEW ", with: "CREATE TEMP VIEW "))
  }

  private static let filtered = ["event", "item", "case_number", "case_file"]

  /// Fills the tables that rules usually ask about.
  func fillUsual() throws {
    // Two views are worked out from the particulars, which are read from the events but once.
    try fill("particulars")
    try database.execute(
      """
      DROP VIEW temp.particulars;
      CREATE TEMP VIEW particulars AS SELECT '\(source.caseID)' AS case_id, p.* FROM main.particulars p
      """)
    for table in columns.keys.sorted() where table != "particulars" && !Self.rare.contains(table) {
      try fill(table)
    }
  }

  /// Fills the others, if one of `queries` names them.
  func fillRare(for queries: [String]) throws {
    for table in Self.rare.sorted() where queries.contains(where: { $0.contains(table) }) {
      try fill(table)
    }
  }

  private func fill(_ table: String) throws {
    let list = columns[table, default: []].joined(separator: ", ")
    try database.execute("INSERT INTO main.\(table) (\(list)) SELECT \(list) FROM temp.\(table)")
  }

  /// Leaves the office, adds what is not in it, and makes the tables quick to ask.
  func finish(forums: [Forum]) throws {
    try database.execute("COMMIT")
    for view in columns.keys.sorted() + Self.filtered {
      try database.execute("DROP VIEW temp.\(view)")
    }
    try database.execute("DETACH office")
    for certificate in source.certificates {
      try database.execute(
        "UPDATE signatures SET algorithm = ?, not_before_s = ?, not_after_s = ? WHERE certificate = ?",
        [
          certificate.algorithm, "\(certificate.notBefore)", "\(certificate.notAfter)",
          "\(certificate.certificate)",
        ])
    }
    try database.execute(
      "INSERT INTO run (now_s, forum) VALUES (?, ?)",
      ["\(source.now.unixSeconds)", forums.map(\.rawValue).joined(separator: " ")])
    try database.execute(Texts.indexes)
  }
}

extension RuleDatabase {
  /// Fills the tables with an example.
  ///
  /// - Throws: ``PackError`` when a table or column is not documented, or a value is not of its type.
  func fill(_ rows: ExampleRows) throws {
    let tables = try columns()
    for (table, lines) in rows.sorted(by: { $0.key < $1.key }) {
      guard let known = tables[table] else { throw PackError.office(detail: table) }
      for line in lines {
        let names = line.keys.sorted()
        if let unknown = names.first(where: { !known.contains($0) }) {
          throw PackError.office(detail: "\(table).\(unknown)")
        }
        let places = names.map { _ in "?" }.joined(separator: ", ")
        try execute(
          "INSERT INTO \(table) (\(names.joined(separator: ", "))) VALUES (\(places))",
          // Every scalar of a pack is read as text, YAML's null too.
          names.map { name in line[name].flatMap { $0 == "null" ? nil : $0 } })
      }
    }
    if rows["run"] == nil {
      try execute("INSERT INTO run (now_s, forum) VALUES (?, '')", ["\(Self.exampleMoment)"])
    }
  }

  /// The moment of an example that names none: 2027-01-15.
  private static var exampleMoment: Int64 { 1_800_000_000 }
}
