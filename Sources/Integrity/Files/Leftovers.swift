// Temporary names: none can be foreseen, each is locked by its living owner, and those whose owner was killed are
// removed the next time that a run writes into the same folder.

import Foundation
import Glibc
import Synchronization

/// A temporary file or folder, open and locked: so others see that its owner lives.
struct Part: ~Copyable {
  private static let prefix = ".precinto-"
  private static let suffix = ".part"

  let name: String
  let file: Descriptor

  /// Makes a file in `folder`; `path` is what it will be, for errors.
  static func file(in folder: borrowing Descriptor, mode: UInt32, for path: String)
    throws(FileError) -> Part
  {
    while true {
      let name = newName()
      let flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
      let number = openat(folder.number, name, flags, mode)
      guard number >= 0 else { throw .unwritable(path: path, code: errno) }
      let file = Descriptor(owning: number)
      lock(file)
      let status = try file.status(of: path)
      // Somebody may have taken it for a leftover in the instant before it was locked.
      if status.st_nlink == 0 { continue }
      guard mode & 0o077 != 0 || status.st_mode & 0o077 == 0 else {
        unlinkat(folder.number, name, 0)
        throw .openToOthers(path: path)
      }
      return Part(name: name, file: file)
    }
  }

  /// Makes a folder that nobody else may look into.
  static func folder(in parent: String) throws(FileError) -> Part {
    while true {
      let name = newName()
      let path = "\(parent)/\(name)"
      guard mkdir(path, 0o700) == 0 else { throw .unwritable(path: parent, code: errno) }
      let number = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      if number < 0, errno == ENOENT { continue }
      guard number >= 0 else {
        let code = errno
        rmdir(path)
        throw .unwritable(path: parent, code: code)
      }
      let folder = Descriptor(owning: number)
      lock(folder)
      if access(path, F_OK) != 0 { continue }
      return Part(name: name, file: folder)
    }
  }

  /// Where the file system knows no locks, nobody can lock it to remove it either.
  private static func lock(_ file: borrowing Descriptor) { flock(file.number, LOCK_EX) }

  private static func newName() -> String {
    // Not Foundation's UUID: where there is no /dev/urandom, it gives the same one each time.
    "\(prefix)\(String(UInt64.random(in: 0...UInt64.max), radix: 16))\(suffix)"
  }

  static func isName(_ name: String) -> Bool { name.hasPrefix(prefix) && name.hasSuffix(suffix) }
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
