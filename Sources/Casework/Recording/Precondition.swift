public import Custody
public import Integrity
import Ledger
import OfficeStore

/// What must be true of the record at the moment an act is written.
public enum Precondition: Hashable, Sendable {
  /// The person is enrolled with that certificate, and not revoked.
  case signerInForce(PersonID, certificate: Digest)
  /// The office alone keeps its books, and does nothing else.
  case entitled(PersonID, to: EventType)
  case personInForce(PersonID)
  /// No person has that id, in whatever case it is written.
  case personFree(PersonID)
  case certificateFree(PersonID, Digest)
  case caseKnown(CaseID)
  case caseOpen(CaseID)
  case caseFree(CaseID)
  case itemFree(ItemID)
  /// Known items, each named once, all of that case.
  case items([ItemID], of: CaseID)
  /// Nothing was recorded of the item since its event of that number.
  case itemStands(ItemID, at: Int)
}

extension Precondition {
  /// - Throws: ``CaseworkError`` when it is not so.
  func require(in excerpt: LedgerExcerpt, _ db: OfficeTransaction) throws {
    switch self {
    case .signerInForce(let id, let certificate):
      let person = try excerpt.personInForce(id)
      guard person.certificate == certificate else { throw CaseworkError.certificateMismatch(id) }
    case .entitled(let id, let type):
      guard type.isOfTheBooks == (id == Roster.registrar) else {
        throw CaseworkError.notEntitled(id)
      }
    case .personInForce(let id): _ = try excerpt.personInForce(id)
    case .personFree(let id):
      guard excerpt.person(id) == nil, try !LedgerIndex.isTaken(id, db) else {
        throw CaseworkError.personExists(id)
      }
    case .certificateFree(let id, let certificate):
      guard try LedgerIndex.owner(of: certificate, db) == nil else {
        throw CaseworkError.certificateTaken(id)
      }
    case .caseKnown(let id): _ = try excerpt.caseStanding(id)
    case .caseOpen(let id):
      guard try excerpt.caseStanding(id) == .open else { throw CaseworkError.caseClosed(id) }
    case .caseFree(let id):
      guard excerpt.cases[id] == nil, try !LedgerIndex.isTaken(id, db) else {
        throw CaseworkError.caseExists(id)
      }
    case .itemFree(let id):
      guard excerpt.chain(of: id) == nil, try ItemRecord.fetch(id, db) == nil else {
        throw CaseworkError.itemExists(id)
      }
    case .items(let items, let caseID): try excerpt.require(items, of: caseID)
    case .itemStands(let id, let sequence):
      guard try LedgerRows(db).head(of: id)?.sequence == sequence else {
        throw CaseworkError.itemMoved(id)
      }
    }
  }

  /// Whose part of the ledger must be read to judge it.
  var persons: [PersonID] {
    switch self {
    case .signerInForce(let id, _), .personInForce(let id), .personFree(let id): [id]
    case .entitled, .certificateFree, .caseKnown, .caseOpen, .caseFree, .itemFree, .items,
      .itemStands:
      []
    }
  }
}

extension LedgerExcerpt {
  /// - Throws: when an item is unknown or named twice, or is of another case.
  fileprivate func require(_ items: [ItemID], of caseID: CaseID) throws {
    var seen: Set<ItemID> = []
    for item in items {
      guard let beginning = beginnings[item] else { throw CaseworkError.itemUnknown(item) }
      guard seen.insert(item).inserted else { throw CaseworkError.itemTwice(item) }
      guard beginning.caseID == caseID else { throw CaseworkError.itemNotInCase(item, caseID) }
    }
  }
}
