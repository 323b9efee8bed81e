import Foundation
import Glibc

/// Writes small files so that they are wholly there or not at all: temporary name, fsync, rename.
enum AtomicFile {
  /// `mode`: permissions, such as `0o600` for a key.
  static func write(_ bytes: [UInt8], to url: URL, mode: mode_t = 0o644) throws {
    let temporary = url.path + ".part-\(getpid())"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw failure(url) }
    do {
      defer { close(descriptor) }
      try writeAll(bytes, to: descriptor, for: url)
      guard fsync(descriptor) == 0 else { throw failure(url) }
    } catch {
      unlink(temporary)
      throw error
    }
    guard rename(temporary, url.path) == 0 else {
      unlink(temporary)
      throw failure(url)
    }
    syncFolder(url.deletingLastPathComponent())
  }

  /// Makes the names in a folder survive a power cut.
  static func syncFolder(_ folder: URL) {
    let descriptor = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  private static func writeAll(_ bytes: [UInt8], to descriptor: Int32, for url: URL) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { throw failure(url) }
      rest = rest.dropFirst(count)
    }
  }

  private static func failure(_ url: URL) -> CaseworkError {
    .fileUnwritable(path: url.path, detail: String(cString: strerror(errno)))
  }
}
