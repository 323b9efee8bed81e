import Casework
import Custody
import Foundation
import GRDB
import Ledger
import OfficeStore
import Phrasebook
import TestSupport
import Testing

/// What the law has forgotten is gone when the ledger says so, and only then.
@Suite struct ErasureTests {
  private let test: TestOffice
  private let item: ItemID
  private let order: EventID

  init() throws {
    test = try TestOffice()
    item = try test.collect("I-1", "a text that can be sealed\n")
    try test.collect("I-2", "another")
    var authority = Authority(kind: .courtOrder, number: "7", issuer: "Court")
    authority.purpose = "erasure"
    order = try test.office.recordAuthority(
      authority, in: test.caseID, for: [], under: test.now, by: test.prosecutor
    ).event.id
  }

  private func erase() throws {
    try test.office.erase(
      events: [], items: [item], in: test.caseID, order: order, reason: "law", under: test.now,
      by: test.prosecutor)
  }

  private func rows() throws -> [String: [String]] {
    try test.office.database.read { db in
      let tables = try String.fetchAll(
        db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
      return try Dictionary(
        uniqueKeysWithValues: tables.map {
          ($0, try Row.fetchAll(db, sql: "SELECT * FROM \($0)").map(\.description).sorted())
        })
    }
  }

  private var secrets: [String] {
    (try? FileManager.default.contentsOfDirectory(
      atPath: test.office.folder.appending(path: "seals").path)) ?? []
  }

  @Test("What is erased is gone from every table, as if the ledger had been read anew")
  func gone() throws {
    #expect(secrets.count == 2)
    try erase()
    let after = try rows()
    #expect(!"\(after)".contains("Description of I-1"))
    #expect("\(after)".contains("Description of I-2"))
    #expect(try test.office.audit(includingVault: false).problems == [])
    _ = try test.office.rebuild()
    #expect(try rows() == after)
    #expect(secrets.count == 1)
  }

  @Test("An erasure that cannot be recorded erases nothing")
  func refused() throws {
    try test.office.revoke(test.prosecutor.id, reason: "left", at: test.now.at)
    #expect(throws: CaseworkError.personRevoked(test.prosecutor.id)) { try erase() }
    #expect(try test.office.item(item).item.description == "Description of I-1")
    #expect(secrets.count == 2)
  }

  @Test("An erasure that was cut off before the secrets went is named, and finished later")
  func finished() throws {
    let folder = test.office.folder.appending(path: "seals")
    let kept = test.folder.url.appending(path: "kept")
    try FileManager.default.copyItem(at: folder, to: kept)
    try erase()
    try FileManager.default.removeItem(at: folder)
    try FileManager.default.copyItem(at: kept, to: folder)
    #expect(
      try test.office.audit(includingVault: false).problems.map(\.code)
        == ["audit.secretsNotErased"])
    _ = try test.office.rebuild()
    #expect(try test.office.audit(includingVault: false).problems == [])
    #expect(secrets.count == 1)
  }

  @Test("What comes back after it was erased is named")
  func restored() throws {
    let texts = try test.office.database.read { db in
      try Row.fetchAll(db, sql: "SELECT * FROM disclosure")
    }
    try erase()
    try test.office.database.write { db in
      for row in texts {
        try db.execute(
          sql: "INSERT OR IGNORE INTO disclosure VALUES (?, ?, ?)",
          arguments: StatementArguments(row.databaseValues))
      }
    }
    let codes = Set(try test.office.audit(includingVault: false).problems.map(\.code))
    #expect(codes.contains("audit.notErased"))
  }
}
