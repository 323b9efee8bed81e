import Integrity
import Testing

@testable import Redaction

@Suite struct RedactableKindTests {
  static func kind(_ bytes: [UInt8], _ name: String) throws -> RedactableKind {
    try RedactableKind.of(BytesInMemory(bytes), named: name)
  }

  @Test("Content counts before names")
  func kinds() throws {
    #expect(
      try Self.kind(Array("a,b\n".utf8), "x.csv") == .text(segmenter: "csv-1", layout: .table))
    #expect(
      try Self.kind(Array("{\"a\":1}".utf8), "x.json") == .text(segmenter: "json-1", layout: .json))
    #expect(
      try Self.kind(Array("{\"a\":".utf8), "x.json") == .text(segmenter: "txt-1", layout: .json))
    #expect(
      try Self.kind(Array("From: a@b.mx\n\nHola\n".utf8), "x.eml")
        == .text(segmenter: "txt-1", layout: .text))
    #expect(try Self.kind(PNGPicture.signature + [0], "x.txt") == .picture(.png))
    for (start, code) in [
      ("%PDF-1.7\n", "pdf"), ("PK\u{3}\u{4}", "archive"), ("EVF\u{9}", "image"), ("RIFF", "media"),
      ("a\u{0}b", "binary"),
    ] {
      #expect(try Self.kind(Array(start.utf8), "x.txt") == .wholeOnly("redaction.whole.\(code)"))
    }
  }

  @Test("JSON ten thousand deep is cut as text; nested beyond the limit it is refused")
  func deepJSON() throws {
    let deep = Array(
      (String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000)).utf8)
    #expect(try Self.kind(deep, "x.json") == .text(segmenter: "txt-1", layout: .json))
    #expect(throws: ProofFlaw.depth) {
      try SealedFile(
        BytesInMemory(deep), item: "I", segmenter: "json-1", root: Digest(of: []),
        plain: Digest(of: deep)
      ).seal()
    }
  }

  @Test("Large files are cut into lines, and into blocks where a line has no end")
  func large() throws {
    let lines = Array(
      String(repeating: String(repeating: "x", count: 99) + "\n", count: 220_000).utf8)
    #expect(try Self.kind(lines, "x.log") == .text(segmenter: "line-1", layout: .text))
    let single = [UInt8](repeating: 0x78, count: 22_000_000)
    #expect(try Self.kind(single, "x.txt") == .text(segmenter: "blk-1", layout: .text))
    for (bytes, segmenter) in [(lines, "line-1"), (single, "blk-1")] {
      let file = try SealedFile(
        BytesInMemory(bytes), item: "I", segmenter: segmenter, root: Digest(of: []),
        plain: Digest(of: bytes))
      let seal = try file.seal()
      let out = Sink()
      let proof = try file.redacted(
        ByteRanges([1_000_050..<1_000_060, 20_000_000..<20_000_300]), placeholder: { _, _ in [95] },
        write: { out.bytes += $0 })
      #expect(proof.gaps.count == 2)
      let copy = try RedactedCopy(BytesInMemory(out.bytes), proof)
      #expect(try copy.seal() == seal)
      let hidden = try file.hiddenRanges(of: copy)
      #expect(hidden.overlaps(1_000_050..<1_000_060) && hidden.ranges.count == 2)
      out.bytes[5] ^= 1
      #expect(try RedactedCopy(BytesInMemory(out.bytes), proof).seal() != seal)
    }
  }

  @Test("One large container is hashed on all cores to what one core makes of it")
  func largeJSON() throws {
    let rows = (0..<30_000).map { "{\"n\": \($0), \"a\": [1, \"x\", {\"b\": null}]}" }
    let bytes = Array(
      "{\"rows\": [\(rows.joined(separator: ","))], \"end\": \"\(String(repeating: "y", count: 400_000))\"}\n"
        .utf8)
    let file = try SealedFile(
      BytesInMemory(bytes), item: "I", segmenter: "json-1", root: Digest(of: [5]),
      plain: Digest(of: bytes))
    let seal = try file.seal()
    let alone = try bytes.withUnsafeBytes { buffer in
      let run = try #require(file.node.asRun)
      let body = try file.work.bodyOfDocument(run)
      let (pieces, roots) = try TreeHasher.pieces(of: body.run, in: buffer, file.work.segmenter)
      let tree = PieceTree(bytes: bytes[...], pieces: pieces)
      return SealHash.group(
        kind: SealLevel.document, count: body.count, tree.hash(roots[...], body.seed))
    }
    #expect(SealHash.seal(file.header.bytes, alone) == seal)
    let out = Sink()
    let proof = try file.redacted(
      ByteRanges([1_000_000..<1_000_001]), placeholder: { _, _ in [95] }, write: { out.bytes += $0 }
    )
    #expect(try RedactedCopy(BytesInMemory(out.bytes), proof).seal() == seal)
  }

  @Test("Names and numbers of several words are hidden as one")
  func entities() throws {
    let text = Array("Ayer Juan Pérez de la Cruz llamó al 664 123 4567.\nAna López\n".utf8)
    let hits = try IdentifierScanner.plain.hits(in: BytesInMemory(text), .text)
    let found = EntityFinder.entities(in: text, hits).map { entity in
      text.withUnsafeBytes { buffer -> String in
        var end = entity.offset
        for _ in 0..<entity.tokenCount { end = TextSegmenter.tokenEnd(buffer, end, buffer.count) }
        return String(decoding: text[entity.offset..<end], as: UTF8.self)
      }
    }
    #expect(found == ["Ayer Juan Pérez de la Cruz", "664 123 4567", "Ana López"])
  }
}

extension SealNode {
  fileprivate var asRun: SealRun? { if case .run(let run) = self { run } else { nil } }
}
