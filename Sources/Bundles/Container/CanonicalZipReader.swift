public import Integrity
import Phrasebook
import Redaction

/// Reads a canonical zip.
///
/// Owns the open file.
///
/// Every header is encoded again from what the directory says and compared byte for byte, so that there is nothing
/// in the file that ``entries`` does not show.
public final class CanonicalZipReader: Sendable {
  public static let entryLimit = 200_000
  /// The most bytes of one entry that are read into memory: manifests, events, signatures.
  public static let memoryLimit = 256 * 1024 * 1024
  /// The most bytes of a directory.
  static let directoryLimit = 256 * 1024 * 1024

  /// Contents up to this size are hashed in memory.
  private static let smallByteCount = 64 * 1024

  private let file: FileSource
  public var path: String { file.path }
  public var byteCount: Int64 { file.byteCount }
  public let entries: [ZipEntry]
  /// Where the file is not the one encoding of its entries, and names that it must not have.
  public let failures: [VerdictFailure]
  private let places: [String: Int]

  /// Opens a file.
  ///
  /// - Throws: ``BundleFormatError`` when it is no zip, or so damaged that its entries cannot be listed.
  public init(path: String) throws {
    do throws(FileError) { file = try FileSource(path: path) } catch {
      switch error {
      case .unreadable(_, let code):
        throw BundleFormatError.unreadable(path: path, detail: FileError.text(code))
      default: throw BundleFormatError.notAZip(path: path)
      }
    }
    let directory = try ZipDirectory(reading: file)
    entries = directory.entries
    var places: [String: Int] = [:]
    for (index, entry) in directory.entries.enumerated() where places[entry.name] == nil {
      places[entry.name] = index
    }
    self.places = places
    failures = try directory.failures + Self.nameFailures(directory.entries)
  }

  /// An entry's bytes, to be read a range at a time.
  func source(_ entry: ZipEntry) -> BytesOfFile {
    BytesOfFile(file, from: Int(entry.contentOffset), count: Int(entry.byteCount))
  }

  public func entry(_ name: String) -> ZipEntry? { places[name].map { entries[$0] } }

  /// The content of an entry that must fit into memory.
  public func read(_ entry: ZipEntry) throws -> [UInt8] {
    guard entry.byteCount <= Int64(Self.memoryLimit) else {
      throw BundleFormatError.entryTooLarge(name: entry.name, limit: Self.memoryLimit)
    }
    return try FileWindow.bytes(
      file, at: entry.contentOffset, count: Int(entry.byteCount))
  }

  /// SHA-256 of every entry's content in order, and whether its CRC is the one in the directory.
  ///
  /// `progress`: called with entries and bytes done.
  public func eachDigest(
    progress: (Int, Int64) throws -> Void, _ body: (ZipEntry, Digest, Bool) -> Void
  ) throws {
    var done: Int64 = 0
    var index = 0
    while index < entries.count {
      let run = entries[index...].prefix { $0.byteCount <= Int64(Self.smallByteCount) }
      if run.count > 1 {
        for (entry, digest) in zip(run, try digests(of: run)) {
          body(entry, digest.digest, digest.isCRCRight)
        }
        done += run.reduce(0) { $0 + $1.byteCount }
        index = run.endIndex
        try progress(index, done)
      } else {
        let (digest, isCRCRight) = try digest(of: entries[index]) { count in
          done += Int64(count)
          try progress(index, done)
        }
        body(entries[index], digest, isCRCRight)
        index += 1
      }
    }
  }

  /// Small entries in a row, on all cores.
  private func digests(of entries: ArraySlice<ZipEntry>) throws -> [(
    digest: Digest, isCRCRight: Bool
  )] {
    try ParallelWork(Array(entries), sliceSize: 256) { [file] slice in
      var window = FileWindow(file)
      return try slice.map { entry in
        let bytes = try window.bytes(at: entry.contentOffset, count: Int(entry.byteCount))
        let sum = bytes.withUnsafeBytes { CanonicalZipWriter.crc(0, $0) }
        return (Digest(of: bytes), sum == entry.crc)
      }
    }.finish()
  }

  private func digest(of entry: ZipEntry, progress: (Int) throws -> Void) throws -> (
    digest: Digest, isCRCRight: Bool
  ) {
    var sum: UInt32 = 0
    let stream = try HashedStream(
      reading: file, from: entry.contentOffset, count: entry.byteCount
    ) { chunk in
      sum = CanonicalZipWriter.crc(sum, chunk)
      try progress(chunk.count)
    }
    return (stream.digest, sum == entry.crc)
  }

  /// Names that are unfit, or that some computer would take for one another.
  private static func nameFailures(_ entries: [ZipEntry]) throws -> [VerdictFailure] {
    let names = try ParallelWork(entries, sliceSize: 512) { slice in
      slice.map { (problem: EntryName.problem($0.name), folded: EntryName.folded($0.name)) }
    }.finish()
    var failures: [VerdictFailure] = []
    var seen: [String: String] = [:]
    var folders: Set<String> = []
    // Files of one folder stand together: most need no look into the set.
    var lastFolder: Substring = ""
    for (entry, (problem, folded)) in zip(entries, names) {
      if let problem {
        failures.append(VerdictFailure(.altered, problem))
      }
      if let other = seen.updateValue(entry.name, forKey: folded) {
        let code = other == entry.name ? "container.duplicate" : "container.collision"
        failures.append(
          VerdictFailure(
            .altered,
            Phrase(
              code, ["name": EntryName.shown(entry.name), "other": EntryName.shown(other)])))
      }
      var parent = folded[...]
      while let slash = parent.utf8.lastIndex(of: UInt8(ascii: "/")) {
        parent = parent[..<slash]
        if parent == lastFolder || !folders.insert(String(parent)).inserted { break }
      }
      lastFolder = folded[..<(folded.utf8.lastIndex(of: UInt8(ascii: "/")) ?? folded.startIndex)]
    }
    for folder in folders.sorted() {
      guard let name = seen[folder] else { continue }
      failures.append(
        VerdictFailure(
          .altered, Phrase("container.fileAndFolder", ["name": EntryName.shown(name)])))
    }
    return failures
  }
}

extension CanonicalZipReader {
  /// SHA-512 of an entry's content, for manifests that other programs wrote.
  func sha512(of entry: ZipEntry) throws -> AcquisitionHash? {
    try HashedStream(
      reading: file, from: entry.contentOffset, count: entry.byteCount,
      alsoHashing: .sha512
    ).acquisitionHash
  }
}
