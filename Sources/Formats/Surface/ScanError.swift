public import Phrasebook

/// Why a file cannot be read as a scan of a surface at all.
public enum ScanError: Error, Equatable, Sendable {
  /// No zip, or one without `main.xml`.
  case notAScan(detail: String)
  /// A part of it is not what the format asks for.
  case malformed(part: String, detail: String)
  /// A part is larger than what is read of it, in bytes.
  case tooLarge(part: String, limit: Int)
}

extension ScanError: ExplainedError {
  public var problem: Phrase {
    switch self {
    case .notAScan(let detail): Phrase("formats.scan.notAScan", ["detail": detail])
    case .malformed(let part, let detail):
      Phrase("formats.scan.malformed", ["part": part, "detail": detail])
    case .tooLarge(let part, let limit):
      Phrase("formats.scan.tooLarge", ["part": part, "limit": "\(limit)"])
    }
  }
}
