import Custody
import Foundation
public import Integrity
import Ledger
public import Phrasebook
import Signing

/// Who signs a bundle, and where its seal is logged.
public struct BundleSigning {
  /// Makes a CAdES signature with a timestamp over the bytes.
  public var sign: ([UInt8]) throws -> [UInt8]
  /// Makes a timestamp token over the bytes.
  public var timestamp: ([UInt8]) throws -> [UInt8]
  /// Logs the `bundle.seal` event for a manifest and its signature; returns its JWT and the proof.
  public var seal: (BundleSeal) throws -> (jwt: String, proof: LedgerProof)

  public init(
    sign: @escaping ([UInt8]) throws -> [UInt8],
    timestamp: @escaping ([UInt8]) throws -> [UInt8],
    seal: @escaping (BundleSeal) throws -> (jwt: String, proof: LedgerProof)
  ) {
    self.sign = sign
    self.timestamp = timestamp
    self.seal = seal
  }
}

/// What a `bundle.seal` event commits to.
public struct BundleSeal: Sendable, Hashable {
  public let manifestName: String
  public let manifest: Digest
  public let signature: Digest
}

/// Why a bundle could not be written, where it is not the file system's fault.
public enum BundleWriteError: Error, Equatable, Sendable {
  /// The vault no longer holds what was collected.
  case fileChanged(path: String, expected: Digest, found: Digest)
}

extension BundleWriteError: ExplainedError {
  public var problem: Phrase {
    switch self {
    case .fileChanged(let path, let expected, let found):
      Phrase(
        "bundle.fileChanged", ["path": path, "expected": "\(expected)", "found": "\(found)"])
    }
  }

  public var exitStatus: ExitStatus {
    if case .fileChanged = self { .integrityFailed } else { .usage }
  }
}

/// Writes a bundle in one pass: under a temporary name until it is whole and on disk.
public struct BundleWriter {
  private let draft: BundleDraft
  private let signing: BundleSigning

  public init(_ draft: BundleDraft, signing: BundleSigning) {
    self.draft = draft
    self.signing = signing
  }

  /// - `open`: opens an evidence file for reading.
  /// - `existing`: what becomes of a file that is there already.
  /// - `readBack`: looks at the finished file before it gets its name; throwing takes it away.
  /// - `progress`: called with files and bytes done.
  ///
  /// Gives the SHA-256 of the finished file's manifest, by which people can name it.
  @discardableResult
  public func write(
    to path: String, existing: SafeFile.Existing = .isKept,
    opening open: (BundleFile) throws -> any ByteSource,
    readingBack readBack: (String) throws -> Void = { _ in },
    progress: (Int, Int64) throws -> Void = { _, _ in }
  ) throws -> BundleSeal {
    let file = try SafeFile(at: path, existing: existing)
    var zip = CanonicalZipWriter(file.writer())
    try writeTags(&zip)
    try writePayload(&zip, open, progress)
    let seal = try writeSignatures(&zip)
    try zip.finishDirectory()
    try readBack(file.temporaryPath)
    try file.commit()
    return seal
  }

  private func writeTags(_ zip: inout CanonicalZipWriter) throws {
    try zip.add(BundleLayout.mimetype, Array(BundleLayout.mediaType.utf8))
    try zip.add(BundleLayout.bagDeclaration, Array(BundleLayout.bagDeclarationText.utf8))
    try zip.add(BundleLayout.bagInfo, Array(bagInfo.utf8))
    let payload = BagManifest(draft.files.map { ($0.path, $0.file.digest) })
    try zip.add(BundleLayout.payloadManifest, Array(payload.text.utf8))
    try zip.add(BundleLayout.startPage, Array(draft.startPage.utf8))
    try zip.add(BundleLayout.verifyText, Array(draft.verifyText.utf8))
    for (name, content) in metadata.sorted(by: {
      $0.name.utf8.lexicographicallyPrecedes($1.name.utf8)
    }) {
      try zip.add(name, content)
    }
    let tags = BagManifest(zip.entries.indices.map { (zip.entries[$0].name, zip.digests[$0]) })
    try zip.add(BundleLayout.tagManifest, Array(tags.text.utf8))
  }

  private var metadata: [(name: String, content: [UInt8])] {
    let texts =
      [
        (BundleLayout.index, draft.index.pretty),
        (BundleLayout.events, draft.events.map(\.text).joined()),
        (BundleLayout.checkpoint, draft.checkpoint.text),
        (BundleLayout.logKey, "\(draft.logKey)\n"),
        (BundleLayout.heads, draft.heads.json.pretty),
      ] + draft.certificates.map { ("\(BundleLayout.certificates)\($0.thumbprint).pem", $0.pem) }
    return [(BundleLayout.graph, draft.graph)] + texts.map { ($0.0, Array($0.1.utf8)) }
      + draft.supplements.map { ("metadata/\($0.key)", $0.value) }
  }

  /// - Source: RFC 8493, §2.2.2.
  private var bagInfo: String {
    let octets = draft.files.reduce(Int64(0)) { $0 + $1.file.byteCount }
    let lines = [
      ("Bag-Software-Agent", "precinto"),
      ("Bagging-Date", String("\(draft.createdAt)".prefix(10))),
      ("External-Identifier", draft.identifier),
      ("Payload-Oxum", "\(octets).\(draft.files.count)"),
      ("Source-Organization", draft.organization),
    ]
    return lines.map { "\($0.0): \($0.1)\n" }.joined()
  }

  private func writePayload(
    _ zip: inout CanonicalZipWriter, _ open: (BundleFile) throws -> any ByteSource,
    _ progress: (Int, Int64) throws -> Void
  ) throws {
    var bytesDone: Int64 = 0
    let files = draft.files.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    for (index, file) in files.enumerated() {
      let digest = try zip.add(
        file.path, contentsOf: open(file), byteCount: file.file.byteCount
      ) { count in
        bytesDone += Int64(count)
        try progress(index, bytesDone)
      }
      guard digest == file.file.digest else {
        throw BundleWriteError.fileChanged(
          path: file.path, expected: file.file.digest, found: digest)
      }
    }
  }

  /// Signs what is there, logs the signature, and closes the container with a timestamp over all of it.
  private func writeSignatures(_ zip: inout CanonicalZipWriter) throws -> BundleSeal {
    let tagManifest = BagManifest(
      zip.entries.indices.filter { BundleLayout.isTagFile(zip.entries[$0].name) }
        .map { (zip.entries[$0].name, zip.digests[$0]) })
    try zip.add(BundleLayout.tagSignature, try signing.sign(Array(tagManifest.text.utf8)))
    let manifest = Self.manifest(over: zip, signedBy: BundleLayout.signature(1))
    let signature = try signing.sign(manifest)
    try zip.add(BundleLayout.manifest(1), manifest)
    try zip.add(BundleLayout.signature(1), signature)
    let seal = BundleSeal(
      manifestName: BundleLayout.manifest(1), manifest: Digest(of: manifest),
      signature: Digest(of: signature))
    let (jwt, proof) = try signing.seal(seal)
    try zip.add(BundleLayout.seal(1), Array(jwt.utf8))
    try zip.add(BundleLayout.sealProof(1), Array(proof.text.utf8))
    let archive = Self.manifest(over: zip, signedBy: BundleLayout.timestamp(1))
    try zip.add(BundleLayout.archiveManifest(1), archive)
    try zip.add(BundleLayout.timestamp(1), try signing.timestamp(archive))
    return seal
  }

  /// Every entry so far but `mimetype`, which the tag manifest covers.
  private static func manifest(over zip: borrowing CanonicalZipWriter, signedBy name: String)
    -> [UInt8]
  {
    let references = zip.entries.indices.dropFirst().map {
      ASiCManifest.Reference(name: zip.entries[$0].name, digest: zip.digests[$0])
    }
    return Array(ASiCManifest(signatureName: name, references: references).text.utf8)
  }
}
