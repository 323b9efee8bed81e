// What an import checks before anything is recorded: each file is read with the checks that taking it in has.

public import Integrity

extension Vault {
  public func rehearse(
    _ path: String, expecting expected: AcquisitionHash?, progress: (Int64) throws -> Void
  ) throws -> VaultFile {
    let source = try EvidenceSource(path)
    var done: Int64 = 0
    let stream = try HashedStream(reading: source.bytes, alsoHashing: expected?.algorithm) {
      done += Int64($0.count)
      guard done <= source.bytes.byteCount else { throw source.changed }
      try progress(done)
    }
    guard stream.byteCount == source.bytes.byteCount, try source.bytes.isUnchanged() else {
      throw source.changed
    }
    if let expected, let found = stream.acquisitionHash, found != expected {
      throw VaultError.acquisitionMismatch(
        path: path, algorithm: expected.algorithm.rawValue, expected: expected.hex,
        found: found.hex)
    }
    return VaultFile(digest: stream.digest, byteCount: stream.byteCount)
  }
}
