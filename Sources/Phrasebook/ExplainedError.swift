/// How a command ends.
///
/// The numbers are the same for every command.
///
/// - Source: design, *Verdict*.
public enum ExitStatus: Int32, Sendable, CaseIterable {
  case done = 0
  case integrityFailed = 1
  case usage = 2
  case trustNotMet = 3
  case blockingFindings = 4
  case incomplete = 5
  case noOffice = 10
  case officeBusy = 11
  /// The work was done, and what was printed of it did not arrive.
  case outputLost = 12
  case interrupted = 130
}

/// An error that a person can act on.
///
/// A case holds the facts, never the sentence: the phrasebook words it in each language. The wording of
/// what to do next stands under the problem's code followed by `.next`.
public protocol ExplainedError: Error {
  /// What is wrong, naming the item, file or value.
  var problem: Phrase { get }
  /// The exit status of the command that meets it.
  var exitStatus: ExitStatus { get }
}

extension ExplainedError {
  public var exitStatus: ExitStatus { .usage }
}
