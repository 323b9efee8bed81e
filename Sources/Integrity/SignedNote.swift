// Signed notes: a text, a blank line, and one line for each signature.
//
//     log.example/mx
//     20852163
//     CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
//
//     — log.example/mx Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
//
// Source: C2SP signed-note, tlog-cosignature (read 2026-07-22). The parser accepts exactly what `text` prints.

/// One line of signature: a key's name, its 4-byte id, and what the key's kind makes of the text.
public struct NoteSignature: Hashable, Sendable {
  public let name: String
  public let keyID: [UInt8]
  public let signature: [UInt8]

  public init(name: String, keyID: [UInt8], signature: [UInt8]) {
    self.name = name
    self.keyID = keyID
    self.signature = signature
  }
}

/// A key that can check its own signatures on notes.
public protocol NoteVerifier: Sendable {
  var name: String { get }
  /// The first 4 bytes of a hash over name, kind and key. Never an identity: 32 bits collide.
  var keyID: [UInt8] { get }
  func verifies(_ signature: [UInt8], of text: [UInt8]) -> Bool
}

/// Why a text is not a signed note.
public enum SignedNoteError: Error, Equatable, Sendable {
  case malformed
}

/// A text with signatures under it.
public struct SignedNote: Hashable, Sendable {
  /// The most bytes of one note.
  ///
  /// A checkpoint with 16 cosignatures needs 3 kB.
  public static let sizeLimit = 64 * 1024
  /// The most signatures on one note.
  public static let signatureLimit = 64

  /// Ends with a line feed; never empty.
  public let body: String
  public let signatures: [NoteSignature]

  public init(body: String, signatures: [NoteSignature]) {
    self.body = body
    self.signatures = signatures
  }

  public init(parsing text: String) throws(SignedNoteError) {
    guard text.utf8.count <= Self.sizeLimit,
      text.unicodeScalars.allSatisfy({ $0 == "\n" || ($0.value >= 0x20 && $0.value != 0x7F) }),
      let split = Self.lastBlankLine(in: text)
    else { throw .malformed }
    body = String(text[..<split.lowerBound])
    let lines = text[split.upperBound...].split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.last == "", lines.count >= 2, lines.count - 1 <= Self.signatureLimit else {
      throw .malformed
    }
    signatures = try lines.dropLast().map { line throws(SignedNoteError) in
      guard let signature = NoteSignature(parsing: line) else { throw .malformed }
      return signature
    }
  }

  public var text: String { body + "\n" + signatures.map { $0.line + "\n" }.joined() }

  /// The keys among `verifiers` whose signatures stand under the note, each once however often it signed.
  ///
  /// - Returns: nil when a signature that claims to be by one of them is not: such a note is forged or damaged.
  public func signers(among verifiers: [any NoteVerifier]) -> [any NoteVerifier]? {
    let bytes = Array(body.utf8)
    var found: [any NoteVerifier] = []
    for signature in signatures {
      // By bytes: to Swift, two texts of different bytes may be equal.
      let keys = verifiers.filter {
        $0.name.utf8.elementsEqual(signature.name.utf8) && $0.keyID == signature.keyID
      }
      guard let key = keys.first else { continue }
      guard keys.count == 1, key.verifies(signature.signature, of: bytes) else { return nil }
      if !found.contains(where: { $0.name == key.name && $0.keyID == key.keyID }) {
        found.append(key)
      }
    }
    return found
  }

  /// The range of the empty line that ends the text: the last one, as signature lines are never empty.
  private static func lastBlankLine(in text: String) -> Range<String.Index>? {
    let utf8 = text.utf8
    var index = utf8.endIndex
    while index > utf8.startIndex {
      let before = utf8.index(before: index)
      if utf8[before] == 0x0A, before > utf8.startIndex, utf8[utf8.index(before: before)] == 0x0A {
        return before..<index
      }
      index = before
    }
    return nil
  }
}

extension NoteSignature {
  fileprivate init?(parsing line: Substring) {
    let words = line.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 3, words[0] == "—", NoteKeyName.isValid(words[1]),
      let bytes = Base64.standard.bytes(of: words[2]), bytes.count > 4
    else { return nil }
    self.init(
      name: String(words[1]), keyID: Array(bytes.prefix(4)), signature: Array(bytes.dropFirst(4)))
  }

  var line: String { "— \(name) \(Base64.standard.text(of: keyID + signature))" }
}

/// The name of a log, a witness, or a ledger's origin, such as `precinto.example/mx/tijuana`.
public enum NoteKeyName {
  public static let lengthLimit = 255

  /// Whether `name` can stand in a note: not empty, no white space, no plus sign.
  public static func isValid(_ name: some StringProtocol) -> Bool {
    !name.isEmpty && name.utf8.count <= lengthLimit
      && name.unicodeScalars.allSatisfy {
        !$0.properties.isWhitespace && $0 != "+" && $0.value >= 0x20 && $0.value != 0x7F
      }
  }

  /// The 4-byte id of a key.
  ///
  /// - Source: C2SP signed-note: SHA-256(name ‖ 0x0A ‖ kind ‖ key), first 4 bytes.
  public static func keyID(name: String, kind: UInt8, key: [UInt8]) -> [UInt8] {
    Array(Digest(of: Array(name.utf8), [0x0A, kind], key).bytes.prefix(4))
  }
}
