public import Custody
public import Phrasebook

/// Replays signed events in the order of the ledger and names every place where the story does not hold.
///
/// Works on a whole ledger and on a bundle's part of one: links to items in whose chains the part does not begin at
/// the first event are breaks, unless those items were left out on purpose.
public struct ChainAudit: Sendable {
  /// What is known of one item so far.
  public struct Chain: Sendable {
    public fileprivate(set) var head: ItemHead
    public fileprivate(set) var state: ItemState
  }

  public let origin: String
  /// The items whose chains are followed; nil for all.
  public let followed: Set<ItemID>?
  public private(set) var roster = Roster()
  public private(set) var chains: [ItemID: Chain] = [:]
  /// What makes the record untrue: broken links, unknown or revoked signers, a second use of a name.
  public private(set) var breaks: [Phrase] = []
  /// What was recorded although it did not fit.
  public private(set) var irregularities: [Irregularity] = []
  public private(set) var eventCount = 0
  private var names: Set<EventID> = []

  public init(origin: String, following items: Set<ItemID>? = nil) {
    self.origin = origin
    followed = items
  }

  public mutating func examine(_ signed: SignedEvent, index: Int) {
    let event = signed.event
    eventCount += 1
    if event.issuer != origin {
      fail("ledger.otherOrigin", index, ["origin": event.issuer, "expected": origin])
    }
    if !names.insert(event.id).inserted { fail("ledger.nameTwice", index, ["id": "\(event.id)"]) }
    roster.note(event)
    guard let signer = roster.person(withCertificate: signed.certificate) else {
      return fail("ledger.signerUnknown", index, ["certificate": "\(signed.certificate)"])
    }
    judgeRight(of: signer, in: event, index)
    for link in event.items where followed?.contains(link.item) ?? true {
      follow(link, signed, Signer(signer.id, signer.role), index)
    }
  }

  private mutating func fail(_ code: String, _ index: Int, _ facts: [String: String] = [:]) {
    breaks.append(Phrase(code, facts.merging(["index": "\(index)"]) { first, _ in first }))
  }

  /// A revoked key signs nothing, and only the office keeps its own books.
  private mutating func judgeRight(of signer: Person, in event: Event, _ index: Int) {
    if let revoked = signer.revokedAt, event.recordedAt > revoked.unixSeconds,
      event.type != .personRevoke
    {
      fail("ledger.signerRevoked", index, ["person": "\(signer.id)", "at": "\(revoked)"])
    }
    if event.type.isOfTheBooks != (signer.id == Roster.registrar) {
      fail("ledger.notEntitled", index, ["person": "\(signer.id)", "type": event.type.rawValue])
    }
  }

  private mutating func follow(
    _ link: ItemLink, _ signed: SignedEvent, _ signer: Signer, _ index: Int
  ) {
    let head = ItemHead(item: link.item, sequence: link.sequence, digest: signed.digest)
    let facts = ["item": "\(link.item)", "n": "\(link.sequence)"]
    guard let chain = chains[link.item] else {
      guard link.sequence == 1,
        let state = ItemState(item: link.item, beginning: signed.event, by: signer.id)
      else { return fail("ledger.chainNotBegun", index, facts) }
      chains[link.item] = Chain(head: head, state: state)
      irregularities += ItemState.irregularities(ofBeginning: signed.event, item: link.item)
      return
    }
    guard link.sequence == chain.head.sequence + 1, link.previous == chain.head.digest else {
      return fail("ledger.chainBroken", index, facts)
    }
    let (state, found) = chain.state.applying(signed.event, by: signer)
    chains[link.item] = Chain(head: head, state: state)
    irregularities += found
  }
}

extension EventType {
  /// Whether the office itself records it, and nobody else: who its persons are, and where its ledger stands.
  public var isOfTheBooks: Bool {
    [.officeOpen, .personEnrol, .personRevoke, .ledgerHeads].contains(self)
  }
}
