import Foundation
import Integrity
import TestSupport
import Testing

/// The sample bundles that land with the code, verified as a court would.
@Suite struct SampleTests {
  static let samples = ["good", "bad"].flatMap { kind in
    let names = try? FileManager.default.contentsOfDirectory(
      atPath: Repository.root.appending(path: "bundles/\(kind)").path)
    return (names ?? []).sorted().map { "\(kind)/\($0)" }
  }

  @Test("Each sample gives the verdict that stands beside it", arguments: samples)
  func verdict(_ sample: String) throws {
    let folder = Repository.root.appending(path: "bundles/\(sample)")
    let expected = try JSON(
      parsing: Array(Data(contentsOf: folder.appending(path: "expected-verdict.json"))))
    let result = try Tool.precinto.run(
      ["verify", "bundle.asice", "--trust", "../../trust", "--json"], in: folder)
    #expect(result.status == expected["exit"]?.integer.map { Int32($0) })
    #expect((result.status == 0) == sample.hasPrefix("good/"))
    let said = try JSON(parsing: result.output)
    guard let verdict = said["result"] else {
      #expect(said["error"]?["code"] == expected["error"])
      return
    }
    #expect(verdict["integrity"] == expected["integrity"])
    #expect(verdict["trust"] == expected["trust"])
    let layers = verdict["layers"]?.array ?? []
    let codes = layers.flatMap { $0["failures"]?.array ?? [] }.compactMap { $0["code"]?.string }
    #expect(Set(codes).sorted() == expected["failures"]?.array?.compactMap(\.string))
    for layer in layers {
      let name = try #require(layer["layer"]?.string)
      #expect(layer["status"] == expected["layers"]?[name], "\(name)")
    }
  }

  @Test("There are good samples and bad ones")
  func present() {
    #expect(Self.samples.filter { $0.hasPrefix("good/") }.count >= 2)
    #expect(Self.samples.filter { $0.hasPrefix("bad/") }.count >= 20)
  }
}
