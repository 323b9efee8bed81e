import Integrity

// One segment file of an EnCase evidence file, read by ourselves: the file header and the chain of sections. libewf
// fills in for what is missing, so whether a set is whole is not asked of it.

/// What one segment file says of its place in the set.
///
/// The file begins with `EVF`, 09 0D 0A FF 00, a byte 1, its number as a little-endian 16-bit integer at offset 9, and
/// two zero bytes; then sections follow, each naming where the next one begins.
///
/// - Source: *Expert Witness Compression Format*, libewf documentation.
struct EWFSegment {
  static let magic: [UInt8] = [0x45, 0x56, 0x46, 0x09, 0x0D, 0x0A, 0xFF, 0x00]
  static let headerByteCount = 13
  static let sectionHeaderByteCount = 76
  /// The most sections that are followed in one file.
  static let sectionLimit = 100_000

  /// How the chain of sections ends.
  enum End: Equatable {
    /// A `done` section: this is the last segment.
    case last
    /// A `next` section: another segment follows.
    case another
    /// The chain leads nowhere at this offset, in bytes.
    case broken(offset: Int64)
  }

  let number: Int
  let end: End
  /// Where the chain ends, in bytes.
  let usedByteCount: Int64
  /// The set's identifier, 16 bytes, zeros from some programs; nil when the segment has no such section.
  let setIdentifier: [UInt8]?
  /// Offsets, in bytes, of section headers whose Adler-32 is wrong.
  let wrongHeaders: [Int64]
  /// Chunks of media that the segment's tables place.
  let chunkCount: Int64
  /// The packed text that carries the acquisition data: that of `header2`, else that of `header`.
  let headerText: [UInt8]?

  /// Reads `source`; nil when it does not begin as a segment does.
  init?(_ source: some ByteSource) throws {
    guard let head = try source.exactly(Self.headerByteCount, at: 0),
      head.prefix(8) == Self.magic[...],
      let number = head.integer(at: 9, .little, as: UInt16.self)
    else { return nil }
    self.number = Int(number)
    var walk = SectionWalk()
    try walk.follow(source)
    end = walk.end
    usedByteCount = walk.offset
    setIdentifier = walk.setIdentifier
    wrongHeaders = walk.wrongHeaders
    // `table2` is a copy of `table`.
    chunkCount = max(walk.tableChunkCount, walk.copyChunkCount)
    headerText = walk.header2 ?? walk.header
  }
}

/// Follows the sections of one file from its header to its end.
private struct SectionWalk {
  private static let identifierOffset = 64
  private static let headerTextLimit: Int64 = 1 << 20
  /// Of a table before its entries of 4 bytes.
  private static let tableHeaderByteCount: Int64 = 24

  var offset = Int64(EWFSegment.headerByteCount)
  var end = EWFSegment.End.broken(offset: 0)
  var setIdentifier: [UInt8]?
  var wrongHeaders: [Int64] = []
  var tableChunkCount: Int64 = 0
  var copyChunkCount: Int64 = 0
  var header: [UInt8]?
  var header2: [UInt8]?

  mutating func follow(_ source: some ByteSource) throws {
    for _ in 0..<EWFSegment.sectionLimit {
      guard let header = try source.exactly(EWFSegment.sectionHeaderByteCount, at: offset),
        let next = header.integer(at: 16, .little, as: UInt64.self),
        let size = header.integer(at: 24, .little, as: UInt64.self)
      else { break }
      if header.integer(at: 72, .little) != Adler32.checksum(header.prefix(72)) {
        wrongHeaders.append(offset)
      }
      let type = String(decoding: header.prefix(16).prefix { $0 != 0 }, as: UTF8.self)
      if type == "done" || type == "next" {
        end = type == "done" ? .last : .another
        offset += Int64(EWFSegment.sectionHeaderByteCount)
        return
      }
      try look(into: type, size: size, of: source)
      guard let place = Int64(exactly: next), place > offset, place < source.byteCount else {
        break
      }
      offset = place
    }
    end = .broken(offset: offset)
  }

  private mutating func look(into type: String, size: UInt64, of source: some ByteSource) throws {
    let content = offset + Int64(EWFSegment.sectionHeaderByteCount)
    switch type {
    case "volume", "disk", "data":
      let place = content + Int64(Self.identifierOffset)
      guard size >= 1052, let bytes = try source.exactly(16, at: place) else { return }
      setIdentifier = setIdentifier ?? bytes
    case "header", "header2":
      let length = Int64(clamping: size) - Int64(EWFSegment.sectionHeaderByteCount)
      guard length > 0, length <= Self.headerTextLimit else { return }
      let text = try source.exactly(Int(length), at: content)
      if type == "header" { header = header ?? text } else { header2 = header2 ?? text }
    case "table": tableChunkCount += try entryCount(at: content, of: source)
    case "table2": copyChunkCount += try entryCount(at: content, of: source)
    default: return
    }
  }

  /// Entries of the table at `content`: no more than could stand between there and the end of the file.
  private func entryCount(at content: Int64, of source: some ByteSource) throws -> Int64 {
    let room = (source.byteCount - content - Self.tableHeaderByteCount) / 4
    guard room > 0, let count: UInt32 = try source.exactly(4, at: content)?.integer(at: 0, .little)
    else { return 0 }
    return min(Int64(count), room)
  }
}

/// The checksum of section headers, which is also zlib's.
///
/// - Source: RFC 1950, §8.2.
enum Adler32 {
  static func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
    var (low, high) = (UInt32(1), UInt32(0))
    for byte in bytes {
      low = (low + UInt32(byte)) % 65521
      high = (high + low) % 65521
    }
    return high << 16 | low
  }
}
