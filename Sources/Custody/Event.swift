public import Integrity

/// Where an event stands in the chain of one of its items.
public struct ItemLink: Hashable, Sendable {
  public let item: ItemID
  /// The event's place in the item's own chain, from 1.
  public let sequence: Int
  /// SHA-256 of the JWT of the item's previous event; nil for the first.
  public let previous: Digest?

  public init(item: ItemID, sequence: Int, previous: Digest?) {
    self.item = item
    self.sequence = sequence
    self.previous = previous
  }
}

/// One thing that happened, as the person who did it recorded it.
///
/// An event is never changed or deleted: a mistake is put right by a later ``EventType/eventAmend``.
public struct Event: Hashable, Sendable {
  public let type: EventType
  public let id: EventID
  /// The office's log origin.
  public let issuer: String
  /// When it happened.
  public let at: Moment
  /// When it was recorded, in Unix seconds.
  public let recordedAt: Int64
  public let caseID: CaseID?
  public let items: [ItemLink]
  /// The facts known to this reader, by the names of their fields.
  public let facts: JSONObject

  public init(
    type: EventType, id: EventID, issuer: String, at: Moment, recordedAt: Int64, caseID: CaseID?,
    items: [ItemLink], facts: JSONObject
  ) {
    self.type = type
    self.id = id
    self.issuer = issuer
    self.at = at
    self.recordedAt = recordedAt
    self.caseID = caseID
    self.items = items
    self.facts = facts
  }

  /// The fact, or nil when it was not recorded or is withheld from this reader.
  public subscript<Value: FieldValue>(field: Field<Value>) -> Value? {
    facts[field.name].flatMap(Value.init(json:))
  }

  /// The link to the chain of `item`, if the event is about it.
  public func link(to item: ItemID) -> ItemLink? { items.first { $0.item == item } }
}

/// Facts being gathered for an event that is not recorded yet.
public struct Facts: Sendable {
  public private(set) var members = JSONObject()

  public init() {}

  /// Sets or, with nil, leaves out a fact.
  public subscript<Value: FieldValue>(field: Field<Value>) -> Value? {
    get { members[field.name].flatMap(Value.init(json:)) }
    set { members[field.name] = newValue?.json }
  }
}
