public import Integrity

extension Vault {
  /// Reads a file as ``intake(_:expecting:progress:)`` would, with the same checks and errors, and keeps nothing.
  ///
  /// - `expected`: a digest that an acquisition tool wrote down.
  /// - `progress`: called with the bytes done; throwing stops the work.
  public func rehearse(
    _ path: String, expecting expected: AcquisitionHash? = nil,
    progress: (Int64) throws -> Void = { _ in }
  ) throws -> VaultFile {
    let input = try SourceFile(path)
    var done: Int64 = 0
    let stream = try HashedStream(
      reading: input.descriptor, alsoHashing: expected?.algorithm
    ) {
      done += Int64($0.count)
      guard done <= input.byteCount else { throw VaultError.changedWhileRead(path: path) }
      try progress(done)
    }
    try input.requireUnchanged(afterReading: stream.byteCount)
    if let expected, let found = stream.acquisitionHash, found != expected {
      throw VaultError.acquisitionMismatch(
        path: path, algorithm: expected.algorithm.rawValue, expected: expected.hex,
        found: found.hex)
    }
    return VaultFile(digest: stream.digest, byteCount: stream.byteCount)
  }
}
