/// Who answers for an item at one moment.
///
/// There is always exactly one answer.
public enum Holding: Hashable, Sendable {
  case held(by: PersonID, since: Moment)
  case inTransit(from: PersonID, to: PersonID, since: Moment)
  case ended(Disposition, at: Moment)
}

/// How the custody of an item ended.
public enum Disposition: String, Sendable {
  case returned, destroyed
}

/// Where an item is and under which seal, worked out from its events alone.
public struct ItemState: Hashable, Sendable {
  /// A note of what happened is late when it is made more than this many seconds after.
  public static let lateAfterSeconds: Int64 = 24 * 60 * 60

  public let item: ItemID
  public private(set) var kind: ItemKind
  public private(set) var holding: Holding
  /// The number of the unbroken seal, or nil while the item is open.
  public private(set) var seal: String?
  public private(set) var lastAt: Moment
  public private(set) var ballistics: BallisticState

  /// The state as somebody wrote it down.
  public init(
    item: ItemID, kind: ItemKind, holding: Holding, seal: String?, lastAt: Moment,
    ballistics: BallisticState = BallisticState()
  ) {
    self.item = item
    self.kind = kind
    self.holding = holding
    self.seal = seal
    self.lastAt = lastAt
    self.ballistics = ballistics
  }

  /// The state after the event that brought the item into being; nil when `event` is no such event.
  public init?(item: ItemID, beginning event: Event, by signer: PersonID) {
    guard event.link(to: item)?.sequence == 1, let kind = event[.kind] else { return nil }
    self.item = item
    self.kind = kind
    holding = .held(by: event[.collector] ?? signer, since: event.at)
    seal = event[.seal]
    lastAt = event.at
    ballistics = BallisticState()
  }

  /// What is irregular about the event that brings an item into being.
  public static func irregularities(ofBeginning event: Event, item: ItemID) -> [Irregularity] {
    isLate(event) ? [Irregularity(.recordedLate, item: item)] : []
  }

  private static func isLate(_ event: Event) -> Bool {
    event.recordedAt - event.at.unixSeconds > lateAfterSeconds
  }

  /// The state after `event`, and what is irregular about the event, if anything.
  ///
  /// Never throws: the ledger records what happened.
  public func applying(_ event: Event, by actor: Signer) -> (
    state: ItemState, irregularities: [Irregularity]
  ) {
    let signer = actor.id
    var next = self
    var found: [Irregularity] = []
    if event.at.milliseconds < lastAt.milliseconds {
      found.append(irregularity(.outOfOrder, "\(lastAt)", "\(event.at)"))
    }
    if Self.isLate(event) { found.append(irregularity(.recordedLate)) }
    if case .ended(let disposition, _) = holding {
      found.append(irregularity(.afterEnd, disposition.rawValue, event.type.rawValue))
    }
    switch event.type {
    case .custodyReceive: found += next.receive(event, by: signer)
    case .itemDescribe, .eventAmend, .ballisticLead, .ballisticConfirm, .traceRequest,
      .traceResult, .authorityRecord, .checkAttest, .redactionApply, .redactionUnseal:
      // Said about an item by those who need not hold it.
      break
    case .itemDerive
    where event[.derivation] == .redactedFrom && event.link(to: item)?.sequence != 1:
      // A redacted copy is made of what the vault keeps, not of what somebody holds.
      break
    default:
      found += irregularHolder(signer)
      found += next.act(event, by: signer)
    }
    found += next.ballistics.apply(event, by: actor, kind: kind).map {
      irregularity($0.code, $0.expected, $0.found)
    }
    if event.at.milliseconds > lastAt.milliseconds { next.lastAt = event.at }
    return (next, found)
  }

  private func irregularity(
    _ code: Irregularity.Code, _ expected: String = "–", _ found: String = "–"
  ) -> Irregularity {
    Irregularity(code, item: item, expected: expected, found: found)
  }

  /// Only the holder may act on an item.
  private func irregularHolder(_ signer: PersonID) -> [Irregularity] {
    switch holding {
    case .held(let holder, _) where holder != signer:
      [irregularity(.notHolder, "\(holder)", "\(signer)")]
    case .inTransit(let from, let to, _):
      [irregularity(.inTransit, "\(from) → \(to)", "\(signer)")]
    case .held, .ended: []
    }
  }

  private mutating func receive(_ event: Event, by signer: PersonID) -> [Irregularity] {
    var found: [Irregularity] = []
    switch holding {
    case .inTransit(let from, let to, _):
      if to != signer || event[.from] != from {
        found.append(
          irregularity(
            .wrongParty, "\(from) → \(to)", "\(event[.from]?.description ?? "–") → \(signer)"))
      }
    case .held(let holder, _): found.append(irregularity(.notReleased, "\(holder)", "\(signer)"))
    case .ended: break
    }
    found += irregularSeal(event)
    if let comparison = event[.comparison], comparison != .unchanged {
      found.append(
        irregularity(.filesChanged, FileComparison.unchanged.rawValue, comparison.rawValue))
    }
    holding = .held(by: signer, since: event.at)
    return found
  }

  /// Compares the seal that was found, where the event says so, with the one that was on.
  private func irregularSeal(_ event: Event) -> [Irregularity] {
    guard let found = event[.sealFound], found != seal ?? Self.noSeal else { return [] }
    return [irregularity(.sealMismatch, seal ?? Self.noSeal, found)]
  }

  /// What is written for the seal of an item that was found open.
  public static let noSeal = "none"

  private mutating func act(_ event: Event, by signer: PersonID) -> [Irregularity] {
    switch event.type {
    case .custodyRelease:
      if let to = event[.to] { holding = .inTransit(from: signer, to: to, since: event.at) }
    case .sealApply:
      let twice = seal.map { [irregularity(.sealedTwice, $0, event[.seal] ?? "–")] } ?? []
      seal = event[.seal]
      return twice
    case .sealBreak:
      let mismatch = irregularSeal(event)
      seal = nil
      return mismatch
    case .itemReturn: holding = .ended(.returned, at: event.at)
    case .itemDestroy: holding = .ended(.destroyed, at: event.at)
    default: return irregularSeal(event)
    }
    return []
  }
}
