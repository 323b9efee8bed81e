public import Foundation
import Phrasebook

/// Everything that must hold of a mock case before it is taught from.
public struct CaseLint {
  private let story: MockCase
  /// Gives what runs the commands of a story in that folder.
  private let run: (URL) -> MockCasePlayer.Runner

  public init(_ story: MockCase, run: @escaping (URL) -> MockCasePlayer.Runner) {
    self.story = story
    self.run = run
  }

  /// Faults that can be seen without playing.
  public func staticFaults() throws -> [String] {
    let exercise = try story.lesson()
    var faults: [String] = []
    if !(1...3).contains(exercise.difficulty) { faults.append("difficulty: 1, 2 or 3") }
    for (name, count) in counts(exercise.flaws.map(\.id)) where count > 1 {
      faults.append("flaw \(name): twice")
    }
    for (name, count) in counts(story.steps.compactMap(\.id)) where count > 1 {
      faults.append("step \(name): twice")
    }
    for flaw in exercise.flaws where flaw.places.contains(where: \.raises.isEmpty) {
      faults.append("flaw \(flaw.id): raises nothing")
    }
    return faults + emptyTexts(exercise)
  }

  private func counts(_ names: [String]) -> [(String, Int)] {
    Dictionary(grouping: names) { $0 }.mapValues(\.count).sorted { $0.key < $1.key }
  }

  private func emptyTexts(_ exercise: Exercise) -> [String] {
    let common = [
      ("title", story.title), ("warning", story.warning), ("ending", story.ending),
      ("brief", exercise.brief), ("debrief", exercise.debrief),
    ]
    let ofFlaws = exercise.flaws.flatMap { flaw in
      [
        ("flaw \(flaw.id) what", flaw.what), ("flaw \(flaw.id) hint", flaw.hint),
      ] + (flaw.cure.map { [("flaw \(flaw.id) cure", $0)] } ?? [])
    }
    let ofSteps = story.steps.enumerated().compactMap { index, step in
      step.says.map { ("step \(index + 1)", $0) }
    }
    return (common + ofFlaws + ofSteps).flatMap { name, text in
      (text.en.isEmpty ? ["\(name): no English"] : [])
        + (text.es.isEmpty ? ["\(name): no Spanish"] : [])
    }
  }

  /// Every two flaws that can be planted together, in each of their places.
  private func pairs(_ exercise: Exercise) throws -> [(String, PlantedCase)] {
    let all = exercise.flaws.flatMap { flaw in
      flaw.places.indices.map { (flaw: flaw, place: flaw.places[$0], name: "\(flaw.id) \($0 + 1)") }
    }
    return try all.indices.flatMap { one in
      try all[(one + 1)...].filter { other in
        other.flaw.id != all[one].flaw.id
          && !PlantedCase.clashes((all[one].flaw, all[one].place), (other.flaw, other.place))
      }.map { other in
        (
          "\(all[one].name) + \(other.name)",
          try PlantedCase(
            story, seed: 1, only: [(all[one].flaw, all[one].place), (other.flaw, other.place)])
        )
      }
    }
  }

  /// Plays the clean story, each flaw in each place alone, and what `seeds` plant; gives what is not as the key says.
  ///
  /// `pairs`: also every two flaws that a seed could plant together; `scratch`: a folder to play in; `tell` is told what is
  /// being played.
  public func playedFaults(
    seeds: Range<UInt64>, pairs: Bool = false, in scratch: URL, tell: (String) -> Void
  ) throws -> [String] {
    let exercise = try story.lesson()
    var trials = [("clean", try PlantedCase(story, seed: 1, only: []))]
    for flaw in exercise.flaws {
      for (index, place) in flaw.places.enumerated() {
        trials.append(
          ("\(flaw.id) \(index + 1)", try PlantedCase(story, seed: 1, only: [(flaw, place)])))
      }
    }
    if pairs { trials += try self.pairs(exercise) }
    for seed in seeds { trials.append(("seed \(seed)", try PlantedCase(story, seed: seed))) }
    var faults: [String] = []
    for (number, (name, planted)) in trials.enumerated() {
      tell(name)
      let folder = scratch.appending(path: "\(number)")
      defer { try? FileManager.default.removeItem(at: folder) }
      do {
        let trial = CaseTrial(planted, in: folder, run: run(folder))
        let found = try trial.play()
        faults += trial.differences(found).map { "\(name): \($0)" }
      } catch {
        faults.append("\(name): \(error)")
      }
    }
    return faults
  }
}
