// Opening, closing and looking up cases.

public import Custody
import Ledger
public import OfficeStore

extension Office {
  /// Opens a case.
  ///
  /// `numbers`: the number that each country gave it.
  @discardableResult
  public func openCase(
    _ id: CaseID, title: String?, numbers: [CaseNumber], forums: [Forum], at moment: Moment,
    by actor: ActingPerson, irregular reason: String? = nil
  ) throws -> RecordedEvent {
    var facts = Facts()
    facts[.title] = title
    facts[.numbers] = numbers
    facts[.forums] = forums
    let draft = EventDraft(.caseOpen, at: moment, caseID: id, facts: facts)
    return try record(
      Act(draft, irregularReason: reason, requiring: [.caseFree(id)]), by: actor)
  }

  /// Closes a case; its items stay where they are.
  @discardableResult
  public func closeCase(
    _ id: CaseID, reason: String, at moment: Moment, by actor: ActingPerson
  ) throws -> RecordedEvent {
    var facts = Facts()
    facts[.reason] = reason
    return try record(
      Act(
        EventDraft(.caseClose, at: moment, caseID: id, facts: facts), requiring: [.caseOpen(id)]),
      by: actor)
  }

  public func cases() throws -> [CaseRecord] { try database.read { try CaseRecord.all($0) } }

  /// The case of that id.
  ///
  /// - Throws: ``CaseworkError/caseUnknown(_:)``.
  public func caseFile(_ id: CaseID) throws -> CaseRecord {
    guard let record = try database.read({ try CaseRecord.fetch(id, $0) }) else {
      throw CaseworkError.caseUnknown(id)
    }
    return record
  }

  func requireOpenCase(_ id: CaseID) throws {
    guard try caseFile(id).closedAt == nil else { throw CaseworkError.caseClosed(id) }
  }
}
