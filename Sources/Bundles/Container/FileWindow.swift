import Integrity

/// Reads an open file in large steps and hands out small pieces, so that ten thousand small files cost few calls.
struct FileWindow {
  private let source: any ByteSource
  private let stepByteCount: Int
  private var start: Int64 = 0
  private var window: [UInt8] = []

  /// `stepByteCount`: how much is read at a time; little when only some pieces are wanted.
  init(_ source: any ByteSource, stepByteCount: Int = 512 * 1024) {
    self.source = source
    self.stepByteCount = stepByteCount
  }

  /// The `count` bytes at `offset`; pieces that follow one another are cheapest.
  mutating func bytes(at offset: Int64, count: Int) throws -> ArraySlice<UInt8> {
    guard count >= 0, offset >= 0 else { throw BundleFormatError.truncated(path: source.path) }
    if offset < start || offset + Int64(count) > start + Int64(window.count) {
      window = try source.bytes(at: offset, count: max(count, stepByteCount))
      start = offset
    }
    let first = Int(offset - start)
    guard first + count <= window.count else {
      throw BundleFormatError.truncated(path: source.path)
    }
    return window[first..<first + count]
  }

  /// The `count` bytes at `offset` of a file that is read at one place only.
  static func bytes(_ source: any ByteSource, at offset: Int64, count: Int) throws -> [UInt8] {
    guard let bytes = try source.exactly(count, at: offset) else {
      throw BundleFormatError.truncated(path: source.path)
    }
    return bytes
  }
}
