public import Custody
public import Integrity
public import Phrasebook

/// Why an act could not be recorded or a question not be answered.
public enum CaseworkError: Error, Equatable, Sendable {
  case noOffice(path: String)
  case folderNotEmpty(path: String)
  case settingsMalformed(path: String)
  case settingsOfOther(path: String)
  case nameInvalid(field: String, value: String)
  /// A lead has two ends: two items, or one and an acquisition elsewhere.
  case leadIncomplete
  /// No file of the item is a scan that can be drawn.
  case noPicture(ItemID)
  /// Neither the command nor the case names a forum.
  case forumNotChosen(CaseID)
  /// Fewer than two checks of the case were recorded.
  case noEarlierCheck(CaseID)
  /// The rule asks for no statement.
  case notAnAttestation(RuleID)
  /// Files of one item are read at a time.
  case readOneItem
  /// Neither a description nor particulars.
  case nothingSaid
  case recoveredBeforeSale(sold: Day, recovered: Day)
  case personUnknown(PersonID)
  case personExists(PersonID)
  case personRevoked(PersonID)
  case personNotChosen
  case keyMissing(person: String)
  case certificateMismatch(PersonID)
  /// Another person signs with that certificate already.
  case certificateTaken(PersonID)
  /// The office keeps its books, and persons do everything else.
  case notEntitled(PersonID)
  case certificateExpired(PersonID, until: Moment)
  case certificateUnfit(PersonID, reason: String)
  /// A training certificate ends in the future, and no later than its usual term.
  case termInvalid(PersonID, latest: Moment)
  case caseUnknown(CaseID)
  case caseExists(CaseID)
  case caseClosed(CaseID)
  case itemUnknown(ItemID)
  case itemExists(ItemID)
  case itemsOfTwoCases(ItemID, ItemID)
  case itemTwice(ItemID)
  /// Something was recorded of the item while a bundle of it was being made.
  case itemMoved(ItemID)
  /// The office's tables say something else of an item, person or case than its ledger.
  case tablesDiffer(String)
  case eventUnknown(EventID)
  case momentInFuture(Moment, now: Moment)
  case irregular([Irregularity])
  case filesChanged(ItemID, file: String, expected: Digest, found: Digest?)
  case nothingToBundle(CaseID)
  case itemNotInCase(ItemID, CaseID)
  /// Our own verifier does not accept what was written.
  case bundleUnsound([String])
  case fileUnreadable(path: String)
  /// A key file that others than its owner may read.
  case keyOpenToOthers(path: String)
  case passphraseWeak(minimum: Int)
  case folderEmpty(path: String)
  case notAFile(path: String)
  case tooManyFiles(path: String, limit: Int)
  case tableMalformed(path: String, columns: String)
}

extension CaseworkError: ExplainedError {
  public var problem: Phrase {
    switch self {
    case .noOffice(let path): Phrase("casework.noOffice", ["path": path])
    case .folderNotEmpty(let path): Phrase("casework.folderNotEmpty", ["path": path])
    case .settingsMalformed(let path): Phrase("casework.settingsMalformed", ["path": path])
    case .settingsOfOther(let path): Phrase("casework.settingsOfOther", ["path": path])
    case .noPicture(let item): Phrase("casework.noPicture", ["item": "\(item)"])
    case .leadIncomplete: Phrase("casework.leadIncomplete")
    case .readOneItem: Phrase("casework.readOneItem")
    case .forumNotChosen(let id): Phrase("casework.forumNotChosen", ["case": "\(id)"])
    case .noEarlierCheck(let id): Phrase("casework.noEarlierCheck", ["case": "\(id)"])
    case .notAnAttestation(let rule):
      Phrase("casework.notAnAttestation", ["rule": "\(rule)"])
    case .nothingSaid: Phrase("casework.nothingSaid")
    case .recoveredBeforeSale(let sold, let recovered):
      Phrase(
        "casework.recoveredBeforeSale", ["sold": "\(sold)", "recovered": "\(recovered)"])
    case .nameInvalid(let field, let value):
      Phrase(
        "casework.nameInvalid",
        ["field": field, "value": value.count > 60 ? "\(value.prefix(60))…" : value])
    case .personUnknown(let id): Phrase("casework.personUnknown", ["person": "\(id)"])
    case .personExists(let id): Phrase("casework.personExists", ["person": "\(id)"])
    case .personRevoked(let id): Phrase("casework.personRevoked", ["person": "\(id)"])
    case .personNotChosen: Phrase("casework.personNotChosen")
    case .keyMissing(let person): Phrase("casework.keyMissing", ["person": person])
    case .certificateMismatch(let id):
      Phrase("casework.certificateMismatch", ["person": "\(id)"])
    case .certificateTaken(let id): Phrase("casework.certificateTaken", ["person": "\(id)"])
    case .notEntitled(let id): Phrase("casework.notEntitled", ["person": "\(id)"])
    case .termInvalid(let id, let latest):
      Phrase("casework.termInvalid", ["person": "\(id)", "latest": "\(latest)"])
    case .certificateExpired(let id, let until):
      Phrase("casework.certificateExpired", ["person": "\(id)", "until": "\(until)"])
    case .certificateUnfit(let id, let reason):
      Phrase("casework.certificateUnfit", ["person": "\(id)", "reason": reason])
    default: caseProblem
    }
  }

  private var caseProblem: Phrase {
    switch self {
    case .caseUnknown(let id): Phrase("casework.caseUnknown", ["case": "\(id)"])
    case .caseExists(let id): Phrase("casework.caseExists", ["case": "\(id)"])
    case .caseClosed(let id): Phrase("casework.caseClosed", ["case": "\(id)"])
    case .itemUnknown(let id): Phrase("casework.itemUnknown", ["item": "\(id)"])
    case .itemExists(let id): Phrase("casework.itemExists", ["item": "\(id)"])
    case .itemsOfTwoCases(let one, let other):
      Phrase("casework.itemsOfTwoCases", ["item": "\(one)", "other": "\(other)"])
    case .itemTwice(let id): Phrase("casework.itemTwice", ["item": "\(id)"])
    case .itemMoved(let id): Phrase("casework.itemMoved", ["item": "\(id)"])
    case .tablesDiffer(let subject):
      Phrase("casework.tablesDiffer", ["subject": subject])
    case .eventUnknown(let id): Phrase("casework.eventUnknown", ["event": "\(id)"])
    case .momentInFuture(let moment, let now):
      Phrase("casework.momentInFuture", ["moment": "\(moment)", "now": "\(now)"])
    case .irregular(let found):
      Phrase("casework.irregular", ["codes": found.map(\.summary).joined(separator: "; ")])
    default: fileProblem
    }
  }

  private var fileProblem: Phrase {
    switch self {
    case .filesChanged(let item, let file, let expected, let found):
      Phrase(
        "casework.filesChanged",
        [
          "item": "\(item)", "file": file, "expected": "\(expected)",
          "found": found?.description ?? "–",
        ])
    case .nothingToBundle(let id): Phrase("casework.nothingToBundle", ["case": "\(id)"])
    case .itemNotInCase(let item, let id):
      Phrase("casework.itemNotInCase", ["item": "\(item)", "case": "\(id)"])
    case .bundleUnsound(let codes):
      Phrase("casework.bundleUnsound", ["codes": codes.joined(separator: ", ")])
    case .fileUnreadable(let path): Phrase("casework.fileUnreadable", ["path": path])
    case .keyOpenToOthers(let path): Phrase("casework.keyOpenToOthers", ["path": path])
    case .passphraseWeak(let minimum):
      Phrase("casework.passphraseWeak", ["minimum": "\(minimum)"])
    case .folderEmpty(let path): Phrase("casework.folderEmpty", ["path": path])
    case .notAFile(let path): Phrase("casework.notAFile", ["path": path])
    case .tooManyFiles(let path, let limit):
      Phrase("casework.tooManyFiles", ["path": path, "limit": "\(limit)"])
    case .tableMalformed(let path, let columns):
      Phrase("casework.tableMalformed", ["path": path, "columns": columns])
    default: Phrase("cli.failed", ["detail": "\(self)"])
    }
  }

  public var exitStatus: ExitStatus {
    switch self {
    case .noOffice: .noOffice
    case .settingsOfOther: .incomplete
    case .filesChanged, .tablesDiffer, .bundleUnsound: .integrityFailed
    default: .usage
    }
  }
}

extension Irregularity {
  /// The code with what was expected and found, for a line of text in any language.
  public var summary: String { "\(item): \(code.rawValue) (\(expected) ≠ \(found))" }
}

/// The most bytes of the name of an office, person or agency.
private let nameByteLimit = 200

/// Refuses a name that is empty, too long, or breaks lines.
func requireName(_ name: String, _ field: String) throws {
  guard (1...nameByteLimit).contains(name.utf8.count),
    name.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
  else { throw CaseworkError.nameInvalid(field: field, value: name) }
}
