import CLinux
import Foundation
import Glibc
public import Integrity

extension Vault {
  /// Takes files in: each is read once, hashed while it is copied, and on disk before it gets its name.
  ///
  /// - `expected`: a digest that an acquisition tool wrote down for the one file.
  /// - `progress`: called with files and bytes done; throwing stops the work.
  ///
  /// Throws ``VaultError``; then nothing of these files is left behind, except what was in the vault already.
  public func intake(
    _ paths: [String], expecting expected: AcquisitionHash? = nil,
    progress: (Int, Int64) throws -> Void = { _, _ in }
  ) throws -> [VaultFile] {
    let incoming = folder.appending(path: "incoming").path
    try makeFolder(folder.path)
    try makeFolder(incoming)
    removeAbandoned(in: incoming)
    var parts: [PartFile] = []
    defer { for part in parts { part.discard() } }
    var bytesDone: Int64 = 0
    for (index, path) in paths.enumerated() {
      let part = try PartFile(in: incoming)
      parts.append(part)
      try part.fill(from: path, expecting: expected) { count in
        bytesDone += Int64(count)
        try progress(index, bytesDone)
      }
    }
    // For many files, two syncs of the whole file system are cheaper than one or two of each file.
    let areMany = parts.count > Self.aloneLimit
    for part in parts { try part.sync(alone: !areMany) }
    if areMany { syncfs(parts[0].descriptor) }
    let shelves = Set(try parts.map(keep))
    if areMany { syncfs(parts[0].descriptor) } else { shelves.forEach(syncFolder) }
    return parts.compactMap(\.file)
  }

  /// Up to this many files are synced one by one.
  private static let aloneLimit = 16

  /// Gives a finished part its name, unless the vault has the same bytes already.
  ///
  /// - Returns: the folder that it is in.
  private func keep(_ part: PartFile) throws -> String {
    guard let file = part.file else { preconditionFailure("a part is kept once it is filled") }
    let destination = path(of: file.digest)
    let shelf = (destination as NSString).deletingLastPathComponent
    try makeFolder((shelf as NSString).deletingLastPathComponent)
    try makeFolder(shelf)
    if case .intact? = try? examineIfSameSize(file) { return shelf }
    guard rename(part.path, destination) == 0 else {
      throw VaultError.unwritable(path: destination, detail: systemMessage())
    }
    return shelf
  }

  private func examineIfSameSize(_ file: VaultFile) throws -> VaultCondition {
    var info = stat()
    guard lstat(path(of: file.digest), &info) == 0, info.st_size == file.byteCount else {
      return .missing
    }
    return try examine(file.digest)
  }

  private func makeFolder(_ path: String) throws {
    guard mkdir(path, 0o755) == 0 || errno == EEXIST else {
      throw VaultError.unwritable(path: path, detail: systemMessage())
    }
  }

  private func syncFolder(_ path: String) {
    let descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  /// Removes parts whose writer is gone: a living one holds a lock on its part.
  private func removeAbandoned(in incoming: String) {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: incoming)) ?? [] {
      let path = incoming + "/" + name
      let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
      guard descriptor >= 0 else { continue }
      defer { close(descriptor) }
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { unlink(path) }
    }
  }
}

/// What errno says, in the system's words.
func systemMessage() -> String { String(cString: strerror(errno)) }

/// A file on its way into the vault.
///
/// Owns its descriptor and removes the file unless it was renamed.
final class PartFile {
  let path: String
  let descriptor: Int32
  private(set) var file: VaultFile?

  init(in folder: String) throws {
    // Not Foundation's UUID: where there is no /dev/urandom, it gives the same one each time.
    path = "\(folder)/\(String(UInt64.random(in: 0...UInt64.max), radix: 16)).part"
    descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw PartFile.failure(path) }
    flock(descriptor, LOCK_EX)
  }

  deinit { close(descriptor) }

  /// Removes the part, if it still has its temporary name.
  func discard() { unlink(path) }

  func fill(
    from source: String, expecting expected: AcquisitionHash?,
    progress: (Int) throws -> Void
  ) throws {
    let input = try SourceFile(source)
    // A clone shares the blocks of the source as they are now, and takes no time: then only the hash is left to do.
    let isCloned = precinto_clone(descriptor, input.descriptor) == 0
    var written: Int64 = 0
    var output = FileWriter(descriptor: descriptor)
    let stream: HashedStream
    do {
      stream = try HashedStream(
        reading: isCloned ? descriptor : input.descriptor, alsoHashing: expected?.algorithm
      ) {
        if !isCloned { try output.write($0, at: written) }
        written += Int64($0.count)
        // A file that grows as fast as it is read would never end.
        guard written <= input.byteCount else { throw VaultError.changedWhileRead(path: source) }
        try progress($0.count)
      }
    } catch StreamError.unreadable(let code) {
      throw VaultError.unreadable(path: source, detail: String(cString: strerror(code)))
    } catch StreamError.unwritable(let code) {
      throw Self.failure(path, code)
    }
    try input.requireUnchanged(afterReading: stream.byteCount)
    if let expected, let found = stream.acquisitionHash, found != expected {
      throw VaultError.acquisitionMismatch(
        path: source, algorithm: expected.algorithm.rawValue, expected: expected.hex,
        found: found.hex)
    }
    file = VaultFile(digest: stream.digest, byteCount: stream.byteCount)
  }

  /// Makes the bytes read-only, and durable when the file is synced alone.
  func sync(alone isAlone: Bool) throws {
    guard fchmod(descriptor, 0o444) == 0, !isAlone || fsync(descriptor) == 0 else {
      throw PartFile.failure(path)
    }
  }

  private static func failure(_ path: String, _ code: Int32 = errno) -> VaultError {
    code == ENOSPC || code == EDQUOT || code == EFBIG
      ? .diskFull(path: path)
      : .unwritable(path: path, detail: String(cString: strerror(code)))
  }
}

/// A file that somebody hands in: a regular file, open for reading, that must not change meanwhile.
final class SourceFile {
  let path: String
  let descriptor: Int32
  private let before: stat
  var byteCount: Int64 { Int64(before.st_size) }

  init(_ path: String) throws {
    self.path = path
    // O_NONBLOCK: opening a pipe must not wait for a writer.
    let opened = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard opened >= 0 else {
      throw switch errno {
      case ENOENT, ENOTDIR: VaultError.missing(path: path)
      case ELOOP, ENXIO: VaultError.notAFile(path: path)
      default: VaultError.unreadable(path: path, detail: systemMessage())
      }
    }
    var info = stat()
    guard fstat(opened, &info) == 0, info.st_mode & S_IFMT == S_IFREG else {
      close(opened)
      throw VaultError.notAFile(path: path)
    }
    guard info.st_size > 0 else {
      close(opened)
      throw VaultError.empty(path: path)
    }
    descriptor = opened
    before = info
  }

  deinit { close(descriptor) }

  func requireUnchanged(afterReading byteCount: Int64) throws {
    var after = stat()
    guard fstat(descriptor, &after) == 0, after.st_size == before.st_size,
      Int64(after.st_size) == byteCount,
      after.st_mtim.tv_sec == before.st_mtim.tv_sec,
      after.st_mtim.tv_nsec == before.st_mtim.tv_nsec,
      after.st_ctim.tv_sec == before.st_ctim.tv_sec,
      after.st_ctim.tv_nsec == before.st_ctim.tv_nsec
    else { throw VaultError.changedWhileRead(path: path) }
  }
}
