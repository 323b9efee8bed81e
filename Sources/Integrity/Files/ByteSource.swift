// Bytes that may be asked for by place: a file that stays on disk, or an array. Here is the one loop that reads a
// file; a number written in a file never decides how much memory is taken.

public import Glibc

/// Bytes at known places.
public protocol ByteSource: Sendable {
  /// How many there were when it was opened.
  var byteCount: Int64 { get }
  /// Fills `buffer` from `offset` on, as far as there are bytes, and says how far that was.
  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws(FileError) -> Int
  /// What to call it in an error.
  var path: String { get }
}

extension ByteSource {
  /// Up to `count` bytes from `offset`: fewer, or none, when the end comes first.
  public func bytes(at offset: Int64, count: Int) throws(FileError) -> [UInt8] {
    guard offset >= 0, offset < byteCount, count > 0 else { return [] }
    return try available(Int(min(Int64(count), byteCount - offset)), at: offset)
  }

  /// Exactly `count` bytes, or nil when they are not all there.
  public func exactly(_ count: Int, at offset: Int64) throws(FileError) -> [UInt8]? {
    guard offset >= 0, count >= 0, offset <= byteCount, Int64(count) <= byteCount - offset else {
      return nil
    }
    let bytes = try bytes(at: offset, count: count)
    return bytes.count == count ? bytes : nil
  }

  /// As many of `count` bytes as there are by now, in memory of that size.
  func available(_ count: Int, at offset: Int64) throws(FileError) -> [UInt8] {
    var failure: FileError?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      do throws(FileError) {
        filled = try read(into: UnsafeMutableRawBufferPointer(buffer), at: offset)
      } catch { failure = error }
    }
    if let failure { throw failure }
    return bytes
  }
}

/// Bytes in memory.
public struct MemorySource: ByteSource {
  public let content: [UInt8]
  public var byteCount: Int64 { Int64(content.count) }
  public var path: String { "-" }

  public init(_ content: [UInt8]) { self.content = content }

  public func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) -> Int {
    let part = bytes(at: offset, count: buffer.count)
    buffer.copyBytes(from: part)
    return part.count
  }

  public func bytes(at offset: Int64, count: Int) -> [UInt8] {
    guard offset >= 0, offset < byteCount, count > 0 else { return [] }
    let start = Int(offset)
    return Array(content[start..<start + min(count, content.count - start)])
  }
}

/// A plain file that is closed with its owner.
public final class FileSource: ByteSource {
  public let path: String
  public let byteCount: Int64
  /// As the file was when it was opened.
  public let status: stat
  private let descriptor: Descriptor

  /// Opens a file; never waits for a pipe to be written.
  ///
  /// - `link`: whether a link is followed to its file.
  /// - Throws: ``FileError/unreadable(path:code:)``, or ``FileError/notAFile(path:)``.
  public init(path: String, followingLink link: Bool = true) throws(FileError) {
    let flags = O_RDONLY | O_NONBLOCK | (link ? 0 : O_NOFOLLOW)
    let opened: Descriptor
    do throws(FileError) { opened = try Descriptor(opening: path, flags) } catch {
      guard case .unreadable(_, let code) = error, [ELOOP, ENXIO].contains(code) else {
        throw error
      }
      throw .notAFile(path: path)
    }
    status = try opened.status(of: path)
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile(path: path) }
    self.path = path
    byteCount = Int64(status.st_size)
    descriptor = opened
  }

  /// Reads a file that another part of the program has open.
  public convenience init(sharing other: borrowing Descriptor, path: String) throws(FileError) {
    let number = fcntl(other.number, F_DUPFD_CLOEXEC, 0)
    guard number >= 0 else { throw .unreadable(path: path, code: errno) }
    try self.init(owning: Descriptor(owning: number), path: path)
  }

  private init(owning descriptor: consuming Descriptor, path: String) throws(FileError) {
    status = try descriptor.status(of: path)
    self.path = path
    byteCount = Int64(status.st_size)
    self.descriptor = descriptor
  }

  public func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws(FileError)
    -> Int
  {
    var filled = 0
    while filled < buffer.count {
      let step = pread(
        descriptor.number, buffer.baseAddress?.advanced(by: filled), buffer.count - filled,
        off_t(offset) + filled)
      if step < 0, errno == EINTR { continue }
      guard step >= 0 else { throw .unreadable(path: path, code: errno) }
      if step == 0 { break }
      filled += step
    }
    return filled
  }

  /// Whether the file is as it was when it was opened.
  public func isUnchanged() throws(FileError) -> Bool {
    let now = try descriptor.status(of: path)
    return now.st_size == status.st_size && now.st_mtim.tv_sec == status.st_mtim.tv_sec
      && now.st_mtim.tv_nsec == status.st_mtim.tv_nsec
      && now.st_ctim.tv_sec == status.st_ctim.tv_sec
      && now.st_ctim.tv_nsec == status.st_ctim.tv_nsec
  }

  /// Lends the open file to `body`, which must not close it.
  public func withDescriptor<Result>(_ body: (Int32) throws -> Result) rethrows -> Result {
    try withExtendedLifetime(self) { try body(descriptor.number) }
  }
}
