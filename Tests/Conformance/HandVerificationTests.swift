import Foundation
import TestSupport
import Testing

/// The steps that `VERIFY.txt` gives to a person without Precinto, typed as they stand there.
@Suite(.enabled(if: Kit.isWanted))
struct HandVerificationTests {
  private enum Language: String, CaseIterable {
    case spanish = "ESPAÑOL:"
    case english = "ENGLISH:"
  }

  /// The indented blocks of one language after the unpacking, in order, the trust folder put in.
  private static func steps(_ language: Language) throws -> [String] {
    let text = try String(
      contentsOf: Kit.unzipped(.whole).url.appending(path: "bag/VERIFY.txt"), encoding: .utf8)
    let start = try #require(text.range(of: language.rawValue)).upperBound
    let end = language == .spanish ? text.range(of: "ENGLISH:")?.lowerBound : nil
    let blocks = text[start..<(end ?? text.endIndex)].components(separatedBy: "\n\n")
      .filter { $0.hasPrefix("    ") }
    let trust = try Kit.trust
    return blocks.dropFirst().map {
      $0.replacing("RUTA/", with: trust + "/").replacing("PATH/", with: trust + "/")
    }
  }

  /// Which steps, from 1, refuse a copy of the bundle after the shell did `change` in it.
  private func refusals(_ language: Language, after change: String) throws -> [Int] {
    let folder = try TemporaryFolder()
    let shell = try #require(Tool.named("bash"))
    let bag = try Kit.unzipped(.whole).path("bag")
    let copied = try shell.run(["-ec", "cp -r '\(bag)' bag; cd bag; \(change)"], in: folder.url)
    #expect(copied.status == 0, "\(copied.errors)")
    return try Self.steps(language).enumerated().filter { _, step in
      try shell.run(
        ["-e", "-o", "pipefail", "-c", step], in: folder.url.appending(path: "bag")
      ).status != 0
    }.map { $0.offset + 1 }
  }

  @Test("Both languages give the same commands")
  func sameSteps() throws {
    let steps = try Self.steps(.english)
    #expect(steps.count == 4)
    #expect(try Self.steps(.spanish) == steps)
  }

  @Test("Every step accepts the bundle")
  func accepted() throws { #expect(try refusals(.english, after: "true") == []) }

  @Test(
    "A change is refused by the step that says so",
    arguments: [
      (change: "printf x >> data/TIJ-01-S1/0001.x3p", step: 1),
      ("rm data/TIJ-01-S1/0001.x3p", 1),
      ("sed -i s/TIJ/XXX/ metadata/bundle.json", 1),
      ("sed -i '1d' tagmanifest-sha256.txt", 2),
      ("sed -i '/DataObjectReference/{x;s/^/x/;/^x$/{x;d};x}' META-INF/ASiCManifest001.xml", 3),
      ("printf ' ' >> META-INF/ASiCArchiveManifest001.xml", 4),
      ("cp META-INF/signature001.p7s signatures/tagmanifest-sha256.txt.001.p7s", 2),
    ])
  func refused(change: String, step: Int) throws {
    #expect(try refusals(.english, after: change).contains(step))
  }
}
