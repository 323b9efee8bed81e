public import Custody
import Integrity
public import Phrasebook
public import Redaction

/// Why something could not be withheld, opened or released.
public enum RedactionError: Error, Equatable, Sendable {
  case profileUnknown(String)
  case planItem(String)
  case planProfile(String)
  case planUndecided(count: Int)
  case planRule(String)
  case planBox([Int])
  case planRange(String, place: Int)
  case planText(place: Int)
  case everythingWithheld(ItemID)
  case fileNotSealed(ItemID, place: Int)
  case sealsErased(ItemID)
  case sealNotReproduced(ItemID, place: Int, decoder: String)
  case notRedacted(ItemID)
  case fileNotInCopy(ItemID, place: Int)
  case orderUnknown(EventID)
  case orderOfAnotherCase(EventID)
  case nothingOpened
  case proofUnreadable(path: String)
  case gapUnknown(Int)
  case leaks([Leak])
  case pagesUnreadable(path: String)
  case pagesTakeTooLong(String, seconds: Int)
  case tooManyPages(String, limit: Int)
  case noRasteriser
}

extension RedactionError: ExplainedError {
  public var problem: Phrase {
    switch self {
    case .profileUnknown(let id): Phrase("redaction.profileUnknown", ["id": id])
    case .planItem(let id): Phrase("redaction.planItem", ["item": id])
    case .planProfile(let id): Phrase("redaction.planProfile", ["id": id])
    case .planUndecided(let count): Phrase("redaction.planUndecided", ["count": "\(count)"])
    case .planRule(let id): Phrase("redaction.planRule", ["rule": id])
    case .planBox(let edges):
      Phrase("redaction.planBox", ["box": edges.map(String.init).joined(separator: ", ")])
    case .planRange(let at, let place):
      Phrase("redaction.planRange", ["at": at, "place": "\(place)"])
    case .planText(let place): Phrase("redaction.planText", ["place": "\(place)"])
    case .everythingWithheld(let item): Phrase("redaction.everything", ["item": "\(item)"])
    case .fileNotSealed(let item, let place):
      Phrase("redaction.fileNotSealed", ["item": "\(item)", "place": "\(place)"])
    case .sealsErased(let item): Phrase("redaction.sealsErased", ["item": "\(item)"])
    case .sealNotReproduced(let item, let place, let decoder):
      Phrase(
        "redaction.sealNotReproduced",
        ["item": "\(item)", "place": "\(place)", "decoder": decoder])
    case .notRedacted(let item): Phrase("redaction.notRedacted", ["item": "\(item)"])
    case .fileNotInCopy(let item, let place):
      Phrase("redaction.fileNotInCopy", ["item": "\(item)", "place": "\(place)"])
    case .orderUnknown(let event): Phrase("redaction.orderUnknown", ["event": "\(event)"])
    case .orderOfAnotherCase(let event):
      Phrase("redaction.orderOfAnotherCase", ["event": "\(event)"])
    case .nothingOpened: Phrase("redaction.nothingOpened")
    case .proofUnreadable(let path): Phrase("redaction.proofUnreadable", ["path": path])
    case .gapUnknown(let gap): Phrase("redaction.gapUnknown", ["gap": "\(gap)"])
    case .leaks(let leaks):
      Phrase(
        "redaction.leaks",
        [
          "count": "\(leaks.count)",
          "places": leaks.prefix(20).map { "\($0.place) (\($0.reason))" }.joined(separator: ", "),
        ])
    case .pagesUnreadable(let path): Phrase("redaction.pagesUnreadable", ["path": path])
    case .pagesTakeTooLong(let name, let seconds):
      Phrase("redaction.pagesTakeTooLong", ["path": name, "seconds": "\(seconds)"])
    case .tooManyPages(let name, let limit):
      Phrase("redaction.tooManyPages", ["path": name, "limit": "\(limit)"])
    case .noRasteriser: Phrase("redaction.noRasteriser")
    }
  }

  public var exitStatus: ExitStatus {
    switch self {
    case .leaks: .blockingFindings
    default: .usage
    }
  }
}
