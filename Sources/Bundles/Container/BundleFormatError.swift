public import Phrasebook

/// Why a file is not a bundle at all, so that nothing in it can be judged.
public enum BundleFormatError: Error, Equatable, Sendable {
  case unreadable(path: String, detail: String)
  case empty(path: String)
  case notAZip(path: String)
  case truncated(path: String)
  case encrypted(path: String)
  case tooManyEntries(path: String, limit: Int)
  case entryTooLarge(name: String, limit: Int)
}

extension BundleFormatError: ExplainedError {
  public var problem: Phrase {
    switch self {
    case .unreadable(let path, let detail):
      Phrase("container.unreadable", ["path": path, "detail": detail])
    case .empty(let path): Phrase("container.empty", ["path": path])
    case .notAZip(let path): Phrase("container.notAZip", ["path": path])
    case .truncated(let path): Phrase("container.truncated", ["path": path])
    case .encrypted(let path): Phrase("container.encrypted", ["path": path])
    case .tooManyEntries(let path, let limit):
      Phrase("container.tooManyEntries", ["path": path, "limit": "\(limit)"])
    case .entryTooLarge(let name, let limit):
      Phrase("container.entryTooLarge", ["name": name, "limit": "\(limit)"])
    }
  }
}
