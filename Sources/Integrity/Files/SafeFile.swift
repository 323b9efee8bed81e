// The only way in which a file gets its name: written beside it under a name that nobody can foresee, on disk before
// it is moved there. Whoever reads it finds the old file or the whole new one; whoever plants a link or a file gains
// nothing; what a killed writer left is removed by the next run.

import CLinux
import Glibc

/// A file that is being written, and takes its place when it is committed.
public struct SafeFile: ~Copyable {
  /// What becomes of a file that has the name already.
  public enum Existing: Sendable {
    case isReplaced
    /// It stays, and ``FileError/exists(path:)`` is thrown.
    case isKept
  }

  private let path: String
  private let name: String
  private let existing: Existing
  private let folder: Descriptor
  private let part: Part
  private var isCommitted = false

  /// Begins a file that will be at `path`.
  ///
  /// - `mode`: its permissions from the first moment on, less what the user's mask takes away. Where it gives others
  ///     nothing and the file system gives them something, ``FileError/openToOthers(path:)`` is thrown.
  public init(at path: String, mode: UInt32 = 0o644, existing: Existing = .isReplaced)
    throws(FileError)
  {
    let (parent, name) = Self.parted(path)
    let folder = try Self.opened(parent, for: path)
    try Self.requireRoom(for: name, in: folder, existing, path)
    Leftovers.remove(from: folder, at: parent)
    // The last step that can fail: `deinit` does not run when `init` throws.
    let part = try Part.file(in: folder, mode: mode, for: path)
    self.path = path
    self.name = name
    self.existing = existing
    self.folder = folder
    self.part = part
  }

  deinit { if !isCommitted { unlinkat(folder.number, part.name, 0) } }

  /// Writes into the file; whatever it writes is lost unless the file is committed.
  public func writer() -> FileWriter { FileWriter(part.file, path: path) }

  /// Where the file is until it is committed: for reading it back.
  public var temporaryPath: String { Self.parted(path).folder + "/" + part.name }

  /// Gives the file its name, once it is on disk.
  public consuming func commit() throws(FileError) {
    try part.file.sync(path)
    let place = folder.number
    let isMoved =
      existing == .isReplaced
      ? renameat(place, part.name, place, name) == 0 : movedToFreeName()
    guard isMoved else {
      throw errno == EEXIST ? .exists(path: path) : .unwritable(path: path, code: errno)
    }
    isCommitted = true
    try folder.sync(path)
  }

  private func movedToFreeName() -> Bool {
    let place = folder.number
    if precinto_rename_new(place, part.name, place, name) == 0 { return true }
    // Some file systems cannot ask and rename in one step; a second name that cannot be taken does the same.
    guard errno == EINVAL || errno == ENOSYS else { return false }
    return linkat(place, part.name, place, name, 0) == 0
      && unlinkat(place, part.name, 0) == 0
  }

  /// Writes a small file as a whole.
  public static func write(
    _ bytes: some Sequence<UInt8>, to path: String, mode: UInt32 = 0o644,
    existing: Existing = .isReplaced
  ) throws(FileError) {
    let file = try SafeFile(at: path, mode: mode, existing: existing)
    var writer = file.writer()
    try writer.append(bytes)
    try file.commit()
  }

  /// Says now what ``commit()`` would find out too late: that the place is taken, or no place for a file.
  public static func requireRoom(at path: String, existing: Existing = .isKept) throws(FileError) {
    let (parent, name) = parted(path)
    try requireRoom(for: name, in: opened(parent, for: path), existing, path)
  }

  private static func requireRoom(
    for name: String, in folder: borrowing Descriptor, _ existing: Existing, _ path: String
  ) throws(FileError) {
    var info = stat()
    guard fstatat(folder.number, name, &info, AT_SYMLINK_NOFOLLOW) == 0 else { return }
    guard existing == .isReplaced else { throw .exists(path: path) }
    // A device or pipe would be replaced by a file, which nobody means who names it.
    guard [S_IFREG, S_IFLNK].contains(info.st_mode & S_IFMT) else { throw .notAFile(path: path) }
  }

  private static func opened(_ folder: String, for path: String) throws(FileError) -> Descriptor {
    do throws(FileError) {
      return try Descriptor(opening: folder, O_RDONLY | O_DIRECTORY)
    } catch {
      guard case .unreadable(_, let code) = error else { throw error }
      throw .unwritable(path: path, code: code)
    }
  }

  /// The folder and the name in it.
  private static func parted(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return (".", path) }
    let folder = String(path[...slash])
    return (folder, String(path[path.utf8.index(after: slash)...]))
  }
}
