// Lists with bad lines: each is named with its number, and the good lines beside it are read.

import Formats
import Integrity
import Phrasebook
import TestSupport
import Testing

@Suite struct BadListTests {
  private static let md5 = "d41d8cd98f00b204e9800998ecf8427e"

  @Test(
    "A bad line between two good ones is one problem with its number",
    arguments: [
      ("", "list.lineBlank"), ("hello", "list.lineMalformed"), (" \(md5)  b", "list.lineMalformed"),
      ("\(md5) b", "list.lineMalformed"), ("\(md5)  ", "list.lineMalformed"),
      ("\(md5)0  b", "list.digestMalformed"), ("zz\(md5.dropFirst(2))  b", "list.digestMalformed"),
      ("\\\(md5)  b\\x", "list.escapeMalformed"), ("SHA1 (b) = \(md5)", "list.digestMalformed"),
      ("BLAKE2b (b) = \(md5)", "list.digestMalformed"), ("\(md5)  b\0c", "list.nameMalformed"),
    ])
  func badLine(_ line: String, _ code: String) throws {
    let text = "\(Self.md5)  a\n\(line)\n\(Self.md5)  c\n"
    let list = try #require(HashList.attempt(Array(text.utf8)))
    #expect(list.entries.map(\.path) == ["a", "c"])
    #expect(list.problems.map(\.line) == [2])
    #expect(list.problems.map(\.finding).codes == [code])
    #expect(list.problems.first?.finding.phrase.facts["line"] == "2")
  }

  @Test("A name that is not UTF-8 is named, not guessed")
  func notText() throws {
    let bytes = Array("\(Self.md5)  a".utf8) + [0xFF, 0x0A]
    let list = try #require(HashList.attempt(bytes))
    #expect(list.entries == [])
    #expect(list.problems.map(\.finding).codes == ["list.nameNotText"])
  }

  @Test("A line beyond the limit is named and passed over")
  func longLine() throws {
    let long = String(repeating: "x", count: HashListReader.lineLimit + 1)
    let text = "\(Self.md5)  a\n\(Self.md5)  \(long)\n\(Self.md5)  c\n"
    let list = try #require(HashList.attempt(Array(text.utf8)))
    #expect(list.entries.map(\.path) == ["a", "c"])
    #expect(list.problems.map(\.finding).codes == ["list.lineTooLong"])
  }

  @Test("Problems beyond the limit are counted")
  func manyProblems() throws {
    let text = String(repeating: "bad\n", count: HashListReader.problemLimit + 7)
    let list = try #require(HashList.attempt(Array(text.utf8)))
    #expect(list.problems.count == HashListReader.problemLimit + 1)
    #expect(list.problems.last?.finding.phrase.facts["count"] == "7")
  }

  @Test("Any bytes are read as a list of problems, never a crash")
  func anyBytes() throws {
    let list = try #require(HashList.attempt(Array(0...255)))
    #expect(list.entries == [])
    #expect(!list.problems.isEmpty)
    #expect(HashList.attempt([])?.problems == [])
  }

  @Test("hashdeep's heading is believed only when it makes sense")
  func hashdeepHeading() throws {
    func codes(_ text: String) throws -> [String] {
      try #require(HashList.attempt(Array(text.utf8))).problems.map(\.finding).codes
    }
    let head = "%%%% HASHDEEP-1.0\n"
    #expect(try codes(head + "1,\(Self.md5),a\n") == ["list.headingMissing"])
    #expect(try codes(head + "%%%% size,filename,md5\n") == ["list.headingMalformed"])
    #expect(try codes("%%%% HASHDEEP-2.0\n") == ["list.versionUnknown"])
    let columns = head + "%%%% size,md5,filename\n"
    #expect(try codes(columns + "1,\(Self.md5)\n") == ["list.lineMalformed"])
    #expect(try codes(columns + "-1,\(Self.md5),a\n") == ["list.sizeMalformed"])
    #expect(try codes(columns + "1,\(Self.md5)00,a\n") == ["list.digestMalformed"])
    #expect(try codes(columns + "1,\(Self.md5),a,b\n") == [])
    #expect(try codes(head + "%%%% size,tiger,filename\n") == ["list.columnsPassedOver"])
  }

  @Test("DFXML with a document type, bad digests or bad nesting is refused where it is wrong")
  func dfxml() throws {
    func list(_ text: String) throws -> HashList {
      try #require(HashList.attempt(Array(text.utf8)))
    }
    let good = "<fileobject><filename>a</filename><filesize>1</filesize></fileobject>"
    let entity = try list("<!DOCTYPE d [<!ENTITY e \"x\">]><dfxml>\(good)</dfxml>")
    #expect(entity.entries == [])
    #expect(entity.problems.map(\.finding).codes == ["xml.documentType"])
    let cut = try list("<dfxml>\n\(good)\n<fileobject>")
    #expect(cut.entries.map(\.path) == ["a"])
    #expect(cut.problems.map(\.line) == [3])
    #expect(cut.problems.map(\.finding).codes == ["xml.malformed"])
    let digest = try list(
      "<dfxml>\n<fileobject><filename>a</filename><hashdigest type='md5'>00</hashdigest></fileobject>"
        + "\n<fileobject><filesize>1</filesize></fileobject>\n"
        + "<fileobject><filename>b</filename><filesize>x</filesize></fileobject></dfxml>")
    #expect(digest.entries == [])
    #expect(digest.problems.map(\.line) == [2, 3, 4])
    #expect(
      digest.problems.map(\.finding).codes == [
        "list.digestMalformed", "list.nameMalformed", "list.sizeMalformed",
      ])
    let deep = try list(String(repeating: "<a>", count: 100_000))
    #expect(deep.problems.map(\.finding).codes == ["xml.tooLarge"])
  }
}
