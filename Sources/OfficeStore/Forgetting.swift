// Forgetting by law: disclosures go, with what the projection made of them; whatever was signed stays.

import Custody
import GRDB
import Ledger

extension LedgerRows {
  /// Deletes what these entries disclose, and works out again the rows that held it.
  ///
  /// In the caller's transaction: the event that says they are erased belongs into the same one.
  public func eraseDisclosures(of entries: [Int]) throws {
    let delete = try db.cachedStatement(sql: "DELETE FROM disclosure WHERE entry = ?")
    for entry in entries { try delete.execute(arguments: [entry]) }
    try Projection(db).reapply(entries)
  }
}

extension Projection {
  /// Works out again what depends on entries that disclose less than before.
  fileprivate func reapply(_ entries: [Int]) throws {
    let rows = LedgerRows(db)
    var items: Set<ItemID> = []
    for entry in entries {
      let signed = try rows.event(at: entry)
      let event = signed.event
      try execute("DELETE FROM event WHERE entry = ?", [entry])
      try insertRow(of: event, signer(of: signed), entry)
      try execute("UPDATE person SET name = ? WHERE entry = ?", [event[.name], entry])
      try execute("UPDATE case_file SET title = ? WHERE entry = ?", [event[.title], entry])
      items.formUnion(event.items.map(\.item))
    }
    for item in items { try replay(item, rows) }
  }

  private func replay(_ item: ItemID, _ rows: LedgerRows) throws {
    let chain = try LedgerIndex.entries(of: item, db)
    for table in ["irregularity", "item_event", "item_file"] {
      try execute("DELETE FROM \(table) WHERE item = ?", ["\(item)"])
    }
    try execute("DELETE FROM item WHERE id = ?", ["\(item)"])
    for entry in chain {
      let signed = try rows.event(at: entry)
      guard let link = signed.event.link(to: item) else { throw LedgerError.itemUnknown(item) }
      try follow(link, signed, signer(of: signed), entry)
    }
  }
}
