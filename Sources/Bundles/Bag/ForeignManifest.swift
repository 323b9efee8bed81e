import Integrity

/// A manifest that another program wrote.
struct ForeignManifest {
  /// What a file's name says of the manifest in it.
  struct Kind {
    let isTagManifest: Bool
    /// Nil for an algorithm that we do not compute.
    let algorithm: AcquisitionAlgorithm?

    init?(fileName name: String) {
      guard let match = name.wholeMatch(of: #/(tag)?manifest-([A-Za-z0-9-]+)\.txt/#) else {
        return nil
      }
      isTagManifest = match.1 != nil
      algorithm = AcquisitionAlgorithm(rawValue: match.2.lowercased().replacing("-", with: ""))
    }
  }

  let name: String
  let algorithm: AcquisitionAlgorithm
  let isTagManifest: Bool
  private(set) var digests: [String: String] = [:]
  private(set) var flaws: [BagFlaw] = []
  private(set) var isOddlyWritten = false

  /// Reads all lines, and notes those that are wrong.
  init(
    parsing text: String, name: String, algorithm: AcquisitionAlgorithm, isTagManifest: Bool,
    version: String
  ) {
    self.name = name
    self.algorithm = algorithm
    self.isTagManifest = isTagManifest
    for (number, line) in ForeignTagFile.lines(in: text).enumerated() where !line.isEmpty {
      guard let entry = ForeignTagFile.manifestLine(line, version: version),
        entry.digest.utf8.count == algorithm.byteCount * 2, Hex.bytes(of: entry.digest) != nil
      else {
        flaws.append(.malformed(file: name, line: number + 1))
        continue
      }
      add(entry, version: version)
    }
  }

  private mutating func add(_ entry: ForeignTagFile.ManifestLine, version: String) {
    if entry.isOddlyWritten { isOddlyWritten = true }
    let isInScope =
      isTagManifest
      ? !entry.path.hasPrefix(BundleLayout.payload)
        && Kind(fileName: entry.path)?.isTagManifest != true
      : entry.path.hasPrefix(BundleLayout.payload)
    if !isInScope { flaws.append(.outOfScope(path: entry.path, manifest: name)) }
    if let other = digests.updateValue(entry.digest, forKey: entry.path) {
      // The drafts left open what to make of a file that is listed twice alike; RFC 8493 §2.1.3 forbids it.
      if other == entry.digest && version != "1.0" {
        isOddlyWritten = true
      } else {
        flaws.append(.duplicate(path: entry.path, manifest: name))
      }
    }
  }
}
