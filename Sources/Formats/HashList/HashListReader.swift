// A list as a stream: each entry is handed over as soon as its line or element is read, so a list of any length takes
// the memory of one line.

import Integrity
import Phrasebook

/// Reads lists of digests without holding them.
public enum HashListReader {
  /// The most bytes of one line.
  public static let lineLimit = 64 * 1024
  /// The most problems that are named; one more says how many were not.
  public static let problemLimit = 10_000
  static let readByteCount = 64 * 1024

  /// Reads the list at `path`, calling `body` with each entry and its line, counted from 1.
  ///
  /// - Returns: what could not be used, in the order of the lines.
  /// - Throws: ``MediaError``, and what `body` throws.
  public static func read(
    path: String, _ body: (HashList.Entry, _ line: Int) throws -> Void
  ) throws -> [HashList.Problem] {
    let source = try FileSource.opened(path)
    return try read(source, format(of: source, named: path), body)
  }

  /// Tells how a list is written: from its first bytes, and for BagIt from its name.
  static func format(of source: some ByteSource, named path: String) throws -> HashList.Format {
    let name = path.split(separator: "/").last.map(String.init) ?? ""
    for prefix in ["manifest-", "tagmanifest-"]
    where name.hasPrefix(prefix) && name.hasSuffix(".txt") {
      let algorithm = String(name.dropFirst(prefix.count).dropLast(4))
      if let algorithm = AcquisitionAlgorithm(rawValue: algorithm) {
        return .bagManifest(algorithm)
      }
    }
    let head = try source.bytes(at: 0, count: 512)
    if head.starts(with: Array("%%%% HASHDEEP-".utf8)) { return .hashdeep }
    // A byte order mark may come before the first element.
    let text = head.drop { $0 <= 0x20 || [0xEF, 0xBB, 0xBF].contains($0) }
    if text.first == UInt8(ascii: "<") { return .dfxml }
    return .sums
  }

  static func read(
    _ source: some ByteSource, _ format: HashList.Format,
    _ body: (HashList.Entry, _ line: Int) throws -> Void
  ) throws -> [HashList.Problem] {
    var problems = ProblemCollection()
    switch format {
    case .dfxml: try DFXMLReader.read(source, &problems, body)
    case .hashdeep:
      var parser = HashdeepParser()
      try lines(source, &problems, body) { parser.take($0) }
    case .sums: try lines(source, &problems, body) { SumLine.parse($0) }
    case .bagManifest(let algorithm):
      try lines(source, &problems, body) { BagManifestLine.parse($0, algorithm) }
    }
    return problems.finished
  }

  private static func lines(
    _ source: some ByteSource, _ problems: inout ProblemCollection,
    _ body: (HashList.Entry, _ line: Int) throws -> Void,
    _ parse: (ArraySlice<UInt8>) -> LineResult
  ) throws {
    var reader = LineReader(source)
    while let line = try reader.next() {
      guard let bytes = line.bytes else {
        problems.add(
          .error("formats.list.lineTooLong", ["limit": String(lineLimit)]), at: line.number)
        continue
      }
      switch parse(bytes) {
      case .entry(let entry): try body(entry, line.number)
      case .nothing: break
      case .problem(let finding): problems.add(finding, at: line.number)
      }
    }
  }
}

/// What one line comes to.
enum LineResult: Equatable {
  case entry(HashList.Entry)
  /// A comment or a heading.
  case nothing
  case problem(FormatFinding)

  static func bad(_ code: String, _ facts: [String: String] = [:]) -> LineResult {
    .problem(.error(code, facts))
  }
}

/// Problems up to a limit, each with its line among the facts.
struct ProblemCollection {
  private var problems: [HashList.Problem] = []
  private var excess = 0

  mutating func add(_ finding: FormatFinding, at line: Int) {
    guard problems.count < HashListReader.problemLimit else {
      excess += 1
      return
    }
    var facts = finding.phrase.facts
    facts["line"] = String(line)
    let phrase = Phrase(finding.phrase.code, facts)
    problems.append(HashList.Problem(line: line, finding: FormatFinding(finding.severity, phrase)))
  }

  var finished: [HashList.Problem] {
    guard excess > 0, let last = problems.last else { return problems }
    let facts = ["count": String(excess), "line": String(last.line)]
    return problems + [
      HashList.Problem(line: last.line, finding: .error("formats.list.moreProblems", facts))
    ]
  }
}

/// Lines of a source, one at a time.
struct LineReader<Source: ByteSource> {
  /// One line without what ends it; `bytes` is nil when it is longer than the limit.
  struct Line {
    let number: Int
    let bytes: ArraySlice<UInt8>?
  }

  private let source: Source
  private var offset: Int64 = 0
  private var buffer: [UInt8] = []
  private var place = 0
  private var number = 0
  /// Whether the first line ended in a carriage return: then that is how lines end.
  private var hasReturns = false

  init(_ source: Source) { self.source = source }

  mutating func next() throws -> Line? {
    var line: [UInt8] = []
    var isTooLong = false
    var hasBytes = false
    while true {
      if place == buffer.count {
        buffer = try source.bytes(at: offset, count: HashListReader.readByteCount)
        offset += Int64(buffer.count)
        place = 0
        if buffer.isEmpty { break }
      }
      hasBytes = true
      let end = buffer[place...].firstIndex(of: 0x0A)
      let part = buffer[place..<(end ?? buffer.count)]
      place = end.map { $0 + 1 } ?? buffer.count
      if line.count + part.count > HashListReader.lineLimit {
        isTooLong = true
        line = []
      } else if !isTooLong {
        line += part
      }
      if end != nil { break }
    }
    guard hasBytes else { return nil }
    number += 1
    if number == 1 { hasReturns = line.last == 0x0D }
    if hasReturns, line.last == 0x0D { line.removeLast() }
    return Line(number: number, bytes: isTooLong ? nil : line[...])
  }
}
