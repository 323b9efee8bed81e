import Glibc

/// Reads an open file in large steps and hands out small pieces, so that ten thousand small files cost few calls.
struct FileWindow {
  private let descriptor: Int32
  private let stepByteCount: Int
  private let path: String
  private var start: Int64 = 0
  private var window: [UInt8] = []

  /// The caller owns the descriptor; `path` is for errors.
  ///
  /// `stepByteCount`: how much is read at a time; little when only some pieces are wanted.
  init(descriptor: Int32, path: String, stepByteCount: Int = 512 * 1024) {
    self.descriptor = descriptor
    self.stepByteCount = stepByteCount
    self.path = path
  }

  /// The `count` bytes at `offset`; pieces that follow one another are cheapest.
  mutating func bytes(at offset: Int64, count: Int) throws -> ArraySlice<UInt8> {
    guard count >= 0, offset >= 0 else { throw BundleFormatError.truncated(path: path) }
    if offset < start || offset + Int64(count) > start + Int64(window.count) {
      window = Self.read(descriptor, at: offset, count: max(count, stepByteCount))
      start = offset
    }
    let first = Int(offset - start)
    guard first + count <= window.count else { throw BundleFormatError.truncated(path: path) }
    return window[first..<first + count]
  }

  /// As many of the `count` bytes at `offset` as there are.
  private static func read(_ descriptor: Int32, at offset: Int64, count: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let step = pread(
          descriptor, buffer.baseAddress?.advanced(by: filled), count - filled,
          off_t(offset) + filled)
        if step < 0, errno == EINTR { continue }
        guard step > 0 else { return }
        filled += step
      }
    }
  }

  /// The `count` bytes at `offset` of a file that is read at one place only.
  static func bytes(_ descriptor: Int32, at offset: Int64, count: Int, path: String) throws
    -> [UInt8]
  {
    guard count >= 0, offset >= 0 else { throw BundleFormatError.truncated(path: path) }
    let bytes = read(descriptor, at: offset, count: count)
    guard bytes.count == count else { throw BundleFormatError.truncated(path: path) }
    return bytes
  }
}
