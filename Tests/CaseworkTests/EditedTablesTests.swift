import Casework
import Custody
import Foundation
import GRDB
import Integrity
import OfficeStore
import Phrasebook
import TestSupport
import Testing

/// What was worked out of the ledger is never trusted: somebody with access to the file may have edited it.
@Suite struct EditedTablesTests {
  private let test: TestOffice
  private let item: ItemID
  private let other: ItemID

  init() throws {
    test = try TestOffice()
    item = try test.collect("I-1", "content", seal: "S1")
    other = try test.collect("I-2", "more")
    try test.office.store([item], in: "shelf", under: test.now, by: test.responder)
  }

  private func edit(_ sql: String) throws {
    try test.office.database.write { try $0.execute(sql: sql) }
  }

  private func problems() throws -> [Phrase] {
    try test.office.audit(includingVault: false).problems
  }

  @Test(
    "Whatever is edited, added or deleted is named, with its table and key and without a value",
    arguments: [
      ("UPDATE item SET holder = 'per' WHERE id = 'I-1'", "audit.rowDiffers", "item"),
      ("UPDATE item SET seal = NULL WHERE id = 'I-1'", "audit.rowDiffers", "item"),
      ("DELETE FROM item WHERE id = 'I-2'", "audit.rowMissing", "item"),
      ("DELETE FROM item_file WHERE item = 'I-1'", "audit.rowMissing", "item_file"),
      ("DELETE FROM item_event WHERE item = 'I-1' AND n = 2", "audit.rowMissing", "item_event"),
      ("UPDATE person SET role = 'judge' WHERE id = 'agt'", "audit.rowDiffers", "person"),
      ("INSERT INTO case_number VALUES ('C-1', 'MX:9')", "audit.rowExtra", "case_number"),
      ("UPDATE case_file SET title = 'Other'", "audit.rowDiffers", "case_file"),
      ("UPDATE event SET facts = '{}' WHERE entry = 5", "audit.rowDiffers", "event"),
      (
        "INSERT INTO irregularity VALUES (5, 'I-1', 'not-holder', 'a', 'b', NULL)",
        "audit.rowExtra", "irregularity"
      ),
    ])
  func named(_ sql: String, _ code: String, _ table: String) throws {
    #expect(try problems() == [])
    try edit(sql)
    let found = try problems()
    #expect(found.map(\.code) == [code])
    #expect(found.first?.facts["table"] == table)
    _ = try test.office.rebuild()
    #expect(try problems() == [])
  }

  @Test(
    "Changed definitions are named",
    arguments: [
      ("DROP TRIGGER ledger_entry_no_delete", "ledger_entry_no_delete"),
      ("DROP VIEW items; CREATE VIEW items AS SELECT 1 AS item", "items"),
      ("CREATE TRIGGER t AFTER INSERT ON item BEGIN SELECT 1; END", "t"),
      ("DROP INDEX item_case", "item_case"), ("CREATE TABLE more (x)", "more"),
    ])
  func definitions(_ sql: String, _ name: String) throws {
    try edit(sql)
    let found = try problems().filter { $0.code == "audit.schemaDiffers" }
    #expect(found.map { $0.facts["name"] } == [name])
  }

  @Test(
    "Nothing is recorded on what the ledger does not say",
    arguments: [
      "UPDATE item SET holder = 'per' WHERE id = 'I-1'",
      "UPDATE item SET seal = 'S2' WHERE id = 'I-1'",
      "UPDATE item SET head = zeroblob(32) WHERE id = 'I-1'",
      "UPDATE item SET sequence = 1 WHERE id = 'I-1'",
      "DELETE FROM item_event WHERE item = 'I-1' AND n = 2",
      "UPDATE item_event SET entry = 6 WHERE item = 'I-1' AND n = 2",
      "UPDATE person SET revoked_at = '2026-01-01T00:00:00Z' WHERE id = 'agt'",
      "UPDATE person SET role = 'examiner' WHERE id = 'agt'",
      "UPDATE case_file SET closed_at = '2026-01-01T00:00:00Z'",
    ])
  func refused(_ sql: String) throws {
    try edit(sql)
    let count = try test.office.status().entries
    for actor in [test.responder, test.examiner] {
      #expect {
        try test.office.release(
          [item], to: test.prosecutor.id, purpose: "x", under: test.because("because"), by: actor)
      } throws: { error in
        if case .tablesDiffer? = error as? CaseworkError { true } else { false }
      }
    }
    #expect(try test.office.status().entries == count)
  }

  @Test("A revocation that is struck out of the tables still holds")
  func revoked() throws {
    try test.office.revoke(test.responder.id, reason: "stolen", at: test.now.at)
    try edit("UPDATE person SET revoked_at = NULL")
    #expect(throws: CaseworkError.tablesDiffer("agt")) {
      try test.office.store([item], in: "shelf", under: test.now, by: test.responder)
    }
  }

  @Test("A file that is struck out of the tables is compared and packed all the same")
  func files() throws {
    try edit("DELETE FROM item_file")
    #expect(try test.office.item(item).files.count == 1)
    #expect(try test.office.compareFiles(of: [item]).fileCount == 1)
    let whole = try test.office.createBundle(
      BundleOrder(
        caseID: test.caseID, items: nil, court: "Court", path: test.folder.path("b.asice"),
        programVersion: "test"), by: test.prosecutor.id)
    #expect(whole.fileCount == 2)
  }

  @Test("A row that cannot be read is an error that names its table, never passed over")
  func malformed() throws {
    try edit("UPDATE person SET enrolled_at = 'soon' WHERE id = 'per'")
    #expect(throws: OfficeStoreError.malformedRow(table: "person", key: "per")) {
      try test.office.persons()
    }
    try edit("UPDATE event SET type = 'x.y' WHERE entry = 6")
    #expect(throws: OfficeStoreError.malformedRow(table: "event", key: "6")) {
      try test.office.history(of: other)
    }
    try edit("UPDATE item SET kind = 'thing' WHERE id = 'I-1'")
    #expect(throws: OfficeStoreError.malformedRow(table: "item", key: "I-1")) {
      try test.office.items()
    }
  }
}
