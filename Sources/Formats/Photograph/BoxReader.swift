import Integrity

// Boxes of the ISO base media file format, each inside its parent's bounds. A box that claims more than its parent has
// ends the reading there.

/// One box: its four-letter type and its content's place.
struct Box: Equatable {
  let type: String
  /// Of the content, in bytes from the start of the source.
  let offset: Int64
  let byteCount: Int64

  var content: Range<Int64> { offset..<offset + byteCount }
}

/// Walks the boxes of one range.
///
/// - Source: ISO/IEC 14496-12, §4.2.
struct BoxReader<Source: ByteSource> {
  /// The most boxes in one range.
  static var boxLimit: Int { 10_000 }

  let source: Source
  /// Where a box that does not fit its parent begins, if one was met.
  private(set) var misfit: Int64?

  init(_ source: Source) { self.source = source }

  /// The boxes that begin in `range`, up to the first that does not fit.
  mutating func boxes(in range: Range<Int64>) throws -> [Box] {
    var boxes: [Box] = []
    var offset = range.lowerBound
    while offset < range.upperBound, boxes.count < Self.boxLimit {
      guard let box = try box(at: offset, end: range.upperBound) else {
        misfit = misfit ?? offset
        break
      }
      boxes.append(box)
      offset = box.offset + box.byteCount
    }
    return boxes
  }

  private func box(at offset: Int64, end: Int64) throws -> Box? {
    guard end - offset >= 8, let head = try source.exactly(8, at: offset),
      let short: UInt32 = head.integer(at: 0, .big)
    else { return nil }
    let type = String(decoding: head[4..<8], as: UTF8.self)
    switch short {
    case 0: return Box(type: type, offset: offset + 8, byteCount: end - offset - 8)
    case 1:
      guard end - offset >= 16,
        let long: UInt64 = try source.exactly(8, at: offset + 8)?.integer(at: 0, .big),
        long >= 16, long <= UInt64(end - offset)
      else { return nil }
      return Box(type: type, offset: offset + 16, byteCount: Int64(long) - 16)
    default:
      guard short >= 8, Int64(short) <= end - offset else { return nil }
      return Box(type: type, offset: offset + 8, byteCount: Int64(short) - 8)
    }
  }
}
