import Foundation
import Integrity
import Testing

@testable import Redaction

@Suite struct LeakSearchTests {
  static let secret = "PEGJ850714HNLRRN08"
  static let name = "María Guadalupe Núñez"

  static func search() throws -> LeakSearch {
    LeakSearch([
      try #require(LeakValue(secret, reason: "number")),
      try #require(LeakValue(name, reason: "name")),
    ])
  }

  /// Ways in which a value stands in a file without being seen.
  static var planted: [(String, [UInt8])] {
    let text = "curp \(secret) fin"
    let bytes = Array(text.utf8)
    func utf16(_ isBig: Bool) -> [UInt8] {
      text.utf16.flatMap {
        isBig ? [UInt8($0 >> 8), UInt8($0 & 255)] : [UInt8($0 & 255), UInt8($0 >> 8)]
      }
    }
    let base64 = Base64.standard.text(of: bytes)
    let nested = Base64.url.text(of: Array("{\"x\":\"\(base64)\"}".utf8))
    func digest(_ algorithm: AcquisitionAlgorithm, _ text: String) -> String {
      var hasher = AcquisitionHasher(algorithm)
      Array(text.utf8).withUnsafeBytes { hasher.update($0) }
      return hasher.finish().hex
    }
    return [
      ("plain", bytes), ("lower", Array(text.lowercased().utf8)),
      ("spaced", Array("P E G J 8 5 0 7 1 4 H N L R R N 0 8".utf8)),
      ("separators", Array("PEGJ-850714-HNL-RRN-08".utf8)),
      ("zero width", Array("PEGJ\u{200B}850714\u{200D}HNLRRN08".utf8)),
      ("look-alikes", Array("\u{0420}EGJ850714\u{041D}NLRRN08".utf8)),
      ("full width", Array("ＰＥＧＪ８５０７１４ＨＮＬＲＲＮ０８".utf8)),
      ("reversed", Array(String(secret.reversed()).utf8)), ("cut off", Array("PEGJ850714".utf8)),
      ("UTF-16 little", utf16(false)), ("UTF-16 big", utf16(true)),
      ("UTF-16 odd", [1] + utf16(false)),
      ("base64", Array(base64.utf8)), ("base64 after text", Array("xyz\(base64)".utf8)),
      ("base64 in base64", Array(nested.utf8)),
      (
        "base64 over lines",
        Array(base64.prefix(12).utf8) + [0x0A] + Array(base64.dropFirst(12).utf8)
      ),
      ("hex", Array(Hex.text(of: bytes).utf8)),
      ("HEX", Array(Hex.text(of: bytes).uppercased().utf8)),
      ("URL", Array(secret.utf8.map { "%" + Hex.text(of: [$0]) }.joined().utf8)),
      ("entities", Array(secret.unicodeScalars.map { "&#\($0.value);" }.joined().utf8)),
      (
        "hex entities",
        Array(secret.unicodeScalars.map { "&#x\(String($0.value, radix: 16));" }.joined().utf8)
      ),
      (
        "JSON escapes",
        Array(secret.unicodeScalars.map { "\\u00" + Hex.text(of: [UInt8($0.value)]) }.joined().utf8)
      ),
      ("quoted printable", Array("PEGJ8507=\r\n14HNLR=52N08".utf8)),
      ("MD5", Array(digest(.md5, secret).utf8)), ("SHA-1", Array(digest(.sha1, secret).utf8)),
      ("SHA-256", Array(digest(.sha256, secret).utf8)),
      ("SHA-256 with a line end", Array(digest(.sha256, secret + "\n").utf8)),
      ("SHA-256 of lower case", Array(digest(.sha256, secret.lowercased()).utf8)),
      ("SHA-512", Array(digest(.sha512, secret).uppercased().utf8)),
      ("SHA-256 bytes", Digest(of: Array(secret.utf8)).bytes),
      ("name without accents", Array("maria guadalupe nunez".utf8)),
      ("name decomposed", Array("Mari\u{301}a Guadalupe Nu\u{301}n\u{303}ez".utf8)),
      (
        "name in Latin-1",
        Array("Mar".utf8) + [0xED] + Array("a Guadalupe N".utf8) + [0xFA, 0xF1] + Array("ez".utf8)
      ),
    ]
  }

  @Test("Whatever the dress, it is found", arguments: planted.map(\.0))
  func found(name: String) throws {
    let bytes = try #require(Self.planted.first { $0.0 == name }).1
    #expect(!(try Self.search().leaks(in: bytes, place: "f").isEmpty))
  }

  @Test("Packed streams are looked into")
  func packed() throws {
    let text = [UInt8](String(repeating: "curp \(Self.secret) fin ", count: 5).utf8)
    let stored: [UInt8] =
      [0x78, 0x01, 0x01] + [UInt8(text.count & 255), UInt8(text.count >> 8)]
      + [UInt8(~text.count & 255), UInt8(~text.count >> 8 & 255)] + text
    var a: UInt32 = 1
    var b: UInt32 = 0
    for byte in text {
      a = (a + UInt32(byte)) % 65_521
      b = (b + a) % 65_521
    }
    let check = b << 16 | a
    let stream = stored + [24, 16, 8, 0].map { UInt8(check >> UInt32($0) & 255) }
    let found = try Self.search().leaks(in: [1, 2, 3] + stream, place: "f")
    #expect(found.contains { $0.place == "f!packed" })
  }

  @Test("Findings name the place and the rule, never the value")
  func findings() throws {
    let leaks = try Self.search().leaks(
      in: BytesInMemory(Array("x \(Self.secret)".utf8)), place: "data/I/0001.txt")
    #expect(leaks == [Leak(place: "data/I/0001.txt", reason: "number")])
    let inName = try Self.search().leaks(in: BytesInMemory([1]), place: "maria-guadalupe-nunez.txt")
    #expect(inName.map(\.reason) == ["name"])
    #expect(LeakValue("Ana", reason: "short") == nil)
  }

  @Test(
    "What is merely alike is no leak",
    arguments: [
      "PEGJ850714HNLRRN09", "María Guadalupe Gómez", "Guadalupe Núñez María", "PEGJ8507", "",
      "0123456789abcdef0123456789abcdef",
    ])
  func decoys(text: String) throws {
    let leaks = try Self.search().leaks(in: Array(text.utf8), place: "f")
    // Ten letters of a number are as good as the number.
    #expect(leaks.isEmpty || text.hasPrefix("PEGJ850714"))
  }

  @Test("A value across the border of two windows is found in a large file")
  func windows() throws {
    var bytes = [UInt8](repeating: 0x20, count: LeakSearch.windowByteCount + 1000)
    bytes.replaceSubrange(
      LeakSearch.windowByteCount - 9..<LeakSearch.windowByteCount + 9, with: Array(Self.secret.utf8)
    )
    #expect(!(try Self.search().leaks(in: BytesInMemory(bytes), place: "f").isEmpty))
  }
}
