// Checks a bag in a folder, whoever wrote it: BagIt 1.0 (RFC 8493) and its drafts from 0.93. Each file is read once
// for each algorithm that the manifests use besides SHA-256.

public import Foundation
import Glibc
public import Integrity
import Phrasebook

/// A folder that is said to be a bag.
public struct BagFolder {
  static let fileLimit = 1_000_000
  static let tagFileByteLimit: Int64 = 256 << 20

  private let folder: String
  private var flaws: [BagFlaw] = []
  private var notes: [Phrase] = []
  private var checked = 0
  /// Every regular file, by its path in the bag.
  private var byteCounts: [String: Int64] = [:]
  private var declaration: ForeignDeclaration?

  private init(_ folder: String) { self.folder = folder }

  /// Reads the whole bag.
  ///
  /// - Returns: how many files were checked against manifests, what failed, and what is merely unusual.
  /// - Throws: ``BundleFormatError`` when the folder cannot be read, or what `progress` threw.
  public static func examine(_ folder: URL, progress: ((Int) throws -> Void)? = nil) throws
    -> LayerResult
  {
    var bag = BagFolder(folder.path)
    try bag.examine(progress)
    var result = LayerResult()
    result.checked = bag.checked
    result.failures = bag.flaws.map(\.failure)
    result.notes = bag.notes
    return result
  }

  private mutating func examine(_ progress: ((Int) throws -> Void)?) throws {
    try listFiles()
    guard let declaration = try readDeclaration() else { return }
    self.declaration = declaration
    let manifests = try byteCounts.keys.sorted().compactMap { try readManifest($0) }
    if !manifests.contains(where: { !$0.isTagManifest }) { flaws.append(.noManifest) }
    checkCoverage(manifests)
    try checkDigests(manifests, progress)
    try checkOxum()
    try checkFetch()
  }

  private mutating func listFiles() throws {
    guard let paths = FileManager.default.enumerator(atPath: folder) else {
      throw BundleFormatError.unreadable(path: folder, detail: String(cString: strerror(errno)))
    }
    while let path = paths.nextObject() as? String {
      var status = stat()
      guard lstat("\(folder)/\(path)", &status) == 0 else { throw unreadable(path) }
      switch status.st_mode & S_IFMT {
      case S_IFDIR: continue
      case S_IFREG: byteCounts[path] = Int64(status.st_size)
      default: flaws.append(.notAFile(path: path))
      }
      guard byteCounts.count <= Self.fileLimit else {
        throw BundleFormatError.tooManyEntries(path: folder, limit: Self.fileLimit)
      }
    }
  }

  private mutating func readDeclaration() throws -> ForeignDeclaration? {
    guard let bytes = try tagFile(BundleLayout.bagDeclaration) else {
      flaws.append(.noDeclaration)
      return nil
    }
    guard let declaration = ForeignDeclaration(parsing: bytes) else {
      flaws.append(.badDeclaration)
      return nil
    }
    guard ForeignDeclaration.versions.contains(declaration.version) else {
      flaws.append(.unsupportedVersion(declaration.version))
      return nil
    }
    guard declaration.stringEncoding != nil else {
      flaws.append(.unsupportedEncoding(declaration.encoding))
      return nil
    }
    return declaration
  }

  /// Reads a tag file whole; nil when there is none, or, with a flaw, when it is too large.
  private mutating func tagFile(_ name: String) throws -> [UInt8]? {
    guard let byteCount = byteCounts[name] else { return nil }
    guard byteCount <= Self.tagFileByteLimit else {
      flaws.append(.tooLarge(file: name))
      return nil
    }
    guard let data = FileManager.default.contents(atPath: "\(folder)/\(name)") else {
      throw unreadable(name)
    }
    return Array(data)
  }

  private func unreadable(_ name: String) -> BundleFormatError {
    .unreadable(path: "\(folder)/\(name)", detail: String(cString: strerror(errno)))
  }

  private mutating func tagText(_ name: String) throws -> String? {
    guard let bytes = try tagFile(name), let encoding = declaration?.stringEncoding else {
      return nil
    }
    if encoding == .utf8 {
      guard let text = String(validating: bytes, as: UTF8.self) else {
        flaws.append(.malformed(file: name, line: 1))
        return nil
      }
      return text
    }
    return String(data: Data(bytes), encoding: encoding)
  }

  /// Reads one manifest; nil for any other file.
  private mutating func readManifest(_ name: String) throws -> ForeignManifest? {
    guard let kind = ForeignManifest.Kind(fileName: name), let declaration else { return nil }
    guard let algorithm = kind.algorithm else {
      flaws.append(.unsupportedAlgorithm(manifest: name))
      return nil
    }
    guard let text = try tagText(name) else { return nil }
    let manifest = ForeignManifest(
      parsing: text, name: name, algorithm: algorithm, isTagManifest: kind.isTagManifest,
      version: declaration.version)
    flaws += manifest.flaws
    if manifest.isOddlyWritten { notes.append(Phrase("bag.oddlyWritten", ["manifest": name])) }
    return manifest
  }

  /// Checks which files each manifest lists, and which must be.
  private mutating func checkCoverage(_ manifests: [ForeignManifest]) {
    let payload = byteCounts.keys.filter { $0.hasPrefix(BundleLayout.payload) }.sorted()
    let payloadManifests = manifests.filter { !$0.isTagManifest }
    for manifest in manifests {
      for path in manifest.digests.keys.sorted() where byteCounts[path] == nil {
        flaws.append(.missing(path: path, manifest: manifest.name))
      }
    }
    guard declaration?.version == "1.0" else {
      let listed = Set(payloadManifests.flatMap(\.digests.keys))
      for path in payload where !listed.contains(path) {
        flaws.append(
          .unlisted(
            path: path, manifest: payloadManifests.first?.name ?? BundleLayout.payloadManifest))
      }
      return
    }
    for manifest in manifests {
      let needed = manifest.isTagManifest ? payloadManifests.map(\.name) : payload
      for path in needed where manifest.digests[path] == nil {
        flaws.append(.unlisted(path: path, manifest: manifest.name))
      }
    }
  }

  private mutating func checkDigests(
    _ manifests: [ForeignManifest], _ progress: ((Int) throws -> Void)?
  ) throws {
    // Paths are spelled as the folder has them: a manifest may spell the same letters otherwise.
    for path in byteCounts.keys.sorted() {
      let listing = manifests.filter { $0.digests[path] != nil }
      if listing.isEmpty { continue }
      let others = Set(listing.map(\.algorithm)).subtracting([.sha256])
      var found: [AcquisitionAlgorithm: String] = [:]
      for algorithm in others.isEmpty ? [.sha256] : others {
        let source = try FileSource(path: "\(folder)/\(path)", followingLink: false)
        let hashed = try HashedStream(reading: source, alsoHashing: algorithm) {
          try progress?($0.count)
        }
        found[.sha256] = hashed.digest.description
        found[algorithm] = hashed.acquisitionHash?.hex
      }
      for manifest in listing where manifest.digests[path] != found[manifest.algorithm] {
        flaws.append(.changed(path: path, manifest: manifest.name))
      }
      checked += 1
    }
  }

  private mutating func checkOxum() throws {
    guard let text = try tagText(BundleLayout.bagInfo) else { return }
    guard let oxums = ForeignTagFile.oxums(in: text) else {
      flaws.append(.malformed(file: BundleLayout.bagInfo, line: 1))
      return
    }
    let payload = byteCounts.filter { $0.key.hasPrefix(BundleLayout.payload) }
    let found = PayloadOxum(
      byteCount: payload.values.reduce(0, +), fileCount: Int64(payload.count))
    for said in oxums where PayloadOxum(said) != found {
      flaws.append(.oxum(said: said, found: found))
    }
  }

  /// Nothing is ever fetched; a bag that is whole without it may still say where its files came from.
  private mutating func checkFetch() throws {
    guard let declaration, let text = try tagText(BundleLayout.fetch) else { return }
    if ForeignTagFile.isSoundFetch(text, version: declaration.version) {
      notes.append(Phrase("bag.fetchIgnored"))
    } else {
      flaws.append(.fetch)
    }
  }
}
