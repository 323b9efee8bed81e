import Foundation
import Integrity
import TestSupport
import Testing

@testable import Redaction

/// Seals, copies, proofs and unsealings against an implementation in another language by another hand.
@Suite(.enabled(if: Kit.isWanted && RedactionReference.isThere))
struct RedactionConformanceTests {
  @Test("1,000 random documents agree, and 10,000 altered ones are judged alike")
  func random() throws {
    let folder = try TemporaryFolder()
    var random = PredictableRandomNumbers(seed: 7)
    var lines: [String] = []
    for number in 0..<1000 {
      lines.append(try RandomCase(number, &random).json.text)
    }
    let cases = folder.path("cases.jsonl")
    let mutants = folder.path("mutants.jsonl")
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: cases))
    let result = try #require(Tool.named("python3")).run(
      [
        Repository.root.appending(path: "Scripts/check-redaction.py").path,
        RedactionReference.folder.path, cases, mutants, "10000",
      ], in: folder.url)
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    var count = 0
    for line in try String(contentsOfFile: mutants, encoding: .utf8).split(separator: "\n") {
      let json = try JSON(parsing: Array(line.utf8))
      let released = try #require(json["released"]?.string.flatMap { Hex.bytes(of: $0) })
      let seal = try #require(json["seal"]?.string.flatMap(Digest.init(hex:)))
      let isAccepted =
        (try? RedactedCopy(BytesInMemory(released), Proof(json: json["proof"] ?? .null)).seal())
        == seal
      #expect(isAccepted == json["accepted"]?.bool, "\(line.prefix(2000))")
      count += 1
    }
    #expect(count == 10_000)
  }
}

/// The independent implementation, beside the checkout.
enum RedactionReference {
  static let folder = Repository.root.appending(path: "../shared/reference/redaction")
  static var isThere: Bool { Repository.exists(folder.appending(path: "sello.py")) }
}

/// A small document, what is hidden of it, and what Precinto makes of that.
private struct RandomCase {
  private let segmenter: String
  private let data: [UInt8]
  private let entities: [(token: Int, count: Int)]
  private let root: Digest
  private let item: String
  private var hidden: [Range<Int>] = []
  private var more: [Range<Int>] = []
  private var open: [Range<Int>] = []

  init(_ number: Int, _ random: inout PredictableRandomNumbers) throws {
    segmenter = ["txt-1", "json-1", "csv-1"][number % 3]
    data = Self.document(segmenter, &random)
    root = Digest(of: Array("\(number)".utf8))
    item = "I-\(number)/0001"
    entities = segmenter == "txt-1" ? Self.entities(data, &random) : []
    // Only whole leaves are hidden, so that what they touch is what they are.
    let leaves = try Self.leaves(data, segmenter, Self.offsets(entities, data))
    for leaf in leaves where !leaf.isEmpty {
      if random.next() % 5 == 0 { hidden.append(leaf) }
      if random.next() % 5 == 0 { more.append(leaf) }
    }
    if let first = hidden.randomElement(using: &random) { open = [first] }
  }

  var json: JSON {
    get throws {
      let file = try SealedFile(
        BytesInMemory(data), item: item, segmenter: segmenter, root: root,
        plain: Digest(of: data), entities: Self.offsets(entities, data))
      let box = Array("█".utf8)
      func redacted(_ ranges: [Range<Int>]) throws -> ([UInt8], Proof) {
        let out = Bytes()
        let proof = try file.redacted(
          ByteRanges(ranges), placeholder: { _, _ in box }, write: { out.bytes += $0 })
        return (out.bytes, proof)
      }
      let (released, proof) = try redacted(hidden)
      let copy = try RedactedCopy(BytesInMemory(released), proof)
      // A second redaction starts from the copy alone.
      let second = Bytes()
      let secondProof = try copy.redacted(
        ByteRanges(try more.compactMap { try inCopy($0, file, copy) }),
        placeholder: { _, _ in box }, write: { second.bytes += $0 })
      var members: JSONObject = [
        "item": .string(item), "seg": .string(segmenter), "data": .string(Hex.text(of: data)),
        "seed": .string("\(root)"), "seal": .string("\(try file.seal())"),
        "head": .object(file.header.json),
        "entities": .array(entities.map { .array([JSON($0.token), JSON($0.count)]) }),
        "hide": Self.json(hidden), "more": Self.json(more), "open": Self.json(open),
        "released": .string(Hex.text(of: released)), "proof": proof.json,
        "again": .string(Hex.text(of: second.bytes)), "againProof": secondProof.json,
      ]
      if !open.isEmpty {
        let unsealing = try file.unsealing(copy, showing: ByteRanges(open))
        let opened = Bytes()
        let openedProof = try copy.applying(
          Unsealing(parsing: unsealing.json.bytes), placeholder: { _, _ in box },
          write: { opened.bytes += $0 })
        members["token"] = unsealing.json
        members["opened"] = .string(Hex.text(of: opened.bytes))
        members["openedProof"] = openedProof.json
      }
      return .object(members)
    }
  }

  /// Where a range of the original stands in the copy; nil when it is hidden already.
  private func inCopy(_ range: Range<Int>, _ file: SealedFile, _ copy: RedactedCopy) throws
    -> Range<Int>?
  {
    let gone = try file.hiddenRanges(of: copy)
    guard !gone.overlaps(range) else { return nil }
    var shift = 0
    for (number, hidden) in gone.ranges.enumerated() where hidden.upperBound <= range.lowerBound {
      shift += copy.proof.gaps[number].length - hidden.count
    }
    return range.lowerBound + shift..<range.upperBound + shift
  }

  private static func json(_ ranges: [Range<Int>]) -> JSON {
    .array(ranges.map { .array([JSON($0.lowerBound), JSON($0.upperBound)]) })
  }

  private static func document(
    _ segmenter: String, _ random: inout PredictableRandomNumbers
  ) -> [UInt8] {
    func pick<Value>(_ values: [Value], _ random: inout PredictableRandomNumbers) -> Value {
      values[Int(random.next() % UInt64(values.count))]
    }
    let count = Int(random.next() % 60)
    switch segmenter {
    case "txt-1":
      return (0..<count).flatMap { _ in
        pick(
          [
            "a", "bcdefgh", " ", "\n", ",", "é", "日本", "\t", "1234567", "ñu", "\r\n", ".",
          ].map { Array($0.utf8) } + [[0xFF], [0x80]], &random)
      }
    case "csv-1":
      return (0..<count).flatMap { _ in
        pick(
          ["a", ",", "\n", "\"q,\"\"z\"", "\r\n", "xx", "\"", "é"].map { Array($0.utf8) }, &random)
      }
    default:
      let members = (0..<(count % 7 + 1)).map { number in
        let value = pick(
          ["1", "\"x\\\"y\"", "null", "[1, {\"a\": \"b\"}]", "{\"z\":[]}", "\"\"", "-1.5e3"],
          &random)
        return "\"k\(number)\" : \(value)"
      }
      return Array("{ \(members.joined(separator: ",\n")) }\n".utf8)
    }
  }

  /// Sometimes two tokens of the first line are one entity.
  private static func entities(
    _ data: [UInt8], _ random: inout PredictableRandomNumbers
  ) -> [(token: Int, count: Int)] {
    let line = data.prefix { $0 != 0x0A }
    let tokens = Array(line).withUnsafeBytes { buffer in
      var place = 0
      var count = 0
      while place < buffer.count {
        place = TextSegmenter.tokenEnd(buffer, place, buffer.count)
        count += 1
      }
      return count
    }
    guard tokens >= 3, random.next() % 2 == 0 else { return [] }
    return [(Int(random.next() % UInt64(tokens - 2)), 2)]
  }

  private static func offsets(_ entities: [(token: Int, count: Int)], _ data: [UInt8])
    -> [SealEntity]
  {
    data.withUnsafeBytes { buffer in
      entities.map { entity in
        var place = 0
        for _ in 0..<entity.token { place = TextSegmenter.tokenEnd(buffer, place, buffer.count) }
        return SealEntity(offset: place, tokenCount: entity.count)
      }
    }
  }

  private static func leaves(
    _ data: [UInt8], _ segmenter: String, _ entities: [SealEntity]
  ) throws -> [Range<Int>] {
    let file = try SealedFile(
      BytesInMemory(data), item: "x", segmenter: segmenter, root: Digest(of: []),
      plain: Digest(of: []), entities: entities)
    return try data.withUnsafeBytes { buffer in
      var leaves: [Range<Int>] = []
      var place = 0
      var rest = entities[...]
      var index = 0
      while place < buffer.count {
        var pieces: [Piece] = []
        try file.work.segmenter.element(
          SealLevel.document, index: index, in: buffer, at: &place, entities: &rest, into: &pieces)
        leaves += pieces.filter { $0.kind == Piece.leaf }.map { $0.start..<$0.end }
        index += 1
      }
      return leaves
    }
  }
}

private final class Bytes {
  var bytes: [UInt8] = []
}
