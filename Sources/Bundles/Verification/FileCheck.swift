import Integrity
import Phrasebook

/// Judges whether all files are there, only those, and unchanged: the bag inside the container.
///
/// - Source: RFC 8493, §3.
struct FileCheck {
  private let contents: BundleContents
  private var layer = LayerResult()

  init(_ contents: BundleContents) { self.contents = contents }

  func result() throws -> LayerResult {
    var check = self
    try check.examine()
    return check.layer
  }

  private mutating func examine() throws {
    for name in contents.crcFailures { fail("files.crc", name) }
    if contents.has(BundleLayout.fetch) { fail("files.fetch", BundleLayout.fetch) }
    if try contents.text(BundleLayout.bagDeclaration) != BundleLayout.bagDeclarationText {
      fail("files.declaration", BundleLayout.bagDeclaration)
    }
    let payload = contents.names.filter { $0.hasPrefix(BundleLayout.payload) }
    try compare(payload, with: BundleLayout.payloadManifest)
    try compare(contents.names.filter(BundleLayout.isTagFile), with: BundleLayout.tagManifest)
    try compareOxum(payload)
    try compareSecondManifest(payload)
  }

  private mutating func fail(
    _ code: String, _ name: String, _ effect: FailureEffect = .altered,
    _ facts: [String: String] = [:]
  ) {
    let all = facts.merging(["name": name]) { first, _ in first }
    layer.failures.append(VerdictFailure(effect, Phrase(code, all)))
  }

  /// Compares entries with the manifest that must list exactly those.
  private mutating func compare(_ names: [String], with manifestName: String) throws {
    guard let bytes = try contents.bytes(manifestName) else {
      return fail("files.missing", manifestName, .incomplete)
    }
    guard let manifest = BagManifest(parsing: bytes) else {
      return fail("files.manifestMalformed", manifestName)
    }
    // Where both are in the same order, as in ours, no set is needed to compare them.
    let isInOrder = names.elementsEqual(manifest.lines.lazy.map(\.path))
    var unlisted = isInOrder ? [] : Set(names)
    for (path, digest) in manifest.lines {
      layer.checked += 1
      guard isInOrder || unlisted.remove(path) != nil, let found = contents.digests[path] else {
        fail("files.missing", path, .incomplete)
        continue
      }
      if found != digest {
        fail("files.changed", path, .altered, ["expected": "\(digest)", "found": "\(found)"])
      }
    }
    for name in unlisted.sorted() { fail("files.extra", name) }
  }

  private mutating func compareOxum(_ payload: [String]) throws {
    let octets = payload.reduce(Int64(0)) { $0 + (contents.reader.entry($1)?.byteCount ?? 0) }
    let expected = "Payload-Oxum: \(octets).\(payload.count)"
    let lines = try contents.text(BundleLayout.bagInfo)?.split(separator: "\n") ?? []
    if let oxum = lines.first(where: { $0.hasPrefix("Payload-Oxum:") }), oxum != expected {
      fail("files.oxum", BundleLayout.bagInfo)
    }
  }

  /// Another program may have added a manifest by SHA-512: it must agree.
  private mutating func compareSecondManifest(_ payload: [String]) throws {
    guard let text = try contents.text(BundleLayout.secondManifest) else { return }
    var listed: Set<String> = []
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: " ", maxSplits: 1)
      guard parts.count == 2, let hash = AcquisitionHash(hex: String(parts[0])),
        hash.algorithm == .sha512
      else { return fail("files.manifestMalformed", BundleLayout.secondManifest) }
      let path = String(parts[1].drop { $0 == " " })
      listed.insert(path)
      guard let entry = contents.reader.entry(path) else {
        fail("files.missing", path, .incomplete)
        continue
      }
      let found = try contents.reader.sha512(of: entry)
      if found != hash {
        fail("files.changed", path, .altered, ["expected": hash.hex, "found": found?.hex ?? "–"])
      }
    }
    for name in payload where !listed.contains(name) { fail("files.extra", name) }
  }
}
