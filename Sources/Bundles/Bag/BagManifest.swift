public import Integrity

/// The list of a bag's files with their digests: `<64 hex digits>  <path>`, a line each, in byte order of the paths.
///
/// - Source: RFC 8493, §2.1.3 and §2.2.1. Names are plain, so no percent escapes exist in ours.
public struct BagManifest: Sendable {
  public let lines: [(path: String, digest: Digest)]

  public init(_ files: [(path: String, digest: Digest)]) {
    lines = files.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  /// Returns nil for anything but what ``text`` prints: other hexadecimal, marks, spaces, order, or a path twice.
  public init?(parsing bytes: [UInt8]) {
    var lines: [(path: String, digest: Digest)] = []
    var rest = bytes[...]
    var last = ArraySlice<UInt8>()
    while !rest.isEmpty {
      guard let end = rest.firstIndex(of: 0x0A), end - rest.startIndex > 66 else { return nil }
      let start = rest.startIndex
      let path = rest[(start + 66)..<end]
      guard rest[start + 64] == 0x20, rest[start + 65] == 0x20,
        let digest = Hex.bytes(of: rest[start..<start + 64]).flatMap(Digest.init(bytes:)),
        path.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }),
        let text = String(validating: path, as: UTF8.self),
        last.isEmpty || last.lexicographicallyPrecedes(path)
      else { return nil }
      lines.append((text, digest))
      last = path
      rest = rest[(end + 1)...]
    }
    self.lines = lines
  }

  public var text: String { lines.map { "\($0.digest)  \($0.path)\n" }.joined() }
}
