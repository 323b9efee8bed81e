// Temporary names: none can be foreseen, each is locked by its living owner, and those whose owner was killed are
// removed the next time that a run writes into the same folder.

import Foundation
import Glibc
import Synchronization

/// A temporary file or folder: its name.
struct Part {
  static let prefix = ".precinto-"
  let name: String

  init() {
    // Not Foundation's UUID: where there is no /dev/urandom, it gives the same one each time.
    let number = String(UInt64.random(in: 0...UInt64.max), radix: 16)
    name = "\(Self.prefix)\(number).part"
  }

  static func isName(_ name: String) -> Bool {
    name.hasPrefix(prefix) && name.hasSuffix(".part")
  }

  /// Makes the file, locked.
  ///
  /// `path`: what it will be, for errors.
  func created(in folder: borrowing Descriptor, mode: UInt32, for path: String)
    throws(FileError) -> Descriptor
  {
    let number = openat(
      folder.number, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
    guard number >= 0 else { throw .unwritable(path: path, code: errno) }
    let file = Descriptor(owning: number)
    do throws(FileError) { try lock(file, mode, path) } catch {
      unlinkat(folder.number, name, 0)
      throw error
    }
    return file
  }

  /// Marks a file or folder as one with a living owner.
  func lock(_ file: borrowing Descriptor, _ mode: UInt32, _ path: String) throws(FileError) {
    // Where the file system knows no locks, nobody can lock it to remove it either.
    flock(file.number, LOCK_EX)
    let status = try file.status(of: path)
    // Somebody may have taken it for a leftover in the instant before it was locked.
    guard status.st_nlink > 0 else { throw .unwritable(path: path, code: ESTALE) }
    guard mode & 0o077 != 0 || status.st_mode & 0o077 == 0 else {
      throw .openToOthers(path: path)
    }
  }
}

/// What writers left that were killed.
enum Leftovers {
  private struct Place: Hashable {
    let path: String
    let device: dev_t
    let file: ino_t
  }

  /// Folders that this run has looked through: once is enough, and a folder may hold a hundred thousand names.
  private static let seen = Mutex<Set<Place>>([])

  /// Removes what is in `folder`, unless its owner lives; what cannot be removed stays for a later run.
  static func remove(from folder: borrowing Descriptor, at path: String) {
    guard let status = try? folder.status(of: path) else { return }
    let place = Place(path: path, device: status.st_dev, file: status.st_ino)
    guard seen.withLock({ $0.insert(place).inserted }) else { return }
    for name in (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    where Part.isName(name) {
      guard
        let part = try? Descriptor(
          opening: name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK, in: folder.number),
        let info = try? part.status(of: name), info.st_uid == geteuid(),
        flock(part.number, LOCK_EX | LOCK_NB) == 0
      else { continue }
      if info.st_mode & S_IFMT == S_IFDIR {
        try? FileManager.default.removeItem(atPath: "\(path)/\(name)")
      } else {
        unlinkat(folder.number, name, 0)
      }
    }
  }
}
