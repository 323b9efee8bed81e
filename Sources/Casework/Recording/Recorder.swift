import Custody
import Integrity
import Ledger
import OfficeStore
import Signing

/// The one writer of the ledger: whatever enters it is judged and appended here, inside one write transaction.
///
/// Verbs may ask the same questions earlier, for the sake of a kind message; between their asking and this, another
/// process may have closed the case or revoked the key, so the decision is made here. What the acts depend on is worked
/// out from the ledger's own entries, and what is appended is examined as `office verify` will examine it.
struct Recorder {
  /// A person's clock may be ahead of the office's by this much before a time counts as the future.
  static let clockTolerance: Int64 = 300

  private let office: Office
  private let db: OfficeTransaction

  init(_ office: Office, _ db: OfficeTransaction) {
    self.office = office
    self.db = db
  }

  /// Records `acts` in their order; each sees what those before it changed.
  ///
  /// `refused`: told of each act that cannot be recorded, by its number, so that all are known before the caller undoes
  /// the transaction.
  ///
  /// - Throws: whatever a precondition says, where nobody is told; the transaction is then undone as a whole.
  func record(
    _ acts: [Act], by actor: ActingPerson, refused: ((Int, CaseworkError) -> Void)? = nil
  ) throws -> [RecordedEvent] {
    let now = office.workplace.now()
    var excerpt = try LedgerExcerpt(for: acts, by: actor, office.settings.origin, db)
    try excerpt.requireAgreementOfTables(db)
    return try acts.enumerated().compactMap { number, act in
      do { return try record(act, by: actor, at: now, &excerpt) } catch let error as CaseworkError {
        guard let refused else { throw error }
        refused(number, error)
        return nil
      }
    }
  }

  private func record(
    _ act: Act, by actor: ActingPerson, at now: Moment, _ excerpt: inout LedgerExcerpt
  ) throws -> RecordedEvent {
    guard act.draft.at.seconds(since: now) <= Self.clockTolerance else {
      throw CaseworkError.momentInFuture(act.draft.at, now: now)
    }
    let ledger = Ledger(origin: office.settings.origin, storage: LedgerRows(db))
    // The first event brings in the key that signs it.
    if act.draft.type != .officeOpen {
      for condition in act.preconditions(for: actor) { try condition.require(in: excerpt, db) }
      guard actor.certificate.isInForce(at: now.unixSeconds) else {
        throw CaseworkError.certificateExpired(
          actor.id, until: Moment(unixSeconds: actor.certificate.notAfter))
      }
    }
    let id = EventID(
      milliseconds: now.milliseconds, random: office.workplace.random.bytes(count: 10))
    let event = try ledger.place(act.draft, id: id, recordedAt: now.unixSeconds)
    let irregularities = excerpt.irregularities(of: event, by: actor.id)
    let (signed, index) = try ledger.append(
      event.explained(irregularities, reason: act.irregularReason), with: actor.key,
      certificate: actor.certificate, random: office.workplace.random)
    excerpt.add(signed, index: index)
    try excerpt.requireSound()
    return RecordedEvent(event: signed.event, index: index, irregularities: irregularities)
  }
}

extension Office {
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
    try database.write { try Recorder(self, $0).record(acts, by: actor) }
  }
}
