import Phrasebook
import Integrity
import Testing

@Suite struct EncodingTests {
  @Test(
    "Base64 equals RFC 4648 §10",
    arguments: [
      ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
      ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
    ])
  func base64(plain: String, coded: String) {
    #expect(Base64.standard.text(of: Array(plain.utf8)) == coded)
    #expect(Base64.standard.bytes(of: coded) == Array(plain.utf8))
    let unpadded = coded.filter { $0 != "=" }
    #expect(Base64.url.text(of: Array(plain.utf8)) == unpadded)
    #expect(Base64.url.bytes(of: unpadded) == Array(plain.utf8))
  }

  @Test(
    "One value has one spelling",
    arguments: [
      "Zg=", "Zg", "Zh==", "Z===", "Zg==\n", " Zg==", "Zm9v=", "====", "Zm-v", "Zg==Zg==",
    ])
  func badBase64(_ text: String) { #expect(Base64.standard.bytes(of: text) == nil) }

  @Test(
    "Base64url takes no padding, no standard signs, no unused bits",
    arguments: ["Zg==", "Zh", "+/", "A"])
  func badBase64URL(_ text: String) { #expect(Base64.url.bytes(of: text) == nil) }

  @Test("Hexadecimal is lowercase and whole", arguments: ["0", "AB", "0g", "0x00", " 00"])
  func badHex(_ text: String) { #expect(Hex.bytes(of: text) == nil) }

  @Test("Every byte survives both ways")
  func everyByte() {
    let bytes = Array(UInt8.min...UInt8.max)
    #expect(Hex.bytes(of: Hex.text(of: bytes)) == bytes)
    #expect(Base64.url.bytes(of: Base64.url.text(of: bytes)) == bytes)
  }
}

@Suite struct DigestTests {
  @Test("SHA-256 equals FIPS 180-4's examples")
  func examples() {
    #expect(
      Digest(of: Array("abc".utf8)).description
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(
      Digest(of: Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8)).description
        == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
  }

  @Test(
    "Acquisition digests equal RFC 1321, RFC 3174 and FIPS 180-4 for \"abc\"",
    arguments: [
      (AcquisitionAlgorithm.md5, "900150983cd24fb0d6963f7d28e17f72"),
      (.sha1, "a9993e364706816aba3e25717850c26c9cd0d89d"),
      (.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        .sha512,
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
      ),
    ])
  func acquisition(algorithm: AcquisitionAlgorithm, hex: String) {
    var hasher = AcquisitionHasher(algorithm)
    Array("abc".utf8).withUnsafeBytes { hasher.update($0) }
    let hash = hasher.finish()
    #expect(hash.hex == hex)
    #expect(AcquisitionHash(hex: hex.uppercased()) == hash)
  }
}

@Suite struct JSONTests {
  @Test(
    "What is accepted is printed back the same",
    arguments: [
      "null", "true", "[]", "{}", "0", "-1", "9223372036854775807", "\"á\\n\\\"\\\\\"",
      "{\"a\":[1,{\"b\":null}],\"ü\":\"\"}", "1.5",
    ])
  func roundTrip(_ text: String) throws {
    #expect(try JSON(parsing: text).text == text)
    #expect(try JSON(parsing: JSON(parsing: text).pretty) == JSON(parsing: text))
  }

  @Test(
    "Anything but strict JSON is refused",
    arguments: [
      "", "nul", "01", "1.", ".5", "+1", "1e", "[1,]", "[1 2]", "{\"a\":1,}", "{a:1}", "'a'", "\"a",
      "\"\\x\"", "\"\\u12\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\t\"", "{\"a\":1,\"a\":2}",
      "[]x", "NaN", "1e999", "\u{FEFF}1",
    ])
  func refused(_ text: String) { #expect(throws: JSONError.self) { try JSON(parsing: text) } }

  @Test("Invalid UTF-8 is refused")
  func notUTF8() { #expect(throws: JSONError.self) { try JSON(parsing: [0x22, 0xFF, 0x22]) } }

  @Test("Nesting ends at the limit")
  func depth() {
    let limit = JSON.depthLimit
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    #expect(throws: Never.self) { try JSON(parsing: nested(limit)) }
    #expect(throws: JSONError.self) { try JSON(parsing: nested(limit + 2)) }
    #expect(throws: JSONError.self) { try JSON(parsing: nested(1_000_000)) }
  }

  @Test("Names stand in order of their bytes, and escapes are read")
  func order() throws {
    let value = try JSON(parsing: "{\"b\":1,\"a\":\"\\u00e1\\ud83d\\ude00\\/\"}")
    #expect(value.text == "{\"a\":\"á😀/\",\"b\":1}")
  }
}

@Suite struct NoteTests {
  @Test(
    "A checkpoint is read only as it is printed",
    arguments: [
      "origin\n01\n", "origin\n-1\n", "origin\n1\nAAAA\n", "or igin\n1\n", "o+n\n1\n", "",
      "origin\n1\n\(root)\nextension\n", "origin\n1\n\(root)",
    ])
  func badCheckpoint(_ text: String) {
    let whole = text.contains(Self.root) || text.isEmpty ? text : text + Self.root + "\n"
    #expect(Checkpoint(parsing: whole) == nil)
  }

  private static let root = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="

  @Test("A checkpoint survives both ways")
  func checkpoint() {
    let text = "example.com/log\n42\n\(Self.root)\n"
    #expect(Checkpoint(parsing: text)?.text == text)
  }

  @Test("A proof is read only as it is printed")
  func proof() {
    let note = "example.com/log\n2\n\(Self.root)\n\n— example.com/log AAAAAAA=\n"
    let text = "c2sp.org/tlog-proof@v1\nindex 1\n\(Self.root)\n\n\(note)"
    #expect(LedgerProof(parsing: text)?.text == text)
    for bad in [
      text.replacing("index 1", with: "index 01"), text.replacing("@v1", with: "@v2"),
      text.replacing("index 1", with: "extra AAAA\nindex 1"), String(text.dropLast()),
      text.replacing("47DE", with: "47D="),
    ] {
      #expect(LedgerProof(parsing: bad) == nil)
    }
  }

  @Test(
    "A note that is not one is refused",
    arguments: [
      "", "text\n", "text\n\n", "text\n\nno dash\n", "text\n\n— name\n", "text\n\n— name AAAA\n",
      "text\n\n— na me AAAAAAA=\n", "te\u{7}xt\n\n— name AAAAAAA=\n", "text\n\n— name AAAAAAA=",
    ])
  func badNote(_ text: String) {
    #expect(throws: SignedNoteError.malformed) { try SignedNote(parsing: text) }
  }
}

@Suite struct VerdictTests {
  private static func verdict(
    failing: VerdictFailure? = nil, unchecked: VerdictLayer? = nil, leavesGap: Bool = true
  ) -> Verdict {
    var verdict = Verdict()
    for layer in VerdictLayer.allCases {
      verdict[layer].checked = 1
      if layer == unchecked {
        verdict[layer].notChecked = Phrase("verify.noRedactions")
        verdict[layer].leavesGap = leavesGap
      }
    }
    if let failing { verdict[.signatures].failures = [failing] }
    return verdict
  }

  @Test("Nothing checked is a failure")
  func nothing() {
    #expect(LayerResult().status == .failed)
    #expect(Verdict().integrity == .altered)
    #expect(Verdict().exitStatus == .integrityFailed)
  }

  @Test("All passed is verified")
  func passed() {
    let verdict = Self.verdict()
    #expect(verdict.integrity == .intact)
    #expect(verdict.trust == .trusted)
    #expect(verdict.exitStatus == .done)
  }

  @Test("A gap is incomplete, unless there was nothing that needed checking")
  func gap() {
    #expect(Self.verdict(unchecked: .custody).exitStatus == .incomplete)
    #expect(Self.verdict(unchecked: .redactions, leavesGap: false).exitStatus == .done)
    #expect(Self.verdict(unchecked: .trust).trust == .notEvaluated)
    #expect(Self.verdict(unchecked: .trust).exitStatus == .incomplete)
    #expect(Self.verdict(unchecked: .files).integrity == .incomplete)
  }

  @Test("A failure decides the answer and the exit status")
  func failures() {
    func verdict(_ effect: FailureEffect) -> Verdict {
      Self.verdict(failing: VerdictFailure(effect, Phrase("files.changed")))
    }
    #expect(verdict(.altered).integrity == .altered)
    #expect(verdict(.altered).exitStatus == .integrityFailed)
    #expect(verdict(.revoked).trust == .revoked)
    #expect(verdict(.unknownSigner).trust == .unknownSigner)
  }
}
