import Integrity

/// Where a JPEG file keeps its EXIF block, and the size of its picture.
///
/// - Source: ITU-T T.81, annex B; CIPA DC-008, §4.5.4 (APP1).
struct JPEGLocator {
  /// The most segments before the picture's data.
  static let segmentLimit = 2000
  /// The most bytes that may stand between two segments.
  static let fillLimit = 4096

  /// Of the TIFF structure, after `Exif` and two zeros.
  private(set) var exif: (offset: Int64, byteCount: Int64)?
  /// In pixels, from the frame header.
  private(set) var size: (width: Int, height: Int)?
  private(set) var findings: [FormatFinding] = []

  static func begins(_ head: [UInt8]) -> Bool { head.starts(with: [0xFF, 0xD8, 0xFF]) }

  /// Walks the segments up to the picture's data.
  init(_ source: some ByteSource) throws {
    var offset: Int64 = 2
    for _ in 0..<Self.segmentLimit {
      guard let marker = try Self.marker(source, &offset) else {
        findings.append(.error("formats.photo.jpegCut", ["offset": String(offset)]))
        return
      }
      // The picture's data begins, or the file ends.
      if marker == 0xDA || marker == 0xD9 { return }
      guard let length: UInt16 = try source.exactly(2, at: offset)?.integer(at: 0, .big),
        length >= 2, offset + Int64(length) <= source.byteCount
      else {
        findings.append(.error("formats.photo.jpegCut", ["offset": String(offset)]))
        return
      }
      try look(at: marker, offset + 2, Int64(length) - 2, source)
      offset += Int64(length)
    }
    findings.append(.error("formats.photo.jpegSegments", ["limit": String(Self.segmentLimit)]))
  }

  /// Reads the next marker that has a length, passing over fill bytes; nil when there is none where one must be.
  private static func marker(_ source: some ByteSource, _ offset: inout Int64) throws -> UInt8? {
    guard try source.exactly(1, at: offset) == [0xFF] else { return nil }
    for _ in 0..<fillLimit {
      offset += 1
      guard let byte = try source.exactly(1, at: offset)?.first else { return nil }
      if byte == 0xFF { continue }
      offset += 1
      return byte == 0 ? nil : byte
    }
    return nil
  }

  private mutating func look(
    at marker: UInt8, _ offset: Int64, _ byteCount: Int64, _ source: some ByteSource
  ) throws {
    let isFrame = (0xC0...0xCF).contains(marker) && ![0xC4, 0xC8, 0xCC].contains(marker)
    if isFrame, size == nil, byteCount >= 5, let bytes = try source.exactly(5, at: offset),
      let height: UInt16 = bytes.integer(at: 1, .big),
      let width: UInt16 = bytes.integer(at: 3, .big)
    {
      size = (Int(width), Int(height))
    }
    guard marker == 0xE1, byteCount >= 6,
      try source.exactly(6, at: offset) == Array("Exif".utf8) + [0, 0]
    else { return }
    if exif == nil {
      exif = (offset + 6, byteCount - 6)
    } else {
      findings.append(.warning("formats.photo.exifTwice", ["offset": String(offset)]))
    }
  }
}
