import Foundation
import Integrity
import Testing

@testable import Redaction

/// What somebody would try who holds a copy and its proof, and wants to know or say more.
@Suite struct AttackTests {
  static let root = Digest(of: Array("secret".utf8))

  struct Made {
    let file: SealedFile
    let released: [UInt8]
    let proof: Proof

    init(
      _ text: String, hiding words: [String], root: Digest = AttackTests.root,
      item: String = "I-1/0001",
      entities: [SealEntity] = []
    ) throws {
      let bytes = Array(text.utf8)
      file = try SealedFile(
        BytesInMemory(bytes), item: item, segmenter: "txt-1", root: root,
        plain: Digest(of: bytes), entities: entities)
      let ranges = words.compactMap { word -> Range<Int>? in
        guard let range = text.range(of: word) else { return nil }
        let start = text.utf8.distance(from: text.startIndex, to: range.lowerBound)
        return start..<start + word.utf8.count
      }
      let out = Sink()
      proof = try file.redacted(
        ByteRanges(ranges), placeholder: { _, _ in Array("█".utf8) }, write: { out.bytes += $0 })
      released = out.bytes
    }
  }

  /// Every 32 bytes that the holder of proofs can work out, some levels down.
  static func reachable(_ proofs: [Proof], depth: Int = 8) -> Set<Digest> {
    var seen: Set<Digest> = []
    func walk(_ seed: Digest, _ depth: Int) {
      guard depth >= 0, seen.insert(seed).inserted else { return }
      for next in [SealHash.leftSeed(seed), SealHash.rightSeed(seed), SealHash.bodySeed(seed)] {
        walk(next, depth - 1)
      }
    }
    for proof in proofs {
      for start in stride(from: 0, to: proof.parts.seeds.count, by: 32) {
        if let seed = Digest(bytes: Array(proof.parts.seeds[start..<start + 32])) {
          walk(seed, depth)
        }
      }
    }
    return seen
  }

  @Test("Four hidden digits are not found by trying all ten thousand")
  func bruteForce() throws {
    let made = try Made("pin 4821 end\n", hiding: ["4821"])
    let hashes = Set(
      stride(from: 0, to: made.proof.parts.hashes.count, by: 32).compactMap {
        Digest(bytes: Array(made.proof.parts.hashes[$0..<$0 + 32]))
      })
    #expect(hashes.count == 1)
    let salts = Array(Self.reachable([made.proof], depth: 3))
    for guess in 0..<10_000 {
      let text = Array(String(guess + 10_000).dropFirst().utf8)
      let plain = Digest(of: text)
      #expect(!hashes.contains(plain))
      guard let salt = salts.randomElement() else { continue }
      let parts = [text.prefix(1), text.dropFirst()].map { part in
        Array(part).withUnsafeBytes { SealHash.leaf(salt, $0) }
      }
      let word = SealHash.group(kind: 3, count: 2, SealHash.inner(parts[0], parts[1]))
      #expect(!hashes.contains(word) && !hashes.contains(parts[0]))
    }
    // The plain digest of the whole does not help either: it is salted in the header.
    #expect(made.proof.header.original != Digest(of: Array("pin 4821 end\n".utf8)))
  }

  @Test("Two different redactions of one file together show no more than each")
  func union() throws {
    let text = "Ana 12345678 vio a Luis Gómez en la esquina.\nOtra línea con 99998888.\n"
    let one = try Made(text, hiding: ["12345678", "Luis"])
    let two = try Made(text, hiding: ["12345678", "esquina"])
    let reachable = Self.reachable([one.proof, two.proof])
    // The seeds of what both hide: worked out from the secret, as the sealer does.
    let start = text.utf8.count - text.utf8.drop { $0 != UInt8(ascii: "1") }.count
    let hidden = try one.file.unsealing(
      ByteRanges([start..<start + 8]), showing: ByteRanges([start..<start + 8]))
    let opening = try #require(hidden.openings.first)
    for place in stride(from: 0, to: opening.parts.seeds.count, by: 32) {
      let seed = try #require(Digest(bytes: Array(opening.parts.seeds[place..<place + 32])))
      #expect(!reachable.contains(seed))
    }
  }

  @Test("The length of what is hidden does not show")
  func lengths() throws {
    let sizes = try (2...40).map { count in
      let name = String(repeating: "n", count: count)
      return try Made("a \(name) b\n", hiding: [name]).proof.json.bytes.count
    }
    #expect(Set(sizes).count == 1)
    let one = try Made(
      "de Ana Paz a\n", hiding: ["Ana Paz"], entities: [SealEntity(offset: 3, tokenCount: 3)])
    let other = try Made(
      "de María Guadalupe Núñez a\n", hiding: ["María Guadalupe Núñez"],
      entities: [SealEntity(offset: 3, tokenCount: 5)])
    #expect(one.proof.json.bytes.count == other.proof.json.bytes.count)
    #expect(one.released == other.released)
  }

  @Test("A proof says nothing of another file, another item or another seal")
  func otherFile() throws {
    let one = try Made("uno dos tres\n", hiding: ["dos"])
    let two = try Made("uno dos cuatro\n", hiding: ["dos"], item: "I-2/0001")
    #expect(throws: (any Error).self) {
      let copy = try RedactedCopy(BytesInMemory(two.released), one.proof)
      guard try copy.seal() == one.file.seal() else { throw ProofFlaw.sealDiffers }
    }
    var swapped = one.proof
    swapped.header = two.proof.header
    let seal = try RedactedCopy(BytesInMemory(one.released), swapped).seal()
    #expect(try seal != one.file.seal() && seal != two.file.seal())
  }

  @Test("The same text sealed twice with fresh secrets shares no hash")
  func freshSecrets() throws {
    let one = try Made("uno dos tres\n", hiding: ["dos"])
    let two = try Made("uno dos tres\n", hiding: ["dos"], root: Digest(of: [9]))
    #expect(one.proof.parts.hashes != two.proof.parts.hashes)
    #expect(try one.file.seal() != two.file.seal())
  }

  @Test("What opens one copy opens no other place and no other copy")
  func unsealing() throws {
    let text = "uno dos tres cuatro\n"
    let one = try Made(text, hiding: ["dos", "cuatro"])
    let copy = try RedactedCopy(BytesInMemory(one.released), one.proof)
    let token = try one.file.unsealing(copy, showing: ByteRanges([4..<7]))
    #expect(token.count == 1)
    var moved = token
    moved.openings[0].node = 1
    #expect(throws: ProofFlaw.self) {
      try copy.applying(moved, placeholder: { _, _ in [] }, write: { _ in })
    }
    let other = try Made("uno xxx tres cuatro\n", hiding: ["xxx", "cuatro"])
    #expect(throws: ProofFlaw.self) {
      try RedactedCopy(BytesInMemory(other.released), other.proof).applying(
        token, placeholder: { _, _ in [] }, write: { _ in })
    }
  }

  @Test("Leaves moved, dropped, doubled or cut off are refused")
  func moved() throws {
    let made = try Made("a b c\nd e f\ng h i\n", hiding: ["e"])
    let seal = try made.file.seal()
    let text = made.released
    let changes: [[UInt8]] = [
      Array("d e f\n".utf8) + text, Array(text.dropLast()), text + text, Array(text.reversed()),
      Array(text.dropFirst(6)) + text.prefix(6), text + [0], [],
    ]
    for change in changes { #expect(!accepts(change, made.proof.json, seal)) }
  }

  @Test("A text that has boxes of its own is told from a redaction")
  func ownBoxes() throws {
    let made = try Made("█ [REDACTED] █[49.1] secreto\n", hiding: ["secreto"])
    #expect(made.proof.gaps.count == 1)
    #expect(try RedactedCopy(BytesInMemory(made.released), made.proof).seal() == made.file.seal())
    // Pretending that the text's own box were a gap fails.
    var lying = made.proof
    lying.parts.gaps.insert(Proof.Gap(offset: 0, length: 3), at: 0)
    #expect(!accepts(made.released, lying.json, try made.file.seal()))
  }

  @Test("A proof that asks for endless work is refused at once")
  func bombs() throws {
    let made = try Made("uno dos tres\n", hiding: ["dos"])
    for numbers: [UInt8] in [
      [0, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F], [0, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 1],
      [255, 1],
    ] {
      var bomb = made.proof
      bomb.parts.numbers = numbers + made.proof.parts.numbers
      #expect(!accepts(made.released, bomb.json, try made.file.seal()))
    }
    var deep = made.proof
    deep.parts.operations = [UInt8](repeating: 0xFF, count: 100_000)
    deep.parts.operationCount = 400_000
    deep.parts.numbers = [UInt8](repeating: 4, count: 800_000)
    #expect(!accepts(made.released, deep.json, try made.file.seal()))
  }
}
