import Integrity
public import Phrasebook

/// Why a disk image could not be read at all.
///
/// Damage that leaves something to read is a ``FormatFinding`` instead.
public enum DiskImageError: Error, Equatable, Sendable {
  /// The file could not be opened or read; `code` is the system's errno.
  case unreadable(path: String, code: Int32)
  /// The file does not begin as an EnCase evidence file does.
  case notAnImage(path: String)
  /// A format of the family that is not read here, such as `Ex01`.
  case unsupported(path: String, format: String)
  /// The file says that it is a later segment of its set.
  case notTheFirstSegment(path: String, number: Int)
  /// libewf could not open the set; `detail` is what it said.
  case cannotOpen(path: String, detail: String)
}

extension DiskImageError: ExplainedError {
  public var problem: Phrase {
    switch self {
    case .unreadable(let path, let code):
      Phrase("formats.image.unreadable", ["path": path, "detail": FileError.text(code)])
    case .notAnImage(let path): Phrase("formats.image.notAnImage", ["path": path])
    case .unsupported(let path, let format):
      Phrase("formats.image.unsupported", ["path": path, "format": format])
    case .notTheFirstSegment(let path, let number):
      Phrase("formats.image.notTheFirstSegment", ["path": path, "number": String(number)])
    case .cannotOpen(let path, let detail):
      Phrase("formats.image.cannotOpen", ["path": path, "detail": detail])
    }
  }
}
