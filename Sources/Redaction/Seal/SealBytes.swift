public import Integrity
import Glibc

/// A file's bytes, wherever they lie, read a range at a time.
public protocol SealBytes: Sendable {
  var count: Int { get }
  /// - Throws: when the bytes are not there any more.
  func read(_ range: Range<Int>) throws -> ArraySlice<UInt8>
}

/// Bytes in memory: what is split into words and cells is small.
public struct BytesInMemory: SealBytes {
  private let bytes: [UInt8]
  public init(_ bytes: [UInt8]) { self.bytes = bytes }
  public var count: Int { bytes.count }
  public func read(_ range: Range<Int>) -> ArraySlice<UInt8> { bytes[range] }
}

/// Bytes of an open file, from an offset of it on: what is sealed by lines or blocks may be large.
public final class BytesOfFile: SealBytes {
  private let descriptor: Int32
  private let start: Int
  public let count: Int

  /// Takes over `descriptor` and closes it in the end.
  ///
  /// - `count`: nil for all bytes after `start`.
  public init(closing descriptor: Int32, from start: Int = 0, count: Int? = nil) throws(StreamError)
  {
    self.descriptor = descriptor
    self.start = start
    if let count {
      self.count = count
    } else {
      let end = lseek(descriptor, 0, SEEK_END)
      guard end >= start else {
        Glibc.close(descriptor)
        throw .unreadable(code: errno)
      }
      self.count = end - start
    }
  }

  deinit { Glibc.close(descriptor) }

  public func read(_ range: Range<Int>) throws -> ArraySlice<UInt8> {
    var isCutOff = false
    let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, filled in
      while filled < range.count {
        let more = pread(
          descriptor, buffer.baseAddress.map { $0 + filled }, range.count - filled,
          off_t(start + range.lowerBound + filled))
        if more < 0, errno == EINTR { continue }
        guard more > 0 else {
          isCutOff = true
          return
        }
        filled += more
      }
    }
    guard !isCutOff else { throw StreamError.truncated }
    return bytes[...]
  }
}
