public import Custody
public import Integrity

/// The newest event of one item: what the next one links to, and what `ledger.heads` commits to.
public struct ItemHead: Hashable, Sendable {
  public let item: ItemID
  public let sequence: Int
  /// SHA-256 of the event's JWT.
  public let digest: Digest

  public init(item: ItemID, sequence: Int, digest: Digest) {
    self.item = item
    self.sequence = sequence
    self.digest = digest
  }
}

/// Where a ledger is kept.
///
/// Calls between two appends see one state; an append happens wholly or not at all.
public protocol LedgerStorage {
  /// How many entries there are.
  func size() throws -> Int
  /// The hash of a complete subtree.
  func node(_ position: TreePosition) throws -> Digest
  /// The newest event of an item; nil when the ledger knows no such item.
  func head(of item: ItemID) throws -> ItemHead?
  /// The newest events of all items, in order of item.
  func heads() throws -> [ItemHead]
  /// Adds one entry and the subtrees that it completes.
  func append(_ event: SignedEvent, index: Int, nodes: [(TreePosition, Digest)]) throws
}
