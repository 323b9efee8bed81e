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

  /// Checks every signature, chain, tree node and checkpoint, and every file if asked.
  public func audit(includingVault: Bool) throws -> OfficeAudit {
    var audit = OfficeAudit()
    for line in try database.damage() { audit.fail("audit.database", ["detail": line]) }
    try database.read { db in try auditLedger(LedgerRows(db), &audit) }
    if includingVault { try auditVault(&audit) }
    return audit
  }

  private func auditLedger(_ rows: LedgerRows, _ audit: inout OfficeAudit) throws {
    let certificates = try allCertificates()
    let size = try rows.size()
    var chains = ChainAudit(origin: settings.origin)
    var tree = TreeAudit()
    for start in stride(from: 0, to: size, by: Self.sliceSize) {
      let range = start..<min(start + Self.sliceSize, size)
      let tokens = try rows.tokens(in: range)
      var events: [SignedEvent] = []
      var places: [Int] = []
      for (index, text) in zip(range, tokens) {
        tree.add(leafOf: text, index: index)
        guard let event = try? SignedEvent(parsing: text) else {
          audit.fail("audit.entryMalformed", ["index": "\(index)"])
          continue
        }
        events.append(event)
        places.append(index)
        chains.examine(event, index: index)
      }
      for bad in SignatureAudit.unsigned(among: events, certificates: certificates) {
        audit.fail("audit.signature", ["index": "\(places[bad])"])
      }
      try workplace.progress(
        WorkProgress("audit", itemsDone: range.upperBound, itemsTotal: size, bytesTotal: 0))
    }
    audit.events = size
    audit.signatures = chains.eventCount
    audit.irregularities = chains.irregularities.count
    audit.problems += chains.breaks
    try auditTree(rows, tree, &audit)
    try auditCheckpoints(rows, tree, &audit)
  }

  private func auditTree(_ rows: LedgerRows, _ tree: TreeAudit, _ audit: inout OfficeAudit) throws {
    for (position, hash) in tree.nodes.sorted(by: {
      ($0.key.level, $0.key.index) < ($1.key.level, $1.key.index)
    }) {
      audit.treeNodes += 1
      if (try? rows.node(position)) != hash {
        audit.fail(
          "audit.treeNode", ["level": "\(position.level)", "index": "\(position.index)"])
      }
    }
    if try rows.nodeCount() != tree.nodes.count { audit.fail("audit.treeNodesExtra") }
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
  private(set) var nodes: [TreePosition: Digest] = [:]

  mutating func add(leafOf token: String, index: Int) {
    var hash = MerkleTree.leafHash(Array(token.utf8.prefix { $0 != 0x7E }))
    for position in MerkleTree.positionsCompleted(by: index) {
      if position.level > 0,
        let left = nodes[TreePosition(level: position.level - 1, index: position.index * 2)]
      {
        hash = MerkleTree.pairHash(left, hash)
      }
      nodes[position] = hash
    }
  }

  func node(_ position: TreePosition) throws -> Digest {
    guard let hash = nodes[position] else {
      throw LedgerError.nodeMissing(level: position.level, index: position.index)
    }
    return hash
  }
}
