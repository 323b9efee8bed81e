import Integrity

/// How a file can be withheld in part.
public enum RedactableKind: Hashable, Sendable {
  case text(segmenter: String, layout: IdentifierScanner.Layout)
  case picture(PictureFormat)
  /// Only as a whole, for the reason of that phrase code.
  case wholeOnly(String)

  /// Up to this many bytes text is cut into words; beyond it, into lines.
  public static let wordByteLimit = 20 << 20
  /// A line that is longer makes a large file one of blocks.
  static let lineByteLimit = 16 * 1024
  /// Bytes that are looked at to tell text from other files.
  static let probeByteCount = 64 * 1024

  /// What a file is, by its content first and its name second.
  public static func of(_ bytes: any SealBytes, named name: String?) throws -> RedactableKind {
    let start = try bytes.read(0..<min(bytes.count, probeByteCount))
    if let format = PictureFormat(of: start) {
      return bytes.count <= PictureFormat.byteLimit
        ? .picture(format) : .wholeOnly("redaction.whole.large")
    }
    if let reason = wholeOnly(start) { return .wholeOnly(reason) }
    let suffix = name?.split(separator: ".").last?.lowercased() ?? ""
    let layout: IdentifierScanner.Layout =
      suffix == "csv" ? .table : suffix == "json" ? .json : .text
    guard bytes.count <= wordByteLimit else {
      return .text(segmenter: try largeSegmenter(bytes), layout: layout)
    }
    switch layout {
    case .table: return .text(segmenter: "csv-1", layout: layout)
    case .json:
      let isWhole = (try? JSON(parsing: Array(bytes.read(0..<bytes.count)))) != nil
      return .text(segmenter: isWhole ? "json-1" : "txt-1", layout: layout)
    case .text: return .text(segmenter: "txt-1", layout: layout)
    }
  }

  private static func wholeOnly(_ start: ArraySlice<UInt8>) -> String? {
    if start.starts(with: "%PDF".utf8) { return "redaction.whole.pdf" }
    if start.starts(with: [0x50, 0x4B, 0x03, 0x04]) || start.starts(with: [0x1F, 0x8B])
      || start.starts(with: "7z".utf8)
    {
      return "redaction.whole.archive"
    }
    if start.starts(with: "EVF".utf8) { return "redaction.whole.image" }
    if start.starts(with: "RIFF".utf8) || start.starts(with: "ID3".utf8)
      || start.dropFirst(4).starts(with: "ftyp".utf8) || start.starts(with: "OggS".utf8)
    {
      return "redaction.whole.media"
    }
    let isWide = start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0xFE, 0xFF])
    return !isWide && start.contains(0) ? "redaction.whole.binary" : nil
  }

  /// Lines, unless one of them is very long.
  private static func largeSegmenter(_ bytes: any SealBytes) throws -> String {
    var start = 0
    var length = 0
    while start < bytes.count {
      let end = min(bytes.count, start + (1 << 20))
      for byte in try bytes.read(start..<end) {
        length = byte == 0x0A ? 0 : length + 1
        if length > lineByteLimit { return "blk-1" }
      }
      start = end
    }
    return "line-1"
  }
}

/// The words of a text that are hidden as one: identifiers of several words, and names.
public enum EntityFinder {
  /// The most entities of one file.
  static let countLimit = 200_000

  /// In the order of the bytes; each within one line.
  public static func entities(in bytes: [UInt8], _ hits: [Hit]) -> [SealEntity] {
    bytes.withUnsafeBytes { buffer in
      var entities: [SealEntity] = []
      var hits = hits.filter { !$0.isCheckFailed }[...]
      var place = 0
      while place < buffer.count, entities.count < countLimit {
        while let hit = hits.first, hit.range.lowerBound < place { hits.removeFirst() }
        let end: Int
        if let hit = hits.first, hit.range.lowerBound == place {
          end = hit.range.upperBound
        } else {
          end = nameEnd(buffer, place)
        }
        let (count, last) = tokens(buffer, place, end)
        if count > 1, last == end {
          entities.append(SealEntity(offset: place, tokenCount: count))
          place = end
        } else {
          place = TextSegmenter.tokenEnd(buffer, place, buffer.count)
        }
      }
      return entities
    }
  }

  /// How many tokens lie between two places of one line, and where the last ends.
  private static func tokens(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> (
    Int, Int
  ) {
    var place = start
    var count = 0
    while place < end {
      guard bytes[place] != 0x0A else { return (0, place) }
      place = TextSegmenter.tokenEnd(bytes, place, bytes.count)
      count += 1
    }
    return (count, place)
  }

  private static let particles: Set<String> = ["de", "del", "la", "las", "los", "y"]

  /// The end of two to six words with capitals that follow each other; the place itself when there are none.
  private static func nameEnd(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int {
    guard isCapital(bytes, start) else { return start }
    var end = TextSegmenter.tokenEnd(bytes, start, bytes.count)
    var words = 1
    while words < 6, end + 1 < bytes.count, bytes[end] == 0x20 {
      var next = end + 1
      var stop = TextSegmenter.tokenEnd(bytes, next, bytes.count)
      while particles.contains(String(decoding: bytes[next..<stop], as: UTF8.self)),
        stop + 1 < bytes.count, bytes[stop] == 0x20
      {
        next = stop + 1
        stop = TextSegmenter.tokenEnd(bytes, next, bytes.count)
      }
      guard isCapital(bytes, next) else { break }
      end = stop
      words += 1
    }
    return words > 1 ? end : start
  }

  /// Whether a word with a capital and a small letter begins there.
  private static func isCapital(_ bytes: UnsafeRawBufferPointer, _ place: Int) -> Bool {
    guard place < bytes.count, TextSegmenter.isWord(bytes[place]),
      !Letter.isDigit(bytes[place])
    else { return false }
    let isUpper =
      (0x41...0x5A).contains(bytes[place])
      || bytes[place] == 0xC3 && place + 1 < bytes.count
        && (0x80...0x9E).contains(bytes[place + 1])
    return isUpper
  }
}
