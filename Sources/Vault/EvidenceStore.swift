// Where evidence bytes are kept, as the rooms above see it: by their digest, never by a path. A folder does it today;
// an object store can stand beside it without a change above.

public import Integrity

/// A file in the store: what it holds, whatever it was called.
public struct VaultFile: Hashable, Sendable {
  public let digest: Digest
  public let byteCount: Int64

  public init(digest: Digest, byteCount: Int64) {
    self.digest = digest
    self.byteCount = byteCount
  }
}

/// What came of hashing a file of the store again.
public enum VaultCondition: Hashable, Sendable {
  case intact
  case changed(VaultFile)
  case missing
}

/// Evidence bytes that are never changed, named by their SHA-256.
public protocol EvidenceStore: Sendable {
  /// Takes files in: each is read once, hashed while it is copied, and durable before it gets its name.
  ///
  /// - `expected`: a digest that an acquisition tool wrote down for the one file.
  /// - `progress`: called with files and bytes done; throwing stops the work.
  ///
  /// Throws ``VaultError`` or ``FileError``. Files that had got their names by then stay: nothing refers to them, and
  /// another process may have come upon the same bytes and rely on them by now.
  func intake(
    _ paths: [String], expecting expected: AcquisitionHash?,
    progress: (Int, Int64) throws -> Void
  ) throws -> [VaultFile]

  /// Reads a file as ``intake(_:expecting:progress:)`` would, with the same checks and errors, and keeps nothing.
  ///
  /// `progress`: called with the bytes done; throwing stops the work.
  func rehearse(
    _ path: String, expecting expected: AcquisitionHash?, progress: (Int64) throws -> Void
  ) throws -> VaultFile

  /// Opens a file for reading.
  ///
  /// - Throws: ``VaultError/notInVault(_:)``.
  func open(_ digest: Digest) throws -> any ByteSource

  /// The digests that files are named by, in order.
  func digests() throws -> [Digest]

  /// Lends files under their own names, for libraries that open by name and look for neighbours; nobody writes there,
  /// and the names are gone when `body` returns.
  func withLocalCopies<Result>(
    of files: [(digest: Digest, name: String)], _ body: ([String]) throws -> Result
  ) throws -> Result

  /// Lends one file under a name that says nothing.
  func withLocalCopy<Result>(
    of digest: Digest, _ body: (String) throws -> Result
  ) throws -> Result
}

extension EvidenceStore {
  public func intake(_ paths: [String]) throws -> [VaultFile] {
    try intake(paths, expecting: nil) { _, _ in }
  }

  /// Hashes a file again.
  public func examine(_ digest: Digest) throws -> VaultCondition {
    let source: any ByteSource
    do { source = try open(digest) } catch VaultError.notInVault { return .missing }
    let stream = try HashedStream(reading: source)
    guard stream.digest != digest else { return .intact }
    return .changed(VaultFile(digest: stream.digest, byteCount: stream.byteCount))
  }
}
