// Images that were altered on purpose. None of them may come out as intact.

import Foundation
import Formats
import Integrity
import TestSupport
import Testing

@Suite struct AlteredImageTests {
  private static let one = "plaso_image.E01"
  private let folder: TemporaryFolder
  private static let split = ["plaso_image-split.E01", "plaso_image-split.E02"]

  init() throws { folder = try TemporaryFolder() }

  /// Copies the named files, changed by `alter`, and returns the path of the first.
  private func altered(
    _ names: [String], _ alter: (_ name: String, _ bytes: inout [UInt8]) -> Void
  ) throws -> String {
    for name in names {
      var bytes = try Samples.bytes(Samples.resource(name))
      alter(name, &bytes)
      if !bytes.isEmpty { try folder.write(bytes, to: name) }
    }
    return folder.path(names[0])
  }

  /// Where a section of that type begins.
  private func section(_ type: String, in bytes: [UInt8]) -> Int {
    var offset = 13
    while offset + 76 <= bytes.count {
      if String(decoding: bytes[offset..<offset + 16].prefix { $0 != 0 }, as: UTF8.self) == type {
        return offset
      }
      let next = bytes[offset + 16..<offset + 24].reversed().reduce(0) { $0 << 8 | Int($1) }
      if next <= offset { break }
      offset = next
    }
    Issue.record("no section \(type)")
    return 0
  }

  @Test("A flipped byte in a packed chunk is named by sector and byte offset")
  func flippedByte() throws {
    let path = try altered([Self.one]) { _, bytes in
      bytes[section("sectors", in: bytes) + 76 + 100] ^= 0xFF
    }
    let found = try DiskImage(path: path).verify()
    #expect(found.outcome == .damaged)
    // As ewfverify: sectors 0 to 63.
    #expect(found.badSectors.map { [$0.first, $0.count, $0.offset] } == [[0, 64, 0]])
    #expect(found.findings.codes == ["image.badSectors", "image.hashMismatch", "image.weakHash"])
    #expect(found.findings.fact("offset", of: "image.badSectors") == "0")
  }

  @Test("A flipped byte in a chunk of the second segment is named by its place in the media")
  func flippedLater() throws {
    let path = try altered(Self.split) { name, bytes in
      // 10 chunks of 32 768 bytes and their checksums into the segment's data.
      if name.hasSuffix("E02") { bytes[section("sectors", in: bytes) + 76 + 10 * 32_772 + 5] ^= 1 }
    }
    let found = try DiskImage(path: path).verify()
    #expect(found.outcome == .damaged)
    let run = try #require(found.badSectors.first)
    #expect(found.badSectors.count == 1)
    // As ewfverify prints for the same alteration.
    #expect(run.count == 64)
    #expect(run.offset == run.first * 512)
    #expect(run.first == 2624)
  }

  @Test("Without its second segment an image is damaged, and no zeros are made up for the gap")
  func missingSegment() throws {
    let path = try altered([Self.split[0]]) { _, _ in }
    let image = try DiskImage(path: path)
    #expect(image.segments.findings.codes == ["image.segmentMissing"])
    #expect(
      image.segments.findings.fact("name", of: "image.segmentMissing") == "plaso_image-split.E02")
    #expect(image.storedMD5 == nil)
    let found = try image.verify()
    #expect(found.outcome == .damaged)
    // As ewfverify: 896 sectors from 1984. It fills them with zeros, and so arrives at the whole image's MD5.
    #expect(found.badSectors.map { [$0.first, $0.count, $0.offset] } == [[1984, 896, 1_015_808]])
    #expect(found.mediaByteCount == 1_015_808)
    #expect(found.md5.hex != "38ea5af8a80e16e46c095c9110242fc0")
    #expect(found.findings.fact("found", of: "image.mediaCut") == "1015808")
  }

  @Test(
    "A segment cut at any of many places is never intact",
    arguments: Array(stride(from: 1, to: 64, by: 3)))
  func truncated(_ part: Int) throws {
    let path = try altered([Self.one]) { _, bytes in
      bytes.removeLast(bytes.count - bytes.count * part / 64)
    }
    let segments = try? DiskImageSegments(first: path)
    #expect(segments?.isComplete != true)
    let outcome = try? DiskImage(path: path).verify().outcome
    #expect(outcome != .intact && outcome != .unproven)
  }

  @Test("Even one missing byte at the end is seen")
  func oneByteShort() throws {
    let path = try altered([Self.one]) { _, bytes in bytes.removeLast() }
    let segments = try DiskImageSegments(first: path)
    #expect(segments.findings.codes == ["image.segmentCut"])
  }

  @Test("A second segment with a wrong number is refused")
  func wrongNumber() throws {
    let path = try altered(Self.split) { name, bytes in
      if name.hasSuffix("E02") { bytes[9] = 3 }
    }
    let image = try DiskImage(path: path)
    #expect(image.segments.findings.codes == ["image.segmentNumberWrong"])
    #expect(image.segments.files.count == 1)
    #expect(try image.verify().outcome == .damaged)
  }

  @Test("A later segment cannot stand for the first")
  func notFirst() {
    #expect(
      throws: DiskImageError.notTheFirstSegment(path: Samples.resource(Self.split[1]), number: 2)
    ) { try DiskImage(path: Samples.resource(Self.split[1])) }
  }

  @Test("A segment of another image is known by its set identifier")
  func otherSet() throws {
    let path = try altered(Self.split) { name, bytes in
      guard name.hasSuffix("E02") else { return }
      let place = section("data", in: bytes) + 76
      bytes[place + 64] ^= 1
      seal(&bytes, place..<place + 1048)
    }
    let image = try DiskImage(path: path)
    #expect(image.segments.findings.codes == ["image.segmentOfOtherSet"])
    #expect(try image.verify().outcome == .damaged)
  }

  @Test("A file that only bears the name of the next segment is no segment")
  func foreign() throws {
    let path = try altered([Self.split[0]]) { _, _ in }
    try folder.write("hello", to: Self.split[1])
    #expect(try DiskImageSegments(first: path).findings.codes == ["image.segmentForeign"])
    #expect(try DiskImage(path: path).verify().outcome == .damaged)
  }

  @Test("A file beyond the last segment, and bytes behind the last section, are questions")
  func beyond() throws {
    let path = try altered([Self.one]) { _, bytes in bytes += [1, 2, 3] }
    try folder.write("hello", to: "plaso_image.E02")
    let segments = try DiskImageSegments(first: path)
    #expect(segments.findings.codes == ["image.segmentTrailing", "image.segmentBeyondEnd"])
    #expect(segments.isComplete)
  }

  @Test("A changed section header is known by its checksum")
  func sectionHeader() throws {
    let path = try altered([Self.one]) { _, bytes in
      bytes[section("volume", in: bytes) + 40] ^= 1
    }
    #expect(try DiskImageSegments(first: path).findings.codes == ["image.sectionChecksum"])
  }

  @Test("A changed stored MD5 does not match")
  func storedHash() throws {
    let path = try altered([Self.one]) { _, bytes in
      let place = section("hash", in: bytes) + 76
      bytes[place] ^= 1
      // The section's own Adler-32 is put right, as a forger would.
      seal(&bytes, place..<place + 32)
    }
    let found = try DiskImage(path: path).verify()
    #expect(found.findings.codes == ["image.hashMismatch", "image.weakHash"])
    #expect(found.outcome == .damaged)
  }

  @Test("An image without a stored digest is unproven, never intact")
  func noStoredHash() throws {
    let path = try altered([Self.one]) { _, bytes in
      // A section of a type that nobody knows is passed over.
      let place = section("hash", in: bytes)
      bytes.replaceSubrange(place..<place + 4, with: Array("junk".utf8))
      seal(&bytes, place..<place + 72)
    }
    let image = try DiskImage(path: path)
    #expect(image.storedMD5 == nil)
    let found = try image.verify()
    #expect(found.findings.codes == ["image.noStoredHash"])
    #expect(found.outcome == .unproven)
  }

  @Test("What is no first segment is refused, and each refusal says why")
  func refused() throws {
    let text = try folder.write("hello, this is no image", to: "a.E01")
    #expect(throws: DiskImageError.notAnImage(path: text)) { try DiskImage(path: text) }
    let empty = try folder.write([UInt8](), to: "b.E01")
    #expect(throws: DiskImageError.notAnImage(path: empty)) { try DiskImage(path: empty) }
    let newer = try folder.write(Array("EVF2".utf8) + [0x0D, 0x0A, 0x81, 0], to: "c.Ex01")
    #expect(throws: DiskImageError.unsupported(path: newer, format: "Ex01")) {
      try DiskImage(path: newer)
    }
    #expect(throws: DiskImageError.unreadable(path: "/nowhere/a.E01", code: 2)) {
      try DiskImage(path: "/nowhere/a.E01")
    }
    let magic = try folder.write(
      [0x45, 0x56, 0x46, 9, 13, 10, 255, 0, 1, 1, 0, 0, 0], to: "d.E01")
    // libewf opens an image of nothing; our own reading says what is missing.
    #expect(try DiskImage(path: magic).verify().outcome == .damaged)
  }

  /// Writes the Adler-32 of a range behind it.
  private func seal(_ bytes: inout [UInt8], _ range: Range<Int>) {
    let sum = adler32(bytes[range])
    for index in 0..<4 {
      bytes[range.upperBound + index] = UInt8(truncatingIfNeeded: sum >> (8 * index))
    }
  }

  private func adler32(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    var (low, high) = (UInt32(1), UInt32(0))
    for byte in bytes {
      low = (low + UInt32(byte)) % 65521
      high = (high + low) % 65521
    }
    return high << 16 | low
  }
}
