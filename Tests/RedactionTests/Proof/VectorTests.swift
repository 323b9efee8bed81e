import Foundation
import Integrity
import Testing

@testable import Redaction

/// The construction's own vectors: every byte, and everything that must be refused.
@Suite struct VectorTests {
  static let file = Result {
    try JSON(
      parsing: Array(
        Data(
          contentsOf: URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../Resources/vectors.json"))))
  }

  static func cases() throws -> [JSON] { try #require(file.get()["cases"]?.array) }

  @Test("Primitives")
  func primitives() throws {
    let all = try #require(try Self.file.get()["primitives"])
    func value(_ name: String) throws -> Digest {
      try #require(all[name]?.string.flatMap(Digest.init(hex:)))
    }
    let s = try value("S")
    #expect(SealHash.documentSeed(s) == (try value("tree_seed=SHA256(13||S)")))
    #expect(SealHash.leftSeed(s) == (try value("L(S)=SHA256(10||S)")))
    #expect(SealHash.rightSeed(s) == (try value("R(S)=SHA256(11||S)")))
    #expect(SealHash.bodySeed(s) == (try value("D(S)=SHA256(12||S)")))
    let leaf = Array("abc".utf8).withUnsafeBytes { SealHash.leaf(s, $0) }
    #expect(leaf == (try value("leaf(salt=S,'abc')=SHA256(00||S||abc)")))
    let inner = SealHash.inner(leaf, leaf)
    #expect(inner == (try value("inner(leaf,leaf)")))
    #expect(
      SealHash.group(kind: 1, count: 2, inner) == (try value("group(kind=1,count=2,inner)")))
  }

  @Test("Leaves of every length hash as a stream does")
  func leafLengths() {
    let seed = Digest(of: [1])
    for length in 0..<200 {
      let bytes = [UInt8](repeating: 7, count: length)
      let fast = bytes.withUnsafeBytes { SealHash.leaf(seed, $0) }
      #expect(fast == Digest(of: [0], seed.bytes, bytes))
    }
  }

  @Test("Words are cut into head, middle and tail")
  func tokens() throws {
    let pairs = try #require(Self.file.get()["tokens_hex_to_parts"]?.array)
    #expect(pairs.count == 11)
    for pair in pairs {
      let parts = try #require(pair.array)
      let bytes = try #require(parts[0].string.flatMap { Hex.bytes(of: $0) })
      let expected = try #require(parts[1].array).compactMap { $0.string }
      let found = try bytes.withUnsafeBytes { buffer in
        var pieces: [Piece] = []
        var place = 0
        var none: ArraySlice<SealEntity> = []
        try TextSegmenter().element(
          SealLevel.entity, index: 0, in: buffer, at: &place, entities: &none, into: &pieces)
        return pieces.filter { $0.kind == Piece.leaf }.map {
          Hex.text(of: Array(bytes[$0.start..<$0.end]))
        }
      }
      #expect(found == expected)
    }
  }

  @Test("Seals, copies, proofs, unsealings and further redactions, byte for byte")
  func cases() throws {
    let cases = try Self.cases()
    #expect(cases.count == 15)
    for one in cases { try VectorCase(one).check() }
  }

  @Test("All that must be refused is refused")
  func rejects() throws {
    var count = 0
    for one in try Self.cases() {
      let seal = try #require(one["seal"]?.string.flatMap(Digest.init(hex:)))
      for reject in one["reject"]?.array ?? [] {
        count += 1
        let released = try #require(reject["released"]?.string.flatMap { Hex.bytes(of: $0) })
        let proof = try #require(reject["proof"])
        #expect(
          !accepts(released, proof, seal),
          "\(one["name"]?.string ?? ""): \(reject["what"]?.string ?? "")")
      }
    }
    #expect(count == 102)
  }
}

func accepts(_ released: [UInt8], _ proof: JSON, _ seal: Digest) -> Bool {
  do {
    return try RedactedCopy(BytesInMemory(released), Proof(json: proof)).seal() == seal
  } catch { return false }
}

final class Sink {
  var bytes: [UInt8] = []
}

struct VectorCase {
  let json: JSON
  let name: String
  let original: [UInt8]

  init(_ json: JSON) throws {
    self.json = json
    name = try #require(json["name"]?.string)
    original = try #require(json["original"]?.string.flatMap { Hex.bytes(of: $0) })
  }

  func ranges(_ json: JSON?) throws -> ByteRanges {
    ByteRanges(
      try #require(json?.array).map { pair in
        let pair = try #require(pair.array).compactMap(\.integer)
        return Int(pair[0])..<Int(pair[1])
      })
  }

  var entities: [SealEntity] {
    get throws {
      let wanted = try #require(json["entities"]?.array).map {
        $0.array?.compactMap(\.integer) ?? []
      }
      return original.withUnsafeBytes { buffer in
        wanted.map { pair in
          var place = 0
          for _ in 0..<pair[0] { place = TextSegmenter.tokenEnd(buffer, place, buffer.count) }
          return SealEntity(offset: place, tokenCount: Int(pair[1]))
        }
      }
    }
  }

  func check() throws {
    let root = try #require(json["seed"]?.string.flatMap(Digest.init(hex:)))
    let file = try SealedFile(
      BytesInMemory(original), item: "E-" + name, segmenter: #require(json["seg"]?.string),
      root: root, plain: Digest(of: original), entities: entities)
    let seal = try file.seal()
    #expect(seal.description == json["seal"]?.string, "\(name)")
    #expect(JSON.object(file.header.json) == json["header"], "\(name)")
    let hidden = try ranges(json["hide"])
    let box = Array("█".utf8)
    let note: ([Range<Int>]) -> [GapNote] = { _ in
      hidden.isEmpty ? [] : [GapNote(gap: 0, rule: nil, reason: "R-03", basis: nil, form: nil)]
    }
    let out = Sink()
    let proof = try file.redacted(
      hidden, notes: note, placeholder: { _, _ in box }, write: { out.bytes += $0 })
    #expect(Hex.text(of: out.bytes) == json["released"]?.string, "\(name)")
    #expect(proof.json == json["proof"], "\(name)")
    #expect(accepts(out.bytes, proof.json, seal), "\(name)")
    #expect(try Proof(parsing: proof.json.bytes) == proof)
    let copy = try RedactedCopy(BytesInMemory(out.bytes), proof)
    if let unseal = json["unseal"], let token = unseal["token"] {
      let pair = try #require(unseal["open"]?.array).compactMap(\.integer)
      let unsealing = try file.unsealing(hidden, showing: ByteRanges([Int(pair[0])..<Int(pair[1])]))
      #expect(unsealing.json == token, "\(name)")
      let read = try Unsealing(parsing: token.bytes)
      #expect(read == unsealing)
      let opened = Sink()
      let merged = try copy.applying(
        read, placeholder: { _, _ in box }, write: { opened.bytes += $0 })
      #expect(Hex.text(of: opened.bytes) == unseal["released"]?.string, "\(name)")
      #expect(merged.json == unseal["proof"], "\(name)")
    }
    if let again = json["redact_again"] {
      let first = try #require(again["first_released"]?.string.flatMap { Hex.bytes(of: $0) })
      let firstProof = try Proof(json: #require(again["first_proof"]))
      let more = try ranges(again["then_hide_revealed_offsets"]).ranges.map { range in
        firstProof.gaps.reduce(range) { range, gap in
          gap.offset <= range.lowerBound
            ? range.lowerBound + gap.length..<range.upperBound + gap.length : range
        }
      }
      let second = Sink()
      let proof = try RedactedCopy(BytesInMemory(first), firstProof).redacted(
        ByteRanges(more), notes: note, placeholder: { _, _ in box },
        write: { second.bytes += $0 })
      #expect(Hex.text(of: second.bytes) == again["released"]?.string, "\(name)")
      #expect(proof.json == again["proof"], "\(name)")
    }
  }
}
