// Bytes that a parser may ask for by place: a file that stays on disk, or an array. Every read is bounded by what
// there is, so that no length written in a file decides how much memory is taken.

import Glibc

/// Bytes at known places.
protocol ByteSource {
  var byteCount: Int64 { get }
  /// Returns up to `count` bytes from `offset`: fewer, or none, when the end comes first.
  func bytes(at offset: Int64, count: Int) throws -> [UInt8]
}

extension ByteSource {
  /// Returns exactly `count` bytes, or nil when they are not all there.
  func exactly(_ count: Int, at offset: Int64) throws -> [UInt8]? {
    guard offset >= 0, count >= 0, offset <= byteCount, Int64(count) <= byteCount - offset else {
      return nil
    }
    let bytes = try bytes(at: offset, count: count)
    return bytes.count == count ? bytes : nil
  }
}

/// Bytes in memory.
struct MemorySource: ByteSource {
  let content: [UInt8]
  var byteCount: Int64 { Int64(content.count) }

  init(_ content: [UInt8]) { self.content = content }

  func bytes(at offset: Int64, count: Int) -> [UInt8] {
    guard offset >= 0, offset < byteCount, count > 0 else { return [] }
    let start = Int(offset)
    return Array(content[start..<start + min(count, content.count - start)])
  }
}

/// A regular file that is closed with its owner.
final class FileSource: ByteSource {
  let byteCount: Int64
  private let path: String
  private let descriptor: Int32

  init(path: String) throws(MediaError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .unreadable(path: path, code: errno) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw .unreadable(path: path, code: EINVAL)
    }
    self.path = path
    self.descriptor = descriptor
    byteCount = Int64(status.st_size)
  }

  deinit { close(descriptor) }

  func bytes(at offset: Int64, count: Int) throws -> [UInt8] {
    guard offset >= 0, offset < byteCount, count > 0 else { return [] }
    let wanted = Int(min(Int64(count), byteCount - offset))
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, filled in
      while filled < wanted {
        let step = pread(
          descriptor, buffer.baseAddress?.advanced(by: filled), wanted - filled,
          off_t(offset) + filled)
        if step < 0, errno == EINTR { continue }
        if step < 0 { failure = errno }
        guard step > 0 else { return }
        filled += step
      }
    }
    guard failure == 0 else { throw MediaError.unreadable(path: path, code: failure) }
    return bytes
  }

  /// Lends the descriptor to `body`, which must not close it.
  func withDescriptor<Result>(_ body: (Int32) throws -> Result) rethrows -> Result {
    try withExtendedLifetime(self) { try body(descriptor) }
  }
}

/// The system's words for an errno.
func errorText(_ code: Int32) -> String {
  strerror(code).map { String(cString: $0) } ?? "errno \(code)"
}

/// The order in which the bytes of a number stand.
enum ByteOrder { case little, big }

extension RandomAccessCollection<UInt8> where Index == Int {
  /// Reads an unsigned integer `offset` bytes from the start; nil when it is not all there.
  func integer<Number: FixedWidthInteger & UnsignedInteger>(
    at offset: Int, _ order: ByteOrder, as type: Number.Type = Number.self
  ) -> Number? {
    let width = Number.bitWidth / 8
    guard offset >= 0, offset <= count, width <= count - offset else { return nil }
    let bytes = self[startIndex + offset..<startIndex + offset + width]
    return order == .big
      ? bytes.reduce(0) { $0 << 8 | Number($1) }
      : bytes.reversed().reduce(0) { $0 << 8 | Number($1) }
  }
}
