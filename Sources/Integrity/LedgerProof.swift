/// The proof that one record is in a ledger, with the signed checkpoint that it leads to.
///
///     c2sp.org/tlog-proof@v1
///     index 41
///     CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
///
///     precinto.example/mx/tijuana
///     …
///
/// - Source: C2SP tlog-proof. The optional `extra` line is refused: it is not authenticated.
public struct LedgerProof: Hashable, Sendable {
  static let header = "c2sp.org/tlog-proof@v1"
  /// The longest path: a tree of 2^63 leaves.
  static let pathLimit = 63

  public let index: Int
  public let path: [Digest]
  public let checkpoint: SignedNote

  public init(index: Int, path: [Digest], checkpoint: SignedNote) {
    self.index = index
    self.path = path
    self.checkpoint = checkpoint
  }

  public init?(parsing text: String) {
    guard text.utf8.count <= SignedNote.sizeLimit + 8 * 1024,
      let split = text.firstRange(of: "\n\n")
    else { return nil }
    let lines = text[..<split.lowerBound].split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count >= 2, lines.count <= Self.pathLimit + 2, lines[0] == Self.header,
      lines[1].hasPrefix("index "), let index = Int(lines[1].dropFirst(6)),
      lines[1] == "index \(index)", index >= 0,
      let note = try? SignedNote(parsing: String(text[split.upperBound...]))
    else { return nil }
    let path = lines.dropFirst(2).compactMap {
      Base64.standard.bytes(of: $0).flatMap(Digest.init(bytes:))
    }
    guard path.count == lines.count - 2 else { return nil }
    self.init(index: index, path: path, checkpoint: note)
  }

  public var text: String {
    let hashes = path.map { Base64.standard.text(of: $0.bytes) + "\n" }.joined()
    return "\(Self.header)\nindex \(index)\n\(hashes)\n\(checkpoint.text)"
  }
}
