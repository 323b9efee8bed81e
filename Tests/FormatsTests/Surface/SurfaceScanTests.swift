import Foundation
import Integrity
import Phrasebook
import TestSupport
import Testing

@testable import Formats

/// The scans that land with the tests, and those beside the checkout where it has them.
enum Scans {
  static let resources = Repository.root.appending(path: "Tests/FormatsTests/Resources")

  /// What numpy and surfalize found in each: see `expected-scans.py`.
  static let expected: JSON? = try? JSON(
    parsing: Array(Data(contentsOf: resources.appending(path: "expected-scans.json"))))

  static var all: [String] { expected?.object?.map(\.name).filter { path($0) != nil } ?? [] }

  static func path(_ name: String) -> String? {
    [
      resources.appending(path: "scans"),
      Repository.root.appending(path: "../shared/data/ballistic"),
    ]
    .map { $0.appending(path: name).standardizedFileURL.path }
    .first { FileManager.default.fileExists(atPath: $0) }
  }

  static func scan(_ name: String) throws -> SurfaceScan {
    try SurfaceScan(path: try #require(path(name)))
  }

  static func codes(_ scan: SurfaceScan) -> [String] {
    scan.findings.map { String($0.phrase.code.dropFirst("formats.scan.".count)) }
  }
}

extension JSON {
  fileprivate var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }
}

@Suite struct SurfaceScanTests {
  @Test("Every scan holds what independent readers found in it", arguments: Scans.all)
  func values(_ name: String) throws {
    let expected = try #require(Scans.expected?[name])
    let scan = try Scans.scan(name)
    #expect(scan.header.featureType == expected["feature"]?.string)
    let kinds = [scan.header.x, scan.header.y, scan.header.z].map(\.kind.rawValue).joined()
    #expect(kinds == expected["kinds"]?.string)
    if let size = expected["size"]?.array?.compactMap(\.integer).map(Int.init) {
      #expect(scan.header.dimensions == .matrix(x: size[0], y: size[1], z: size[2]))
    }
    let codes = Scans.codes(scan)
    #expect(codes.contains("nested") == (expected["nested"] != ""))
    let inconsistent = scan.findings.filter { $0.phrase.code == "formats.scan.inconsistent" }
    #expect(inconsistent.isEmpty == (expected["mainConsistent"] == true))
    guard let missing = expected["missing"]?.integer else {
      #expect(codes.contains("notAnalysable"))
      return
    }
    #expect(scan.statistics.missingCount == Int(missing))
    #expect(scan.header.x.increment == expected["stepX"]?.double)
    for (found, wanted) in [
      (scan.statistics.lowest, "lowest"), (scan.statistics.highest, "highest"),
      (scan.statistics.mean, "mean"),
    ] {
      let value = try #require(expected[wanted]?.double)
      #expect(abs(try #require(found) - value) <= max(1e-9, abs(value) * 1e-12), "\(wanted)")
    }
  }

  @Test("There are scans of every kind to read")
  func present() { #expect(Scans.all.count >= 4) }

  @Test("What a file says of its origin is read in full")
  func header() throws {
    let header = try Scans.scan("x3ptools_sample-land.x3p").header
    #expect(
      header.date == "2018-09-15T17:46:09.000-05:00" || header.date?.hasPrefix("2018-09-15") == true
    )
    #expect(header.manufacturer == "Sensofar")
    #expect(header.calibrationDate?.hasPrefix("2017-01-17") == true)
    #expect(header.x.increment == 2.58e-06)
    #expect(header.z.type == .float64)
  }

  @Test(
    "Real files trip the checks that they are known to trip",
    arguments: [
      ("x3ptools_csafe-logo.x3p", ["inconsistent", "nested"]),
      ("x3ptools_pyramid.x3p", ["units", "calibrationUnknown"]),
      ("x3ptools_testing.x3p", ["units", "calibrationUnknown", "dateUnknown"]),
      ("x3ptools_sample-land.x3p", ["nested", "foreign", "missingPoints", "calibrationStale"]),
      ("cc_kmPair_K013sA1.x3p", ["units", "missingPoints"]),
      ("nfi_circle.x3p", ["units", "calibrationUnknown"]),
      ("openfmc_ISO5436-sample2.x3p", ["notAnalysable"]),
      ("openfmc_ISO5436-sample3.x3p", ["notAnalysable"]),
    ])
  func findings(_ name: String, _ wanted: [String]) throws {
    guard Scans.path(name) != nil else { return }
    let codes = Set(Scans.codes(try Scans.scan(name)))
    #expect(codes.isSuperset(of: wanted), "\(codes)")
  }

  @Test("A sound scan has no warnings about units, consistency or layout")
  func quiet() throws {
    guard Scans.path("cc_unknownSource_1_x3p1.x3p") != nil else { return }
    let codes = Set(Scans.codes(try Scans.scan("cc_unknownSource_1_x3p1.x3p")))
    #expect(
      codes.isDisjoint(with: ["units", "inconsistent", "nested", "foreign", "checksumMissing"]))
  }
}

/// Scans that were altered, or that lie: refused, or said to be inconsistent; never a crash, never much memory.
@Suite struct AlteredScanTests {
  private static let sound = Result {
    let bytes = Array(
      try Data(contentsOf: Scans.resources.appending(path: "scans/x3ptools_pyramid.x3p")))
    let container = try ScanContainer(MemorySource(bytes)) { try ArchiveReader(bytes) }
    return [
      ("main.xml", container.main),
      ("md5checksum.hex", try container.part("md5checksum.hex", limit: 100) ?? []),
      ("bindata/data.bin", try container.part("bindata/data.bin", limit: 1000) ?? []),
    ]
  }

  /// The sound scan with some parts exchanged, zipped anew.
  private func zipped(_ changes: [String: [UInt8]?], adding: [(String, [UInt8])] = []) throws
    -> [UInt8]
  {
    var parts = try Self.sound.get()
    for (name, content) in changes {
      guard let place = parts.firstIndex(where: { $0.0 == name }) else { continue }
      if let content { parts[place].1 = content } else { parts.remove(at: place) }
    }
    return StoredZip.bytes(parts + adding)
  }

  private func main(_ old: String, _ new: String) throws -> [UInt8] {
    let text = String(decoding: try Self.sound.get()[0].1, as: UTF8.self)
    #expect(text.contains(old))
    return Array(text.replacing(old, with: new).utf8)
  }

  @Test("The sound scan is read when it is zipped anew")
  func sound() throws {
    let scan = try SurfaceScan(zipped([:]))
    #expect(scan.statistics.highest == 10)
    #expect(!Scans.codes(scan).contains("inconsistent"))
  }

  @Test("A changed point or description is inconsistent")
  func inconsistent() throws {
    var data = try Self.sound.get()[2].1
    data[2] ^= 1
    #expect(
      Scans.codes(try SurfaceScan(zipped(["bindata/data.bin": data]))).contains("inconsistent"))
    let changed = try main("<FeatureType>SUR", "<FeatureType>SUR ")
    #expect(Scans.codes(try SurfaceScan(zipped(["main.xml": changed]))).contains("inconsistent"))
    let without = try SurfaceScan(zipped(["md5checksum.hex": [UInt8]?.none]))
    #expect(Scans.codes(without).contains("checksumMissing"))
  }

  @Test(
    "Dimensions that lie are refused before anything is made room for",
    arguments: ["0", "-1", "6", "4", "99999999999", "9223372036854775807", "1e3", ""])
  func dimensions(_ size: String) throws {
    let main = try main("<SizeX>5</SizeX>", "<SizeX>\(size)</SizeX>")
    #expect(throws: ScanError.self) { try SurfaceScan(zipped(["main.xml": main])) }
  }

  @Test("Points that are cut off, too many, absent or endless are refused")
  func data() throws {
    let data = try Self.sound.get()[2].1
    for content in [
      Array(data.dropLast()), data + [0], [], [UInt8](repeating: 0, count: 50_000_000),
    ] {
      #expect(throws: ScanError.self) { try SurfaceScan(zipped(["bindata/data.bin": content])) }
    }
    #expect(throws: ScanError.self) { try SurfaceScan(zipped(["bindata/data.bin": [UInt8]?.none])) }
  }

  @Test("Points that are no numbers are counted, and a scan of nothing else says so")
  func notNumbers() throws {
    let data = (0..<25).flatMap { place -> [UInt8] in
      withUnsafeBytes(of: (place < 3 ? Float.nan : place < 5 ? .infinity : 1).bitPattern) {
        Array($0)
      }
    }
    let scan = try SurfaceScan(zipped(["bindata/data.bin": data]))
    #expect(scan.statistics.missingCount == 5)
    #expect(scan.statistics.infiniteCount == 2)
    #expect(scan.statistics.mean == 1)
    let empty = (0..<25).flatMap { _ in withUnsafeBytes(of: Float.nan.bitPattern) { Array($0) } }
    let nothing = try SurfaceScan(zipped(["bindata/data.bin": empty]))
    #expect(Scans.codes(nothing).contains("nothingMeasured"))
    #expect(ScanPicture(nothing) == nil)
  }

  @Test("Entities, deep nesting and malformed XML are refused")
  func hostileXML() throws {
    let bomb = """
      <?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><a>&b;</a>
      """
    let deep =
      String(repeating: "<a>", count: 1_000_000) + String(repeating: "</a>", count: 1_000_000)
    for text in [bomb, deep, "", "<a>", "no xml", "<a></b>"] {
      #expect(throws: ScanError.self) { try SurfaceScan(zipped(["main.xml": Array(text.utf8)])) }
    }
  }

  @Test("Names that lead outside, or come twice, and files that are no zip are refused")
  func hostileZip() throws {
    #expect(throws: ScanError.self) { try SurfaceScan(zipped([:], adding: [("../x", [1])])) }
    #expect(throws: ScanError.self) { try SurfaceScan(zipped([:], adding: [("/etc/x", [1])])) }
    #expect(throws: ScanError.self) { try SurfaceScan(zipped([:], adding: [("main.xml", [1])])) }
    let whole = try zipped([:])
    for bytes in [[], [0x50], Array("no zip at all".utf8), Array(whole.prefix(whole.count / 2))] {
      #expect(throws: ScanError.self) { try SurfaceScan(bytes) }
    }
    #expect(throws: ScanError.self) { try SurfaceScan(path: "/nonexistent/scan.x3p") }
  }

  @Test("Nothing that is changed anywhere brings the reader down")
  func mutations() throws {
    var random = PredictableGenerator(seed: 7)
    let parts = try Self.sound.get()
    for _ in 0..<3000 {
      var changed = parts
      let part = Int.random(in: 0..<changed.count, using: &random)
      for _ in 0..<Int.random(in: 1...4, using: &random) where !changed[part].1.isEmpty {
        let place = Int.random(in: 0..<changed[part].1.count, using: &random)
        changed[part].1[place] = UInt8.random(in: 0...255, using: &random)
      }
      if let scan = try? SurfaceScan(StoredZip.bytes(changed)) { _ = ScanPicture(scan) }
    }
  }
}

/// A plain zip of stored members, for making scans by hand.
enum StoredZip {
  static func bytes(_ members: [(String, [UInt8])]) -> [UInt8] {
    var body: [UInt8] = []
    var directory: [UInt8] = []
    for (name, content) in members {
      let start = body.count
      let fields =
        number(CRC32.of(content), 4) + number(content.count, 4) + number(content.count, 4)
      let common =
        [20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0] + fields + number(name.utf8.count, 2) + [0, 0]
      body += [0x50, 0x4B, 3, 4] + common + name.utf8 + content
      directory += [0x50, 0x4B, 1, 2, 20, 0] + common + [UInt8](repeating: 0, count: 10)
      directory += number(start, 4) + name.utf8
    }
    let count = number(members.count, 2)
    return body + directory + [0x50, 0x4B, 5, 6, 0, 0, 0, 0] + count + count
      + number(directory.count, 4) + number(body.count, 4) + [0, 0]
  }

  private static func number(_ value: some BinaryInteger, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}

enum CRC32 {
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { sum, _ in sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
  }

  static func of(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~UInt32(0)) { table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] ^ $0 >> 8 }
  }
}

/// Chance that is the same each time.
struct PredictableGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }
}
