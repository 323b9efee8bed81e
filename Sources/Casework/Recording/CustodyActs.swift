// The acts of the chain of custody: letting go, receiving, storing, sealing, examining, ending, correcting.

public import Custody
import Integrity
import Ledger
import OfficeStore
import Vault

/// What a person notes of an item's outside when it changes hands.
public struct Handling: Sendable {
  public var seal: String?
  public var condition: String?
  public var package: String?
  public var notes: String?

  public init(
    seal: String? = nil, condition: String? = nil, package: String? = nil, notes: String? = nil
  ) {
    self.seal = seal
    self.condition = condition
    self.package = package
    self.notes = notes
  }
}

/// When an act happened, what a protocol asks about it, and why it is recorded although it does not fit.
public struct Circumstance: Sendable {
  public var at: Moment
  public var particulars: [Particular]
  public var irregularReason: String?

  public init(at: Moment, particulars: [Particular] = [], irregularReason: String? = nil) {
    self.at = at
    self.particulars = particulars
    self.irregularReason = irregularReason
  }
}

extension Office {
  /// Records an act on items of one case.
  @discardableResult
  func act(
    _ type: EventType, on items: [ItemID], under circumstance: Circumstance, by actor: ActingPerson,
    facts: Facts, requiring requirements: [Precondition] = []
  ) throws -> RecordedEvent {
    try record(
      Act(
        type, on: items, in: try caseOf(items), facts, under: circumstance, requiring: requirements),
      by: actor)
  }

  /// Lets go of items: they are in transit until the other receives them.
  @discardableResult
  public func release(
    _ items: [ItemID], to receiver: PersonID, purpose: String,
    noting handling: Handling = Handling(),
    under circumstance: Circumstance, by actor: ActingPerson
  ) throws -> RecordedEvent {
    var facts = Facts()
    facts[.to] = receiver
    facts[.purpose] = purpose
    facts[.seal] = handling.seal
    facts[.condition] = handling.condition
    facts[.package] = handling.package
    facts[.notes] = handling.notes
    return try act(
      .custodyRelease, on: items, under: circumstance, by: actor, facts: facts,
      requiring: [.personInForce(receiver)])
  }

  /// Puts items into a place of safe keeping.
  @discardableResult
  public func store(
    _ items: [ItemID], in location: String, noting handling: Handling = Handling(),
    under circumstance: Circumstance, by actor: ActingPerson
  ) throws -> RecordedEvent {
    var facts = Facts()
    facts[.location] = location
    facts[.sealFound] = handling.seal
    facts[.condition] = handling.condition
    facts[.notes] = handling.notes
    return try act(.custodyStore, on: items, under: circumstance, by: actor, facts: facts)
  }

  /// Puts a numbered seal on items.
  @discardableResult
  public func applySeal(
    _ seal: String, to items: [ItemID], noting handling: Handling = Handling(),
    under circumstance: Circumstance, by actor: ActingPerson
  ) throws -> RecordedEvent {
    var facts = Facts()
    facts[.seal] = seal
    facts[.package] = handling.package
    facts[.condition] = handling.condition
    facts[.notes] = handling.notes
    return try act(.sealApply, on: items, under: circumstance, by: actor, facts: facts)
  }

  /// Opens items, naming the seal that was found on them.
  @discardableResult
  public func breakSeal(
    found seal: String, on items: [ItemID], reason: String, noting handling: Handling = Handling(),
    under circumstance: Circumstance, by actor: ActingPerson
  ) throws -> RecordedEvent {
    var facts = Facts()
    facts[.sealFound] = seal
    facts[.reason] = reason
    facts[.condition] = handling.condition
    facts[.notes] = handling.notes
    return try act(.sealBreak, on: items, under: circumstance, by: actor, facts: facts)
  }

  /// Gives items back to whom they belong; their custody ends.
  @discardableResult
  public func giveBack(
    _ items: [ItemID], to recipient: String, under circumstance: Circumstance,
    by actor: ActingPerson
  ) throws -> RecordedEvent {
    var facts = Facts()
    facts[.location] = recipient
    return try act(.itemReturn, on: items, under: circumstance, by: actor, facts: facts)
  }

  /// Destroys items; their custody ends, their record stays.
  @discardableResult
  public func destroy(
    _ items: [ItemID], reason: String, under circumstance: Circumstance, by actor: ActingPerson
  ) throws -> RecordedEvent {
    var facts = Facts()
    facts[.reason] = reason
    return try act(.itemDestroy, on: items, under: circumstance, by: actor, facts: facts)
  }
}

/// A method applied to items, and what came of it.
public struct Examination: Sendable {
  public var method: String
  public var result: String
  public var instrument: String?
  public var tool: String?
  public var toolVersion: String?
  public var notes: String?
  /// Whether the files are hashed and read again, and what they say is recorded with it.
  public var readsFiles = false

  public init(method: String, result: String) {
    self.method = method
    self.result = result
  }
}

extension Office {
  @discardableResult
  public func recordExamination(
    _ examination: Examination, of items: [ItemID], under circumstance: Circumstance,
    by actor: ActingPerson
  ) throws -> RecordedEvent {
    var facts = examination.readsFiles ? try compareFiles(of: items).facts : Facts()
    if examination.readsFiles, let item = items.first {
      guard items.count == 1 else { throw CaseworkError.readOneItem }
      let files = try self.item(item).files
      try readFiles(
        files.map(\.file), names: files.map { $0.name ?? "" }, at: circumstance.at
      ).put(into: &facts)
    }
    facts[.method] = examination.method
    facts[.result] = examination.result
    facts[.instrument] = examination.instrument
    facts[.tool] = examination.tool
    facts[.toolVersion] = examination.toolVersion
    facts[.notes] = examination.notes
    return try act(.examRecord, on: items, under: circumstance, by: actor, facts: facts)
  }

  /// Puts a mistake right by a later event that says why.
  ///
  /// The event that it corrects stays as it is.
  @discardableResult
  public func amend(
    _ id: EventID, reason: String, correction: String?, under circumstance: Circumstance,
    by actor: ActingPerson
  ) throws -> RecordedEvent {
    let (record, amended) = try database.read { db in
      guard let record = try EventRecord.find(id, db) else { throw CaseworkError.eventUnknown(id) }
      return (record, try LedgerRows(db).event(at: record.entry).event)
    }
    guard let caseID = record.caseID else { throw CaseworkError.eventUnknown(id) }
    var facts = Facts()
    facts[.amends] = id
    facts[.reason] = reason
    facts[.correction] = correction
    return try self.record(
      Act(.eventAmend, on: amended.items.map(\.item), in: caseID, facts, under: circumstance),
      by: actor)
  }
}
