import CLinux
import Glibc

/// Writes an open file, and lets the disk begin early, so that making it durable at the end has little left to wait for.
public struct FileWriter: ~Copyable {
  /// Written data is pushed to the disk this often.
  private static let writebackByteCount: Int64 = 32 * 1024 * 1024

  private let descriptor: Int32
  private var end: Int64 = 0
  private var pushed: Int64 = 0

  /// The caller owns the descriptor.
  public init(descriptor: Int32) { self.descriptor = descriptor }

  /// Writes all of `bytes` at `position`.
  ///
  /// - Throws: ``StreamError/unwritable(code:)``.
  public mutating func write(_ bytes: UnsafeRawBufferPointer, at position: Int64) throws {
    var done = 0
    while done < bytes.count {
      let step = pwrite(
        descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done,
        off_t(position) + done)
      if step < 0, errno == EINTR { continue }
      guard step > 0 else { throw StreamError.unwritable(code: errno) }
      done += step
    }
    end = max(end, position + Int64(bytes.count))
    if end - pushed >= Self.writebackByteCount {
      sync_file_range(
        descriptor, off_t(pushed), off_t(end - pushed), precinto_start_writing)
      pushed = end
    }
  }

  public mutating func write(_ bytes: [UInt8], at position: Int64) throws {
    try bytes.withUnsafeBytes { try write($0, at: position) }
  }
}
