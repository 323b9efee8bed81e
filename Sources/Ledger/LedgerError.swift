public import Custody
public import Phrasebook

/// Why the ledger could not be read or added to.
public enum LedgerError: Error, Equatable, Sendable {
  case notAnEvent(reason: String)
  case itemUnknown(ItemID)
  case itemExists(ItemID)
  case entryMissing(index: Int)
  case nodeMissing(level: Int, index: Int)
}

extension LedgerError: ExplainedError {
  public var problem: Phrase {
    switch self {
    case .notAnEvent(let reason): Phrase("ledger.notAnEvent", ["reason": reason])
    case .itemUnknown(let item): Phrase("ledger.itemUnknown", ["item": "\(item)"])
    case .itemExists(let item): Phrase("ledger.itemExists", ["item": "\(item)"])
    case .entryMissing(let index): Phrase("ledger.entryMissing", ["index": "\(index)"])
    case .nodeMissing(let level, let index):
      Phrase("ledger.nodeMissing", ["level": "\(level)", "index": "\(index)"])
    }
  }

  public var exitStatus: ExitStatus {
    switch self {
    case .entryMissing, .nodeMissing, .notAnEvent: .integrityFailed
    case .itemUnknown, .itemExists: .usage
    }
  }
}
