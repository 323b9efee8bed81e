public import Integrity
public import Phrasebook

/// Why a file could not be taken into the vault, or out of it; what the system refuses is a ``FileError``.
public enum VaultError: Error, Equatable, Sendable {
  case missing(path: String)
  /// A folder, link, pipe, socket or device.
  case notAFile(path: String)
  case empty(path: String)
  case changedWhileRead(path: String)
  case acquisitionMismatch(path: String, algorithm: String, expected: String, found: String)
  case notInVault(Digest)
}

extension VaultError: ExplainedError {
  public var problem: Phrase {
    switch self {
    case .missing(let path): Phrase("vault.missing", ["path": path])
    case .notAFile(let path): Phrase("vault.notAFile", ["path": path])
    case .empty(let path): Phrase("vault.empty", ["path": path])
    case .changedWhileRead(let path): Phrase("vault.changedWhileRead", ["path": path])
    case .acquisitionMismatch(let path, let algorithm, let expected, let found):
      Phrase(
        "vault.acquisitionMismatch",
        ["path": path, "algorithm": algorithm, "expected": expected, "found": found])
    case .notInVault(let digest): Phrase("vault.notInVault", ["digest": "\(digest)"])
    }
  }

  public var exitStatus: ExitStatus {
    switch self {
    case .acquisitionMismatch, .notInVault: .integrityFailed
    default: .usage
    }
  }
}
