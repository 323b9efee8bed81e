// The one owner of a file that the system has open: closed with its owner, never handed on to a child.

public import Glibc

/// A number of the system's table of open files.
public struct Descriptor: ~Copyable, Sendable {
  public let number: Int32

  public init(owning number: Int32) { self.number = number }

  deinit { close(number) }

  /// Opens `path`, in `folder` where that is given.
  ///
  /// - Throws: ``FileError/unreadable(path:code:)`` or, where it is opened for writing, ``FileError/unwritable(path:code:)``.
  public init(
    opening path: String, _ flags: Int32, mode: mode_t = 0, in folder: Int32 = AT_FDCWD
  ) throws(FileError) {
    var opened = openat(folder, path, flags | O_CLOEXEC, mode)
    while opened < 0, errno == EINTR { opened = openat(folder, path, flags | O_CLOEXEC, mode) }
    guard opened >= 0 else {
      throw flags & O_ACCMODE == O_RDONLY
        ? .unreadable(path: path, code: errno) : .unwritable(path: path, code: errno)
    }
    number = opened
  }

  /// What the system says of the file.
  public func status(of path: String) throws(FileError) -> stat {
    var info = stat()
    guard fstat(number, &info) == 0 else { throw .unreadable(path: path, code: errno) }
    return info
  }

  /// Waits until the disk has what was written, or the names that a folder holds.
  public func sync(_ path: String) throws(FileError) {
    while fsync(number) != 0 {
      if errno == EINTR { continue }
      throw .unwritable(path: path, code: errno)
    }
  }
}

/// Makes the names in a folder survive a power cut.
public func syncFolder(_ path: String) throws(FileError) {
  try Descriptor(opening: path, O_RDONLY | O_DIRECTORY).sync(path)
}
