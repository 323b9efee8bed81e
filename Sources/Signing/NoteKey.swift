public import Integrity

/// A key that signs notes, as logs and witnesses publish it: `name+id+base64(kind ‖ key)`.
///
///     precinto.example/mx+530d903a+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW
///
/// - Source: C2SP signed-note (kind 1, Ed25519) and tlog-cosignature (kind 4, Ed25519 with a time).
public struct NoteKey: NoteVerifier, Hashable, CustomStringConvertible {
  public enum Kind: UInt8, Sendable {
    case ed25519 = 1
    case cosignature = 4
  }

  public let name: String
  public let kind: Kind
  /// 32 bytes of an Ed25519 public key.
  public let key: [UInt8]

  public init(name: String, kind: Kind, key: [UInt8]) {
    self.name = name
    self.kind = kind
    self.key = key
  }

  /// Returns nil for an unknown kind, a wrong length, or an id that does not belong to the key.
  public init?(parsing text: some StringProtocol) {
    let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, NoteKeyName.isValid(parts[0]),
      let bytes = Base64.standard.bytes(of: parts[2]), bytes.count == 33,
      let kind = Kind(rawValue: bytes[0])
    else { return nil }
    self.init(name: String(parts[0]), kind: kind, key: Array(bytes.dropFirst()))
    guard Hex.bytes(of: String(parts[1])) == keyID else { return nil }
  }

  public var keyID: [UInt8] { NoteKeyName.keyID(name: name, kind: kind.rawValue, key: key) }

  public var description: String {
    "\(name)+\(Hex.text(of: keyID))+\(Base64.standard.text(of: [kind.rawValue] + key))"
  }

  public func verifies(_ signature: [UInt8], of text: [UInt8]) -> Bool {
    guard let verifier = try? VerifyingKey(ed25519: key) else { return false }
    switch kind {
    case .ed25519: return verifier.verifies(signature, of: text)
    case .cosignature:
      guard signature.count == 72 else { return false }
      let time = signature[..<8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      guard time < 1 << 63 else { return false }
      let message = Array("cosignature/v1\ntime \(time)\n".utf8) + text
      return verifier.verifies(Array(signature[8...]), of: message)
    }
  }
}

/// Signs checkpoints with a ledger's Ed25519 key.
public struct NoteSigner: ~Copyable {
  private let key: PrivateKey
  public let noteKey: NoteKey

  public init(name: String, key: consuming PrivateKey) throws {
    guard key.algorithm == .edDSA else { throw SigningError.keyUnsupported(detail: "Ed25519") }
    noteKey = NoteKey(name: name, kind: .ed25519, key: try key.ed25519PublicKey)
    self.key = key
  }

  public func sign(_ checkpoint: Checkpoint) throws -> SignedNote {
    let signature = NoteSignature(
      name: noteKey.name, keyID: noteKey.keyID,
      signature: try key.sign(Array(checkpoint.text.utf8)))
    return SignedNote(body: checkpoint.text, signatures: [signature])
  }
}
