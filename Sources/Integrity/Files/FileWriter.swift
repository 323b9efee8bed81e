import CLinux
import Glibc

/// Writes an open file, and lets the disk begin early, so that making it durable at the end has little left to wait for.
public struct FileWriter: ~Copyable {
  /// Written data is pushed to the disk this often.
  private static let writebackByteCount: Int64 = 32 * 1024 * 1024

  private let descriptor: Int32
  /// What to call the file in an error.
  private let path: String
  /// Behind the last byte that was written.
  public private(set) var end: Int64 = 0
  private var pushed: Int64 = 0

  /// The caller owns the descriptor, and keeps it open for as long as this writes.
  public init(_ descriptor: borrowing Descriptor, path: String) {
    self.descriptor = descriptor.number
    self.path = path
  }

  /// Writes all of `bytes` at `position`.
  public mutating func write(
    _ bytes: UnsafeRawBufferPointer, at position: Int64
  ) throws(FileError) {
    var done = 0
    while done < bytes.count {
      let step = pwrite(
        descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done,
        off_t(position) + done)
      if step < 0, errno == EINTR { continue }
      guard step > 0 else { throw .unwritable(path: path, code: step < 0 ? errno : EIO) }
      done += step
    }
    end = max(end, position + Int64(bytes.count))
    if end - pushed >= Self.writebackByteCount {
      sync_file_range(
        descriptor, off_t(pushed), off_t(end - pushed), precinto_start_writing)
      pushed = end
    }
  }

  public mutating func write(_ bytes: some Sequence<UInt8>, at position: Int64) throws(FileError) {
    var failure: FileError?
    let isWhole: Void? = bytes.withContiguousStorageIfAvailable { storage in
      do throws(FileError) { try write(UnsafeRawBufferPointer(storage), at: position) } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    if isWhole == nil { try write(Array(bytes), at: position) }
  }

  /// Writes behind everything that was written.
  public mutating func append(_ bytes: some Sequence<UInt8>) throws(FileError) {
    try write(bytes, at: end)
  }

  /// Cuts off what an earlier, longer end left.
  public func cut(at byteCount: Int64) throws(FileError) {
    guard ftruncate(descriptor, off_t(byteCount)) == 0 else {
      throw .unwritable(path: path, code: errno)
    }
  }
}
