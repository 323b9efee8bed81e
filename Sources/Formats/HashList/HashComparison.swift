public import Integrity

/// A list of digests held against files that are at hand.
public struct HashComparison: Equatable, Sendable {
  /// A file at hand.
  public struct File: Equatable, Sendable {
    public let path: String
    /// In bytes.
    public let byteCount: Int64
    public let digests: [AcquisitionHash]

    public init(path: String, byteCount: Int64, digests: [AcquisitionHash]) {
      self.path = path
      self.byteCount = byteCount
      self.digests = digests
    }
  }

  /// A file that bears another name than in the list.
  public struct Move: Equatable, Sendable {
    public let from: String
    public let to: String
  }

  /// Listed and at hand, with the same size and digests.
  public private(set) var matched: [String] = []
  /// Listed and at hand, with another size or digest.
  public private(set) var changed: [String] = []
  /// Listed under one path and at hand under another, with the same size and digests.
  public private(set) var moved: [Move] = []
  /// Listed but not at hand under any path.
  public private(set) var missing: [String] = []
  /// At hand but not listed.
  public private(set) var new: [String] = []
  /// Listed and at hand, but with no digest of the same algorithm, so nothing can be said.
  public private(set) var incomparable: [String] = []

  /// Compares `entries` with `files`, which must not name a path twice.
  ///
  /// Paths are compared as they are written; the caller makes them relative to the same folder. Every entry and every
  /// file comes under exactly one heading, except that a move takes one of each.
  public init(_ entries: [HashList.Entry], with files: [File]) {
    let byPath = Dictionary(files.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    let listed = Set(entries.map(\.path))
    var absent: [HashList.Entry] = []
    for entry in entries {
      guard let file = byPath[entry.path] else {
        absent.append(entry)
        continue
      }
      switch Self.isSame(entry, file) {
      case true?: matched.append(entry.path)
      case false?: changed.append(entry.path)
      case nil: incomparable.append(entry.path)
      }
    }
    match(absent, with: files.filter { !listed.contains($0.path) })
  }

  /// Pairs listed files that are absent with files that are not listed, each once, in order.
  private mutating func match(_ absent: [HashList.Entry], with unlisted: [File]) {
    var places: [AcquisitionHash: [Int]] = [:]
    for (place, file) in unlisted.enumerated().reversed() {
      for digest in file.digests { places[digest, default: []].append(place) }
    }
    var taken: Set<Int> = []
    for entry in absent {
      let place = entry.digests.lazy.compactMap { digest -> Int? in
        while let last = places[digest]?.last, taken.contains(last) {
          places[digest]?.removeLast()
        }
        return places[digest]?.last {
          !taken.contains($0) && Self.isSame(entry, unlisted[$0]) == true
        }
      }.first
      if let place {
        taken.insert(place)
        moved.append(Move(from: entry.path, to: unlisted[place].path))
      } else {
        missing.append(entry.path)
      }
    }
    new = unlisted.indices.filter { !taken.contains($0) }.map { unlisted[$0].path }
  }

  /// Whether the two have the same bytes; nil when they share no algorithm and their sizes do not differ.
  private static func isSame(_ entry: HashList.Entry, _ file: File) -> Bool? {
    if let size = entry.byteCount, size != file.byteCount { return false }
    var isComparable = false
    for digest in entry.digests {
      for other in file.digests where other.algorithm == digest.algorithm {
        if other != digest { return false }
        isComparable = true
      }
    }
    return isComparable ? true : nil
  }
}
