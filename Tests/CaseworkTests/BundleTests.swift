import Bundles
import Casework
import Custody
import Dispatch
import Foundation
import GRDB
import Integrity
import Ledger
import OfficeStore
import Phrasebook
import Synchronization
import TestSupport
import Testing

@Suite struct BundleTests {
  private let test: TestOffice

  init() throws { test = try TestOffice() }

  private func verify(_ path: String, _ trust: TrustMaterial?) throws -> Verdict {
    try BundleVerifier(path: path, trust: trust).verify().verdict
  }

  @Test("A bundle of a whole story verifies, with trust and without")
  func sound() throws {
    let item = try test.collect("I-1", "content")
    try test.collect("I-2", seal: "S1")
    try test.office.store([item], in: "shelf", under: test.now, by: test.responder)
    let path = try test.bundle()
    let verdict = try verify(path, test.trust())
    #expect(VerdictLayer.allCases.flatMap { verdict[$0].failures } == [])
    #expect(verdict.exitStatus == .done)
    #expect(verdict[.redactions].status == .notChecked)
    let alone = try verify(path, nil)
    #expect(alone.integrity == .intact)
    #expect(alone.trust == .notEvaluated)
    #expect(alone.exitStatus == .incomplete)
  }

  @Test("Strangers' roots do not vouch for it")
  func strangers() throws {
    try test.collect("I-1")
    let verdict = try verify(test.bundle(), TestOffice().trust())
    #expect(verdict.integrity == .intact)
    #expect(verdict.trust == .unknownSigner)
    #expect(verdict.exitStatus == .trustNotMet)
  }

  @Test(
    "A signature whose timestamp is later than its certificate is found, whatever the office's clock says"
  )
  func signedTooLate() throws {
    try test.collect("I-1")
    var office = test.office
    let now = office.workplace.now()
    let noon = Moment(unixSeconds: now.unixSeconds + 12 * 60 * 60)
    let clerk = PersonID("clk")!
    try office.enrol(
      PersonDescription(
        id: clerk, name: "Clerk", role: .clerk, agency: "Agency", country: "MX",
        until: Moment(unixSeconds: noon.unixSeconds - 60 * 60)),
      at: now)
    func verdict(_ name: String) throws -> Verdict {
      let order = BundleOrder(
        caseID: test.caseID, items: nil, court: "Court", path: test.folder.path(name),
        programVersion: "test")
      return try verify(office.createBundle(order, by: clerk).path, test.trust())
    }
    #expect(try verdict("in-time.asice").exitStatus == .done)
    office.workplace.timestampClock = { noon }
    let late = try verdict("late.asice")
    let findings = VerdictLayer.allCases.flatMap { late[$0].failures.map(\.phrase.code) }
    #expect(Set(findings) == ["signing.untrusted", "time.outsideValidity"])
    #expect(late.integrity == .intact)
    #expect(late.trust == .unknownSigner)
    #expect(late.exitStatus == .trustNotMet)
  }

  @Test("A bundle of some items says nothing of the others, and proves that theirs are complete")
  func someItems() throws {
    let one = try test.collect("I-1", "content")
    let other = try test.collect("I-2", "secret")
    try test.office.store([one, other], in: "shelf", under: test.now, by: test.responder)
    var description = ItemDescription(kind: .file)
    description.text = "Description of I-3"
    let source = ItemSource.file(
      try test.folder.write("derived", to: "derived.txt"), acquisitionHash: nil)
    try test.office.derive(
      ItemID("I-3")!, from: one, as: .copyOf, description, from: source, under: test.now,
      by: test.responder)
    let path = try test.bundle(items: [one])
    let verdict = try verify(path, test.trust())
    #expect(verdict.exitStatus == .done)
    let reader = try CanonicalZipReader(path: path)
    let log = try #require(reader.entry("metadata/log/events.jsonl"))
    let texts = try reader.read(log).split(separator: 0x0A).compactMap { line in
      try EventLine(parsing: line).map { try SignedEvent(parsing: $0.token) }?.event[.text]
    }
    #expect(texts == ["Description of I-1"])
  }

  @Test("A bundle is never written over another, nor from a changed vault, nor of nothing")
  func refused() throws {
    #expect(throws: CaseworkError.nothingToBundle(test.caseID)) { try test.bundle() }
    let item = try test.collect("I-1", "content")
    let path = try test.bundle()
    #expect(throws: FileError.exists(path: path)) { try test.bundle() }
    try test.tamper(with: item)
    #expect(throws: (any Error).self) { try test.bundle("other.asice") }
    let names = try FileManager.default.contentsOfDirectory(atPath: test.folder.url.path)
    #expect(!names.contains { $0.hasPrefix("other.asice") })
  }

  @Test("An item that is named twice is packed in no bundle")
  func itemTwice() throws {
    let item = try test.collect("I-1", "content")
    let names = try FileManager.default.contentsOfDirectory(atPath: test.folder.url.path).sorted()
    #expect(throws: CaseworkError.itemTwice(item)) { try test.bundle(items: [item, item]) }
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: test.folder.url.path).sorted() == names)
  }

  @Test("An item or an event that the tables lack is packed, or no bundle gets its name")
  func lacking() throws {
    let item = try test.collect("I-1", "content")
    try test.collect("I-2", "more")
    let stored = try test.office.store([item], in: "shelf", under: test.now, by: test.responder)
    try test.office.database.write {
      try $0.execute(sql: "DELETE FROM event WHERE entry = \(stored.index)")
    }
    #expect {
      try test.bundle()
    } throws: { error in
      if case .bundleUnsound? = error as? CaseworkError { true } else { false }
    }
    #expect(!FileManager.default.fileExists(atPath: test.folder.path("case.asice")))
    _ = try test.office.rebuild()
    try test.office.database.write { try $0.execute(sql: "DELETE FROM item WHERE id = 'I-2'") }
    #expect(throws: CaseworkError.tablesDiffer("I-2")) { try test.bundle() }
    _ = try test.office.rebuild()
    #expect(try verify(test.bundle(), test.trust()).exitStatus == .done)
  }

  @Test("What is recorded of an item while its bundle is made is not left out in silence")
  func movedMeanwhile() throws {
    let item = try test.collect("I-1", "content")
    var office = test.office
    let second = try Office.open(office.folder, workplace: office.workplace)
    let moves = Mutex(0)
    office.workplace.progress = { step in
      guard step.activity == "bundle",
        moves.withLock({
          $0 += 1; return $0 == 1
        })
      else { return }
      try second.store([item], in: "shelf", under: test.now, by: test.responder)
    }
    let order = BundleOrder(
      caseID: test.caseID, items: nil, court: "Court", path: test.folder.path("case.asice"),
      programVersion: "test")
    #expect(throws: CaseworkError.itemMoved(item)) {
      try office.createBundle(order, by: test.prosecutor.id)
    }
    #expect(try verify(test.bundle(), test.trust()).exitStatus == .done)
  }

  /// Trust is left out: it could only add failures, and integrity alone must find every bit.
  @Test("Whichever byte of a bundle is flipped, it is never intact")
  func everyByte() throws {
    try test.collect("I-1", "content")
    let content = Array(try Data(contentsOf: URL(filePath: test.bundle())))
    let accepted = Mutex<[Int]>([])
    let folder = test.folder
    DispatchQueue.concurrentPerform(iterations: 2) { worker in
      let path = folder.path("flipped-\(worker)")
      for offset in stride(from: worker, to: content.count, by: 2) {
        var bytes = content
        bytes[offset] ^= 1 << (offset % 8)
        guard FileManager.default.createFile(atPath: path, contents: Data(bytes)) else { return }
        let verdict = try? BundleVerifier(path: path, trust: nil).verify().verdict
        if verdict?.integrity == .intact { accepted.withLock { $0.append(offset) } }
      }
    }
    #expect(accepted.withLock { $0 } == [])
    #expect(content.count > 10_000)
  }

  @Test(
    "Cut off, empty, random or foreign files are no bundles",
    arguments: [0, 1, 4, 22, 100, 5000])
  func malformed(size: Int) throws {
    try test.collect("I-1", "content")
    let whole = Array(try Data(contentsOf: URL(filePath: test.bundle())))
    for content in [
      Array(whole.prefix(size)), (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 167) },
    ] {
      let path = try test.folder.write(content, to: "odd")
      #expect(throws: BundleFormatError.self) { try verify(path, nil) }
    }
    #expect(throws: BundleFormatError.self) { try verify(test.folder.url.path, nil) }
    #expect(throws: BundleFormatError.self) { try verify(test.folder.path("none"), nil) }
  }
}
