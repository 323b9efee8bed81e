import Custody
import Integrity
import Ledger
import OfficeStore
import Phrasebook

/// The part of the ledger that some acts depend on, read back entry by entry and examined as `office verify` does.
///
/// The office's tables only say where to look. Chains are followed link by link from their first event, persons and
/// cases from the events that enrolled, revoked, opened and closed them; a table that says otherwise is found out.
struct LedgerExcerpt {
  enum CaseStanding: Hashable, Sendable { case open, closed }

  private var audit: ChainAudit
  private(set) var cases: [CaseID: CaseStanding] = [:]
  /// The events that brought the items into being.
  private(set) var beginnings: [ItemID: Event] = [:]
  private let items: Set<ItemID>
  private let persons: Set<PersonID>

  /// Reads what is recorded of these items, persons and cases, and of everybody who signed it.
  init(
    items: Set<ItemID>, persons: Set<PersonID> = [], cases: Set<CaseID> = [], origin: String,
    _ db: OfficeTransaction
  ) throws {
    let rows = LedgerRows(db)
    var found: [Int: SignedEvent] = [:]
    func read(_ entries: [Int]) throws {
      for entry in entries where found[entry] == nil { found[entry] = try rows.event(at: entry) }
    }
    for item in items { try read(LedgerIndex.entries(of: item, db)) }
    for id in cases { try read(LedgerIndex.entries(of: id, db)) }
    var persons = persons
    for certificate in Set(found.values.map(\.certificate)) {
      if let owner = try LedgerIndex.owner(of: certificate, db) { persons.insert(owner) }
    }
    if let registrar = Roster.registrar { persons.insert(registrar) }
    for person in persons { try read(LedgerIndex.entries(of: person, db)) }
    self.items = items
    self.persons = persons
    audit = ChainAudit(origin: origin, following: items)
    for (index, signed) in found.sorted(by: { $0.key < $1.key }) { add(signed, index: index) }
  }

  init(
    for acts: [Act], by actor: ActingPerson, _ origin: String, _ db: OfficeTransaction
  ) throws {
    let conditions = acts.flatMap { $0.preconditions(for: actor) }
    try self.init(
      items: Set(acts.flatMap { $0.draft.items + $0.draft.newItems }),
      persons: Set(conditions.flatMap(\.persons)), cases: Set(acts.compactMap(\.draft.caseID)),
      origin: origin, db)
  }

  /// Takes note of an event, in the ledger's order.
  mutating func add(_ signed: SignedEvent, index: Int) {
    audit.examine(signed, index: index)
    let event = signed.event
    for link in event.items where link.sequence == 1 && items.contains(link.item) {
      beginnings[link.item] = event
    }
    guard let id = event.caseID else { return }
    if event.type == .caseOpen { cases[id] = .open }
    if event.type == .caseClose { cases[id] = .closed }
  }
}

/// What the acts ask of it.
extension LedgerExcerpt {
  func person(_ id: PersonID) -> Person? { audit.roster.persons[id] }

  func chain(of item: ItemID) -> ChainAudit.Chain? { audit.chains[item] }

  func personInForce(_ id: PersonID) throws -> Person {
    guard let person = person(id) else { throw CaseworkError.personUnknown(id) }
    guard person.revokedAt == nil else { throw CaseworkError.personRevoked(id) }
    return person
  }

  func caseStanding(_ id: CaseID) throws -> CaseStanding {
    guard let standing = cases[id] else { throw CaseworkError.caseUnknown(id) }
    return standing
  }

  /// What would be irregular about `event`, judged by the chains of its items.
  func irregularities(of event: Event, by signer: PersonID) -> [Irregularity] {
    event.items.flatMap { link in
      guard let before = chain(of: link.item)?.state else {
        return ItemState.irregularities(ofBeginning: event, item: link.item)
      }
      return before.applying(event, by: Signer(signer, person(signer)?.role)).irregularities
    }
  }
}

/// Holding the office's tables to it.
extension LedgerExcerpt {
  /// - Throws: ``CaseworkError/tablesDiffer(_:)`` when the story does not hold.
  func requireSound() throws {
    if let flaw = audit.breaks.first {
      throw CaseworkError.tablesDiffer(flaw.facts["item"] ?? flaw.facts["person"] ?? flaw.code)
    }
  }

  /// - Throws: ``CaseworkError/tablesDiffer(_:)`` when a table says something else of an item, person or case.
  func requireAgreementOfTables(_ db: OfficeTransaction) throws {
    try requireSound()
    for item in items {
      let row = try ItemRecord.fetch(item, db)
      // A new item's id may be taken by another that differs in case; its own precondition says so.
      guard let chain = chain(of: item) else {
        guard row == nil || row?.id != item else { throw CaseworkError.tablesDiffer("\(item)") }
        continue
      }
      guard let row, row.state == chain.state, row.caseID == beginnings[item]?.caseID,
        try LedgerRows(db).head(of: item) == chain.head
      else { throw CaseworkError.tablesDiffer("\(item)") }
    }
    for id in persons {
      let row = try PersonRecord.fetch(id, db)
      let person = person(id)
      guard row?.certificate == person?.certificate, row?.role == person?.role,
        row?.revokedAt == person?.revokedAt
      else { throw CaseworkError.tablesDiffer("\(id)") }
    }
    for (id, standing) in cases {
      guard let row = try CaseRecord.fetch(id, db), (row.closedAt == nil) == (standing == .open)
      else { throw CaseworkError.tablesDiffer("\(id)") }
    }
  }
}
