import Custody
import Foundation
import TestSupport
import Testing

@testable import Training

@Suite struct TrainingSessionTests {
  private static let start = Moment(milliseconds: 1_770_000_000_000, offsetMinutes: -480)

  private func written(to folder: TemporaryFolder) throws -> String {
    let planted = try PlantedCase(MockCase(builtIn: "bridge"), seed: 4)
    var session = TrainingSession(
      planted, role: .defence, trainee: "Ana «A»", started: Self.start, found: planted.key)
    try session.answer(Objection(rule: "custody.gap", item: "C-1", event: "e"), at: Self.start)
    try session.answerNothingWrong(at: Self.start)
    _ = try session.hint(of: planted, at: Self.start)
    session.close(at: Self.start)
    session.tasksDone = 3
    try session.write(to: folder.url)
    return try String(contentsOfFile: folder.path("session.json"), encoding: .utf8)
  }

  @Test("A session that is written is read back as it was")
  func roundTrip() throws {
    let folder = try TemporaryFolder()
    _ = try written(to: folder)
    let (session, planted) = try TrainingSession.open(in: folder.url)
    #expect(session.trainee == "Ana «A»" && session.role == .defence && session.tasksDone == 3)
    #expect(session.found == planted.key && session.entries.count == 4 && session.isClosed)
  }

  @Test("Any character that is changed is noticed, and the file stays as it is")
  func tampering() throws {
    let folder = try TemporaryFolder()
    let text = try written(to: folder)
    let bytes = Array(text.utf8)
    for place in stride(from: 0, to: bytes.count, by: 3) {
      var changed = bytes
      changed[place] ^= 1
      try folder.write(changed, to: "session.json")
      #expect(throws: MockCaseError.self, "byte \(place)") {
        try TrainingSession.open(in: folder.url)
      }
      #expect(FileManager.default.contents(atPath: folder.path("session.json")) == Data(changed))
    }
  }

  @Test("Another version, another case, no session, too large a file: each says so")
  func errors() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("session.json")
    #expect(throws: MockCaseError.noSession(path: folder.url.path)) {
      try TrainingSession.open(in: folder.url)
    }
    let text = try written(to: folder)
    try folder.write(text.replacing("\"training\": 1", with: "\"training\": 2"), to: "session.json")
    #expect(throws: MockCaseError.sessionOfOtherVersion(path: path, version: "2")) {
      try TrainingSession.open(in: folder.url)
    }
    try folder.write(text, to: "session.json")
    try folder.write(MockCase.template, to: "case.yaml")
    #expect(throws: MockCaseError.sessionOfOtherCase(path: path, id: "bridge")) {
      try TrainingSession.open(in: folder.url)
    }
    try FileManager.default.removeItem(atPath: folder.path("case.yaml"))
    try folder.write(String(repeating: " ", count: 4_000_001), to: "session.json")
    #expect(throws: MockCaseError.unreadable(path: path)) {
      try TrainingSession.open(in: folder.url)
    }
  }

  @Test(
    "A case with a misspelt key, of a later form, without places, too long or no YAML is refused")
  func malformedCases() throws {
    func problem(_ from: String, _ to: String) throws -> MockCaseError? {
      let text = MockCase.template.replacing(from, with: to)
      #expect(text != MockCase.template)
      do {
        _ = try MockCase(reading: Data(text.utf8), named: "x")
        return nil
      } catch let error as MockCaseError { return error }
    }
    #expect(
      try problem("- edit: collect", "- edits: collect")
        == .malformed(id: "x", detail: "exercise.flaws[1].places[1].changes[1].edits"))
    #expect(try problem("format: 1", "format: 2") == .newer(id: "x", format: 2))
    #expect(try problem("debrief:", "debrieff:") != nil)
    #expect(try problem("id: my-case", "id: [") != nil)
    #expect(try problem("plant: [0, 1]", "plant: [0, 9223372036854775807]") != nil)
    #expect(try problem("plant: [0, 1]", "plant: [-1, 1]") != nil)
    #expect(
      try problem("files: {}", "files: {../out.txt: x}")
        == .malformed(id: "x", detail: "../out.txt"))
    #expect(try problem("files: {}", "files: {/out.txt: x}") != nil)
    #expect(throws: MockCaseError.self) {
      try MockCase(reading: Data(repeating: 0x20, count: 1_000_001), named: "x")
    }
    #expect(throws: MockCaseError.unknown(id: "no-such")) { try MockCase(builtIn: "no-such") }
    #expect(throws: MockCaseError.unknown(id: "../template")) {
      try MockCase(builtIn: "../template")
    }
  }
}
