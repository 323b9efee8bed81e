public import Custody
import Foundation
public import Integrity
import Ledger
import OfficeStore
import Vault

extension Office {
  /// Takes items over: the second signature of a transfer.
  ///
  /// Files are hashed again. When one has changed, nothing is received, the finding itself is recorded, and
  /// ``CaseworkError/filesChanged(_:file:expected:found:)`` names it with both digests; a reason in `circumstance`
  /// records the reception with the change instead.
  @discardableResult
  public func receive(
    _ items: [ItemID], from giver: PersonID?, noting handling: Handling = Handling(),
    under circumstance: Circumstance, by actor: ActingPerson
  ) throws -> RecordedEvent {
    let caseID = try caseOf(items)
    let giver = try giver ?? sender(of: items)
    let comparison = try compareFiles(of: items)
    var facts = comparison.facts
    if let change = comparison.changes.first, circumstance.irregularReason == nil {
      try recordRefusal(of: items, in: caseID, facts, at: circumstance.at, by: actor)
      throw CaseworkError.filesChanged(
        change.item, file: change.name, expected: change.expected, found: change.found)
    }
    facts[.from] = giver
    facts[.sealFound] = handling.seal
    facts[.condition] = handling.condition
    facts[.package] = handling.package
    facts[.notes] = handling.notes
    return try record(
      Act(.custodyReceive, on: items, in: caseID, facts, under: circumstance), by: actor)
  }

  /// Who let go of the items, or holds them.
  private func sender(of items: [ItemID]) throws -> PersonID {
    guard let first = items.first else { preconditionFailure("a reception names an item") }
    return switch try item(first).item.state.holding {
    case .held(let holder, _): holder
    case .inTransit(let from, _, _): from
    case .ended: throw CaseworkError.itemUnknown(first)
    }
  }

  /// Records that files were found changed when somebody was about to receive them.
  private func recordRefusal(
    of items: [ItemID], in caseID: CaseID, _ comparison: Facts, at moment: Moment,
    by actor: ActingPerson
  ) throws {
    var facts = comparison
    facts[.method] = "sha256-on-receipt"
    facts[.result] = FileComparison.changed.rawValue
    facts[.tool] = "precinto"
    let draft = EventDraft(.examRecord, at: moment, caseID: caseID, items: items, facts: facts)
    let reason = "sha256-on-receipt: \(FileComparison.changed.rawValue)"
    try record(Act(draft, irregularReason: reason), by: actor)
  }
}

/// One file that is not what was collected.
public struct FileChange: Sendable, Hashable {
  public let item: ItemID
  public let name: String
  public let expected: Digest
  /// nil when the file is gone.
  public let found: Digest?
}

/// What came of hashing the files of items again.
public struct FilesCompared: Sendable {
  public internal(set) var fileCount = 0
  public internal(set) var changes: [FileChange] = []
  fileprivate var found: [EvidenceFile] = []

  /// The facts that a reception records; empty when the items have no files.
  var facts: Facts {
    var facts = Facts()
    guard fileCount > 0 else { return facts }
    facts[.fileCount] = fileCount
    facts[.comparison] =
      changes.isEmpty ? .unchanged : changes.contains { $0.found == nil } ? .missing : .changed
    if !changes.isEmpty { facts[.filesFound] = found }
    return facts
  }
}

extension Office {
  /// Hashes every file of `items` and compares it with what was collected.
  public func compareFiles(of items: [ItemID]) throws -> FilesCompared {
    let details = try items.map { try item($0) }
    let total = details.reduce(0) { $0 + $1.files.count }
    let bytes = details.reduce(0) { $0 + $1.files.reduce(0) { $0 + $1.file.byteCount } }
    var compared = FilesCompared()
    var done: Int64 = 0
    for detail in details {
      for record in detail.files {
        try workplace.progress(
          WorkProgress(
            "compare", itemsDone: compared.fileCount, itemsTotal: total, bytesDone: done,
            bytesTotal: bytes))
        compare(record, of: detail.item.id, try vault.examine(record.file.digest), &compared)
        done += record.file.byteCount
      }
    }
    return compared
  }

  private func compare(
    _ record: ItemFileRecord, of item: ItemID, _ condition: VaultCondition,
    _ compared: inout FilesCompared
  ) {
    compared.fileCount += 1
    let digest: Digest?
    switch condition {
    case .intact: return
    case .changed(let file):
      digest = file.digest
      compared.found.append(EvidenceFile(digest: file.digest, byteCount: file.byteCount))
    case .missing: digest = nil
    }
    compared.changes.append(
      FileChange(
        item: item, name: record.name ?? "#\(record.place)", expected: record.file.digest,
        found: digest))
  }
}
