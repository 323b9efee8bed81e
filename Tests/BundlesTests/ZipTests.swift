import Foundation
import Integrity
import TestSupport
import Testing

@testable import Bundles

@Suite struct ZipTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func write(_ entries: [(String, [UInt8])]) throws -> String {
    let path = folder.path("z.zip")
    let file = try SafeFile(at: path)
    var zip = CanonicalZipWriter(file.writer())
    for (name, content) in entries { try zip.add(name, content) }
    try zip.finishDirectory()
    try file.commit()
    return path
  }

  @Test("CPython's zipfile writes the same bytes", .enabled(if: Tool.named("python3") != nil))
  func sameAsPython() throws {
    let entries: [(String, [UInt8])] = [
      ("mimetype", Array("x".utf8)), ("a/b.txt", []), ("ñ.txt", Array(repeating: 7, count: 70_000)),
    ]
    let path = try write(entries)
    let script = """
      import zipfile
      with zipfile.ZipFile('p.zip', 'w', zipfile.ZIP_STORED) as z:
          for n, b in (('mimetype', b'x'), ('a/b.txt', b''), ('ñ.txt', bytes([7]) * 70000)):
              i = zipfile.ZipInfo(n, (1980, 1, 1, 0, 0, 0)); i.create_system = 3
              i.external_attr = 0o100644 << 16; z.writestr(i, b)
      """
    let result = try #require(Tool.named("python3")).run(["-c", script], in: folder.url)
    #expect(result.status == 0, "\(result.errors)")
    #expect(
      try Data(contentsOf: URL(filePath: path))
        == Data(contentsOf: folder.url.appending(path: "p.zip")))
  }

  @Test("Headers past 4 GiB are those of zip64, as CPython writes them")
  func zip64() {
    let large = ZipEntry(name: "a", byteCount: 5_000_000_000, crc: 1, offset: 0)
    #expect(
      Hex.text(of: ZipEncoding.localHeader(large))
        == "504b03042d0000000000000021000100" + "0000ffffffffffffffff010014006101001000"
        + "00f2052a0100000000f2052a01000000")
    let far = ZipEntry(name: "b", byteCount: 3, crc: 1, offset: 5_000_000_044)
    #expect(
      Hex.text(of: ZipEncoding.directoryHeader(far))
        == "504b01022d032d000000000000002100010000000300000003000000"
        + "01000c000000000000000000a481ffffffff6201000800" + "2cf2052a01000000")
  }

  @Test("A directory that claims absurd sizes is no container, and crashes nothing")
  func absurdSize() throws {
    for size in [UInt64(1) << 62, .max, 1 << 51] {
      let long = (0..<2).flatMap { _ in (0..<8).map { UInt8(truncatingIfNeeded: size >> (8 * $0)) }
      }
      var record = ZipEncoding.directoryHeader(
        ZipEntry(name: "a", byteCount: 5_000_000_000, crc: 1, offset: 0))
      record.replaceSubrange((record.count - 16)..., with: long)
      let ending = ZipEncoding.ending([], at: 0)
      var end = Array(ending.suffix(ZipEncoding.endByteCount))
      end.replaceSubrange(8..<16, with: [1, 0, 1, 0, UInt8(record.count), 0, 0, 0])
      let path = try folder.write(record + end, to: "absurd.zip")
      #expect(throws: BundleFormatError.self) { try CanonicalZipReader(path: path) }
    }
  }

  @Test("What was written is read back, entry by entry")
  func roundTrip() throws {
    let path = try write([("mimetype", [1]), ("a", [2, 3]), ("b/c", [])])
    let reader = try CanonicalZipReader(path: path)
    #expect(reader.failures.isEmpty)
    #expect(reader.entries.map(\.name) == ["mimetype", "a", "b/c"])
    #expect(try reader.read(reader.entries[1]) == [2, 3])
    var digests: [Digest] = []
    try reader.eachDigest { _, _ in
    } _: { _, digest, isCRCRight in
      if isCRCRight { digests.append(digest) }
    }
    #expect(digests == [Digest(of: [1]), Digest(of: [2, 3]), Digest(of: [])])
  }

  @Test("Small and large contents, in any mixture, keep their digests", arguments: [0, 1, 2])
  func mixture(_ first: Int) throws {
    let sizes = [3, 70_000, 1_200_000, 5, 6, 65_536, 65_537, 700_000, 1].map { $0 + first }
    let contents = sizes.enumerated().map { [UInt8](repeating: UInt8($0 + 1), count: $1) }
    let entries = contents.enumerated().map { ("e\($0)", $1) }
    let reader = try CanonicalZipReader(path: try write(entries))
    #expect(reader.failures.isEmpty)
    var found: [Digest] = []
    var bytesDone: [Int64] = []
    try reader.eachDigest {
      bytesDone.append($1)
    } _: { _, digest, isCRCRight in
      if isCRCRight { found.append(digest) }
    }
    #expect(found == contents.map { Digest(of: $0) })
    #expect(bytesDone.last == Int64(sizes.reduce(0, +)))
    #expect(bytesDone == bytesDone.sorted())
  }

  @Test(
    "Names that some computer would unpack elsewhere are refused",
    arguments: [
      "../a", "/a", "a/../b", "a//b", "a/", "", "a\\b", "C:a", "con", "a/NUL.txt", "lpt¹", "a.",
      "a ",
      "a\u{202E}b", "a\u{0}b", "e\u{301}", "a%20", "a:b", "x\u{FFFE}",
    ])
  func names(_ name: String) { #expect(EntryName.problem(name) != nil) }

  @Test(
    "Plain and Spanish names are fit", arguments: ["a", "data/TIJ-01/0001.x3p", "é/ñ.txt", ".x"])
  func fit(_ name: String) { #expect(EntryName.problem(name) == nil) }

  @Test("Two names for one file are refused")
  func collisions() throws {
    for pair in [["a", "A"], ["x", "x"], ["f", "f/g"], ["ﬁ", "fi"]] {
      let path = try write(pair.map { ($0, []) })
      #expect(!(try CanonicalZipReader(path: path).failures.isEmpty), "\(pair)")
    }
  }
}

@Suite struct ManifestTests {
  private static let digest = Digest(of: [1])

  @Test("A bag manifest is read only as it is printed")
  func bag() {
    let manifest = BagManifest([("data/b", Self.digest), ("data/a", Self.digest)])
    let text = manifest.text
    #expect(BagManifest(parsing: Array(text.utf8))?.text == text)
    for bad in [
      text.uppercased(), text.replacing("  ", with: " *"), String(text.dropLast()),
      text.replacing("data/a", with: "data/c"), text + text, "\u{FEFF}" + text,
      text.replacing("\n", with: "\r\n"),
    ] {
      #expect(BagManifest(parsing: Array(bad.utf8))?.text == nil, "\(bad)")
    }
  }

  @Test("An ASiC manifest is read only as it is printed")
  func asic() {
    let manifest = ASiCManifest(
      signatureName: "META-INF/signature001.p7s",
      references: [
        .init(name: "bagit.txt", digest: Self.digest), .init(name: "data/x", digest: Self.digest),
      ])
    let text = manifest.text
    #expect(ASiCManifest(parsing: Array(text.utf8))?.text == text)
    for bad in [
      text + " ", text.replacing("sha256", with: "sha1"),
      text.replacing("bagit.txt", with: "data/x"),
      text.replacing("text/plain", with: "text/html"), text.replacing("bagit.txt", with: "b&amp;t"),
      String(text.dropFirst()), "<a/>",
    ] {
      #expect(ASiCManifest(parsing: Array(bad.utf8)) == nil)
    }
  }
}
