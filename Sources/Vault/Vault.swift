public import Foundation
import Glibc
public import Integrity

/// Evidence bytes in a folder, read-only, named by their SHA-256: `sha256/ab/ab12…`.
///
/// Nothing is ever written under its final name before it is whole and on disk.
public struct Vault: EvidenceStore {
  let folder: URL

  public init(folder: URL) { self.folder = folder }

  public func open(_ digest: Digest) throws -> any ByteSource {
    do throws(FileError) {
      return try FileSource(path: path(of: digest), followingLink: false)
    } catch {
      switch error {
      case .unreadable(_, ENOENT), .notAFile: throw VaultError.notInVault(digest)
      default: throw error
      }
    }
  }

  public func digests() throws -> [Digest] {
    let top = folder.appending(path: "sha256").path
    guard FileManager.default.fileExists(atPath: top) else { return [] }
    return try FileManager.default.subpathsOfDirectory(atPath: top)
      .compactMap { $0.count == 67 ? Digest(hex: String($0.dropFirst(3))) : nil }.sorted()
  }

  public func withLocalCopies<Result>(
    of files: [(digest: Digest, name: String)], _ body: ([String]) throws -> Result
  ) throws -> Result {
    let work = try WorkFolder()
    let paths = try files.enumerated().map { place, file in
      try link(file.digest, named: file.name, place: place, in: work)
    }
    return try withExtendedLifetime(work) { try body(paths) }
  }

  public func withLocalCopy<Result>(
    of digest: Digest, _ body: (String) throws -> Result
  ) throws -> Result {
    _ = try open(digest)
    return try body(URL(filePath: path(of: digest)).absoluteURL.path)
  }

  /// Where two files have one name, the second stands in a folder of its own.
  private func link(_ digest: Digest, named name: String, place: Int, in work: WorkFolder) throws
    -> String
  {
    let own = (name as NSString).lastPathComponent
    let target = URL(filePath: path(of: digest)).absoluteURL.path
    let file = own.isEmpty || own == "/" ? "file" : own
    let path = "\(work.path)/\(file)"
    if symlink(target, path) == 0 { return path }
    let aside = "\(work.path)/.\(place)"
    guard errno == EEXIST, mkdir(aside, 0o700) == 0, symlink(target, "\(aside)/\(file)") == 0
    else { throw FileError.unwritable(path: path, code: errno) }
    return "\(aside)/\(file)"
  }

  func path(of digest: Digest) -> String {
    let name = "\(digest)"
    return "\(folder.path)/sha256/\(name.prefix(2))/\(name)"
  }
}
