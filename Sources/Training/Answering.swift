public import Custody

extension TrainingSession {
  /// Adds an answer, once.
  ///
  /// - Throws: when the debrief was given already.
  public mutating func answer(_ finding: Objection, at moment: Moment) throws {
    try requireOpen()
    let isKnown = entries.contains {
      if case .answer(finding, _) = $0 { true } else { false }
    }
    if !isKnown { entries.append(.answer(finding, at: moment)) }
  }

  /// Says that there is no flaw (more).
  public mutating func answerNothingWrong(at moment: Moment) throws {
    try requireOpen()
    entries.append(.nothingWrong(at: moment))
  }

  /// Gives the next hint: of the first flaw that is not found yet, a level further than before.
  ///
  /// Asking costs, even when there is nothing left to find: an answer for nothing would give that away.
  public mutating func hint(of planted: PlantedCase, at moment: Moment) throws -> Hint {
    try requireOpen()
    let open = Score(self, of: planted).flaws.first { $0.share < 1 && $0.hints < Hint.levels }
    let level = (open?.hints ?? 0) + 1
    entries.append(.hint(flaw: open?.planted.flaw.id ?? "-", level: level, at: moment))
    return Hint(planted: open?.planted, level: level)
  }

  /// Ends the session: what was planted may be told.
  public mutating func close(at moment: Moment) {
    if !isClosed { entries.append(.closed(at: moment)) }
  }

  public var isClosed: Bool {
    entries.contains { if case .closed = $0 { true } else { false } }
  }

  private func requireOpen() throws {
    guard !isClosed else { throw MockCaseError.sessionClosed }
  }
}

/// A hint: where to look, then which item, then which rule.
public struct Hint: Sendable {
  public static let levels = 3

  /// Nil when there is nothing left to find.
  public let planted: PlantedCase.Planted?
  public let level: Int
}

/// An answer in a person's own words: the rules and items that it names.
public struct FreeAnswer: Sendable {
  public let findings: [Objection]

  /// Recognises the names in `text`; each rule goes with each item that is named, or with none.
  public init(_ text: String, isRule: (String) -> Bool, isItem: (String) -> Bool) {
    let words = text.split { !($0.isLetter || $0.isNumber || ".-_".contains($0)) }
      .map { $0.trimmingSuffix(while: { ".-".contains($0) }) }.map(String.init)
    let rules = words.filter(isRule)
    let items = words.filter { isItem($0) }
    findings = rules.flatMap { rule in
      items.isEmpty
        ? [Objection(rule: rule, item: nil)] : items.map { Objection(rule: rule, item: $0) }
    }
  }
}

extension Substring {
  fileprivate func trimmingSuffix(while isTrimmed: (Character) -> Bool) -> Substring {
    var rest = self
    while let last = rest.last, isTrimmed(last) { rest.removeLast() }
    return rest
  }
}
