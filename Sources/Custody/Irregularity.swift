/// Something about an event that does not fit what the ledger says happened before it.
///
/// It is recorded, not refused: paper arrives late, a seal is found broken. A court weighs it.
public struct Irregularity: Hashable, Sendable {
  public enum Code: String, CaseIterable, Sendable {
    /// Done by somebody who was not the holder.
    case notHolder = "not-holder"
    /// Done while the item was on its way between two people.
    case inTransit = "in-transit"
    /// Received although nobody had let go of it.
    case notReleased = "not-released"
    /// Received by another than the one it was sent to, or from another than the one who sent it.
    case wrongParty = "wrong-party"
    /// Another seal, or none, was found than the one that was on.
    case sealMismatch = "seal-mismatch"
    /// A new seal was put on while the old one was recorded as unbroken.
    case sealedTwice = "sealed-twice"
    /// Said to have happened before the event that precedes it.
    case outOfOrder = "out-of-order"
    /// Written down more than a day after it happened.
    case recordedLate = "recorded-late"
    /// The item's files are not those that were collected.
    case filesChanged = "files-changed"
    /// Done after the item was returned or destroyed.
    case afterEnd = "after-end"
    /// A lead about an item whose marks no system had acquired.
    case leadWithoutAcquisition = "lead-without-acquisition"
    /// A conclusion about a lead that is not open for the item.
    case leadUnknown = "lead-unknown"
    /// A conclusion by somebody who is no examiner.
    case notExaminer = "not-examiner"
    /// A verification of a conclusion that the item does not have.
    case conclusionUnknown = "conclusion-unknown"
    /// A conclusion verified by the examiner who had drawn it.
    case sameExaminer = "same-examiner"
    /// A verification that came to another conclusion.
    case conclusionsDiffer = "conclusions-differ"
    /// A trace of, or a test fire from, what is no firearm.
    case notAFirearm = "not-a-firearm"
    /// The result of a trace that was not requested.
    case resultWithoutRequest = "result-without-request"
    /// A time to crime that is not the days between sale and recovery.
    case timeToCrime = "time-to-crime"
  }

  public let code: Code
  public let item: ItemID
  /// What the ledger said before, and what the event says; for people, in no language.
  public let expected: String
  public let found: String

  public init(_ code: Code, item: ItemID, expected: String = "–", found: String = "–") {
    self.code = code
    self.item = item
    self.expected = expected
    self.found = found
  }
}
