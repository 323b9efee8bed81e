import Integrity
public import Phrasebook

/// Why the question what a photograph, document or list says could not be put.
public enum MediaError: Error, Equatable, Sendable {
  /// The file could not be opened or read; `code` is the system's errno.
  case unreadable(path: String, code: Int32)
  /// The file is of none of the formats that were asked for.
  case notRecognised(path: String)
  /// The file is larger than what is read of its format, in bytes.
  case tooLarge(path: String, limit: Int64)
}

extension MediaError: ExplainedError {
  public var problem: Phrase {
    switch self {
    case .unreadable(let path, let code):
      Phrase("formats.file.unreadable", ["path": path, "detail": FileError.text(code)])
    case .notRecognised(let path): Phrase("formats.file.notRecognised", ["path": path])
    case .tooLarge(let path, let limit):
      Phrase("formats.file.tooLarge", ["path": path, "limit": String(limit)])
    }
  }
}
