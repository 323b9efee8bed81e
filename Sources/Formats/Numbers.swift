// What parsers need of bytes besides reading them: opening a file with this room's error, and numbers.

import Glibc
import Integrity

extension FileSource {
  /// Opens a file, and says ``MediaError/unreadable(path:code:)`` where that cannot be done.
  static func opened(_ path: String) throws(MediaError) -> FileSource {
    do throws(FileError) { return try FileSource(path: path) } catch { throw MediaError(error) }
  }
}

extension MediaError {
  init(_ error: FileError) {
    switch error {
    case .unreadable(let path, let code), .unwritable(let path, let code):
      self = .unreadable(path: path, code: code)
    case .notAFile(let path), .truncated(let path), .exists(let path), .openToOthers(let path):
      self = .unreadable(path: path, code: EINVAL)
    }
  }
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
