// Digests and encodings held against the vectors of their standards.

import Glibc
import Integrity
import TestSupport
import Testing

@Suite struct DigestVectorTests {
  /// - Source: FIPS 180-4's examples (csrc.nist.gov, SHA256.pdf) and the empty text.
  private static let examplesOfSHA256: [(String, String)] = [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
    ),
  ]

  @Test("SHA-256 equals the examples, in one part or byte by byte", arguments: examplesOfSHA256)
  func examples(text: String, hex: String) {
    let bytes = Array(text.utf8)
    #expect(Digest(of: bytes).description == hex)
    var hasher = DigestHasher()
    for byte in bytes { hasher.update(byte: byte) }
    let digest = hasher.finish()
    #expect(digest.description == hex)
    #expect(Digest(hex: hex) == digest)
  }

  @Test("A million times the letter a")
  func million() {
    let million = [UInt8](repeating: 0x61, count: 1_000_000)
    #expect(
      Digest(of: million).description
        == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    #expect(Digest(of: Array(million[..<65]), Array(million[65...])) == Digest(of: million))
  }

  @Test(
    "A digest is read from 64 lowercase digits alone",
    arguments: [
      "", "ba", String(repeating: "g", count: 64), String(repeating: "A", count: 64),
      String(repeating: "0", count: 62), String(repeating: "0", count: 66),
      " " + String(repeating: "0", count: 63),
    ])
  func refused(_ hex: String) { #expect(Digest(hex: hex) == nil) }

  /// - Source: RFC 1321, §A.5; RFC 3174, §7.3; FIPS 180-4's examples for the others.
  private static let acquisitionVectors: [(AcquisitionAlgorithm, String, String)] = [
    (.md5, "", "d41d8cd98f00b204e9800998ecf8427e"),
    (.md5, "a", "0cc175b9c0f1b6a831c399e269772661"),
    (.md5, "message digest", "f96b697d7cb7938d525a2f31aaf161d0"),
    (.md5, "abcdefghijklmnopqrstuvwxyz", "c3fcd3d76192e4007dfb496cca67e13b"),
    (
      .md5, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
      "d174ab98d277d9f5a5611c2c9f419d9f"
    ),
    (
      .sha1, "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "84983e441c3bd26ebaae4aa1f95129e5e54670f1"
    ),
    (.sha224, "abc", "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7"),
    (
      .sha384, "abc",
      "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7"
    ),
    (
      .sha512,
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
      "8e959b75dae313da8cf4f72814fc143f8f7779c6eb9f7fa17299aeadb6889018501d289e4900f7e4331b99dec4b5433ac7d329eeb6dd26545e96e55b874be909"
    ),
  ]

  @Test("Acquisition digests equal their standards' vectors", arguments: acquisitionVectors)
  func acquisition(algorithm: AcquisitionAlgorithm, text: String, hex: String) {
    var hasher = AcquisitionHasher(algorithm)
    for byte in text.utf8 { withUnsafeBytes(of: byte) { hasher.update($0) } }
    let hash = hasher.finish()
    #expect(hash.hex == hex)
    #expect(hash.bytes.count == algorithm.byteCount)
    #expect(AcquisitionHash(hex: hex) == hash)
    #expect(AcquisitionHash(hex: hex.uppercased()) == hash)
  }

  @Test(
    "A count of digits that fits no algorithm is no digest",
    arguments: [0, 2, 30, 31, 33, 55, 57, 62, 63, 65, 95, 97, 127, 130])
  func noAlgorithm(count: Int) {
    #expect(AcquisitionHash(hex: String(repeating: "0", count: count)) == nil)
  }

  @Test("What is not hexadecimal is no digest", arguments: ["g", " ", "０"])
  func notHexadecimal(_ digit: String) {
    #expect(AcquisitionHash(hex: String(repeating: digit, count: 32)) == nil)
    #expect(AcquisitionHash(hex: digit + String(repeating: "0", count: 31)) == nil)
  }
}

@Suite struct EncodingVectorTests {
  @Test("Only what is printed is read: every text of up to four signs of a small alphabet")
  func everyShortText() {
    let signs = Array("AQZgw9+/-_= \n".utf8)
    var texts: [[UInt8]] = [[]]
    for _ in 1...4 { texts += texts.flatMap { text in signs.map { text + [$0] } } }
    for text in Set(texts) {
      for base64 in [Base64.standard, .url] {
        guard let bytes = base64.bytes(of: text[...]) else { continue }
        #expect(Array(base64.text(of: bytes).utf8) == text)
      }
    }
  }

  @Test("Every count of bytes up to 100 survives, in every encoding")
  func everyCount() {
    for count in 0...100 {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 37 + count) }
      #expect(Base64.standard.bytes(of: Base64.standard.text(of: bytes)) == bytes)
      #expect(Base64.url.bytes(of: Base64.url.text(of: bytes)) == bytes)
      #expect(Hex.bytes(of: Hex.text(of: bytes)) == bytes)
    }
  }

  @Test("Digits 62 and 63 tell the alphabets apart")
  func alphabets() {
    let bytes: [UInt8] = [0xFB, 0xFF, 0xBF]
    #expect(Base64.standard.text(of: bytes) == "+/+/")
    #expect(Base64.url.text(of: bytes) == "-_-_")
    #expect(Base64.standard.bytes(of: "-_-_") == nil)
    #expect(Base64.url.bytes(of: "+/+/") == nil)
  }

  @Test("Letters that only look like digits are not", arguments: ["０１", "ａｂ", "é0", "\u{0}0"])
  func lookalikes(_ text: String) {
    #expect(Hex.bytes(of: text) == nil)
    #expect(Base64.standard.bytes(of: text + "AA") == nil)
    #expect(Base64.url.bytes(of: text) == nil)
  }
}

@Suite struct HashedStreamTests {
  /// What a stream says of a file with `content`, and the bytes that its body was given.
  private static func read(
    _ content: [UInt8], from start: Int64 = 0, count: Int64? = nil,
    alsoHashing algorithm: AcquisitionAlgorithm? = nil
  ) throws -> (stream: HashedStream, seen: [UInt8]) {
    let folder = try TemporaryFolder()
    let source = try FileSource(path: folder.write(content, to: "file"))
    var seen: [UInt8] = []
    let stream = try HashedStream(
      reading: source, from: start, count: count, alsoHashing: algorithm
    ) { seen += $0 }
    return (stream, seen)
  }

  private static func content(_ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
  }

  private static let sizes: [Int] = {
    let chunk = HashedStream.chunkByteCount
    return [0, 1, chunk - 1, chunk, chunk + 1, 2 * chunk, 9 * chunk + 1]
  }()

  @Test(
    "Whatever the size, all bytes are handed over and hashed, once and in order", arguments: sizes)
  func size(count: Int) throws {
    let content = Self.content(count)
    let (stream, seen) = try Self.read(content, alsoHashing: .sha1)
    #expect(seen == content)
    #expect(stream.digest == Digest(of: content))
    #expect(stream.byteCount == Int64(count))
    var other = AcquisitionHasher(.sha1)
    content.withUnsafeBytes { other.update($0) }
    let expected = other.finish()
    #expect(stream.acquisitionHash == expected)
  }

  @Test("A part of a file is read from its start for its count")
  func part() throws {
    let content = Self.content(2 * HashedStream.chunkByteCount)
    let (stream, seen) = try Self.read(content, from: 100, count: 700_000, alsoHashing: .sha256)
    #expect(seen == Array(content[100..<700_100]))
    #expect(stream.digest == Digest(of: seen))
    #expect(stream.acquisitionHash?.bytes == stream.digest.bytes)
  }

  @Test("A file shorter than promised is found out", arguments: [10, 1_500_000])
  func truncated(count: Int) throws {
    let source = MemorySource(Self.content(count))
    #expect(throws: FileError.truncated(path: "-")) {
      try HashedStream(reading: source, count: Int64(count) + 1)
    }
  }

  @Test("What cannot be read says why")
  func unreadable() throws {
    let folder = try Descriptor(opening: "/", O_RDONLY | O_DIRECTORY)
    #expect(throws: FileError.unreadable(path: "/", code: EISDIR)) {
      try HashedStream(reading: FileSource(sharing: folder, path: "/"))
    }
  }

  @Test("An error of the reader stops the reading and reaches the caller")
  func stopped() throws {
    struct Stop: Error {}
    let folder = try TemporaryFolder()
    let path = try folder.write(Self.content(5 * HashedStream.chunkByteCount), to: "file")
    let source = try FileSource(path: path)
    var chunks = 0
    #expect(throws: Stop.self) {
      try HashedStream(reading: source) { _ in
        chunks += 1
        if chunks == 2 { throw Stop() }
      }
    }
    #expect(chunks == 2)
  }
}
