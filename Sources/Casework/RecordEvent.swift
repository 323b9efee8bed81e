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

  public init(_ draft: EventDraft, irregularReason: String? = nil) {
    self.draft = draft
    self.irregularReason = irregularReason
  }
}

extension Office {
  /// A person's clock may be ahead of the office's by this much before a time counts as the future.
  static let clockTolerance: Int64 = 300

  /// Records one act in one transaction: entry, tree and projection, or nothing.
  ///
  /// - Throws: ``CaseworkError/irregular(_:)`` when the act does not fit and no reason is given.
  @discardableResult
  public func record(_ act: Act, by actor: ActingPerson) throws -> RecordedEvent {
    guard let recorded = try record([act], by: actor).first else {
      preconditionFailure("one act gives one event")
    }
    return recorded
  }

  /// Records several acts in one transaction: all of them, or none.
  @discardableResult
  public func record(_ acts: [Act], by actor: ActingPerson) throws -> [RecordedEvent] {
    let now = workplace.now()
    for act in acts where act.draft.at.seconds(since: now) > Self.clockTolerance {
      throw CaseworkError.momentInFuture(act.draft.at, now: now)
    }
    return try database.write { db in
      let ledger = Ledger(origin: settings.origin, storage: LedgerRows(db))
      let signer = Signer(actor.id, try PersonRecord.fetch(actor.id, db)?.role)
      return try acts.map { act in
        let id = EventID(
          milliseconds: now.milliseconds, random: workplace.random.bytes(count: 10))
        let event = try ledger.place(act.draft, id: id, recordedAt: now.unixSeconds)
        let irregularities = try irregularities(of: event, by: signer, db)
        let final = try event.explained(irregularities, reason: act.irregularReason)
        let (signed, index) = try ledger.append(
          final, with: actor.key, certificate: actor.certificate, random: workplace.random)
        return RecordedEvent(event: signed.event, index: index, irregularities: irregularities)
      }
    }
  }
}

extension Event {
  /// The event with the codes and the reason of what is irregular about it.
  fileprivate func explained(_ irregularities: [Irregularity], reason: String?) throws -> Event {
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

extension Office {
  /// What would be irregular about `event`, judged against the ledger as it stands.
  private func irregularities(of event: Event, by signer: Signer, _ db: OfficeTransaction) throws
    -> [Irregularity]
  {
    try event.items.flatMap { link in
      guard let before = try ItemRecord.fetch(link.item, db)?.state else {
        return ItemState.irregularities(ofBeginning: event, item: link.item)
      }
      return before.applying(event, by: signer).irregularities
    }
  }
}
