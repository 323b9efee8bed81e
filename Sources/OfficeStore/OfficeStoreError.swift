public import Phrasebook

/// Why an office's database could not be opened or used.
public enum OfficeStoreError: Error, Equatable, Sendable {
  /// Another process kept the database locked for longer than we wait.
  case busy(seconds: Int)
  case corrupt(path: String, detail: String)
  case newerSchema(path: String, version: Int)
  case missing(path: String)
  case exists(path: String)
  case diskFull(path: String)
  case failed(path: String, detail: String)
}

extension OfficeStoreError: ExplainedError {
  public var problem: Phrase {
    switch self {
    case .busy(let seconds): Phrase("store.busy", ["seconds": "\(seconds)"])
    case .corrupt(let path, let detail):
      Phrase("store.corrupt", ["path": path, "detail": detail])
    case .newerSchema(let path, let version):
      Phrase("store.newerSchema", ["path": path, "version": "\(version)"])
    case .missing(let path): Phrase("store.missing", ["path": path])
    case .exists(let path): Phrase("store.exists", ["path": path])
    case .diskFull(let path): Phrase("store.diskFull", ["path": path])
    case .failed(let path, let detail): Phrase("store.failed", ["path": path, "detail": detail])
    }
  }

  public var exitStatus: ExitStatus {
    switch self {
    case .busy: .officeBusy
    case .corrupt: .integrityFailed
    case .missing: .noOffice
    case .newerSchema, .exists, .diskFull, .failed: .usage
    }
  }
}
