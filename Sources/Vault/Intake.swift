// Taking files into the folder: a bounded number is open at a time, however many there are.

import CLinux
import Foundation
import Glibc
public import Integrity

extension Vault {
  /// Up to this many files are made durable one by one; for more, two syncs of the whole file system are cheaper.
  private static let aloneLimit = 16

  public func intake(
    _ paths: [String], expecting expected: AcquisitionHash?,
    progress: (Int, Int64) throws -> Void
  ) throws -> [VaultFile] {
    let incoming = folder.appending(path: "incoming").path
    for path in [folder.path, incoming, folder.appending(path: "sha256").path] {
      try makeFolder(path)
    }
    let work = try WorkFolder(in: incoming)
    let areMany = paths.count > Self.aloneLimit
    var bytesDone: Int64 = 0
    let files = try paths.enumerated().map { index, path in
      let source = try EvidenceSource(path)
      let part = try IncomingFile("\(work.path)/\(index)")
      let file = try part.fill(from: source, expecting: expected) { count in
        bytesDone += Int64(count)
        try progress(index, bytesDone)
      }
      try part.close(isDurable: !areMany)
      return file
    }
    if areMany { try work.syncFileSystem() }
    let shelves = Set(
      try files.enumerated().map { try keep($1, from: "\(work.path)/\($0)") })
    if areMany { try work.syncFileSystem() } else { try sync(shelves) }
    return files
  }

  /// Gives a finished file its name, unless the vault has the same bytes already.
  ///
  /// - Returns: the folder that it is in.
  private func keep(_ file: VaultFile, from part: String) throws -> String {
    let destination = path(of: file.digest)
    let shelf = (destination as NSString).deletingLastPathComponent
    try makeFolder(shelf)
    if try isIntact(file, at: destination) { return shelf }
    guard rename(part, destination) == 0 else {
      throw FileError.unwritable(path: destination, code: errno)
    }
    return shelf
  }

  private func isIntact(_ file: VaultFile, at path: String) throws -> Bool {
    var info = stat()
    guard lstat(path, &info) == 0, info.st_size == file.byteCount else { return false }
    return try examine(file.digest) == .intact
  }

  private func makeFolder(_ path: String) throws {
    guard mkdir(path, 0o755) == 0 || errno == EEXIST else {
      throw FileError.unwritable(path: path, code: errno)
    }
  }

  /// A shelf may be new itself.
  private func sync(_ shelves: Set<String>) throws {
    for shelf in shelves { try syncFolder(shelf) }
    try syncFolder(folder.appending(path: "sha256").path)
  }
}

/// A file on its way into the vault, in a folder that goes with whoever makes it.
private struct IncomingFile: ~Copyable {
  private let path: String
  private let descriptor: Descriptor

  init(_ path: String) throws {
    self.path = path
    descriptor = try Descriptor(opening: path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600)
  }

  func fill(
    from source: EvidenceSource, expecting expected: AcquisitionHash?,
    progress: (Int) throws -> Void
  ) throws -> VaultFile {
    // A clone shares the blocks of the source as they are now, and takes no time: then only the hash is left to do.
    let isCloned = source.isCloned(into: descriptor)
    var output = FileWriter(descriptor, path: path)
    var done: Int64 = 0
    let bytes: any ByteSource =
      isCloned ? try FileSource(sharing: descriptor, path: path) : source.bytes
    let stream = try HashedStream(reading: bytes, alsoHashing: expected?.algorithm) {
      if !isCloned { try output.write($0, at: done) }
      done += Int64($0.count)
      // A file that grows as fast as it is read would never end.
      guard done <= source.bytes.byteCount else { throw source.changed }
      try progress($0.count)
    }
    guard stream.byteCount == source.bytes.byteCount, try source.bytes.isUnchanged() else {
      throw source.changed
    }
    if let expected, let found = stream.acquisitionHash, found != expected {
      throw VaultError.acquisitionMismatch(
        path: source.bytes.path, algorithm: expected.algorithm.rawValue, expected: expected.hex,
        found: found.hex)
    }
    return VaultFile(digest: stream.digest, byteCount: stream.byteCount)
  }

  /// Makes the bytes read-only and, where it is asked for, durable.
  consuming func close(isDurable: Bool) throws {
    guard fchmod(descriptor.number, 0o444) == 0 else {
      throw FileError.unwritable(path: path, code: errno)
    }
    if isDurable { try descriptor.sync(path) }
  }
}

/// A file that somebody hands in: a plain file that is not empty and must not change meanwhile.
struct EvidenceSource {
  let bytes: FileSource

  init(_ path: String) throws {
    do throws(FileError) {
      bytes = try FileSource(path: path, followingLink: false)
    } catch {
      switch error {
      case .notAFile: throw VaultError.notAFile(path: path)
      case .unreadable(_, ENOENT), .unreadable(_, ENOTDIR):
        throw VaultError.missing(path: path)
      default: throw error
      }
    }
    guard bytes.byteCount > 0 else { throw VaultError.empty(path: path) }
  }

  var changed: VaultError { .changedWhileRead(path: bytes.path) }

  func isCloned(into descriptor: borrowing Descriptor) -> Bool {
    let number = descriptor.number
    return bytes.withDescriptor { precinto_clone(number, $0) == 0 }
  }
}
