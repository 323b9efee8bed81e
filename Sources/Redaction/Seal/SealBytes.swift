public import Integrity

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

/// Bytes of a source, from an offset of it on: what is sealed by lines or blocks may be large.
public struct BytesOfFile: SealBytes {
  private let source: any ByteSource
  private let start: Int
  public let count: Int

  /// - `count`: nil for all bytes after `start`.
  public init(_ source: any ByteSource, from start: Int = 0, count: Int? = nil) {
    self.source = source
    self.start = start
    self.count = count ?? max(0, Int(source.byteCount) - start)
  }

  public func read(_ range: Range<Int>) throws -> ArraySlice<UInt8> {
    let bytes = try source.bytes(at: Int64(start + range.lowerBound), count: range.count)
    guard bytes.count == range.count else { throw FileError.truncated(path: source.path) }
    return bytes[...]
  }
}
