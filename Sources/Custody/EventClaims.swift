// How an event is spelt as the claims of a signed token, and read back. The names of the claims that every event has
// are fixed by the design; all others are fields.

public import Integrity

/// Why claims are not an event of ours.
public enum EventFormatError: Error, Equatable, Sendable {
  case unknownType(String)
  case missing(claim: String)
  case malformed(claim: String)
  case unexpected(claim: String)
  /// A fact that everybody must see was hidden, or one that must be hidden was left in sight.
  case wrongVisibility(claim: String)
}

extension Event {
  /// The most items of one event.
  public static let itemLimit = 10_000
  /// Unix seconds from 1970 to the end of 9999: differences of such times cannot overflow.
  static let recordingTimes: ClosedRange<Int64> = 0...253_402_300_799

  /// The claims in sight, and those that only chosen readers learn, in order of name.
  public var claims: (visible: JSONObject, disclosable: [(name: String, value: JSON)]) {
    var visible: JSONObject = [
      "iss": .string(issuer), "evt": .string(type.rawValue), "jti": id.json, "at": at.json,
      "iat": .integer(recordedAt),
    ]
    visible["case"] = caseID?.json
    if !items.isEmpty { visible["items"] = .array(items.map(\.json)) }
    var disclosable: [(name: String, value: JSON)] = []
    let rules = FactTable.of(type).rules
    for fact in facts {
      if rules[fact.name]?.visibility == .disclosable {
        disclosable.append((fact.name, fact.value))
      } else {
        visible[fact.name] = fact.value
      }
    }
    return (visible, disclosable)
  }

  /// Reads an event from the claims in sight and those disclosed to this reader.
  public init(visible: JSONObject, disclosed: JSONObject) throws(EventFormatError) {
    let word: String = try Self.claim("evt", visible) { $0.string }
    guard let type = EventType(rawValue: word) else { throw .unknownType(word) }
    self.type = type
    id = try Self.claim("jti", visible, EventID.init(json:))
    issuer = try Self.claim("iss", visible) { $0.string }
    at = try Self.claim("at", visible, Moment.init(json:))
    recordedAt = try Self.claim("iat", visible) { json in
      json.integer.flatMap { Self.recordingTimes.contains($0) ? $0 : nil }
    }
    caseID = try visible["case"] == nil ? nil : Self.claim("case", visible, CaseID.init(json:))
    items =
      try visible["items"] == nil
      ? [] : Self.claim("items", visible) { $0.array.flatMap(ItemLink.list) }
    facts = try Self.facts(of: type, visible: visible, disclosed: disclosed)
    guard !type.needsCase || caseID != nil else { throw .missing(claim: "case") }
    guard !type.needsItems || !items.isEmpty else { throw .missing(claim: "items") }
  }

  private static func claim<Value>(
    _ name: String, _ claims: JSONObject, _ read: (JSON) -> Value?
  ) throws(EventFormatError) -> Value {
    guard let json = claims[name] else { throw .missing(claim: name) }
    guard let value = read(json) else { throw .malformed(claim: name) }
    return value
  }

  private static func facts(
    of type: EventType, visible: JSONObject, disclosed: JSONObject
  ) throws(EventFormatError) -> JSONObject {
    let inSight = visible.filter { !commonClaims.contains($0.name) }
    let facts = disclosed.merging(inSight)
    let table = FactTable.of(type)
    for name in table.requiredInSight where inSight[name] == nil {
      throw .missing(claim: name)
    }
    for fact in facts {
      guard let rule = table.rules[fact.name] else { throw .unexpected(claim: fact.name) }
      guard rule.visibility == (inSight[fact.name] == nil ? .disclosable : .visible) else {
        throw .wrongVisibility(claim: fact.name)
      }
      guard rule.accepts(fact.value) else { throw .malformed(claim: fact.name) }
    }
    return facts
  }

  private static let commonClaims: Set<String> = [
    "iss", "evt", "jti", "at", "iat", "case", "items", "_sd", "_sd_alg",
  ]
}

extension ItemLink {
  var json: JSON {
    .object([
      "id": item.json, "n": JSON(sequence), "prev": .text(previous?.base64URL),
    ])
  }

  init?(json: JSON) {
    guard let members = json.object, let item = members["id"].flatMap(ItemID.init(json:)),
      let sequence = members["n"]?.integer, sequence >= 1,
      members.count == (sequence == 1 ? 2 : 3)
    else { return nil }
    var previous: Digest?
    if sequence > 1 {
      previous = members["prev"]?.string.flatMap(Base64.url.bytes(of:)).flatMap(Digest.init(bytes:))
      guard previous != nil else { return nil }
    }
    self.init(item: item, sequence: Int(sequence), previous: previous)
  }

  /// Reads at least one link and no item twice.
  static func list(_ elements: [JSON]) -> [ItemLink]? {
    let links = elements.compactMap(ItemLink.init(json:))
    guard !links.isEmpty, links.count == elements.count, links.count <= Event.itemLimit,
      Set(links.map(\.item)).count == links.count
    else { return nil }
    return links
  }
}
