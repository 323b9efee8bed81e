import Integrity

// The directories of a TIFF structure, wherever it lies, read within bounds. libexif stops at 64 KiB and drops a value
// that points outside without a word; here such a value is a finding, and a TIFF file may be of any size.

/// One value of a directory, as it is stored.
struct TIFFEntry: Equatable {
  let tag: ExifTag
  /// 1 byte, 2 text, 3 short, 4 long, 5 rational, 7 undefined, 9 signed long, 10 signed rational.
  let type: UInt16
  let count: UInt32
  let content: [UInt8]
}

/// Reads the wanted values of the first directory and of the EXIF and GPS directories that it names.
///
/// - Source: TIFF 6.0, §2; CIPA DC-008, §4.6.
struct TIFFReader<Source: ByteSource> {
  /// The most bytes of one value.
  static var valueLimit: Int { 2048 }
  /// The most entries of a directory.
  static var entryLimit: Int { 4096 }

  private let source: Source
  private let start: Int64
  private let byteCount: Int64
  private(set) var order = ByteOrder.little
  private(set) var entries: [TIFFEntry] = []
  private(set) var findings: [FormatFinding] = []

  /// Reads the structure in `byteCount` bytes from `start`; nil when it does not begin as TIFF does.
  init?(_ source: Source, from start: Int64, byteCount: Int64) throws {
    self.source = source
    self.start = start
    self.byteCount = byteCount
    guard let head = try source.exactly(8, at: start), byteCount >= 8 else { return nil }
    switch Array(head.prefix(2)) {
    case [0x49, 0x49]: order = .little
    case [0x4D, 0x4D]: order = .big
    default: return nil
    }
    guard head.integer(at: 2, order, as: UInt16.self) == 42,
      let first = head.integer(at: 4, order, as: UInt32.self)
    else { return nil }
    let pointers = try read(.main, at: first)
    for directory in [ExifTag.Directory.exif, .position] {
      if let place = pointers[directory] { _ = try read(directory, at: place) }
    }
  }

  /// Reads one directory; returns where it says that the others are.
  private mutating func read(_ directory: ExifTag.Directory, at place: UInt32) throws
    -> [ExifTag.Directory: UInt32]
  {
    guard let head = try bytes(2, at: place),
      let count = head.integer(at: 0, order, as: UInt16.self),
      count <= Self.entryLimit, let table = try bytes(Int(count) * 12, at: place &+ 2)
    else {
      findings.append(
        .warning(
          "formats.photo.directoryOutside", ["name": directory.name, "offset": String(place)]))
      return [:]
    }
    var pointers: [ExifTag.Directory: UInt32] = [:]
    var seen: Set<ExifTag> = []
    for row in stride(from: 0, to: table.count, by: 12).map({ table[$0..<$0 + 12] }) {
      let number = row.integer(at: 0, order, as: UInt16.self) ?? 0
      if directory == .main, number == 0x8769 || number == 0x8825 {
        pointers[number == 0x8769 ? .exif : .position] = row.integer(at: 8, order)
      } else if let tag = ExifTag.find(directory, number) {
        if seen.insert(tag).inserted {
          try take(tag, row)
        } else {
          findings.append(.warning("formats.photo.tagTwice", ["tag": tag.name]))
        }
      }
    }
    return pointers
  }

  private mutating func take(_ tag: ExifTag, _ row: ArraySlice<UInt8>) throws {
    guard let type = row.integer(at: 2, order, as: UInt16.self),
      let count = row.integer(at: 4, order, as: UInt32.self),
      let offset = row.integer(at: 8, order, as: UInt32.self)
    else { return }
    guard let width = Self.width(of: type) else {
      findings.append(.warning("formats.photo.typeWrong", ["tag": tag.name, "type": String(type)]))
      return
    }
    let size = UInt64(count) * UInt64(width)
    let content: [UInt8]?
    if size <= 4 {
      content = Array(row[(row.startIndex + 8)...].prefix(Int(size)))
    } else {
      content = size <= UInt64(Self.valueLimit) ? try bytes(Int(size), at: offset) : nil
    }
    guard let content else {
      let facts = ["tag": tag.name, "offset": String(offset), "size": String(size)]
      findings.append(.warning("formats.photo.valueOutside", facts))
      return
    }
    entries.append(TIFFEntry(tag: tag, type: type, count: count, content: content))
  }

  /// Bytes at a place counted from the start of the structure; nil when they are not all inside it.
  private func bytes(_ count: Int, at place: UInt32) throws -> [UInt8]? {
    guard Int64(place) + Int64(count) <= byteCount else { return nil }
    return try source.exactly(count, at: start + Int64(place))
  }

  private static func width(of type: UInt16) -> Int? {
    switch type {
    case 1, 2, 6, 7: 1
    case 3, 8: 2
    case 4, 9, 11: 4
    case 5, 10, 12: 8
    default: nil
    }
  }
}

extension ExifTag.Directory {
  fileprivate var name: String {
    switch self {
    case .main: "IFD0"
    case .exif: "Exif"
    case .position: "GPS"
    }
  }
}
