public import Custody
import Foundation
public import Integrity
import Ledger
import OfficeStore
import Vault

/// What is known of an item when it enters the record.
public struct ItemDescription: Sendable {
  public var kind: ItemKind
  public var text: String?
  public var place: String?
  public var serial: String?
  public var serialState: SerialState?
  public var make: String?
  public var model: String?
  public var caliber: String?
  /// ISO 3166-1 alpha-2.
  public var madeIn: String?
  public var importer: String?
  public var seal: String?
  public var condition: String?
  public var instrument: String?
  public var tool: String?
  public var toolVersion: String?
  /// Who picked it up, when that was not the one who records it.
  public var collector: PersonID?

  public init(kind: ItemKind) { self.kind = kind }
}

/// Where an item's bytes are before they are in the vault.
public enum ItemSource: Sendable, Hashable {
  /// A physical object, with any photographs of it.
  case object(photographs: [String])
  /// One file, with the digest that the acquisition tool wrote down, if any.
  case file(String, acquisitionHash: AcquisitionHash?)
  /// Every regular file below a folder, as one item.
  case folder(String)
}

extension Office {
  /// Brings an item into the record: its files go into the vault in one read, then the event is signed.
  @discardableResult
  public func collect(
    _ id: ItemID, in caseID: CaseID, _ description: ItemDescription, from source: ItemSource,
    under circumstance: Circumstance, by actor: ActingPerson
  ) throws -> RecordedEvent {
    try requireNew(id, in: caseID)
    var facts = try facts(of: description, id, from: source, at: circumstance.at)
    let collector = description.collector ?? actor.id
    if collector != actor.id { try requirePerson(collector) }
    facts[.collector] = collector
    return try record(
      Act(
        .itemCollect, newItems: [id], in: caseID, facts, under: circumstance,
        requiring: [.caseOpen(caseID), .personInForce(collector)]), by: actor)
  }

  /// Brings an item into the record that was made from another: an image, an extraction, a test fire.
  @discardableResult
  public func derive(
    _ id: ItemID, from parent: ItemID, as derivation: Derivation, _ description: ItemDescription,
    from source: ItemSource, under circumstance: Circumstance, by actor: ActingPerson
  ) throws -> RecordedEvent {
    let origin = try item(parent).item
    try requireNew(id, in: origin.caseID)
    var facts = try facts(of: description, id, from: source, at: circumstance.at)
    facts[.source] = origin.id
    facts[.derivation] = derivation
    return try record(
      Act(
        .itemDerive, on: [origin.id], newItems: [id], in: origin.caseID, facts,
        under: circumstance, requiring: [.caseOpen(origin.caseID)]), by: actor)
  }

  /// Says more, or better, what items are: `text`, particulars, or both.
  ///
  /// - Throws: ``CaseworkError/nothingSaid`` when there is neither.
  @discardableResult
  public func describe(
    _ items: [ItemID], as text: String?, under circumstance: Circumstance, by actor: ActingPerson
  ) throws -> RecordedEvent {
    guard text != nil || !circumstance.particulars.isEmpty else { throw CaseworkError.nothingSaid }
    var facts = Facts()
    facts[.text] = text
    return try act(.itemDescribe, on: items, under: circumstance, by: actor, facts: facts)
  }

  /// Says early that an item cannot be new: before its files are read.
  func requireNew(_ id: ItemID, in caseID: CaseID) throws {
    try requireOpenCase(caseID)
    guard try database.read({ try ItemRecord.fetch(id, $0) }) == nil else {
      throw CaseworkError.itemExists(id)
    }
  }

  private func facts(
    of description: ItemDescription, _ id: ItemID, from source: ItemSource, at moment: Moment
  ) throws -> Facts {
    let taken = try takeIn(source)
    var facts = description.facts
    facts[.fileCount] = taken.files.count
    if !taken.files.isEmpty {
      facts[.files] = taken.files
      facts[.fileNames] = taken.names
      try describeFiles(of: id, at: moment, &facts)
    }
    if case .file(_, let hash?) = source {
      facts[.acquisitionHash] = "\(hash.algorithm.rawValue):\(hash.hex)"
    }
    return facts
  }

  /// Adds what the item's files say of themselves, and their seals, once they are in the vault.
  func describeFiles(of id: ItemID, at moment: Moment, _ facts: inout Facts) throws {
    guard let files = facts[.files], let names = facts[.fileNames] else { return }
    try readFiles(files, names: names, at: moment).put(into: &facts)
    let seals = try sealFiles(files, names: names, of: id)
    if !seals.isEmpty { facts[.commitment] = seals }
  }
}

extension ItemDescription {
  /// What is known of the item itself, as facts.
  var facts: Facts {
    var facts = Facts()
    facts[.kind] = kind
    facts[.text] = text
    facts[.place] = place
    facts[.serial] = serial
    facts[.serialState] = serialState
    facts[.make] = make
    facts[.model] = model
    facts[.caliber] = caliber
    facts[.madeIn] = madeIn
    facts[.importer] = importer
    facts[.seal] = seal
    facts[.condition] = condition
    facts[.instrument] = instrument
    facts[.tool] = tool
    facts[.toolVersion] = toolVersion
    return facts
  }
}

/// Taking files into the vault.
extension Office {
  private func takeIn(_ source: ItemSource) throws -> (files: [EvidenceFile], names: [String]) {
    let paths: [(path: String, name: String)]
    var expected: AcquisitionHash?
    switch source {
    case .object(let photographs): paths = photographs.map { ($0, ItemSource.fileName($0)) }
    case .file(let path, let hash):
      paths = [(path, ItemSource.fileName(path))]
      expected = hash
    case .folder(let path): paths = try FolderListing(path).files
    }
    let files = try vault.intake(paths.map(\.path), expecting: expected) { done, bytes in
      try workplace.progress(
        WorkProgress(
          "collect", itemsDone: done, itemsTotal: paths.count, bytesDone: bytes, bytesTotal: 0))
    }
    return (
      files.map { EvidenceFile(digest: $0.digest, byteCount: $0.byteCount) }, paths.map(\.name)
    )
  }
}

extension ItemSource {
  static func fileName(_ path: String) -> String {
    (path as NSString).lastPathComponent.precomposedStringWithCanonicalMapping
  }
}
