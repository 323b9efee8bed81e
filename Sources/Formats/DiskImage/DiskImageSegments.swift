// Which files belong to an image, found from the first one by our own reading. A set with a gap is common (a USB
// stick that was not copied to its end) and libewf reads it as zeros.

import Integrity
import Foundation

/// The segment files of one EnCase evidence file, and what is wrong with the set.
public struct DiskImageSegments: Sendable {
  /// One file of the set.
  public struct File: Hashable, Sendable {
    public let path: String
    /// In bytes.
    public let byteCount: Int64

    /// The file's name without its folders.
    public var name: String { URL(filePath: path).lastPathComponent }
  }

  /// In the order of their numbers; never empty.
  public let files: [File]
  /// Missing, misplaced, cut or altered segments.
  public let findings: [FormatFinding]
  /// Whether every segment is there and its chain of sections leads to its end.
  public var isComplete: Bool { !findings.contains { $0.severity == .error } }
  /// Chunks of media that the files of the set hold.
  let chunkCount: Int64
  let headerText: [UInt8]?

  /// Finds the set whose first segment is at `path`.
  ///
  /// - Throws: ``DiskImageError`` when the file is not the first segment of an EnCase evidence file.
  public init(first path: String) throws {
    let source = try Self.open(path)
    guard let first = try EWFSegment(source) else { throw try Self.refusal(of: source, path) }
    guard first.number == 1 else {
      throw DiskImageError.notTheFirstSegment(path: path, number: first.number)
    }
    var collection = Collection()
    collection.add(first, File(path: path, byteCount: source.byteCount))
    if let names = EWFSegmentName(first: path) {
      try collection.follow(names, after: first)
    } else if first.end == .another {
      collection.findings.append(.error("formats.image.segmentUnnamed", ["name": path]))
    }
    files = collection.files
    findings = collection.findings
    chunkCount = collection.chunkCount
    headerText = first.headerText
  }

  fileprivate static func open(_ path: String) throws(DiskImageError) -> FileSource {
    do { return try FileSource.opened(path) } catch {
      guard case .unreadable(_, let code) = error else { throw .notAnImage(path: path) }
      throw .unreadable(path: path, code: code)
    }
  }

  private static func refusal(of source: some ByteSource, _ path: String) throws -> DiskImageError {
    let head = try source.bytes(at: 0, count: 8)
    if head.starts(with: Array("EVF2".utf8)) { return .unsupported(path: path, format: "Ex01") }
    if head.starts(with: Array("LEF2".utf8)) { return .unsupported(path: path, format: "Lx01") }
    if head.starts(with: Array("LVF".utf8)) { return .unsupported(path: path, format: "L01") }
    return .notAnImage(path: path)
  }
}

/// The set while it is being found.
private struct Collection {
  var files: [DiskImageSegments.File] = []
  var findings: [FormatFinding] = []
  var chunkCount: Int64 = 0
  private var setIdentifier: [UInt8]?

  mutating func follow(_ names: EWFSegmentName, after first: EWFSegment) throws {
    var last = first
    var number = 2
    while last.end != .last, let path = names.path(of: number) {
      guard FileManager.default.fileExists(atPath: path) else {
        if last.end == .another {
          findings.append(
            .error("formats.image.segmentMissing", ["number": String(number), "name": name(path)]))
        }
        return
      }
      guard let segment = try take(path, as: number) else { return }
      last = segment
      number += 1
    }
    if let path = names.path(of: number), FileManager.default.fileExists(atPath: path) {
      findings.append(.warning("formats.image.segmentBeyondEnd", ["name": name(path)]))
    }
  }

  /// Reads one later segment; nil ends the search.
  private mutating func take(_ path: String, as number: Int) throws -> EWFSegment? {
    let source = try DiskImageSegments.open(path)
    guard let segment = try EWFSegment(source) else {
      findings.append(.error("formats.image.segmentForeign", ["name": name(path)]))
      return nil
    }
    guard segment.number == number else {
      findings.append(
        .error(
          "formats.image.segmentNumberWrong",
          ["name": name(path), "expected": String(number), "found": String(segment.number)]))
      return nil
    }
    if let known = setIdentifier, let other = segment.setIdentifier, known != other {
      findings.append(.error("formats.image.segmentOfOtherSet", ["name": name(path)]))
      return nil
    }
    add(segment, DiskImageSegments.File(path: path, byteCount: source.byteCount))
    return segment
  }

  mutating func add(_ segment: EWFSegment, _ file: DiskImageSegments.File) {
    files.append(file)
    chunkCount += segment.chunkCount
    if case .broken(let offset) = segment.end {
      findings.append(
        .error("formats.image.segmentCut", ["name": file.name, "offset": String(offset)]))
    } else if segment.usedByteCount < file.byteCount {
      let excess = file.byteCount - segment.usedByteCount
      findings.append(
        .warning("formats.image.segmentTrailing", ["name": file.name, "bytes": String(excess)]))
    }
    for offset in segment.wrongHeaders {
      findings.append(
        .error("formats.image.sectionChecksum", ["name": file.name, "offset": String(offset)]))
    }
    setIdentifier = setIdentifier ?? segment.setIdentifier
  }

  private func name(_ path: String) -> String { URL(filePath: path).lastPathComponent }
}
