import Integrity
import Phrasebook
import Signing

/// One signature of a bundle that could be read.
struct FoundSignature {
  let name: String
  /// What it is over.
  let contentName: String
  let signature: CAdESSignature
}

/// One archive timestamp that could be read.
struct FoundTimestamp {
  let name: String
  let token: TimestampToken
}

/// Judges whether everything is signed, by signatures that hold, each over all that came before it.
///
/// - Source: ETSI EN 319 162-1; design, *Bundle*: each layer's manifest lists every earlier entry but `mimetype`.
struct SignatureCheck {
  private(set) var result = LayerResult()
  private(set) var found: [FoundSignature] = []
  private(set) var archives: [FoundTimestamp] = []
  private let contents: BundleContents
  private let order: [String: Int]
  /// The last entry that some signature covers, or that is itself the newest signature.
  private var lastCovered = -1

  init(_ contents: BundleContents) throws {
    self.contents = contents
    order = Dictionary(
      uniqueKeysWithValues: contents.names.enumerated().map { ($1, $0) })
    try examineTagSignature()
    try examineManifests()
    examineEnd()
  }

  private mutating func fail(
    _ code: String, _ name: String, _ effect: FailureEffect = .altered, _ reason: String = ""
  ) {
    result.failures.append(
      VerdictFailure(effect, Phrase(code, ["name": name, "reason": reason])))
  }

  private mutating func examineTagSignature() throws {
    for name in contents.names where name.hasPrefix(BundleLayout.tagSignatures) {
      if name != BundleLayout.tagSignature { fail("signatures.unexpected", name) }
    }
    guard let content = try contents.bytes(BundleLayout.tagManifest) else { return }
    try examine(
      BundleLayout.tagSignature, over: content, named: BundleLayout.tagManifest)
  }

  private mutating func examineManifests() throws {
    var known: Set<String> = []
    let signatures = try examineLayers(
      known: &known, manifest: BundleLayout.manifest, signature: BundleLayout.signature
    ) { check, signature, manifest, bytes in
      try check.examine(signature, over: bytes, named: manifest)
    }
    if signatures == 0 { fail("signatures.none", BundleLayout.manifest(1)) }
    _ = try examineLayers(
      known: &known, manifest: BundleLayout.archiveManifest, signature: BundleLayout.timestamp
    ) { check, token, manifest, bytes in
      try check.examineArchive(token, over: bytes, named: manifest)
    }
    var seal = 1
    while contents.has(BundleLayout.seal(seal)) {
      known.formUnion([BundleLayout.seal(seal), BundleLayout.sealProof(seal)])
      seal += 1
    }
    for name in contents.names where name.hasPrefix(BundleLayout.meta) && !known.contains(name) {
      fail("signatures.unexpected", name)
    }
  }

  /// Goes through manifests 001, 002, … and what is over each.
  private mutating func examineLayers(
    known: inout Set<String>, manifest: (Int) -> String, signature: (Int) -> String,
    _ examine: (inout SignatureCheck, String, String, [UInt8]) throws -> Void
  ) throws -> Int {
    var number = 1
    while let bytes = try contents.bytes(manifest(number)) {
      let name = manifest(number)
      known.formUnion([name, signature(number)])
      if let manifest = ASiCManifest(parsing: bytes) {
        examineCoverage(manifest, name, signature(number))
      } else {
        fail("signatures.manifestMalformed", name)
      }
      try examine(&self, signature(number), name, bytes)
      number += 1
    }
    return number - 1
  }

  /// Each manifest lists every earlier entry, with the digests that the entries have, and nothing later.
  private mutating func examineCoverage(
    _ manifest: ASiCManifest, _ name: String, _ signatureName: String
  ) {
    let place = order[name] ?? 0
    if manifest.signatureName != signatureName { fail("signatures.otherSignature", name) }
    let earlier = contents.names[..<place].filter { $0 != BundleLayout.mimetype }
    // Ours list the entries in their order; another order is as good, but costs a set.
    let isInOrder = earlier.elementsEqual(manifest.references.lazy.map(\.name))
    var uncovered = isInOrder ? [] : Set(earlier)
    for reference in manifest.references {
      guard let found = contents.digests[reference.name] else {
        fail("signatures.coversMissing", reference.name, .incomplete, name)
        continue
      }
      if !isInOrder, uncovered.remove(reference.name) == nil {
        fail("signatures.coversLater", reference.name, .altered, name)
      }
      if found != reference.digest {
        fail("signatures.coversOther", reference.name, .altered, name)
      }
    }
    for entry in uncovered.sorted() { fail("signatures.notCovered", entry, .altered, name) }
    for entry in contents.names[place...] where !entry.hasPrefix(BundleLayout.meta) {
      fail("signatures.addedLater", entry, .altered, name)
    }
    lastCovered = max(lastCovered, place, order[signatureName] ?? place)
  }

  private mutating func examineEnd() {
    for name in contents.names.dropFirst(lastCovered + 1) {
      fail("signatures.notCovered", name, .altered, "–")
    }
  }

  private mutating func examine(_ name: String, over content: [UInt8], named contentName: String)
    throws
  {
    guard let der = try contents.bytes(name) else {
      return fail("signatures.missing", name, .incomplete)
    }
    result.checked += 1
    let signature: CAdESSignature
    do { signature = try CAdESSignature(der: der) } catch {
      return fail("signatures.malformed", name)
    }
    for problem in signature.formProblems {
      result.failures.append(
        VerdictFailure(
          .altered, Phrase(problem.code, problem.facts.merging(["name": name]) { $1 })))
    }
    if !signature.isOver(content) { fail("signatures.overOther", name, .altered, contentName) }
    if !signature.isSignatureValid { fail("signatures.invalid", name) }
    result.notes.append(
      Phrase(
        "signatures.signedBy", ["name": name, "subject": signature.certificate.subject]))
    found.append(FoundSignature(name: name, contentName: contentName, signature: signature))
  }

  private mutating func examineArchive(
    _ name: String, over content: [UInt8], named contentName: String
  ) throws {
    guard let der = try contents.bytes(name) else {
      return fail("signatures.missing", name, .incomplete)
    }
    result.checked += 1
    guard let token = try? TimestampToken(der: der) else {
      return fail("signatures.malformed", name)
    }
    if token.imprint != Digest(of: content) {
      fail("signatures.overOther", name, .altered, contentName)
    }
    archives.append(FoundTimestamp(name: name, token: token))
  }
}
