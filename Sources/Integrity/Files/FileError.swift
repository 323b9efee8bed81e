import Glibc
public import Phrasebook

/// Why a file could not be read or written; `code` is the system's errno.
public enum FileError: Error, Equatable, Sendable {
  case unreadable(path: String, code: Int32)
  /// A folder, link, pipe, socket or device where a plain file is needed.
  case notAFile(path: String)
  /// The file ended before the bytes that were promised.
  case truncated(path: String)
  case unwritable(path: String, code: Int32)
  /// Something has that name already, and nobody said that it may be replaced.
  case exists(path: String)
  /// The file system gives everybody what was to be for its owner alone.
  case openToOthers(path: String)
}

extension FileError: ExplainedError {
  public var problem: Phrase {
    switch self {
    case .unreadable(let path, let code):
      Phrase("file.unreadable", ["path": path, "detail": Self.text(code)])
    case .notAFile(let path): Phrase("file.notAFile", ["path": path])
    case .truncated(let path): Phrase("file.truncated", ["path": path])
    case .unwritable(let path, ENOSPC), .unwritable(let path, EDQUOT),
      .unwritable(let path, EFBIG):
      Phrase("file.full", ["path": path])
    case .unwritable(let path, let code):
      Phrase("file.unwritable", ["path": path, "detail": Self.text(code)])
    case .exists(let path): Phrase("file.exists", ["path": path])
    case .openToOthers(let path): Phrase("file.openToOthers", ["path": path])
    }
  }

  /// The system's words for an errno.
  public static func text(_ code: Int32) -> String {
    strerror(code).map { String(cString: $0) } ?? "errno \(code)"
  }
}
