// Looking up items, and what every act on items needs to know first.

public import Custody
public import OfficeStore

/// Everything that the office knows of one item.
public struct ItemDetail: Sendable {
  public let item: ItemRecord
  /// As the event that brought the item into being names them.
  public let files: [ItemFileRecord]
  public let irregularities: [IrregularityRecord]
}

extension Office {
  /// The items of a case, or of all cases, in order of id.
  public func items(of caseID: CaseID? = nil) throws -> [ItemRecord] {
    if let caseID { _ = try caseFile(caseID) }
    return try database.read { try ItemRecord.all(of: caseID, $0) }
  }

  public func item(_ id: ItemID) throws -> ItemDetail {
    try database.read { db in
      guard let item = try ItemRecord.fetch(id, db) else { throw CaseworkError.itemUnknown(id) }
      return ItemDetail(
        item: item, files: try LedgerRows(db).files(of: item.id),
        irregularities: try IrregularityRecord.all(of: item.id, db))
    }
  }

  /// The case that all of `items` belong to.
  ///
  /// - Throws: when an item is unknown or named twice, or the items are of two cases.
  func caseOf(_ items: [ItemID]) throws -> CaseID {
    let details = try items.map { try item($0).item }
    guard let first = details.first else { preconditionFailure("an act on items names one") }
    for (index, detail) in details.enumerated() {
      if detail.caseID != first.caseID {
        throw CaseworkError.itemsOfTwoCases(first.id, detail.id)
      }
      if details[..<index].contains(where: { $0.id == detail.id }) {
        throw CaseworkError.itemTwice(detail.id)
      }
    }
    return first.caseID
  }
}
