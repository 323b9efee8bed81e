public import Phrasebook

/// The next thing to do in a session, with a command to try.
public struct TrainingTask: Sendable {
  /// Worded as `training.task.<name>`.
  public let name: String
  /// The folder in which the command is typed, in the session's own.
  public let place: String
  public let command: String

  public var words: Phrase { Phrase("training.task.\(name)") }

  /// What somebody in that role does, in order.
  public static func all(for role: TrainingRole, in exercise: Exercise) -> [TrainingTask] {
    let caseID = exercise.caseID
    func office(_ name: String, _ command: String) -> TrainingTask {
      TrainingTask(name: name, place: exercise.office, command: "precinto " + command)
    }
    func here(_ name: String, _ command: String) -> TrainingTask {
      TrainingTask(name: name, place: ".", command: "precinto " + command)
    }
    let verify = exercise.delivery.map {
      here("verify", "verify \($0.bundle) --trust \($0.trust)")
    }
    let check = "check \(caseID) --unrecorded --at \(exercise.checked)"
    let brief = here("brief", "train brief")
    let closing = [
      here("answer", "train answer --rule RULE --item ITEM"), here("debrief", "train debrief"),
    ]
    let work: [TrainingTask?] =
      switch role {
      case .prosecutor:
        [
          brief, office("items", "item list --case \(caseID)"),
          office("history", "item history ITEM"), office("check", check), verify,
          office("explain", "check explain RULE"),
        ]
      case .defence:
        [
          brief, office("defence", check + " --view defence"),
          office("chain", "custody log ITEM"), office("explain", "check explain RULE"), verify,
        ]
      case .clerk:
        [
          brief, verify, office("ledger", "office verify"), office("check", check),
          office("chain", "custody log ITEM"),
        ]
      }
    return work.compactMap(\.self) + closing
  }
}
