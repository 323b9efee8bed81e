import Custody
import Foundation
public import GRDB
import Integrity
import Ledger

/// Works out, from one signed event after another, what commands ask about.
///
/// Deterministic: the same ledger gives the same rows, which `office rebuild` and a test rely on.
public struct Projection {
  let db: Database

  public init(_ db: Database) { self.db = db }

  /// Drops everything that was worked out and works it out again from the ledger.
  ///
  /// - Returns: how many events were read.
  public static func rebuild(_ db: Database) throws -> Int {
    let tables = try String.fetchAll(
      db,
      sql: """
        SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN
          ('ledger_entry', 'disclosure', 'tree_node', 'signed_checkpoint')
          AND name NOT LIKE 'sqlite_%'
        """)
    let views = try String.fetchAll(db, sql: "SELECT name FROM sqlite_schema WHERE type = 'view'")
    for view in views { try db.execute(sql: "DROP VIEW \(view.quotedDatabaseIdentifier)") }
    for table in tables { try db.execute(sql: "DROP TABLE \(table.quotedDatabaseIdentifier)") }
    try db.execute(sql: SQL.projection + SQL.views)
    let rows = LedgerRows(db)
    let size = try rows.size()
    let projection = Projection(db)
    for start in stride(from: 0, to: size, by: 1000) {
      let range = start..<min(start + 1000, size)
      for (entry, event) in zip(range, try rows.events(in: range)) {
        try projection.apply(event, entry: entry)
      }
    }
    return size
  }

  func apply(_ signed: SignedEvent, entry: Int) throws {
    let event = signed.event
    try note(personsIn: event, entry)
    let signer = try signer(of: signed)
    try insertRow(of: event, signer, entry)
    try note(caseIn: event, entry)
    for link in event.items { try follow(link, signed, signer, entry) }
  }

  func insertRow(of event: Event, _ signer: Signer, _ entry: Int) throws {
    try execute(
      """
      INSERT INTO event (entry, id, type, at, recorded_at, case_id, signer, amends, condition, package, location,
        purpose, reason, place, seal, seal_found, comparison, from_person, to_person, irregular_reason, facts)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        entry, "\(event.id)", event.type.rawValue, "\(event.at)", event.recordedAt,
        event.caseID?.description, "\(signer.id)", event[.amends]?.description,
        event[.condition], event[.package], event[.location], event[.purpose], event[.reason],
        event[.place], event[.seal], event[.sealFound], event[.comparison]?.rawValue,
        event[.from]?.description, event[.to]?.description, event[.irregularReason],
        event.queried.text,
      ])
  }

  func execute(_ sql: String, _ arguments: StatementArguments) throws {
    try db.cachedStatement(sql: sql).execute(arguments: arguments)
  }

  func signer(of signed: SignedEvent) throws -> Signer {
    let row = try Row.fetchOne(
      db.cachedStatement(sql: "SELECT id, role FROM person WHERE certificate = ?"),
      arguments: [signed.certificate.data])
    guard let row, let id = PersonID(row[0]) else {
      throw LedgerError.notAnEvent(reason: "signer \(signed.certificate)")
    }
    return Signer(id, PersonRole(rawValue: row[1]))
  }

  private func note(personsIn event: Event, _ entry: Int) throws {
    var roster = Roster()
    roster.note(event)
    for person in roster.persons.values {
      try execute(
        "INSERT INTO person (id, role, agency, country, name, certificate, enrolled_at, entry) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
          "\(person.id)", person.role.rawValue, person.agency, person.country, person.name,
          person.certificate.data, "\(person.enrolledAt)", entry,
        ])
    }
    if event.type == .personRevoke, let person = event[.person] {
      try execute(
        "UPDATE person SET revoked_at = ? WHERE id = ?", ["\(event.at)", "\(person)"])
    }
  }

  private func note(caseIn event: Event, _ entry: Int) throws {
    guard let id = event.caseID else { return }
    switch event.type {
    case .caseOpen:
      try execute(
        "INSERT INTO case_file (id, title, opened_at, entry) VALUES (?, ?, ?, ?)",
        ["\(id)", event[.title], "\(event.at)", entry])
      for number in event[.numbers] ?? [] {
        try execute(
          "INSERT INTO case_number (case_id, number) VALUES (?, ?)", ["\(id)", "\(number)"])
      }
      for forum in event[.forums] ?? [] {
        try execute(
          "INSERT INTO case_forum (case_id, forum) VALUES (?, ?)", ["\(id)", forum.rawValue])
      }
    case .caseClose:
      try execute("UPDATE case_file SET closed_at = ? WHERE id = ?", ["\(event.at)", "\(id)"])
    default: break
    }
  }

  func follow(_ link: ItemLink, _ signed: SignedEvent, _ signer: Signer, _ entry: Int)
    throws
  {
    let event = signed.event
    let state: ItemState
    let irregularities: [Irregularity]
    if link.sequence == 1 {
      guard let first = ItemState(item: link.item, beginning: event, by: signer.id) else {
        throw LedgerError.notAnEvent(reason: "the first event of \(link.item)")
      }
      state = first
      irregularities = ItemState.irregularities(ofBeginning: event, item: link.item)
      try insert(link.item, event)
    } else {
      guard let before = try ItemRecord.fetch(link.item, db)?.state else {
        throw LedgerError.itemUnknown(link.item)
      }
      (state, irregularities) = before.applying(event, by: signer)
    }
    try update(state, link, signed)
    try execute(
      "INSERT INTO item_event (item, n, entry, type, at, signer) VALUES (?, ?, ?, ?, ?, ?)",
      [
        "\(link.item)", link.sequence, entry, event.type.rawValue, "\(event.at)", "\(signer.id)",
      ])
    for found in irregularities { try insert(found, event, entry) }
  }

  private func insert(_ found: Irregularity, _ event: Event, _ entry: Int) throws {
    try execute(
      "INSERT OR IGNORE INTO irregularity (entry, item, code, expected, found, reason) VALUES (?, ?, ?, ?, ?, ?)",
      [
        entry, "\(found.item)", found.code.rawValue, found.expected, found.found,
        event[.irregularReason],
      ])
  }

  private func insert(_ item: ItemID, _ event: Event) throws {
    try execute(
      """
      INSERT INTO item (id, case_id, kind, description, place, source, derivation, file_count, holding, since,
        last_at, sequence, head) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'held', ?, ?, 1, zeroblob(32))
      """,
      [
        "\(item)", event.caseID?.description, event[.kind]?.rawValue, event[.text], event[.place],
        event[.source]?.description, event[.derivation]?.rawValue, event[.fileCount] ?? 0,
        "\(event.at)", "\(event.at)",
      ])
    for record in ItemFileRecord.all(namedBy: event) {
      try execute(
        "INSERT INTO item_file (item, place, name, sha256, size) VALUES (?, ?, ?, ?, ?)",
        [
          "\(item)", record.place, record.name, record.file.digest.data, record.file.byteCount,
        ])
    }
  }

  private func update(_ state: ItemState, _ link: ItemLink, _ signed: SignedEvent) throws {
    let row = HoldingColumns(state.holding)
    try execute(
      """
      UPDATE item SET seal = ?, holding = ?, holder = ?, receiver = ?, disposition = ?, since = ?, last_at = ?,
        sequence = ?, head = ?, ballistics = ? WHERE id = ?
      """,
      [
        state.seal, row.holding, row.holder, row.receiver, row.disposition, row.since,
        "\(state.lastAt)", link.sequence, signed.digest.data,
        state.ballistics == BallisticState() ? nil : state.ballistics.text, "\(link.item)",
      ])
    if signed.event.type == .itemDescribe, let text = signed.event[.text] {
      try execute("UPDATE item SET description = ? WHERE id = ?", [text, "\(link.item)"])
    }
  }
}

extension Event {
  /// The facts that views show: all but the lists of files, which have a table of their own.
  fileprivate var queried: JSON {
    var facts = self.facts
    for field in [Field.files.name, Field.filesFound.name, Field.fileNames.name] {
      facts[field] = nil
    }
    return .object(facts)
  }
}

/// ``Holding`` as columns, and back.
struct HoldingColumns {
  var holding: String
  var holder: String?
  var receiver: String?
  var disposition: String?
  var since: String

  init(_ value: Holding) {
    switch value {
    case .held(let holder, let moment):
      (holding, self.holder, since) = ("held", "\(holder)", "\(moment)")
    case .inTransit(let from, let to, let moment):
      (holding, holder, receiver, since) = ("transit", "\(from)", "\(to)", "\(moment)")
    case .ended(let disposition, let moment):
      (holding, self.disposition, since) = ("ended", disposition.rawValue, "\(moment)")
    }
  }

  init(_ row: Row) {
    holding = row["holding"]
    holder = row["holder"]
    receiver = row["receiver"]
    disposition = row["disposition"]
    since = row["since"]
  }

  var value: Holding? {
    guard let since = Moment(since) else { return nil }
    switch holding {
    case "held": return holder.flatMap(PersonID.init).map { .held(by: $0, since: since) }
    case "transit":
      guard let from = holder.flatMap(PersonID.init), let to = receiver.flatMap(PersonID.init)
      else { return nil }
      return .inTransit(from: from, to: to, since: since)
    default:
      return disposition.flatMap(Disposition.init(rawValue:)).map { .ended($0, at: since) }
    }
  }
}
