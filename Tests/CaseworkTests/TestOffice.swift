import Bundles
import Casework
import Custody
import Foundation
import Integrity
import OfficeStore
import Phrasebook
import Signing
import Synchronization
import TestSupport

/// An office with three persons and one case, and a clock that goes on a minute with each look.
struct TestOffice {
  let folder: TemporaryFolder
  var office: Office
  let responder: ActingPerson
  let examiner: ActingPerson
  let prosecutor: ActingPerson
  let caseID = CaseID("C-1")!
  private let clock: Clock

  private final class Clock: Sendable {
    private let minute = Mutex<Int64>(0)
    var now: Moment {
      minute.withLock {
        $0 += 1
        return Moment(unixSeconds: 1_790_000_000 + $0 * 60, offsetMinutes: -480)
      }
    }
  }

  init() throws {
    let clock = Clock()
    self.clock = clock
    folder = try TemporaryFolder()
    let workplace = Workplace(
      now: { clock.now }, passphrase: { _ in Secret(Array("secret of the tests".utf8)) })
    office = try Office.create(
      folder.url.appending(path: "office"), name: "Office", country: "MX",
      origin: "log.example/office", language: .english, workplace: workplace)
    for (id, role) in [("agt", PersonRole.responder), ("per", .examiner), ("mp", .prosecutor)] {
      try office.enrol(
        PersonDescription(
          id: PersonID(id)!, name: "Name of \(id)", role: role, agency: "Agency", country: "MX"),
        at: clock.now)
    }
    responder = try office.actingPerson(PersonID("agt"))
    examiner = try office.actingPerson(PersonID("per"))
    prosecutor = try office.actingPerson(PersonID("mp"))
    try office.openCase(
      caseID, title: "Title", numbers: [CaseNumber("MX:1")!, CaseNumber("US:2")!],
      forums: [.usFederal], at: clock.now, by: prosecutor)
  }

  var now: Circumstance { Circumstance(at: clock.now) }

  func because(_ reason: String) -> Circumstance {
    Circumstance(at: clock.now, irregularReason: reason)
  }

  @discardableResult
  func collect(_ id: String, _ content: String? = nil, seal: String? = nil) throws -> ItemID {
    let item = ItemID(id)!
    var description = ItemDescription(kind: content == nil ? .bullet : .file)
    description.text = "Description of \(id)"
    description.place = "Place of \(id)"
    description.seal = seal
    var source = ItemSource.object(photographs: [])
    if let content {
      source = .file(try folder.write(content, to: "source-\(id).txt"), acquisitionHash: nil)
    }
    try office.collect(
      item, in: caseID, description, from: source, under: Circumstance(at: clock.now), by: responder
    )
    return item
  }

  func bundle(_ name: String = "case.asice", items: [ItemID]? = nil) throws -> String {
    let order = BundleOrder(
      caseID: caseID, items: items, court: "Court", path: folder.path(name), programVersion: "test")
    return try office.createBundle(order, by: prosecutor.id).path
  }

  func trust() throws -> TrustMaterial {
    let url = folder.url.appending(path: "trust")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    for file in try office.exportTrust() {
      try SafeFile.write(file.text.utf8, to: url.appending(path: file.name).path)
    }
    return try TrustMaterial(readingFrom: url.path)
  }

  /// Opens a vault file for writing, as somebody with access to the disk would.
  func tamper(with item: ItemID) throws {
    let digest = "\(try office.item(item).files[0].file.digest)"
    let path = folder.path("office/vault/sha256/\(digest.prefix(2))/\(digest)")
    try FileManager.default.removeItem(atPath: path)
    try folder.write("tampered", to: "office/vault/sha256/\(digest.prefix(2))/\(digest)")
  }
}
