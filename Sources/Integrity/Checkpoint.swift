/// A commitment to a whole ledger at one size: origin, size and root, each on its line.
///
///     precinto.example/mx/tijuana
///     42
///     CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
///
/// Extension lines are refused: nothing that we read needs one, and what nobody reads can hide things.
///
/// - Source: C2SP tlog-checkpoint.
public struct Checkpoint: Hashable, Sendable {
  public let origin: String
  /// How many entries the ledger holds.
  public let size: Int
  public let root: Digest

  public init(origin: String, size: Int, root: Digest) {
    self.origin = origin
    self.size = size
    self.root = root
  }

  /// Returns nil for anything that ``text`` would not print.
  public init?(parsing text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count == 4, lines[3].isEmpty, NoteKeyName.isValid(lines[0]),
      let size = Int(lines[1]), size >= 0, String(size) == lines[1],
      let root = Base64.standard.bytes(of: lines[2]).flatMap(Digest.init(bytes:))
    else { return nil }
    self.init(origin: String(lines[0]), size: size, root: root)
  }

  public var text: String { "\(origin)\n\(size)\n\(Base64.standard.text(of: root.bytes))\n" }
}
