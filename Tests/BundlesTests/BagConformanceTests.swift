import Bundles
import Foundation
import Integrity
import TestSupport
import Testing

/// The BagIt conformance suite of the Library of Congress (LibraryOfCongress/bagit-conformance-suite, 9ab4870, CC0).
@Suite struct BagConformanceTests {
  private static let suite = Repository.root.appending(
    path: "Tests/BundlesTests/Resources/bagit-conformance")

  private static func bags(_ kinds: String...) -> [String] {
    kinds.flatMap { kind in
      let folder = suite.appending(path: kind).path
      return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
        .filter { $0 != "Makefile" }.map { "\(kind)/\($0)" }
    }
  }

  @Test("Every valid bag is accepted", arguments: bags("v0.97/valid", "v1.0/valid"))
  func accepted(bag: String) throws {
    let result = try BagFolder.examine(Self.suite.appending(path: bag))
    #expect(result.status == .passed, "\(result.failures)")
  }

  @Test(
    "Every invalid bag is refused",
    arguments: bags("v0.97/invalid", "v1.0/invalid", "v0.97/linux-only"))
  func refused(bag: String) throws {
    #expect(try BagFolder.examine(Self.suite.appending(path: bag)).status == .failed)
  }

  @Test("The suite is there")
  func present() {
    #expect(Self.bags("v0.97/valid", "v1.0/valid").count >= 2)
    #expect(Self.bags("v0.97/invalid", "v1.0/invalid").count >= 15)
  }
}
