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

extension RuleDatabase {
  /// Copies the case through the office's views, read only.
  func copy(_ source: CaseSource, forums: [Forum]) throws {
    let path = source.path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed)
    try execute("ATTACH ? AS office", ["file:\(path ?? source.path)?mode=ro"])
    let tables = try columns()
    // Only rows of the case are looked at, whatever else the office holds; an id holds no quote.
    for table in ["event", "item", "case_number"] {
      try execute(
        "CREATE TEMP VIEW \(table) AS SELECT * FROM office.\(table) WHERE case_id = '\(source.caseID)'"
      )
    }
    try execute(
      "CREATE TEMP VIEW case_file AS SELECT * FROM office.case_file WHERE id = '\(source.caseID)'")
    try execute("BEGIN")
    try execute(Views.statements.replacing("CREATE VIEW ", with: "CREATE TEMP VIEW "))
    for (table, columns) in tables where table != "run" {
      let list = columns.joined(separator: ", ")
      try execute("INSERT INTO main.\(table) (\(list)) SELECT \(list) FROM temp.\(table)")
    }
    try execute("COMMIT")
    for (table, _) in tables where table != "run" { try execute("DROP VIEW temp.\(table)") }
    for table in ["event", "item", "case_number", "case_file"] {
      try execute("DROP VIEW temp.\(table)")
    }
    try execute("DETACH office")
    for certificate in source.certificates {
      try execute(
        "UPDATE signatures SET algorithm = ?, not_before_s = ?, not_after_s = ? WHERE certificate = ?",
        [
          certificate.algorithm, "\(certificate.notBefore)", "\(certificate.notAfter)",
          "\(certificate.certificate)",
        ])
    }
    try execute(
      "INSERT INTO run (now_s, forum) VALUES (?, ?)",
      ["\(source.now.unixSeconds)", forums.map(\.rawValue).joined(separator: " ")])
    try execute(Texts.indexes)
  }

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
