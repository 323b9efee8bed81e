// The ballistic life of items: acquired by a system, led to by it, compared by examiners, traced.

public import Custody
import Ledger

/// One acquisition of an item's marks by a system.
public struct BallisticAcquisition: Sendable {
  public var system: BallisticSystem
  /// The system's own number of it.
  public var number: String
  public var site: String?
  public var `operator`: String?
  public var instrument: String?
  public var notes: String?

  public init(system: BallisticSystem, number: String) {
    self.system = system
    self.number = number
  }
}

/// An association that a system found and nobody has confirmed.
public struct BallisticLead: Sendable {
  public var system: BallisticSystem
  /// The acquisition elsewhere that it leads to, when that is no item of this office.
  public var foreignAcquisition: String?
  public var reviewer: String?
  public var reviewedAt: Moment?
  public var notes: String?

  public init(system: BallisticSystem) { self.system = system }
}

/// What an examiner concludes from looking at items under the comparison microscope.
public struct BallisticComparison: Sendable {
  public var method: String
  public var conclusion: BallisticConclusion
  /// The lead that it settles.
  public var lead: EventID?
  /// The conclusion of another examiner that it looks at again.
  public var verifies: EventID?
  public var instrument: String?
  public var notes: String?

  public init(method: String, conclusion: BallisticConclusion) {
    self.method = method
    self.conclusion = conclusion
  }
}

extension Office {
  @discardableResult
  public func acquire(
    _ acquisition: BallisticAcquisition, of item: ItemID, under circumstance: Circumstance,
    by actor: ActingPerson
  ) throws -> RecordedEvent {
    var facts = Facts()
    facts[.system] = acquisition.system
    facts[.acquisition] = acquisition.number
    facts[.site] = acquisition.site
    facts[.operator] = acquisition.operator
    facts[.instrument] = acquisition.instrument
    facts[.notes] = acquisition.notes
    return try act(.ballisticAcquire, on: [item], under: circumstance, by: actor, facts: facts)
  }

  /// Records a lead between two items, or between one and an acquisition elsewhere.
  ///
  /// - Throws: ``CaseworkError/leadIncomplete`` when it leads from nothing or to nothing.
  @discardableResult
  public func recordLead(
    _ lead: BallisticLead, between items: [ItemID], under circumstance: Circumstance,
    by actor: ActingPerson
  ) throws -> RecordedEvent {
    guard items.count + (lead.foreignAcquisition == nil ? 0 : 1) == 2 else {
      throw CaseworkError.leadIncomplete
    }
    var facts = Facts()
    facts[.system] = lead.system
    facts[.foreignAcquisition] = lead.foreignAcquisition
    facts[.reviewer] = lead.reviewer
    facts[.reviewedAt] = lead.reviewedAt
    facts[.notes] = lead.notes
    return try act(.ballisticLead, on: items, under: circumstance, by: actor, facts: facts)
  }

  @discardableResult
  public func recordComparison(
    _ comparison: BallisticComparison, of items: [ItemID], under circumstance: Circumstance,
    by actor: ActingPerson
  ) throws -> RecordedEvent {
    var facts = Facts()
    facts[.method] = comparison.method
    facts[.conclusion] = comparison.conclusion
    facts[.lead] = comparison.lead
    facts[.verifies] = comparison.verifies
    facts[.instrument] = comparison.instrument
    facts[.notes] = comparison.notes
    return try act(.ballisticConfirm, on: items, under: circumstance, by: actor, facts: facts)
  }
}

/// What a tracing authority answered.
public struct TraceResult: Sendable {
  public var request: String
  public var outcome: TraceOutcome
  public var maker: String?
  public var importer: String?
  public var dealer: String?
  public var purchaser: String?
  public var purchasedOn: Day?
  public var recoveredOn: Day?
  public var recoveryPlace: String?
  /// The time to crime that the authority states, in days; nil to have it computed from the two days.
  public var timeToCrime: Int?
  public var notes: String?

  public init(request: String, outcome: TraceOutcome) {
    self.request = request
    self.outcome = outcome
  }
}

extension Office {
  @discardableResult
  public func requestTrace(
    _ number: String, of item: ItemID, recoveredOn: Day?, notes: String?,
    under circumstance: Circumstance, by actor: ActingPerson
  ) throws -> RecordedEvent {
    var facts = Facts()
    facts[.request] = number
    facts[.recoveredOn] = recoveredOn
    facts[.notes] = notes
    return try act(.traceRequest, on: [item], under: circumstance, by: actor, facts: facts)
  }

  /// Records what came of a trace, with the days from the first retail sale to the recovery.
  @discardableResult
  public func recordTrace(
    _ result: TraceResult, of item: ItemID, under circumstance: Circumstance,
    by actor: ActingPerson
  ) throws -> RecordedEvent {
    var facts = Facts()
    facts[.request] = result.request
    facts[.outcome] = result.outcome
    facts[.maker] = result.maker
    facts[.importer] = result.importer
    facts[.dealer] = result.dealer
    facts[.purchaser] = result.purchaser
    facts[.purchasedOn] = result.purchasedOn
    facts[.recoveredOn] = result.recoveredOn
    facts[.place] = result.recoveryPlace
    facts[.notes] = result.notes
    var computed: Int?
    if let sold = result.purchasedOn, let recovered = result.recoveredOn {
      guard recovered.days(since: sold) >= 0 else {
        throw CaseworkError.recoveredBeforeSale(sold: sold, recovered: recovered)
      }
      computed = recovered.days(since: sold)
    }
    facts[.timeToCrime] = result.timeToCrime ?? computed
    return try act(.traceResult, on: [item], under: circumstance, by: actor, facts: facts)
  }
}
