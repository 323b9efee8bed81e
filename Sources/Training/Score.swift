import Custody

/// What a session is worth.
///
/// Each planted flaw has an equal share of 100 points; it is found when one of its rules is named for the item that it is
/// about. Half a share when the item is left out or the event named is another one. What was not planted costs.
public struct Score: Sendable {
  /// What naming something that is in order costs.
  public static let falseAlarmCost = 10
  /// What each level of a hint costs.
  public static let hintCost = 5

  public struct FlawResult: Sendable {
    public let planted: PlantedCase.Planted
    /// From 0, missed, to 1.
    public let share: Double
    public let hints: Int
  }

  public let flaws: [FlawResult]
  public let falseAlarms: [String]
  public let points: Int
  /// How often a hint was asked for.
  public let hintCount: Int
  /// From the start to the last answer.
  public let minutes: Int

  public init(_ session: TrainingSession, of planted: PlantedCase) {
    let answers = Set(
      session.entries.compactMap { entry -> Objection? in
        if case .answer(let finding, _) = entry { finding } else { nil }
      })
    let key = planted.key
    flaws = planted.planted.map { flaw in
      let hints = session.entries.reduce(0) { most, entry in
        if case .hint(flaw.flaw.id, let level, _) = entry { max(most, level) } else { most }
      }
      let share = answers.map { flaw.share(of: $0, found: session.found) }.max() ?? 0
      return FlawResult(planted: flaw, share: share, hints: hints)
    }
    var falseAlarms = answers.filter { answer in
      !key.contains { answer.names($0) }
    }.map(\.description)
    hintCount = session.entries.count { if case .hint = $0 { true } else { false } }
    let saysNothingWrong = session.entries.contains {
      if case .nothingWrong = $0 { true } else { false }
    }
    if saysNothingWrong, flaws.contains(where: { $0.share == 0 }) { falseAlarms.append("-") }
    self.falseAlarms = Array(Set(falseAlarms)).sorted()
    let shares = flaws.reduce(0) { $0 + $1.share }
    let full = flaws.isEmpty ? (saysNothingWrong ? 100.0 : 0) : 100 * shares / Double(flaws.count)
    let cost =
      Self.falseAlarmCost * self.falseAlarms.count
      + Self.hintCost * hintCount
    points = max(0, Int(full.rounded()) - cost)
    let last = session.entries.map(\.moment).max { $0.milliseconds < $1.milliseconds }
    minutes = Int((last?.seconds(since: session.started) ?? 0) / 60)
  }
}

extension Score {
  /// Flaws that were found, wholly or in part.
  public var foundCount: Int { flaws.count { $0.share > 0 } }
}

extension Objection {
  /// Whether it is about `other`, as far as it says.
  func names(_ other: Objection) -> Bool {
    rule == other.rule && (item == nil || item == other.item)
  }
}

extension PlantedCase.Planted {
  /// How much of the flaw an answer has found.
  func share(of answer: Objection, found: Set<Objection>) -> Double {
    guard let raised = raises.first(where: { answer.names($0) }) else { return 0 }
    let events = found.filter { $0.withoutEvent == raised }.compactMap(\.event)
    let isEventRight = answer.event.map { events.contains($0) } ?? true
    return answer.item == raised.item && isEventRight ? 1 : 0.5
  }
}
