import Foundation
import Integrity
import Testing

@testable import Redaction

@Suite struct DetectorTests {
  static func kinds(_ text: String, _ layout: IdentifierScanner.Layout = .text) throws -> [String] {
    try IdentifierScanner().hits(in: BytesInMemory(Array(text.utf8)), layout).map {
      "\($0.kind):\(String(decoding: Array(text.utf8)[$0.range], as: UTF8.self))"
    }
  }

  @Test("Everything labelled is found, and nothing else, measured per kind")
  func labelled() throws {
    let file =
      ProcessInfo.processInfo.environment["LABELLED"]
      ?? URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../Resources/mxus_dev.jsonl").path
    var right: [String: Int] = [:], missed: [String: Int] = [:], extra: [String: Int] = [:]
    for line in try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n") {
      let json = try JSON(parsing: Array(line.utf8))
      let text = try #require(json["text"]?.string)
      var offsets = [0]
      for scalar in text.unicodeScalars {
        offsets.append(offsets.last! + String(scalar).utf8.count)
      }
      let bytes = Array(text.utf8)
      let hits = try IdentifierScanner().hits(
        in: BytesInMemory(bytes),
        text.first == "{" ? .json : text.contains(",") && text.contains("\n") ? .table : .text)
      var used = Set<Int>()
      for span in json["spans"]?.array ?? [] {
        let parts = try #require(span.array)
        let type = parts[2].string ?? ""
        if ["NAME"].contains(type) { continue }
        let range = offsets[Int(parts[0].integer!)]..<offsets[Int(parts[1].integer!)]
        let hit = hits.firstIndex {
          $0.range.overlaps(range)
            && Double($0.range.clamped(to: range).count) >= 0.9 * Double(range.count)
        }
        if let hit {
          used.insert(hit); right[type, default: 0] += 1
        } else {
          missed[type, default: 0] += 1
          print(
            "MISS \(type) «\(String(decoding: bytes[range], as: UTF8.self))» in \(text.prefix(160))"
          )
        }
      }
      for (number, hit) in hits.enumerated() where !used.contains(number) {
        extra[hit.kind, default: 0] += 1
        print(
          "EXTRA \(hit.source) \(hit.score) «\(String(decoding: bytes[hit.range], as: UTF8.self))» in \(text.prefix(160))"
        )
      }
    }
    for type in Set(right.keys).union(missed.keys).sorted() {
      let r = right[type] ?? 0, m = missed[type] ?? 0
      print("KIND \(type) \(r)/\(r + m)")
    }
    print(
      "TOTAL right \(right.values.reduce(0, +)) missed \(missed.values.reduce(0, +)) extra \(extra.values.reduce(0, +)) \(extra)"
    )
  }
}
