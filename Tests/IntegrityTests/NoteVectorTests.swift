// Signed notes, checkpoints and ledger proofs: the published examples, and that nothing is read but what is printed.

import Integrity
import Testing

/// A key for which each text has one signature that anybody can make: for tests of who signed, not of cryptography.
private struct ToyKey: NoteVerifier {
  let name: String
  let keyID: [UInt8]

  init(_ name: String, _ id: UInt8 = 1) {
    self.name = name
    keyID = [0, 0, 0, id]
  }

  func signature(of text: String) -> NoteSignature {
    NoteSignature(name: name, keyID: keyID, signature: Self.mark(Array(text.utf8), keyID))
  }

  func verifies(_ signature: [UInt8], of text: [UInt8]) -> Bool {
    signature == Self.mark(text, keyID)
  }

  private static func mark(_ text: [UInt8], _ id: [UInt8]) -> [UInt8] { Digest(of: id, text).bytes }
}

@Suite struct SignedNoteTests {
  /// - Source: the example of C2SP signed-note, read 2026-07-22; and golang/mod, sumdb/note/note_test.go.
  static let published = [
    """
    Ognuno sta solo sul cuor della terra
    trafitto da un raggio di sole:

    ed è subito sera.

    — quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=

    """,
    """
    If you think cryptography is the answer to your problem,
    then you don't know what your problem is.

    — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
    — EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=

    """,
  ]

  @Test("Published notes are printed as they were read", arguments: published)
  func roundTrip(text: String) throws { #expect(try SignedNote(parsing: text).text == text) }

  @Test("The text ends at the last empty line")
  func lastEmptyLine() throws {
    let note = try SignedNote(parsing: Self.published[0])
    #expect(note.body.hasSuffix(":\n\ned è subito sera.\n"))
    #expect(note.signatures.map(\.name) == ["quasimodo.example/salvatore"])
    #expect(note.signatures.first?.keyID == Hex.bytes(of: "367ba04b"))
    #expect(note.signatures.first?.signature.count == 64)
  }

  @Test("Key ids equal the published ones")
  func keyID() throws {
    let keys = [
      ("PeterNeumann", "c74f20a3", "ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"),
      ("EnochRoot", "af0cfe78", "ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"),
    ]
    for (name, id, encoded) in keys {
      let key = try #require(Base64.standard.bytes(of: encoded))
      let made = NoteKeyName.keyID(name: name, kind: key[0], key: Array(key.dropFirst()))
      #expect(Hex.text(of: made) == id)
    }
  }

  /// What golang/mod's test refuses, first; then what else a lenient reader might take.
  static let malformed: [String] = {
    let withoutEnd = String(signature.dropLast())
    let tooMany = String(repeating: signature, count: SignedNote.signatureLimit + 1)
    let tooLong = String(repeating: "a", count: SignedNote.sizeLimit)
    var bad = ["", "\n", "\n\n", text, "\(text)\n", "\(text)\n\(withoutEnd)", "\u{1}\(note)"]
    bad += ["\(note)Unexpected line.\n", "\(note)\n", "\r\(note)", "\(note)\(withoutEnd)"]
    bad += ["\(text)\(signature)", "\(text)\u{7F}\n\n\(signature)", "\(text)\t\n\n\(signature)"]
    bad += ["\(text)\r\n\r\n\(signature)", "\(text)\n\(tooMany)", "\(tooLong)\n\n\(signature)"]
    bad += signatureLines.map { "\(text)\n\($0)\n" }
    bad += replacements.map { note.replacing($0.0, with: $0.1) }
    return bad
  }()

  private static let signatureLines: [String] = [
    "— Bad Name AAAAAAA=", "— P+N AAAAAAA=", "—  AAAAAAA=", "— P\u{A0}N AAAAAAA=",
    "— name AAAAAA==",
    "— name", "— name ", "—", "— name AAAAAAA= ", "name AAAAAAA=",
  ]

  private static let replacements: [(String, String)] = [
    ("\n", "\r\n"), ("— ", "- "), ("— ", "—  "), ("— ", "—\t"), (" x08g", "  x08g"),
    ("=\n", "= \n"),
    ("=\n", "\n"), ("AM=", "AN="),
  ]

  @Test("What golang/mod refuses is refused, and more", arguments: malformed)
  func refused(_ text: String) {
    #expect(throws: SignedNoteError.malformed) { try SignedNote(parsing: text) }
  }

  static let text = "If you think\nthen you don't know.\n"
  static let signature =
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
  static let note = text + "\n" + signature

  @Test("As many signatures as the limit are read")
  func limit() throws {
    let many = String(repeating: Self.signature, count: SignedNote.signatureLimit)
    #expect(
      try SignedNote(parsing: Self.text + "\n" + many).signatures.count == SignedNote.signatureLimit
    )
  }

  @Test("Whichever byte of a note is changed, it is refused or printed back with the change")
  func everyByte() throws {
    let bytes = Array(Self.note.utf8)
    for place in bytes.indices {
      for change in [0x01, 0x20, 0x80] as [UInt8] {
        var changed = bytes
        changed[place] ^= change
        guard let text = String(validating: changed, as: UTF8.self),
          let note = try? SignedNote(parsing: text)
        else { continue }
        #expect(Array(note.text.utf8) == changed, "\(place)")
      }
    }
  }
}

@Suite struct NoteSignerTests {
  private static let text = "text\n"
  private static let (log, witness) = (ToyKey("log.example", 1), ToyKey("witness.example", 2))

  private static func names(_ signatures: [NoteSignature], _ keys: [ToyKey]) -> [String]? {
    SignedNote(body: text, signatures: signatures).signers(among: keys)?.map(\.name)
  }

  @Test("Known keys are named in order of their signatures, unknown ones passed over")
  func known() {
    let both = [Self.witness.signature(of: Self.text), Self.log.signature(of: Self.text)]
    #expect(Self.names(both, [Self.log, Self.witness]) == ["witness.example", "log.example"])
    #expect(Self.names(both, [Self.log]) == ["log.example"])
    #expect(Self.names(both, []) == [])
  }

  @Test("A bad signature of a known key spoils the note, even beside a good one")
  func forged() {
    let good = Self.log.signature(of: Self.text)
    let bad = Self.log.signature(of: "other\n")
    #expect(Self.names([bad], [Self.log]) == nil)
    #expect(Self.names([good, bad], [Self.log]) == nil)
    #expect(Self.names([good, bad], [Self.witness]) == [])
  }

  @Test("A key that signs twice is one signer")
  func twice() {
    let signature = Self.witness.signature(of: Self.text)
    #expect(Self.names([signature, signature], [Self.witness]) == ["witness.example"])
  }

  @Test("Name and id together name a key: one of both is a stranger's")
  func nameAndID() {
    let other = ToyKey("log.example", 9)
    #expect(Self.names([other.signature(of: Self.text)], [Self.log]) == [])
    #expect(Self.names([ToyKey("other", 1).signature(of: Self.text)], [Self.log]) == [])
  }

  @Test("Two keys of one name and id are no key: nobody can say which signed")
  func ambiguous() {
    #expect(Self.names([Self.log.signature(of: Self.text)], [Self.log, Self.log]) == nil)
  }

  @Test("Names that look alike but differ in bytes are different keys")
  func canonicalEquivalence() {
    let (composed, decomposed) = (ToyKey("caf\u{E9}"), ToyKey("cafe\u{301}"))
    #expect(Self.names([decomposed.signature(of: Self.text)], [composed]) == [])
  }
}

@Suite struct LedgerProofTests {
  /// Hashes and layout of transparency-dev/formats, proof/tlog_proof_test.go: SHA-256 of `hash1` and `hash2`.
  private static let hashes = ["hash1", "hash2"].map { Digest(of: Array($0.utf8)) }
  private static let note = """
    example.com/fancylog
    109482
    sFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=

    — example.com/fancylog AAAAAAA=

    """

  @Test("A proof is laid out as C2SP tlog-proof has it")
  func layout() throws {
    let proof = LedgerProof(
      index: 5, path: Self.hashes, checkpoint: try SignedNote(parsing: Self.note))
    let text =
      "c2sp.org/tlog-proof@v1\nindex 5\n" + Self.base64(0) + "\n" + Self.base64(1) + "\n\n"
      + Self.note
    #expect(proof.text == text)
    #expect(LedgerProof(parsing: text) == proof)
    #expect(LedgerProof(parsing: text)?.text == text)
  }

  @Test("A proof of the only entry has no hashes")
  func noHashes() {
    let text = "c2sp.org/tlog-proof@v1\nindex 0\n\n" + Self.note
    #expect(LedgerProof(parsing: text)?.path == [])
    #expect(LedgerProof(parsing: text)?.text == text)
  }

  private static func base64(_ place: Int) -> String {
    Base64.standard.text(of: hashes[place].bytes)
  }

  private static let lines = ["c2sp.org/tlog-proof@v1", "index 5", base64(0), base64(1), ""]

  @Test("One line changed, added, dropped or moved is no proof")
  func refused() {
    // The proof's own lines end at the first empty one: what follows must then be a checkpoint.
    func isRead(_ lines: [String], _ note: String = Self.note) -> Bool {
      let proof = LedgerProof(parsing: lines.joined(separator: "\n") + "\n" + note)
      return proof.flatMap { Checkpoint(parsing: $0.checkpoint.body) } != nil
    }
    #expect(isRead(Self.lines))
    let changes: [(place: Int, line: String)] = [
      (0, "c2sp.org/tlog-proof@v2"), (0, "c2sp.org/tlog-proof@v1 "), (0, " c2sp.org/tlog-proof@v1"),
      (0, ""), (1, "index"), (1, "index "), (1, "index 05"), (1, "index +5"), (1, "index -5"),
      (1, "index -0"), (1, "index 5 "), (1, "index  5"), (1, "Index 5"), (1, "index 0x5"),
      (1, "index 9223372036854775808"), (1, "index ５"), (2, ""), (2, "AAAA"),
      (2, Self.base64(0) + " "),
      (2, String(Self.base64(0).dropLast())), (2, Self.base64(0).replacing("=", with: "")),
    ]
    for change in changes {
      var lines = Self.lines
      lines[change.place] = change.line
      #expect(!isRead(lines), "\(change)")
    }
    for place in [0, 1, 4] {
      var lines = Self.lines
      lines.remove(at: place)
      #expect(!isRead(lines), "without line \(place)")
    }
    #expect(!isRead(["extra AAAA"] + Self.lines))
    #expect(!isRead([Self.lines[0], "extra AAAA"] + Self.lines[1...]))
    #expect(!isRead([""] + Self.lines))
    #expect(!isRead(Self.lines + [""]))
    #expect(!isRead(Self.lines.dropLast() + ["text", ""], ""))
    #expect(!isRead(Self.lines, ""))
    #expect(!isRead(Self.lines, Self.note + "\n"))
    let long = Array(repeating: Self.base64(0), count: 64)
    #expect(!isRead(Self.lines[..<2] + long + [""]))
    #expect(isRead(Self.lines[..<2] + long.dropLast() + [""]))
  }
}

@Suite struct CheckpointTests {
  @Test("A published checkpoint is printed as it was read")
  func published() {
    // The checkpoint in the example of C2SP tlog-proof.
    let text = "example.com/fancylog\n109482\nsFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=\n"
    #expect(Checkpoint(parsing: text)?.size == 109482)
    #expect(Checkpoint(parsing: text)?.text == text)
  }

  @Test(
    "A size has one spelling",
    arguments: [
      "", "01", "+1", "-1", "-0", "1 ", " 1", "1.0", "٣", "1e3",
      "9223372036854775808", "0x1",
    ])
  func size(_ size: String) {
    #expect(Checkpoint(parsing: "origin\n\(size)\n\(Self.root)\n") == nil)
  }

  @Test(
    "An origin is a name",
    arguments: [
      "", " ", "a b", "a+b", "a\tb", "a\u{A0}b", "a\u{7F}",
      "a\u{2003}b", "a\u{2028}b", String(repeating: "a", count: 256),
    ])
  func origin(_ origin: String) {
    #expect(Checkpoint(parsing: "\(origin)\n1\n\(Self.root)\n") == nil)
  }

  @Test("Line ends are line feeds, and there are three")
  func lineEnds() {
    let text = "origin\n1\n\(Self.root)\n"
    #expect(Checkpoint(parsing: text) != nil)
    for bad in [
      String(text.dropLast()), text + "\n", "\n" + text, text.replacing("\n", with: "\r\n"),
      text.replacing("1\n", with: "1\n\n"), text + "extension\n",
    ] {
      #expect(Checkpoint(parsing: bad) == nil)
    }
  }

  private static let root = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
}
