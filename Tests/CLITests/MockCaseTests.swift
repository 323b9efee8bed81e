import Foundation
import Integrity
import TestSupport
import Testing
import Training

/// Every case is a lesson and a test: what it plants is what the checker and the verifier raise, and nothing else is.
@Suite struct MockCaseTests {
  @Test(
    "The clean story, each flaw in each place and twenty seeds raise exactly the key",
    arguments: MockCase.lessons)
  func lint(id: String) throws {
    let folder = try TemporaryFolder()
    let result = try Tool.precinto.run(
      ["train", "lint", id, "--seeds", "20", "--json"], in: folder.url)
    #expect(result.status == 0, "\(result.output)\(result.errors)")
  }

  @Test("A case whose key is wrong is found out")
  func canFail() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      MockCase.template.replacing("custody.place@P-1", with: "custody.gap@P-1"), to: "c.yaml")
    let result = try Tool.precinto.run(["train", "lint", "c.yaml", "--json"], in: folder.url)
    #expect(result.status == 2)
    #expect(result.output.contains("no-place 1: +custody.place@P-1"))
    #expect(result.output.contains("no-place 1: -custody.gap@P-1"))
  }

  @Test("A session from start to debrief, by its key, in every role", arguments: MockCase.lessons)
  func wholePath(id: String) throws {
    let folder = try TemporaryFolder()
    let seed = "11"
    func run(_ arguments: String...) throws -> JSON {
      let result = try Tool.precinto.run(arguments + ["--json"], in: folder.url)
      #expect(result.status == 0, "\(arguments): \(result.output)\(result.errors)")
      return try #require(try JSON(parsing: result.output)["result"])
    }
    let role = ["prosecutor", "defence", "clerk"][id.count % 3]
    _ = try run("train", "start", id, "teacher", "--seed", seed, "--role", role)
    let planted = try #require(
      try run("train", "debrief", "--session", "teacher")["planted"]?.array)
    _ = try run("train", "start", id, "ana", "--seed", seed, "--role", role)
    for flaw in planted {
      let raised = try #require(flaw["raises"]?.array?.first?.string)
      let parts = raised.split(separator: "@").map(String.init)
      let item = parts.count > 1 ? ["--item", parts[1]] : []
      let answer = ["train", "answer", "--session", "ana", "--rule", parts[0], "--json"] + item
      #expect(try Tool.precinto.run(answer, in: folder.url).status == 0)
    }
    _ = try run("train", "answer", "--session", "ana", "--nothing-wrong")
    for _ in 0..<9 { _ = try run("train", "task", "--session", "ana", "--done") }
    #expect(try run("train", "score", "--session", "ana")["points"]?.integer == 100)
    let class_ = try run("train", "report", ".", "-o", "class.html")
    #expect(class_["trainees"]?.array?.count == 2)
    let book = try run("train", "book", id, "-o", "book.html", "--lang", "es")
    #expect(book["page"] != nil)
    let page = try String(contentsOfFile: folder.path("book.html"), encoding: .utf8)
    #expect(page.contains("libro del instructor") && page.contains("FICTICIO"))
  }

  @Test("A walk goes on where it stopped, in lines of at most eighty columns of its own")
  func walk() throws {
    let folder = try TemporaryFolder()
    let walk = ["train", "walk", "hash-that-does-not-fit", "--into", "w"]
    let first = try Tool.precinto.run(walk + ["--steps", "9"], in: folder.url)
    #expect(first.output.contains("Step 9 of") && !first.output.contains("Step 10 of"))
    let rest = try Tool.precinto.run(walk, in: folder.url)
    #expect(rest.output.contains("Step 10 of") && !rest.output.contains("Step 9 of"))
    #expect(rest.status == 0 && rest.output.contains("The hash fits"))
    #expect(!(first.output + rest.output).contains("\u{1B}"))
    let commands = first.output.split(separator: "\n").filter { $0.hasPrefix("$ ") }
    #expect(commands.allSatisfy { $0.count <= 80 } && commands.count == 9)
    let other = try Tool.precinto.run(walk + ["--seed", "2"], in: folder.url)
    #expect(other.status == 2 && other.errors.contains("[training.walkOfOther]"))
  }
}
