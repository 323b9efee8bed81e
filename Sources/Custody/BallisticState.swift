import Integrity

/// What is known of an item's ballistic life so far: searched for, led to, compared, traced.
///
/// A lead is an association that a system found and nobody has confirmed. It never becomes anything more by itself:
/// only an examiner's conclusion does.
public struct BallisticState: Hashable, Sendable {
  /// How often a system acquired its marks.
  public private(set) var acquisitionCount = 0
  /// Leads that no examiner has concluded on.
  public private(set) var openLeads: Set<EventID> = []
  /// What examiners concluded, by the event that says it.
  public private(set) var conclusions: [EventID: BallisticConclusion] = [:]
  /// Who concluded, by the event: a second examiner must be another.
  public private(set) var examiners: [EventID: PersonID] = [:]
  /// The numbers of trace requests that have no result yet.
  public private(set) var openRequests: Set<String> = []

  public init() {}

  /// Takes an event in, and says what is irregular about it.
  mutating func apply(_ event: Event, by signer: Signer, kind: ItemKind) -> [Oddity] {
    switch event.type {
    case .ballisticAcquire:
      acquisitionCount += 1
      return []
    case .ballisticLead:
      openLeads.insert(event.id)
      return acquisitionCount == 0 ? [Oddity(.leadWithoutAcquisition)] : []
    case .ballisticConfirm: return conclude(event, by: signer)
    case .traceRequest:
      if let number = event[.request] { openRequests.insert(number) }
      return kind == .firearm
        ? [] : [Oddity(.notAFirearm, ItemKind.firearm.rawValue, kind.rawValue)]
    case .traceResult: return close(event)
    case .itemDerive where event[.derivation] == .testFiredFrom && kind != .firearm:
      return [Oddity(.notAFirearm, ItemKind.firearm.rawValue, kind.rawValue)]
    default: return []
    }
  }

  /// An irregularity of some item.
  struct Oddity {
    let code: Irregularity.Code
    let expected, found: String

    init(_ code: Irregularity.Code, _ expected: String = "–", _ found: String = "–") {
      (self.code, self.expected, self.found) = (code, expected, found)
    }
  }

  private mutating func conclude(_ event: Event, by signer: Signer) -> [Oddity] {
    var found: [Oddity] = []
    if signer.role != .examiner {
      found.append(
        Oddity(.notExaminer, PersonRole.examiner.rawValue, signer.role?.rawValue ?? "–"))
    }
    if let lead = event[.lead], openLeads.remove(lead) == nil {
      found.append(Oddity(.leadUnknown, "–", "\(lead)"))
    }
    guard let conclusion = event[.conclusion] else { return found }
    if let first = event[.verifies] { found += verify(first, conclusion, by: signer) }
    conclusions[event.id] = conclusion
    examiners[event.id] = signer.id
    return found
  }

  /// A second examiner looks again: another person, and the same conclusion.
  private func verify(
    _ first: EventID, _ conclusion: BallisticConclusion, by signer: Signer
  ) -> [Oddity] {
    guard let earlier = conclusions[first] else {
      return [Oddity(.conclusionUnknown, "–", "\(first)")]
    }
    var found: [Oddity] = []
    if examiners[first] == signer.id { found.append(Oddity(.sameExaminer, "–", "\(signer.id)")) }
    if earlier != conclusion {
      found.append(Oddity(.conclusionsDiffer, earlier.rawValue, conclusion.rawValue))
    }
    return found
  }

  private mutating func close(_ event: Event) -> [Oddity] {
    var found: [Oddity] = []
    if let number = event[.request], openRequests.remove(number) == nil {
      found.append(Oddity(.resultWithoutRequest, "–", number))
    }
    if let computed = event.timeToCrime, let stated = event[.timeToCrime], computed != stated {
      found.append(Oddity(.timeToCrime, "\(computed)", "\(stated)"))
    }
    return found
  }
}

extension Event {
  /// Days from the first retail sale to the recovery; nil unless both days are known to this reader.
  public var timeToCrime: Int? {
    guard let sold = self[.purchasedOn], let recovered = self[.recoveredOn] else { return nil }
    let days = recovered.days(since: sold)
    return days >= 0 ? days : nil
  }
}

extension BallisticState {
  /// The state as one text, for keeping beside the item.
  public var text: String {
    let object: JSON = [
      "acquired": JSON(acquisitionCount),
      "leads": .array(openLeads.map(\.description).sorted().map(JSON.string)),
      "requests": .array(openRequests.sorted().map(JSON.string)),
      "conclusions": .object(
        JSONObject(
          conclusions.map { id, conclusion in
            ("\(id)", [conclusion.json, .text(examiners[id]?.description) ?? .null])
          })),
    ]
    return object.text
  }

  /// Reads what ``text`` prints; nil for anything else.
  public init?(_ text: String) {
    guard let json = try? JSON(parsing: text), let acquired = json["acquired"]?.integer else {
      return nil
    }
    acquisitionCount = Int(acquired)
    openLeads = Set((json["leads"]?.array ?? []).compactMap(EventID.init(json:)))
    openRequests = Set((json["requests"]?.array ?? []).compactMap(\.string))
    for member in json["conclusions"]?.object ?? [:] {
      guard let id = EventID(member.name), let parts = member.value.array, parts.count == 2,
        let conclusion = BallisticConclusion(json: parts[0])
      else { return nil }
      conclusions[id] = conclusion
      examiners[id] = PersonID(json: parts[1])
    }
  }
}

/// Who signed an event, and what they do in the chain.
public struct Signer: Hashable, Sendable {
  public let id: PersonID
  /// nil when it is not known.
  public let role: PersonRole?

  public init(_ id: PersonID, _ role: PersonRole?) {
    self.id = id
    self.role = role
  }
}
