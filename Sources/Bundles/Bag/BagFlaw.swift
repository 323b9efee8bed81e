public import Integrity
import Phrasebook

/// How many bytes and files a payload has, as `Payload-Oxum` states it: `<bytes>.<files>`.
///
/// - Source: RFC 8493, §2.2.2.
public struct PayloadOxum: Hashable, Sendable, CustomStringConvertible {
  public let byteCount: Int64
  public let fileCount: Int64

  public init(byteCount: Int64, fileCount: Int64) {
    self.byteCount = byteCount
    self.fileCount = fileCount
  }

  /// Returns nil for anything but canonical decimal digits.
  public init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, let byteCount = Int64(parts[0]), let fileCount = Int64(parts[1]),
      byteCount >= 0, fileCount >= 0, "\(byteCount).\(fileCount)" == text
    else { return nil }
    self.init(byteCount: byteCount, fileCount: fileCount)
  }

  public var description: String { "\(byteCount).\(fileCount)" }
}

/// A way in which files and manifests do not agree.
public enum BagFlaw: Hashable, Sendable {
  /// A manifest lists the file and it is not there.
  case missing(path: String, manifest: String)
  /// The file's digest is not the one in the manifest.
  case changed(path: String, manifest: String)
  /// The file is there and the manifest does not list it.
  case unlisted(path: String, manifest: String)
  /// The manifest lists a file that it must not cover.
  case outOfScope(path: String, manifest: String)
  case duplicate(path: String, manifest: String)
  case malformed(file: String, line: Int)
  case tooLarge(file: String)
  case noDeclaration
  case badDeclaration
  case unsupportedVersion(String)
  case unsupportedEncoding(String)
  case unsupportedAlgorithm(manifest: String)
  case noManifest
  /// The bag-info's count of bytes and files is not that of the payload.
  case oxum(said: String, found: PayloadOxum)
  /// Files that would have to be fetched from elsewhere are never fetched.
  case fetch
  /// A link, a pipe or a device.
  case notAFile(path: String)

  /// The failed check, worded.
  public var failure: VerdictFailure {
    if case .missing = self { return VerdictFailure(.incomplete, phrase) }
    return VerdictFailure(.altered, phrase)
  }

  private var phrase: Phrase {
    switch self {
    case .missing(let path, let manifest): Self.about("missing", path, manifest)
    case .changed(let path, let manifest): Self.about("changed", path, manifest)
    case .unlisted(let path, let manifest): Self.about("unlisted", path, manifest)
    case .outOfScope(let path, let manifest): Self.about("outOfScope", path, manifest)
    case .duplicate(let path, let manifest): Self.about("duplicate", path, manifest)
    case .malformed(let file, let line):
      Phrase("bag.malformed", ["file": EntryName.shown(file), "line": String(line)])
    case .tooLarge(let file): Phrase("bag.tooLarge", ["file": EntryName.shown(file)])
    case .noDeclaration: Phrase("bag.noDeclaration")
    case .badDeclaration: Phrase("bag.badDeclaration")
    case .unsupportedVersion(let version):
      Phrase("bag.unsupportedVersion", ["version": EntryName.shown(version)])
    case .unsupportedEncoding(let encoding):
      Phrase("bag.unsupportedEncoding", ["encoding": EntryName.shown(encoding)])
    case .unsupportedAlgorithm(let manifest):
      Phrase("bag.unsupportedAlgorithm", ["manifest": EntryName.shown(manifest)])
    case .noManifest: Phrase("bag.noManifest")
    case .oxum(let said, let found):
      Phrase("bag.oxum", ["said": EntryName.shown(said), "found": found.description])
    case .fetch: Phrase("bag.fetch")
    case .notAFile(let path): Phrase("bag.notAFile", ["path": EntryName.shown(path)])
    }
  }

  private static func about(_ code: String, _ path: String, _ manifest: String) -> Phrase {
    Phrase(
      "bag.\(code)",
      ["path": EntryName.shown(path), "manifest": EntryName.shown(manifest)])
  }
}
