import Casework
import Custody
import Foundation
import Ledger
import OfficeStore
import Signing
import Synchronization
import TestSupport
import Testing

/// Two processes in one office: the second acts in the middle of what the first is doing.
@Suite struct RaceTests {
  private let test: TestOffice

  init() throws { test = try TestOffice() }

  /// Collects a file while `other`, an office of its own over the same folder, does something in the middle.
  private func collect(_ id: String, meanwhile other: @escaping (Office) throws -> Void) throws {
    let isDone = Mutex(false)
    var office = test.office
    let second = try Office.open(office.folder, workplace: office.workplace)
    office.workplace.progress = { step in
      guard step.activity == "collect",
        isDone.withLock({ isDone in
          defer { isDone = true }; return !isDone
        })
      else { return }
      try other(second)
    }
    let path = try test.folder.write("content of \(id)", to: "source-\(id)")
    try office.collect(
      ItemID(id)!, in: test.caseID, ItemDescription(kind: .file),
      from: .file(path, acquisitionHash: nil), under: test.now, by: test.responder)
  }

  private func requireSound() throws {
    #expect(try test.office.audit(includingVault: true).problems == [])
    #expect(throws: Never.self) {
      guard try !test.office.items().isEmpty else { return }
      _ = try test.bundle()
    }
  }

  @Test("A key that is revoked while its owner collects signs nothing any more")
  func revokedMeanwhile() throws {
    try test.collect("I-1")
    #expect(throws: CaseworkError.personRevoked(test.responder.id)) {
      try collect("I-2") { try $0.revoke(test.responder.id, reason: "stolen", at: test.now.at) }
    }
    try requireSound()
  }

  @Test("A case that is closed while an item is collected stays as it was")
  func closedMeanwhile() throws {
    try test.collect("I-1")
    #expect(throws: CaseworkError.caseClosed(test.caseID)) {
      try collect("I-2") {
        try $0.closeCase(test.caseID, reason: "done", at: test.now.at, by: test.prosecutor)
      }
    }
    #expect(try test.office.items().map(\.id) == [ItemID("I-1")!])
    try requireSound()
  }

  @Test(
    "Of two items with one id, the first is collected, however the id is written",
    arguments: ["I-2", "i-2"])
  func sameItem(_ id: String) throws {
    #expect(throws: CaseworkError.itemExists(ItemID(id)!)) {
      try collect(id) { _ in try test.collect("I-2") }
    }
    try requireSound()
  }

  @Test("A receiver who is revoked meanwhile is let go of to nobody")
  func receiverRevoked() throws {
    let item = try test.collect("I-1")
    try test.office.revoke(test.examiner.id, reason: "left", at: test.now.at)
    #expect(throws: CaseworkError.personRevoked(test.examiner.id)) {
      try test.office.release(
        [item], to: test.examiner.id, purpose: "x", under: test.now, by: test.responder)
    }
  }

  @Test("Of two persons enrolled under one id, the first signs, and nothing of the other is left")
  func samePerson() throws {
    let description = PersonDescription(
      id: PersonID("n-1")!, name: "Name", role: .clerk, agency: "Agency", country: "MX")
    let second = try Office.open(test.office.folder, workplace: test.office.workplace)
    let isDone = Mutex(false)
    var office = test.office
    office.workplace.passphrase = { owner in
      if owner == .person(description.id),
        isDone.withLock({ isDone in
          defer { isDone = true }; return !isDone
        })
      {
        try second.enrol(description, at: test.now.at)
      }
      return Secret(Array("secret of the tests".utf8))
    }
    let before = try FileManager.default.contentsOfDirectory(
      atPath: office.folder.appending(path: "keys").path)
    #expect(throws: CaseworkError.personExists(description.id)) {
      try office.enrol(description, at: test.now.at)
    }
    let after = try FileManager.default.contentsOfDirectory(
      atPath: office.folder.appending(path: "keys").path)
    #expect(after.count == before.count + 1)
    let actor = try second.actingPerson(description.id)
    try second.openCase(
      CaseID("C-2")!, title: nil, numbers: [CaseNumber("MX:7")!], forums: [.usFederal],
      at: test.now.at, by: actor)
    try requireSound()
  }

  @Test("Acts that are recorded together are recorded all or none")
  func together() throws {
    let item = try test.collect("I-1")
    let count = try test.office.status().entries
    var facts = Facts()
    facts[.location] = "shelf"
    let store = Act(
      EventDraft(
        .custodyStore, at: test.now.at, caseID: test.caseID, items: [item], facts: facts))
    var impossible = store
    impossible.requirements = [.personInForce(PersonID("nobody")!)]
    #expect(throws: CaseworkError.personUnknown(PersonID("nobody")!)) {
      try test.office.record([store, store, impossible], by: test.responder)
    }
    #expect(try test.office.status().entries == count)
    #expect(try test.office.record([store, store], by: test.responder).count == 2)
    try requireSound()
  }

  @Test("The office does not act as a person, nor a person as the office")
  func entitled() throws {
    let office = try #require(PersonID("office"))
    #expect(throws: CaseworkError.notEntitled(office)) { try test.office.actingPerson(office) }
    var facts = Facts()
    facts[.person] = test.examiner.id
    facts[.certificate] = test.examiner.certificate.thumbprint
    facts[.reason] = "rivalry"
    #expect(throws: CaseworkError.notEntitled(test.responder.id)) {
      try test.office.record(
        Act(EventDraft(.personRevoke, at: test.now.at, facts: facts)), by: test.responder)
    }
  }
}
