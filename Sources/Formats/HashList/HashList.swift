public import Integrity

/// A list of files and their digests, as another program wrote it.
public struct HashList: Equatable, Sendable {
  /// How a list is written.
  public enum Format: Hashable, Sendable {
    /// hashdeep's columns, named in its second line.
    case hashdeep
    /// Lines of md5sum, sha256sum and their kin, of md5deep, or tagged as BSD's programs do.
    case sums
    /// Digital Forensics XML.
    case dfxml
    /// A BagIt manifest, whose file name says the algorithm.
    case bagManifest(AcquisitionAlgorithm)
  }

  /// One file of a list.
  public struct Entry: Equatable, Sendable {
    public let path: String
    /// In bytes; nil when the list has no sizes.
    public let byteCount: Int64?
    /// One for each algorithm of the list.
    public internal(set) var digests: [AcquisitionHash]

    public init(path: String, byteCount: Int64?, digests: [AcquisitionHash]) {
      self.path = path
      self.byteCount = byteCount
      self.digests = digests
    }
  }

  /// What is wrong in one line.
  public struct Problem: Equatable, Sendable {
    /// Counted from 1.
    public let line: Int
    public let finding: FormatFinding
  }

  /// The most entries that are held in memory.
  public static let entryLimit = 2_000_000

  public let format: Format
  /// One for each path, in the order in which the paths come first.
  public let entries: [Entry]
  /// Every line that could not be used, and everything that was passed over.
  public let problems: [Problem]

  /// Reads the list at `path`.
  ///
  /// - Throws: ``MediaError``. A bad line is a ``Problem``.
  public init(path: String) throws {
    let source = try FileSource.opened(path)
    let format = try HashListReader.format(of: source, named: path)
    try self.init(source, format)
  }

  /// Reads a list in memory.
  package static func attempt(_ bytes: [UInt8], named name: String = "") -> HashList? {
    let source = MemorySource(bytes)
    guard let format = try? HashListReader.format(of: source, named: name) else { return nil }
    return try? HashList(source, format)
  }

  private init(_ source: some ByteSource, _ format: Format) throws {
    var collection = EntryCollection()
    let problems = try HashListReader.read(source, format) { entry, line in
      collection.add(entry, at: line)
    }
    self.format = format
    entries = collection.entries
    self.problems = (problems + collection.problems).sorted { $0.line < $1.line }
  }
}

/// Entries while a list is read: a path that comes again adds its digests.
private struct EntryCollection {
  var entries: [HashList.Entry] = []
  var problems: [HashList.Problem] = []
  private var places: [String: Int] = [:]
  private var isFull = false

  mutating func add(_ entry: HashList.Entry, at line: Int) {
    guard let place = places[entry.path] else {
      guard entries.count < HashList.entryLimit else { return refuse(at: line) }
      places[entry.path] = entries.count
      entries.append(entry)
      return
    }
    let known = entries[place]
    for digest in entry.digests {
      switch known.digests.first(where: { $0.algorithm == digest.algorithm }) {
      case nil: entries[place].digests.append(digest)
      case digest: break
      default: return contradict(entry.path, at: line)
      }
    }
    if let size = entry.byteCount, let other = known.byteCount, size != other {
      contradict(entry.path, at: line)
    }
  }

  private mutating func contradict(_ path: String, at line: Int) {
    let finding = FormatFinding.error(
      "formats.list.contradiction", ["path": path, "line": String(line)])
    problems.append(HashList.Problem(line: line, finding: finding))
  }

  private mutating func refuse(at line: Int) {
    guard !isFull else { return }
    isFull = true
    let facts = ["limit": String(HashList.entryLimit), "line": String(line)]
    problems.append(HashList.Problem(line: line, finding: .error("formats.list.tooLong", facts)))
  }
}
