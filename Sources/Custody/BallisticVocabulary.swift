// The words of firearms examination and tracing.

/// A system in which marks are searched for.
public enum BallisticSystem: String, CaseIterable, Sendable {
  case ibis, nibin, other
}

/// What an examiner concludes from comparing two items under the microscope.
///
/// - Source: AFTE Range of Conclusions (identification; inconclusive A, B, C; elimination; unsuitable).
public enum BallisticConclusion: String, CaseIterable, Sendable {
  case identification
  case inconclusiveA = "inconclusive-a"
  case inconclusiveB = "inconclusive-b"
  case inconclusiveC = "inconclusive-c"
  case elimination, unsuitable
}

/// How the serial number of a firearm was found.
public enum SerialState: String, CaseIterable, Sendable {
  case legible, obliterated, restored
}

/// What came of a request to trace a firearm.
///
/// - Source: the reasons that ATF's eTrace gives when no purchaser is found.
public enum TraceOutcome: String, CaseIterable, Sendable {
  case traced
  case serialUnreadable = "serial-unreadable"
  case makerUnknown = "maker-unknown"
  case tooOld = "too-old"
  case noRecord = "no-record"
  case foreignSale = "foreign-sale"
  case governmentSale = "government-sale"
}

extension BallisticSystem: WordField {}
extension BallisticConclusion: WordField {}
extension SerialState: WordField {}
extension TraceOutcome: WordField {}
