public import Foundation
import Integrity
public import Phrasebook

/// A story that somebody walks through step by step, and can leave and come back to.
///
/// What was played lies in the folder, with `walk.json` beside it: the case, the seed, how far it went, and the events
/// that later steps name.
public struct GuidedWalk {
  public static let fileName = "walk.json"
  private static let version = 1

  public let planted: PlantedCase
  private let folder: URL
  private var player: MockCasePlayer
  /// The number of the next step, from 1.
  public private(set) var next: Int

  public var stepCount: Int { planted.story.steps.count }
  public var isOver: Bool { next > stepCount }
  /// The step to come.
  public var step: MockCase.Step? { isOver ? nil : planted.story.steps[next - 1] }

  /// Begins the clean story of `story` in a folder that must be new, or goes on with it there.
  public init(_ story: MockCase, seed: UInt64, in folder: URL, language: Language) throws {
    planted = try PlantedCase(story, seed: seed, only: [])
    self.folder = folder
    player = MockCasePlayer(planted, in: folder, language: language)
    let state = folder.appending(path: Self.fileName)
    guard FileManager.default.fileExists(atPath: state.path) else {
      next = 1
      try player.prepare()
      try write()
      return
    }
    guard let data = FileManager.default.contents(atPath: state.path),
      let json = try? JSON(parsing: Array(data)), json["walk"]?.integer == Int64(Self.version),
      json["case"]?.string == story.id, json["caseSHA256"]?.string == story.digest.description,
      let next = json["next"]?.integer, (1...Int64(planted.story.steps.count + 1)).contains(next),
      let seed = json["seed"]?.string, seed == "\(planted.seed)"
    else { throw MockCaseError.walkOfOther(path: state.path) }
    self.next = Int(next)
    for member in json["events"]?.object?.filter({ _ in true }) ?? [] {
      player.events[member.name] = member.value.string
    }
  }

  /// Plays the next step, and notes that it was played.
  public mutating func play(tell: (String) -> Void, run: MockCasePlayer.Runner) throws -> Bool {
    let (endsAsTold, _) = try player.play(next, tell: tell, run: run)
    next += 1
    try write()
    return endsAsTold
  }

  private func write() throws {
    let json: JSON = [
      "walk": JSON(Self.version), "case": .string(planted.story.id),
      "caseSHA256": .string(planted.story.digest.description), "seed": .string("\(planted.seed)"),
      "next": JSON(next), "events": JSON.texts(player.events),
    ]
    let url = folder.appending(path: Self.fileName)
    try SafeFile.write(json.pretty.utf8, to: url.path)
  }
}
