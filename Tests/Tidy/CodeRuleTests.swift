import Foundation
import TestSupport
import Testing

@Suite struct CodeRuleTests {
  private static func sources() throws -> [SourceFile] { try StyleTests.sources.get() }

  @Test("No declaration is longer than the limit, counted by its braces")
  func lengths() throws {
    let tests = try SourceFile.all(below: "Tests")
    let found = try (Self.sources() + tests).flatMap { $0.longDeclarations() }
    #expect(found == [])
    let long = tests.filter { $0.lines.count > SourceFile.lineLimit }
    #expect(long.map(\.description) == [])
  }

  @Test("Every file opens with what it is for")
  func purpose() throws {
    let silent = try Self.sources().filter { !$0.opensWithItsPurpose }.map(\.description)
    #expect(silent == [])
  }

  @Test("No work is left marked as unfinished, no code turned into comments")
  func finished() throws {
    let marks = try Self.sources().flatMap { $0.marksOfUnfinishedWork() }
    #expect(marks == [])
    let commented = try Self.sources().flatMap { $0.codeInComments() }
    #expect(commented == [])
  }

  /// Where the program may stop by itself: it has ended its work, or the machine's OpenSSL is broken.
  static let mayStop: Set<String> = [
    "Sources/precinto/Precinto.swift", "Sources/Integrity/AcquisitionHash.swift",
  ]

  @Test("The program stops by itself only where it must")
  func stops() throws {
    let found = try Self.sources().filter { !Self.mayStop.contains($0.description) }
      .flatMap { $0.callsThatStopTheProgram() }
    #expect(found == [])
  }
}

@Suite("The rules of code can fail") struct CodeRuleFailureTests {
  private static func file(_ text: String) -> SourceFile {
    SourceFile(description: "Sources/X/Bad.swift", text: text)
  }

  private static let body = String(repeating: "    work()\n", count: 60)

  @Test(
    "A long declaration is found however it is written",
    arguments: [
      "func f() {\n\(body)}", "struct S {\n  init(\n    a: Int\n  )\n  {\n\(body)  }\n}",
      "func f(g: (Int) -> Void = { _ in }) {\n\(body)}", "var value: Int {\n\(body)}",
      "func f() {\n  // }\n  let a = \"}\"\n  let b = #\"\"}\"#\n\(body)}",
      "func f() {\n  let a = \"\\(g { \"}\" })\"\n\(body)}",
      "func f() {\n  /* } /* } */ */\n\(body)}", "static let table: T = {\n\(body)}()",
      "func f() {\n  let a = \"\"\"\n    }\n    \"\"\"\n\(body)}",
      "func f() where A == B {\n  if a {\n\(body)  }\n}", "subscript(a: Int) -> Int {\n\(body)}",
    ])
  func long(_ text: String) { #expect(!Self.file(text).longDeclarations().isEmpty, "\(text)") }

  @Test(
    "A type, or many short declarations, may be long",
    arguments: [
      "struct S {\n\(String(repeating: "  func f() { g() }\n", count: 70))}",
      "enum E {\n\(String(repeating: "  case a\n", count: 70))}",
      "extension S {\n\(String(repeating: "  var a: Int { 1 }\n", count: 70))}",
      "func f() {\n\(String(repeating: "  g()\n", count: 50))}",
      "let a = 1\nstruct S {\n\(body)}",
    ])
  func short(_ text: String) { #expect(Self.file(text).longDeclarations() == [], "\(text)") }

  @Test(
    "A file that does not open with its purpose is found",
    arguments: [
      "import Foundation\nstruct A {}\n", "struct A {}\n// later\n", "", "import A\n",
      "@main\nstruct A {}\n", "extension A {\n  func f() {}\n}\n",
      "public import A\n\nstruct A {\n  // inside\n}\n",
    ])
  func silent(_ text: String) { #expect(!Self.file(text).opensWithItsPurpose) }

  @Test(
    "A file that opens with its purpose is not",
    arguments: [
      "// Why.\nimport A\nstruct A {}\n", "public import A\nimport B\n\n/// What.\nstruct A {}\n",
      "import A\n\nextension B {\n  /// What.\n  func f() {}\n}\n",
      "@testable import A\n\n/// What.\n@Suite struct A {}\n",
      "extension A: B\n  where C: D\n{\n  /// What.\n  func f() {}\n}\n",
    ])
  func spoken(_ text: String) { #expect(Self.file(text).opensWithItsPurpose) }

  @Test("Marks of unfinished work are found in comments too")
  func unfinished() {
    let text = "// TODO: later\nlet a = 1  // FIXME\n/// XXX\nlet todo = 1\n"
    #expect(Self.file(text).marksOfUnfinishedWork().count == 3)
    let commented =
      "// let a = f(b)\n  //return x;\n// if a {\n// let us say (so)\n// for a court\n"
    #expect(Self.file(commented).codeInComments().count == 3)
  }

  @Test("Calls that stop the program are found, words that say so are not")
  func stops() {
    let text =
      "fatalError(\"no\")\n// abort()\nlet a = \"exit(1)\"\nFoundation.exit(0)\nf.exits()\n"
    #expect(
      Self.file(text).callsThatStopTheProgram() == [
        "Sources/X/Bad.swift:1: fatalError", "Sources/X/Bad.swift:4: exit",
      ])
  }

  @Test("Imports that the table lacks are found, however they are written")
  func imports() {
    let text =
      "import A\npublic import B\ninternal import C\n@testable import D\nimport struct E.F\n"
      + "@preconcurrency import G\n  import H\nprivate import I\n"
    #expect(Self.file(text).imports == ["A", "B", "C", "D", "E", "G", "H", "I"])
  }
}
