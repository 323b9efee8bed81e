import Custody
public import Foundation
import Integrity
import Phrasebook

/// Plays a planted case and asks the checker and the verifier what they raise: what is planted must be what is found.
public struct CaseTrial {
  private let planted: PlantedCase
  private let folder: URL
  private let run: MockCasePlayer.Runner

  public init(_ planted: PlantedCase, in folder: URL, run: @escaping MockCasePlayer.Runner) {
    self.planted = planted
    self.folder = folder
    self.run = run
  }

  /// Plays the case in a new folder, and gives all that comes to light.
  public func play() throws -> Set<Objection> {
    var player = MockCasePlayer(planted, in: folder, language: .english)
    try player.prepare()
    try player.playStrictly(run: run)
    return try findings()
  }

  /// Plays the case, and throws when what comes to light is not what the key says.
  public func playExactly() throws -> Set<Objection> {
    let found = try play()
    let differences = self.differences(found)
    guard differences.isEmpty else {
      throw MockCaseError.keyDiffers(
        id: planted.story.id, detail: differences.joined(separator: ", "))
    }
    return found
  }

  /// What was found and is not in the key, after a `+`; what is in the key and was not found, after a `-`.
  public func differences(_ found: Set<Objection>) -> [String] {
    let said = Set(found.map(\.withoutEvent))
    return said.subtracting(planted.key).sorted().map { "+\($0)" }
      + planted.key.subtracting(said).sorted().map { "-\($0)" }
  }

  /// What the checker and the verifier raise now.
  public func findings() throws -> Set<Objection> {
    let exercise = planted.exercise
    guard let moment = Moment(exercise.checked) else {
      throw MockCaseError.malformed(id: planted.story.id, detail: "checked: \(exercise.checked)")
    }
    let report = try result(
      ["check", exercise.caseID, "--unrecorded"], exercise.office, at: moment)
    var found: Set<Objection> = []
    for result in report["results"]?.array ?? [] {
      guard let rule = result["rule"]?.string else { continue }
      switch result["outcome"]?.string {
      case "not-met":
        for finding in result["findings"]?.array ?? [] {
          found.insert(
            Objection(
              rule: rule, item: finding["item"]?.string, event: finding["event"]?.string))
        }
      case "not-assessable": found.insert(Objection(rule: "\(rule)?", item: nil))
      default: break
      }
    }
    return try found.union(deliveryFindings(at: moment))
  }

  private func deliveryFindings(at moment: Moment) throws -> Set<Objection> {
    guard let delivery = planted.exercise.delivery else { return [] }
    let verdict = try result(
      ["verify", delivery.bundle, "--trust", delivery.trust], nil, at: moment)
    var found: Set<Objection> = []
    for layer in verdict["layers"]?.array ?? [] {
      for failure in layer["failures"]?.array ?? [] {
        if let code = failure["code"]?.string { found.insert(Objection(rule: code, item: nil)) }
      }
    }
    if let trust = verdict["trust"]?.string?.lowercased(), trust != "trusted", found.isEmpty {
      found.insert(Objection(rule: "verdict.answer.\(trust.replacing(" ", with: "-"))", item: nil))
    }
    return found
  }

  private func result(_ arguments: [String], _ place: String?, at moment: Moment) throws -> JSON {
    let place = place.map { folder.appending(path: $0) } ?? folder
    let outcome = try run(arguments + ["--json"], place, StoryClocks(office: moment))
    guard let said = try? JSON(parsing: outcome.output), let result = said["result"] else {
      throw MockCaseError.stepFailed(
        id: planted.story.id, step: planted.story.steps.count + 1,
        detail: outcome.errors + outcome.output)
    }
    return result
  }
}
