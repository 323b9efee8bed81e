import Casework
import Custody
import Foundation
import GRDB
import OfficeStore
import Phrasebook
import TestSupport
import Testing

@Suite struct OfficeTests {
  private let test: TestOffice
  private var office: Office { test.office }

  init() throws { test = try TestOffice() }

  /// Every row of every table, as text.
  private func everything() throws -> [String: [String]] {
    try office.database.read { db in
      let tables = try String.fetchAll(
        db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
      return try Dictionary(
        uniqueKeysWithValues: tables.map { table in
          let rows = try Row.fetchAll(db, sql: "SELECT * FROM \(table)").map(\.description)
          return (table, rows.sorted())
        })
    }
  }

  @Test("Everything that commands ask about is worked out again from the ledger, the same")
  func rebuild() throws {
    let item = try test.collect("I-1", "content", seal: "S1")
    let receiver = test.examiner.id
    try office.release(
      [item], to: receiver, purpose: "analysis", under: test.now, by: test.responder)
    try office.receive(
      [item], from: nil, noting: Handling(seal: "S9"), under: test.because("torn"),
      by: test.examiner)
    try office.breakSeal(
      found: "S1", on: [item], reason: "work", under: test.now, by: test.examiner)
    try office.describe([item], as: "better", under: test.now, by: test.examiner)
    try office.revoke(test.responder.id, reason: "left", at: test.now.at)
    try office.closeCase(test.caseID, reason: "done", at: test.now.at, by: test.prosecutor)
    let before = try everything()
    #expect(before.count >= 13)
    #expect(before["irregularity"]?.count == 1)
    #expect(try office.rebuild() == before["ledger_entry"]?.count)
    #expect(try everything() == before)
  }

  @Test("A whole transfer verifies: every signature, chain, node and file")
  func audit() throws {
    let item = try test.collect("I-1", "content")
    let parcel = try test.collect("I-2", seal: "S1")
    try office.release(
      [item, parcel], to: test.examiner.id, purpose: "x", under: test.now, by: test.responder)
    try office.receive([item], from: nil, under: test.now, by: test.examiner)
    _ = try office.checkpoint()
    let audit = try office.audit(includingVault: true)
    #expect(audit.problems == [])
    #expect(audit.events == 9)
    #expect(audit.files == 1)
    #expect(audit.checkpoints == 1)
    guard case .inTransit = try office.item(parcel).item.state.holding else {
      Issue.record("the other item is still in transit")
      return
    }
  }

  @Test("A changed file of the vault is named, and not received in silence")
  func changedFile() throws {
    let item = try test.collect("I-1", "content")
    try office.release(
      [item], to: test.examiner.id, purpose: "x", under: test.now, by: test.responder)
    try test.tamper(with: item)
    let count = try office.status().entries
    #expect {
      try office.receive([item], from: nil, under: test.now, by: test.examiner)
    } throws: { error in
      guard case .filesChanged(let named, _, let expected, let found)? = error as? CaseworkError
      else {
        return false
      }
      return named == item && found != nil && expected != found
    }
    #expect(try office.status().entries == count + 1)
    #expect(try office.custodyLog(of: item).lines.last?.event.type == .examRecord)
    #expect(try office.audit(includingVault: true).problems.map(\.code) == ["audit.fileChanged"])
    let received = try office.receive(
      [item], from: nil, under: test.because("disk fault, see report 7"), by: test.examiner)
    #expect(received.irregularities.map(\.code) == [.filesChanged])
  }

  @Test("What does not fit is refused without a reason, and recorded with one")
  func irregular() throws {
    let item = try test.collect("I-1", seal: "S1")
    let count = try office.status().entries
    #expect(throws: CaseworkError.self) {
      try office.store([item], in: "shelf", under: test.now, by: test.examiner)
    }
    #expect(try office.status().entries == count)
    let recorded = try office.store(
      [item], in: "shelf", under: test.because("night shift"), by: test.examiner)
    #expect(recorded.irregularities.map(\.code) == [.notHolder])
    #expect(recorded.event[.irregularReason] == "night shift")
  }

  @Test("The future, a wrong id and a revoked person are refused, and the office stays as it was")
  func refused() throws {
    let item = try test.collect("I-1")
    let count = try office.status().entries
    let future = Circumstance(at: Moment("2099-01-01T00:00:00Z")!)
    #expect(throws: CaseworkError.self) {
      try office.store([item], in: "shelf", under: future, by: test.responder)
    }
    #expect(throws: CaseworkError.itemUnknown(ItemID("none")!)) {
      try office.store([ItemID("none")!], in: "shelf", under: test.now, by: test.responder)
    }
    #expect(throws: CaseworkError.itemExists(ItemID("i-1")!)) { try test.collect("i-1") }
    #expect(throws: CaseworkError.itemTwice(item)) {
      try office.store([item, item], in: "shelf", under: test.now, by: test.responder)
    }
    #expect(throws: CaseworkError.personExists(test.responder.id)) {
      try office.enrol(
        PersonDescription(
          id: test.responder.id, name: "x", role: .clerk, agency: "x", country: "MX"),
        at: test.now.at)
    }
    #expect(try office.status().entries == count)
    try office.revoke(test.responder.id, reason: "left", at: test.now.at)
    #expect(throws: CaseworkError.personRevoked(test.responder.id)) {
      try office.actingPerson(test.responder.id)
    }
    #expect(throws: CaseworkError.personRevoked(test.responder.id)) {
      try office.release(
        [item], to: test.responder.id, purpose: "x", under: test.now, by: test.responder)
    }
    #expect(try office.audit(includingVault: true).problems.isEmpty)
  }

  @Test("A key that was unlocked before it was revoked signs nothing after")
  func stolenKey() throws {
    let item = try test.collect("I-1")
    try office.revoke(test.responder.id, reason: "stolen", at: test.now.at)
    #expect(throws: CaseworkError.personRevoked(test.responder.id)) {
      try office.store([item], in: "shelf", under: test.now, by: test.responder)
    }
    #expect(try office.audit(includingVault: false).problems == [])
  }

  @Test("A mistake is amended by a later event; the first stays as it was")
  func amendment() throws {
    let item = try test.collect("I-1")
    let stored = try office.store([item], in: "shelf 4", under: test.now, by: test.responder)
    let amended = try office.amend(
      stored.event.id, reason: "wrong shelf", correction: "shelf 14", under: test.now,
      by: test.responder)
    #expect(amended.event[.amends] == stored.event.id)
    let log = try office.custodyLog(of: item)
    #expect(log.lines.map(\.event.type) == [.itemCollect, .custodyStore, .eventAmend])
    #expect(log.lines[1].event[.location] == "shelf 4")
  }

  @Test("A list of items is checked whole before anything is recorded")
  func importing() throws {
    try test.folder.write("content", to: "list/a.txt")
    try test.folder.write(
      """
      id,kind,at,file,description
      A-1,file,2026-01-01T00:00:00Z,a.txt,"with, comma"
      A-1,file,2026-01-01T00:00:00Z,a.txt,again
      A-2,thing,yesterday,none.txt,bad
      A-3,file
      """, to: "list/bad.csv")
    let bad = try ItemImport(readingFrom: test.folder.path("list/bad.csv"))
    #expect(
      Set(bad.problems.map(\.problem.code)) == [
        "casework.rowItemTwice", "casework.rowValue", "casework.rowFile", "casework.rowWidth",
      ])
    #expect(bad.problems.allSatisfy { [3, 4, 5].contains($0.line) })
    try test.folder.write(
      "id,kind,at,file,description\nA-1,file,2026-01-01T00:00:00Z,a.txt,\"with, \"\"quotes\"\"\"\n",
      to: "list/good.csv")
    let good = try ItemImport(readingFrom: test.folder.path("list/good.csv"))
    #expect(good.problems.isEmpty)
    guard
      case .rehearsed(let rehearsed) = try office.importItems(
        good, into: test.caseID, rehearsal: true, by: test.responder, irregular: "late list")
    else {
      Issue.record("the list is good")
      return
    }
    #expect(try office.items().isEmpty)
    guard
      case .collected(let items) = try office.importItems(
        good, into: test.caseID, rehearsal: false, by: test.responder, irregular: "late list")
    else {
      Issue.record("the list is good")
      return
    }
    #expect(items == rehearsed)
    #expect(try office.item(items[0]).item.description == "with, \"quotes\"")
  }

  @Test("An office is made in a new or empty folder only, and wholly")
  func creation() throws {
    let workplace = office.workplace
    func make(_ path: String, _ country: String = "MX", _ origin: String = "o.example") throws {
      _ = try Office.create(
        test.folder.url.appending(path: path), name: "N", country: country, origin: origin,
        language: .spanish, workplace: workplace)
    }
    #expect(throws: CaseworkError.folderNotEmpty(path: office.folder.path)) { try make("office") }
    #expect(throws: CaseworkError.self) { try make("new", "Mexico") }
    #expect(throws: CaseworkError.self) { try make("new", "MX", "with space") }
    #expect(!FileManager.default.fileExists(atPath: test.folder.path("new")))
    #expect(throws: Never.self) { try make("new") }
    #expect(throws: CaseworkError.self) { try Office.find(from: test.folder.url) }
    let inside = test.folder.url.appending(path: "new/vault")
    #expect(try Office.find(from: inside).lastPathComponent == "new")
  }
}
