import Admissibility
import Custody
import Testing

@testable import Training

@Suite struct ScoreTests {
  private static let start = Moment(milliseconds: 1_770_000_000_000, offsetMinutes: 0)
  private static let later = Moment(milliseconds: 1_770_000_600_000, offsetMinutes: 0)

  private func session(of planted: PlantedCase) -> TrainingSession {
    TrainingSession(
      planted, role: .prosecutor, trainee: "robot", started: Self.start, found: planted.key)
  }

  @Test("By the key 100, with nothing 0, accusing everything below 30", arguments: MockCase.lessons)
  func robots(id: String) throws {
    let story = try MockCase(builtIn: id)
    let rules = try BuiltInPacks.all().flatMap(\.rules).map { "\($0.id)" }
    for seed in UInt64(1)...20 {
      let planted = try PlantedCase(story, seed: seed)
      var knowing = session(of: planted)
      for finding in planted.key { try knowing.answer(finding, at: Self.later) }
      try knowing.answerNothingWrong(at: Self.later)
      #expect(Score(knowing, of: planted).points == 100, "seed \(seed)")
      #expect(Score(knowing, of: planted).minutes == 10)

      #expect(Score(session(of: planted), of: planted).points == 0, "seed \(seed)")

      var accusing = session(of: planted)
      for rule in rules {
        for item in Set(planted.key.map(\.item) + [nil, "X-9"]) {
          try accusing.answer(Objection(rule: rule, item: item), at: Self.later)
        }
      }
      #expect(Score(accusing, of: planted).points < 30, "seed \(seed)")
    }
  }

  @Test("Half without the item; another event is half; hints and false alarms cost")
  func shares() throws {
    let story = try MockCase(builtIn: "two-cases-one-pistol")
    let flaw = try #require(try story.lesson().flaws.first { $0.id == "time-to-crime-wrong" })
    let planted = try PlantedCase(story, seed: 1, only: [(flaw, flaw.places[0])])
    let found = Objection(rule: "bal.ttc", item: "G-1", event: "e1")
    func points(_ answers: Objection..., hints: Int = 0) throws -> Int {
      var session = TrainingSession(
        planted, role: .clerk, trainee: "t", started: Self.start, found: [found])
      for answer in answers { try session.answer(answer, at: Self.later) }
      for _ in 0..<hints { _ = try session.hint(of: planted, at: Self.later) }
      return Score(session, of: planted).points
    }
    #expect(try points(Objection(rule: "bal.ttc", item: "G-1")) == 100)
    #expect(try points(Objection(rule: "bal.ttc", item: "G-1", event: "e1")) == 100)
    #expect(try points(Objection(rule: "bal.ttc", item: "G-1", event: "e2")) == 50)
    #expect(try points(Objection(rule: "bal.ttc", item: nil)) == 50)
    #expect(try points(Objection(rule: "bal.ttc", item: "C-1")) == 0)
    let right = Objection(rule: "bal.ttc", item: "G-1")
    #expect(try points(right, Objection(rule: "custody.gap", item: "C-1")) == 90)
    #expect(try points(right, hints: 1) == 95)
    #expect(try points(right, hints: 2) == 90)
  }

  @Test("Hints go from where to look to the item to the rule, then to the next flaw")
  func hints() throws {
    let story = try MockCase(builtIn: "two-cases-one-pistol")
    let planted = try PlantedCase(story, seed: 3)
    var session = session(of: planted)
    let levels = try (1...4).map { _ in try session.hint(of: planted, at: Self.later) }
    #expect(levels.map(\.level) == [1, 2, 3, 1])
    #expect(levels[0].planted?.flaw.id == levels[2].planted?.flaw.id)
    #expect(levels[0].planted?.flaw.id != levels[3].planted?.flaw.id)
    let clean = try PlantedCase(story, seed: 3, only: [])
    var over = self.session(of: clean)
    #expect(try over.hint(of: clean, at: Self.later).planted == nil)
    #expect(over.entries.count == 1)
  }

  @Test("After the debrief nothing can be answered")
  func closed() throws {
    let planted = try PlantedCase(MockCase(builtIn: "the-logo"), seed: 1)
    var session = session(of: planted)
    session.close(at: Self.later)
    #expect(throws: MockCaseError.sessionClosed) {
      try session.answerNothingWrong(at: Self.later)
    }
    #expect(throws: MockCaseError.sessionClosed) { try session.hint(of: planted, at: Self.later) }
  }

  @Test("An answer in words names rules and items, whatever stands around them")
  func freeAnswer() throws {
    let guide = ObjectionGuide(packs: try BuiltInPacks.all())
    func findings(_ text: String) -> [String] {
      FreeAnswer(text, isRule: guide.knows, isItem: ["C-1", "T-1"].contains).findings
        .map(\.description)
    }
    #expect(findings("There is a gap (custody.gap) in C-1.") == ["custody.gap@C-1"])
    #expect(findings("custody.gap: C-1, T-1") == ["custody.gap@C-1", "custody.gap@T-1"])
    #expect(findings("mx.272-273 falta") == ["mx.272-273"])
    #expect(findings("files.changed") == ["files.changed"])
    #expect(findings("something is odd about C-1") == [])
  }
}
