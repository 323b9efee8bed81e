public import Phrasebook

/// Why an office's database could not be opened or used.
public enum OfficeStoreError: Error, Equatable, Sendable {
  /// Another process kept the database locked for longer than we wait.
  case busy(seconds: Int)
  case corrupt(path: String, detail: String)
  /// Its tables are another Precinto's: nothing is guessed of them.
  case otherVersion(path: String, version: Int)
  /// The file or its folder cannot be written by this user, or is on read-only media.
  case readOnly(path: String)
  /// What a table holds cannot be read: somebody wrote it by other means.
  case malformedRow(table: String, key: String)
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
    case .otherVersion(let path, let version):
      Phrase("store.otherVersion", ["path": path, "version": "\(version)"])
    case .readOnly(let path): Phrase("store.readOnly", ["path": path])
    case .malformedRow(let table, let key):
      Phrase("store.malformedRow", ["table": table, "key": key])
    case .missing(let path): Phrase("store.missing", ["path": path])
    case .exists(let path): Phrase("store.exists", ["path": path])
    case .diskFull(let path): Phrase("store.diskFull", ["path": path])
    case .failed(let path, let detail): Phrase("store.failed", ["path": path, "detail": detail])
    }
  }

  public var exitStatus: ExitStatus {
    switch self {
    case .busy: .officeBusy
    case .corrupt, .malformedRow: .integrityFailed
    case .missing: .noOffice
    case .otherVersion: .incomplete
    case .readOnly, .exists, .diskFull, .failed: .usage
    }
  }
}
