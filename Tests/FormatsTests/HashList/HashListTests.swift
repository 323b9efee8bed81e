// Expected values: the lists themselves, read by eye, and md5sum, sha256sum and hashdeep on files that the tests make.

import Foundation
import Formats
import Integrity
import Phrasebook
import TestSupport
import Testing

@Suite struct HashListTests {
  private func read(_ text: String, named name: String = "") throws -> HashList {
    try #require(HashList.attempt(Array(text.utf8), named: name))
  }

  private static let md5 = "d41d8cd98f00b204e9800998ecf8427e"
  private static let sha1 = "da39a3ee5e6b4b0d3255bfef95601890afd80709"
  private static let sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

  @Test(
    "hashdeep's own sample: three files with size, MD5 and SHA-256",
    .enabled(if: Samples.hasDigital))
  func hashdeep() throws {
    let list = try HashList(path: Samples.shared("hashes/hashdeep.txt"))
    #expect(list.format == .hashdeep)
    #expect(list.problems == [])
    #expect(list.entries.map(\.byteCount) == [622, 281, 233])
    #expect(list.entries[0].path == "/Users/jessek/projects/md5deep/sample-hashes/ilookv3.hsh")
    #expect(
      list.entries[2].digests.map(\.hex) == [
        "394b38c0ed3d84aadd046e93ae8b8acc",
        "d4fbf5d919350d1087d298fe8d87ab19e4688b8f77d9e7cd25accf5c0ae74f6e",
      ])
  }

  @Test("md5deep's own sample: four files", .enabled(if: Samples.hasDigital))
  func md5deep() throws {
    let list = try HashList(path: Samples.shared("hashes/md5deep.txt"))
    #expect(list.format == .sums)
    #expect(list.problems == [])
    #expect(list.entries.count == 4)
    #expect(list.entries[2].path == "/Users/jessek/foo.cpp~")
    #expect(list.entries[2].digests.map(\.hex) == ["fd6b1c066a26924224fbf02d876f0d45"])
  }

  @Test("Digital Forensics XML: files with three digests each", .enabled(if: Samples.hasDigital))
  func dfxml() throws {
    let list = try HashList(path: Samples.shared("hashes/dfxml_difference_test_0.xml"))
    #expect(list.format == .dfxml)
    #expect(list.problems == [])
    #expect(
      list.entries.map(\.path) == [
        "i_will_be_deleted.txt", "i_will_be_modified.txt", "i_will_be_accessed.txt",
      ])
    #expect(list.entries.map(\.byteCount) == [20, 22, 12])
    #expect(list.entries[0].digests.map(\.algorithm) == [.md5, .sha1, .sha256])
    #expect(list.entries[2].digests[0].hex == "f3a8f17b47f1fe899805c25b8f5a26b0")
  }

  @Test(
    "DFXML's two samples, compared: one changed, one new, one missing",
    .enabled(if: Samples.hasDigital))
  func dfxmlDifference() throws {
    let before = try HashList(path: Samples.shared("hashes/dfxml_difference_test_0.xml"))
    let after = try HashList(path: Samples.shared("hashes/dfxml_difference_test_1.xml"))
    let files = after.entries.map {
      HashComparison.File(path: $0.path, byteCount: $0.byteCount ?? 0, digests: $0.digests)
    }
    let comparison = HashComparison(before.entries, with: files)
    #expect(comparison.matched == ["i_will_be_accessed.txt"])
    #expect(comparison.changed == ["i_will_be_modified.txt"])
    #expect(comparison.missing == ["i_will_be_deleted.txt"])
    #expect(comparison.new == ["i_am_new.txt"])
    #expect(comparison.moved == [])
  }

  @Test("md5deep's XML, whole and in pieces", .enabled(if: Samples.hasDigital))
  func dfxmlPieces() throws {
    let whole = try HashList(path: Samples.shared("hashes/dfxml_simple.xml"))
    #expect(whole.entries.count == 4)
    #expect(whole.entries[3].path == "/Users/simsong/uploads/einstein template.jpg")
    #expect(whole.entries[0].digests.map(\.hex) == ["d7ced55e7d7f5b9995fc3cbac7942155"])
    // Digests of pieces are not digests of files.
    let pieces = try HashList(path: Samples.shared("hashes/dfxml_piecewise.xml"))
    #expect(pieces.entries == whole.entries)
  }

  @Test("What sha256sum, md5sum and hashdeep write about the same files reads the same")
  func programs() throws {
    let folder = try TemporaryFolder()
    let names = ["a.txt", "with space", "comma, too", "back\\slash", "ñandú"]
    for name in names { try folder.write("content of \(name)", to: name) }
    let programs: [(String, [String])] = [
      ("sha256sum", []), ("md5sum", ["-b"]), ("sha1sum", ["--tag"]), ("sha512sum", ["--tag"]),
      ("hashdeep", ["-l"]), ("md5deep", ["-l"]), ("md5deep", ["-l", "-z"]),
    ]
    for (name, options) in programs {
      guard let tool = Tool.named(name) else { continue }
      let output = try tool.run(options + names, in: folder.url).output
      let list = try read(output)
      #expect(list.problems == [])
      #expect(Set(list.entries.map(\.path.lastPart)) == Set(names))
      for entry in list.entries {
        let content = "content of \(entry.path.lastPart)"
        if let size = entry.byteCount { #expect(size == content.utf8.count) }
        for digest in entry.digests {
          var hasher = AcquisitionHasher(digest.algorithm)
          Array(content.utf8).withUnsafeBytes { hasher.update($0) }
          let computed = hasher.finish()
          #expect(digest == computed)
        }
      }
    }
  }

  @Test("Every spelling of one line gives the same entry")
  func spellings() throws {
    for text in [
      "\(Self.sha256)  a b.txt\n", "\(Self.sha256) *a b.txt", "SHA256 (a b.txt) = \(Self.sha256)\n",
      "\(Self.sha256.uppercased())  a b.txt\n", "\(Self.sha256)  a b.txt\r\n",
    ] {
      let list = try read(text)
      #expect(list.problems == [])
      #expect(list.entries.map(\.path) == ["a b.txt"])
      #expect(list.entries.first?.digests.map(\.hex) == [Self.sha256])
    }
  }

  @Test("Escaped names are as the file's")
  func escaped() throws {
    let list = try read("\\\(Self.md5)  a\\nb\\\\c\\rd\n\\MD5 (x\\ny) = \(Self.md5)\n")
    #expect(list.entries.map(\.path) == ["a\nb\\c\rd", "x\ny"])
  }

  @Test("A name may look like the end of a tagged line")
  func trickyName() throws {
    let list = try read("MD5 (a) = b) = \(Self.md5)\n")
    #expect(list.entries.map(\.path) == ["a) = b"])
  }

  @Test("A BagIt manifest is read by the algorithm in its name")
  func manifest() throws {
    let list = try read(
      "\(Self.sha256) data/a%25b%0Ac\n\(Self.sha256)\t data/d\n", named: "/x/manifest-sha256.txt")
    #expect(list.format == .bagManifest(.sha256))
    #expect(list.entries.map(\.path) == ["data/a%b\nc", "data/d"])
    let bad = try read(
      "\(Self.md5) data/a\n\(Self.sha256) ../a\n\(Self.sha256) /etc/passwd\n",
      named: "tagmanifest-sha256.txt")
    #expect(bad.entries == [])
    #expect(
      bad.problems.map(\.finding).codes == [
        "list.digestMalformed", "list.pathOutside", "list.pathOutside",
      ])
  }

  @Test("Lists of several algorithms come together by path, and contradictions are named")
  func merged() throws {
    let list = try read("\(Self.md5)  a\n\(Self.sha1)  a\n\(Self.md5)  a\n")
    #expect(list.entries.count == 1)
    #expect(list.entries[0].digests.map(\.algorithm) == [.md5, .sha1])
    let contrary = try read("\(Self.md5)  a\n\(String(Self.md5.reversed()))  a\n")
    #expect(contrary.problems.map(\.line) == [2])
    #expect(contrary.problems.map(\.finding).codes == ["list.contradiction"])
  }
}

extension String {
  fileprivate var lastPart: String { split(separator: "/").last.map(String.init) ?? self }
}
