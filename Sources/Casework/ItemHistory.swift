public import Custody
public import Integrity

/// The whole life of one item, physical, digital and ballistic, with how long each answer took.
public struct ItemHistory: Sendable {
  /// What one waits for, and how many seconds it took.
  public struct ResponseTime: Hashable, Sendable {
    public enum Step: String, Sendable {
      case recoveryToAcquisition = "recovery-to-acquisition"
      case acquisitionToLead = "acquisition-to-lead"
      case leadToConclusion = "lead-to-conclusion"
      case requestToResult = "request-to-result"
    }

    public let step: Step
    public let seconds: Int64
  }

  public let log: CustodyLog
  public let responseTimes: [ResponseTime]

  init(_ log: CustodyLog) {
    self.log = log
    var times: [ResponseTime] = []
    let events = log.lines.map(\.event)
    func add(_ step: ResponseTime.Step, from earlier: Event?, to later: Event?) {
      guard let earlier, let later else { return }
      times.append(ResponseTime(step: step, seconds: later.at.seconds(since: earlier.at)))
    }
    let acquired = events.first { $0.type == .ballisticAcquire }
    add(.recoveryToAcquisition, from: events.first, to: acquired)
    add(.acquisitionToLead, from: acquired, to: events.first { $0.type == .ballisticLead })
    for conclusion in events where conclusion.type == .ballisticConfirm {
      add(
        .leadToConclusion, from: events.first { $0.id == conclusion[.lead] }, to: conclusion)
    }
    for result in events where result.type == .traceResult {
      let request = events.last { $0.type == .traceRequest && $0[.request] == result[.request] }
      add(.requestToResult, from: request, to: result)
    }
    responseTimes = times
  }

  public var json: JSON {
    [
      "log": log.json,
      "responseTimes": .array(
        responseTimes.map { ["step": .string($0.step.rawValue), "seconds": .integer($0.seconds)] }),
    ]
  }
}

extension Office {
  public func history(of id: ItemID) throws -> ItemHistory { ItemHistory(try custodyLog(of: id)) }
}
