public import Custody
public import Integrity
public import Signing

/// What is to be recorded, before it has a place in the ledger and a signature.
public struct EventDraft: Sendable {
  public var type: EventType
  public var at: Moment
  public var caseID: CaseID?
  /// Items whose chains the event continues.
  public var items: [ItemID]
  /// Items whose chains the event begins.
  public var newItems: [ItemID]
  public var facts: Facts

  public init(
    _ type: EventType, at: Moment, caseID: CaseID? = nil, items: [ItemID] = [],
    newItems: [ItemID] = [], facts: Facts = Facts()
  ) {
    self.type = type
    self.at = at
    self.caseID = caseID
    self.items = items
    self.newItems = newItems
    self.facts = facts
  }
}

/// An append-only list of signed events under one Merkle tree.
///
/// - Source: RFC 6962, §2; design, *Ledger*.
public struct Ledger<Storage: LedgerStorage> {
  public let origin: String
  public let storage: Storage

  public init(origin: String, storage: Storage) {
    self.origin = origin
    self.storage = storage
  }

  /// Gives `draft` its place, without signing or recording it: for those who must judge it first.
  public func place(_ draft: EventDraft, id: EventID, recordedAt: Int64) throws -> Event {
    var links = try draft.newItems.map { item in
      guard try storage.head(of: item) == nil else { throw LedgerError.itemExists(item) }
      return ItemLink(item: item, sequence: 1, previous: nil)
    }
    links += try draft.items.map { item in
      guard let head = try storage.head(of: item) else { throw LedgerError.itemUnknown(item) }
      return ItemLink(item: head.item, sequence: head.sequence + 1, previous: head.digest)
    }
    return Event(
      type: draft.type, id: id, issuer: origin, at: draft.at, recordedAt: recordedAt,
      caseID: draft.caseID, items: links, facts: draft.facts.members)
  }

  /// Signs and records an event that ``place(_:id:recordedAt:)`` made in the same transaction.
  ///
  /// - Returns: the signed event and its index.
  public func append(
    _ event: Event, with key: borrowing PrivateKey, certificate: Certificate,
    random: some RandomSource
  ) throws -> (event: SignedEvent, index: Int) {
    let signed = try SignedEvent.sign(
      event, with: key, certificate: certificate, random: random)
    let index = try storage.size()
    try storage.append(signed, index: index, nodes: nodesCompleted(by: signed.leafHash, at: index))
    return (signed, index)
  }

  private func nodesCompleted(by leaf: Digest, at index: Int) throws -> [(TreePosition, Digest)] {
    var nodes: [(TreePosition, Digest)] = []
    var hash = leaf
    for position in MerkleTree.positionsCompleted(by: index) {
      if position.level > 0 {
        let left = TreePosition(level: position.level - 1, index: position.index * 2)
        hash = MerkleTree.pairHash(try storage.node(left), hash)
      }
      nodes.append((position, hash))
    }
    return nodes
  }
}

/// Commitments and proofs.
extension Ledger {
  /// The commitment to the first `size` entries, or to all of them.
  public func checkpoint(size: Int? = nil) throws -> Checkpoint {
    let size = try size ?? storage.size()
    return Checkpoint(
      origin: origin, size: size, root: try MerkleTree.root(size: size, node: storage.node))
  }

  public func inclusionProof(of index: Int, size: Int) throws -> [Digest] {
    guard index >= 0, index < size, try size <= storage.size() else {
      throw LedgerError.entryMissing(index: index)
    }
    return try MerkleTree.inclusionProof(index: index, size: size, node: storage.node)
  }

  public func consistencyProof(from old: Int, to size: Int) throws -> [Digest] {
    guard old > 0, old <= size, try size <= storage.size() else {
      throw LedgerError.entryMissing(index: old)
    }
    return try MerkleTree.consistencyProof(from: old, to: size, node: storage.node)
  }
}
