public import Foundation
import Glibc
public import Integrity

/// A file in the vault: what it holds, whatever it was called.
public struct VaultFile: Hashable, Sendable {
  public let digest: Digest
  public let byteCount: Int64
}

/// What came of hashing a file of the vault again.
public enum VaultCondition: Hashable, Sendable {
  case intact
  case changed(VaultFile)
  case missing
}

/// Evidence bytes, read-only, named by their SHA-256: `sha256/ab/ab12…`.
///
/// Nothing is ever written under its final name before it is whole and on disk.
public struct Vault: Sendable {
  public let folder: URL

  public init(folder: URL) { self.folder = folder }

  /// Opens a file for reading.
  ///
  /// The caller closes the descriptor.
  public func open(_ digest: Digest) throws -> Int32 {
    let descriptor = Glibc.open(path(of: digest), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { throw VaultError.notInVault(digest) }
    return descriptor
  }

  /// Hashes a file again.
  public func examine(_ digest: Digest) throws -> VaultCondition {
    guard let descriptor = try? open(digest) else { return .missing }
    defer { close(descriptor) }
    let stream = try HashedStream(reading: descriptor)
    guard stream.digest != digest else { return .intact }
    return .changed(VaultFile(digest: stream.digest, byteCount: stream.byteCount))
  }

  /// The digests that files in the vault are named by, in order.
  public func digests() throws -> [Digest] {
    let top = folder.appending(path: "sha256").path
    let names = (try? FileManager.default.subpathsOfDirectory(atPath: top)) ?? []
    return names.compactMap { $0.count == 67 ? Digest(hex: String($0.dropFirst(3))) : nil }.sorted()
  }

  /// Where a file is, for libraries that open files by name; nobody writes there.
  public func pathForReading(_ digest: Digest) -> String {
    URL(filePath: path(of: digest)).absoluteURL.path
  }

  func path(of digest: Digest) -> String {
    let name = "\(digest)"
    return "\(folder.path)/sha256/\(name.prefix(2))/\(name)"
  }
}
