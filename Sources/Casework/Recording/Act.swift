public import Custody
import Integrity
public import Ledger
import OfficeStore
public import Signing

/// A person with an unlocked key: nothing is signed without one.
public final class ActingPerson {
  public let id: PersonID
  public let certificate: Certificate
  let key: PrivateKey

  init(id: PersonID, certificate: Certificate, key: consuming PrivateKey) {
    self.id = id
    self.certificate = certificate
    self.key = key
  }
}

/// An event that is in the ledger now.
public struct RecordedEvent: Sendable {
  public let event: Event
  /// Its index in the ledger.
  public let index: Int
  public let irregularities: [Irregularity]
}

/// An act that a person asks to have recorded.
public struct Act: Sendable {
  public var draft: EventDraft
  /// Why it is recorded although it does not fit; nil when it is meant to fit.
  public var irregularReason: String?
  /// What must be true when it is recorded, beside what its draft implies.
  public var requirements: [Precondition]

  public init(
    _ draft: EventDraft, irregularReason: String? = nil, requiring requirements: [Precondition] = []
  ) {
    self.draft = draft
    self.irregularReason = irregularReason
    self.requirements = requirements
  }
}

extension Act {
  /// The act with its particulars written into it.
  init(
    _ type: EventType, on items: [ItemID] = [], newItems: [ItemID] = [], in caseID: CaseID,
    _ facts: Facts, under circumstance: Circumstance, requiring requirements: [Precondition] = []
  ) {
    var facts = facts
    if !circumstance.particulars.isEmpty { facts[.particulars] = circumstance.particulars }
    self.init(
      EventDraft(
        type, at: circumstance.at, caseID: caseID, items: items, newItems: newItems, facts: facts),
      irregularReason: circumstance.irregularReason, requiring: requirements)
  }

  /// Everything that must be true when `actor` has the act recorded.
  func preconditions(for actor: ActingPerson) -> [Precondition] {
    var conditions: [Precondition] = [
      .signerInForce(actor.id, certificate: actor.certificate.thumbprint),
      .entitled(actor.id, to: draft.type),
    ]
    conditions += draft.newItems.map { .itemFree($0) }
    conditions += requirements
    if let caseID = draft.caseID {
      if draft.type != .caseOpen { conditions.append(.caseKnown(caseID)) }
      if !draft.items.isEmpty { conditions.append(.items(draft.items, of: caseID)) }
    }
    return conditions
  }
}

extension Event {
  /// The event with the codes and the reason of what is irregular about it.
  ///
  /// - Throws: ``CaseworkError/irregular(_:)`` when there is no reason.
  func explained(_ irregularities: [Irregularity], reason: String?) throws -> Event {
    guard !irregularities.isEmpty else { return self }
    guard let reason else { throw CaseworkError.irregular(irregularities) }
    var facts = Facts()
    facts[.irregular] = irregularities.map(\.code).reduce(into: []) { codes, code in
      if !codes.contains(code) { codes.append(code) }
    }
    facts[.irregularReason] = reason
    return Event(
      type: type, id: id, issuer: issuer, at: at, recordedAt: recordedAt, caseID: caseID,
      items: items, facts: self.facts.merging(facts.members))
  }
}
