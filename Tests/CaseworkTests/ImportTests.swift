import Casework
import Custody
import Foundation
import Integrity
import OfficeStore
import Phrasebook
import TestSupport
import Testing

/// A list of items is recorded whole or not at all, and a rehearsal finds whatever recording would find.
@Suite struct ImportTests {
  private let test: TestOffice
  /// When everything happened that is not late.
  private let onTime = "2026-09-21T06:00:00-08:00"

  init() throws {
    test = try TestOffice()
    try test.folder.write("evidence", to: "m.txt")
    try test.folder.write("", to: "empty.txt")
  }

  private func outcome(_ rows: [String], rehearsal: Bool) throws -> ImportOutcome {
    let list = "id,kind,at,file,hash\n" + rows.map { $0 + "\n" }.joined()
    let path = try test.folder.write(list, to: "list.csv")
    return try test.office.importItems(
      ItemImport(readingFrom: path), into: test.caseID, rehearsal: rehearsal, by: test.responder)
  }

  private func problems(_ outcome: ImportOutcome) -> [String] {
    guard case .refused(let problems) = outcome else { return [] }
    return problems.map { "\($0.line) \($0.problem.code)" }
  }

  @Test(
    "A bad row refuses the whole list, in the rehearsal and in earnest, whatever is bad about it",
    arguments: [
      ("I-9,bullet,2026-09-01T10:00:00-08:00,,", "casework.irregular"),
      ("I-9,bullet,2027-01-01T10:00:00-08:00,,", "casework.momentInFuture"),
      ("I-9,file,ON-TIME,empty.txt,", "vault.empty"),
      ("I-9,file,ON-TIME,none.txt,", "casework.rowFile"),
      ("I-9,file,ON-TIME,.,", "vault.notAFile"),
      ("I-9,file,ON-TIME,m.txt,WRONG", "vault.acquisitionMismatch"),
      ("I-0,bullet,ON-TIME,,", "casework.itemExists"),
      ("i-0,bullet,ON-TIME,,", "casework.itemExists"),
      ("I-2,bullet,ON-TIME,,", "casework.rowItemTwice"),
    ])
  func badRow(_ row: String, _ code: String) throws {
    try test.collect("I-0")
    let count = try test.office.status().entries
    let wrong = "\(Digest(of: Array("other".utf8)))"
    let bad = row.replacing("ON-TIME", with: onTime).replacing("WRONG", with: wrong)
    let rows = ["I-2,file,\(onTime),m.txt,", bad, "I-3,bullet,\(onTime),,"]
    for isRehearsal in [true, false] {
      #expect(problems(try outcome(rows, rehearsal: isRehearsal)) == ["3 \(code)"])
      #expect(try test.office.status().entries == count)
    }
    #expect(try test.office.audit(includingVault: true).unreferencedFiles == 0)
  }

  @Test("Every bad row is named, not only the first")
  func everyRow() throws {
    let rows = [
      "I-1,bullet,2026-09-01T10:00:00-08:00,,", "I-2,file,\(onTime),empty.txt,",
      "I-3,file,\(onTime),empty.txt,",
    ]
    #expect(
      problems(try outcome(rows, rehearsal: false)) == ["3 vault.empty", "4 vault.empty"])
    let late = (1...3).map { "I-\($0),bullet,2026-09-01T10:00:00-08:00,," }
    #expect(problems(try outcome(late, rehearsal: true)).count == 3)
  }

  @Test("A good list is one transaction, with every file in the vault")
  func good() throws {
    let rows = (1...50).map { "I-\($0),file,\(onTime),m.txt," }
    guard case .rehearsed(let rehearsed) = try outcome(rows, rehearsal: true),
      case .collected(let items) = try outcome(rows, rehearsal: false)
    else {
      Issue.record("the list is good")
      return
    }
    #expect(items == rehearsed)
    #expect(try test.office.items().count == 50)
    #expect(try test.office.item(items[49]).files.map(\.name) == ["m.txt"])
    let audit = try test.office.audit(includingVault: true)
    #expect(audit.problems == [])
    #expect(audit.files == 1)
  }
}
