import Custody
import Integrity
import Ledger
import OfficeStore
public import Phrasebook
import Signing
import Vault

/// What checking a whole office brought to light: how much was checked, and everything that is bad.
public struct OfficeAudit: Sendable {
  public internal(set) var events = 0
  public internal(set) var signatures = 0
  public internal(set) var treeNodes = 0
  public internal(set) var checkpoints = 0
  /// nil when the vault was not looked at.
  public internal(set) var files: Int?
  public internal(set) var irregularities = 0
  /// Everything that is bad, by name.
  public internal(set) var problems: [Phrase] = []
  /// Files in the vault that no event names: left by work that was cut off, and harmless.
  public internal(set) var unreferencedFiles = 0

  public var exitStatus: ExitStatus { problems.isEmpty ? .done : .integrityFailed }

  mutating func fail(_ code: String, _ facts: [String: String] = [:]) {
    problems.append(Phrase(code, facts))
  }
}

extension Office {
  /// Entries that are held in memory at a time.
  private static let sliceSize = 8192

  /// Checks every signature, chain, tree node and checkpoint, every row that was worked out of the ledger, and every file
  /// if asked.
  public func audit(includingVault: Bool) throws -> OfficeAudit {
    var audit = OfficeAudit()
    for line in try database.damage() { audit.fail("audit.database", ["detail": line]) }
    try database.read { db in
      let fresh = try FreshProjection()
      try auditLedger(LedgerRows(db), fresh, &audit)
      audit.problems += try fresh.differences(from: db)
      try auditErasures(db, &audit)
    }
    if includingVault { try auditVault(&audit) }
    return audit
  }

  private func auditLedger(
    _ rows: LedgerRows, _ fresh: FreshProjection, _ audit: inout OfficeAudit
  ) throws {
    let certificates = try allCertificates()
    let size = try rows.size()
    var chains = ChainAudit(origin: settings.origin)
    var tree = TreeAudit()
    var ahead: (range: Range<Int>, batch: EventBatch)?
    for start in stride(from: 0, through: size, by: Self.sliceSize) {
      // While other cores read this slice, the one before is judged here.
      let range = start..<min(start + Self.sliceSize, size)
      let batch = EventBatch(try rows.tokens(in: range), certificates: certificates)
      if let ahead { try examine(ahead.batch, ahead.range, fresh, &chains, &tree, &audit) }
      ahead = (range, batch)
      try workplace.progress(
        WorkProgress("audit", itemsDone: start, itemsTotal: size, bytesTotal: 0))
    }
    if let ahead { try examine(ahead.batch, ahead.range, fresh, &chains, &tree, &audit) }
    audit.events = size
    audit.signatures = chains.eventCount
    audit.irregularities = chains.irregularities.count
    audit.problems += chains.breaks
    try auditTree(rows, tree, &audit)
    try auditCheckpoints(rows, tree, &audit)
  }

  private func examine(
    _ batch: EventBatch, _ range: Range<Int>, _ fresh: FreshProjection,
    _ chains: inout ChainAudit, _ tree: inout TreeAudit, _ audit: inout OfficeAudit
  ) throws {
    var events: [(entry: Int, event: SignedEvent)] = []
    for (index, reading) in zip(range, try batch.finish()) {
      tree.add(reading.leafHash, index: index)
      guard let event = reading.event else {
        audit.fail("audit.entryMalformed", ["index": "\(index)"])
        continue
      }
      chains.examine(event, index: index)
      events.append((index, event))
      if !reading.isSigned { audit.fail("audit.signature", ["index": "\(index)"]) }
    }
    try fresh.add(events)
  }

  private func auditTree(_ rows: LedgerRows, _ tree: TreeAudit, _ audit: inout OfficeAudit) throws {
    var missing = tree.count
    var isExtra = false
    try rows.eachNode { position, hash in
      audit.treeNodes += 1
      guard let expected = try? tree.node(position) else { return isExtra = true }
      missing -= 1
      if hash != expected {
        audit.fail(
          "audit.treeNode", ["level": "\(position.level)", "index": "\(position.index)"])
      }
    }
    if missing > 0 { audit.fail("audit.treeNodesMissing", ["count": "\(missing)"]) }
    if isExtra { audit.fail("audit.treeNodesExtra") }
  }

  /// Every checkpoint that was ever signed must still be a commitment to the beginning of this ledger.
  private func auditCheckpoints(_ rows: LedgerRows, _ tree: TreeAudit, _ audit: inout OfficeAudit)
    throws
  {
    let key = NoteKey(parsing: settings.logKey)
    for text in try rows.signedCheckpoints() {
      audit.checkpoints += 1
      guard let key, let note = try? SignedNote(parsing: text),
        let checkpoint = Checkpoint(parsing: note.body),
        note.signers(among: [key])?.isEmpty == false
      else {
        audit.fail("audit.checkpointSignature")
        continue
      }
      let root = try? MerkleTree.root(size: checkpoint.size) { try tree.node($0) }
      if root != checkpoint.root || checkpoint.origin != settings.origin {
        audit.fail("audit.checkpointBroken", ["size": "\(checkpoint.size)"])
      }
    }
  }

  private func auditVault(_ audit: inout OfficeAudit) throws {
    let files = try database.read { try ItemFileRecord.everyFile($0) }
    var unreferenced = Set(try vault.digests())
    let total = files.reduce(Int64(0)) { $0 + $1.byteCount }
    var done: Int64 = 0
    for (index, file) in files.enumerated() {
      try workplace.progress(
        WorkProgress(
          "vault", itemsDone: index, itemsTotal: files.count, bytesDone: done, bytesTotal: total))
      unreferenced.remove(file.digest)
      switch try vault.examine(file.digest) {
      case .intact: break
      case .changed(let found):
        audit.fail(
          "audit.fileChanged", ["expected": "\(file.digest)", "found": "\(found.digest)"])
      case .missing: audit.fail("audit.fileMissing", ["expected": "\(file.digest)"])
      }
      done += file.byteCount
    }
    audit.files = files.count
    audit.unreferencedFiles = unreferenced.count
  }
}

/// The Merkle tree over the entries as they are, for comparing with the one that is stored.
private struct TreeAudit {
  /// The complete subtrees of each level, in order.
  private var levels: [[Digest]] = []

  var count: Int { levels.reduce(0) { $0 + $1.count } }

  /// Adds the next leaf.
  mutating func add(_ leaf: Digest, index: Int) {
    var hash = leaf
    for position in MerkleTree.positionsCompleted(by: index) {
      if position.level > 0 {
        hash = MerkleTree.pairHash(levels[position.level - 1][position.index * 2], hash)
      }
      if position.level == levels.count { levels.append([]) }
      levels[position.level].append(hash)
    }
  }

  func node(_ position: TreePosition) throws -> Digest {
    guard levels.indices.contains(position.level),
      levels[position.level].indices.contains(position.index)
    else { throw LedgerError.nodeMissing(level: position.level, index: position.index) }
    return levels[position.level][position.index]
  }
}
