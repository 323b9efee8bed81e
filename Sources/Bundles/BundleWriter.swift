import Custody
import Foundation
import Glibc
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

/// Why a bundle could not be written.
public enum BundleWriteError: Error, Equatable, Sendable {
  case exists(path: String)
  case unwritable(path: String, detail: String)
  /// The vault no longer holds what was collected.
  case fileChanged(path: String, expected: Digest, found: Digest)
}

extension BundleWriteError: ExplainedError {
  public var problem: Phrase {
    switch self {
    case .exists(let path): Phrase("bundle.exists", ["path": path])
    case .unwritable(let path, let detail):
      Phrase("bundle.unwritable", ["path": path, "detail": detail])
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

  /// - `open`: opens an evidence file for reading; the writer closes it.
  /// - `readBack`: looks at the finished file before it gets its name; throwing takes it away.
  /// - `progress`: called with files and bytes done.
  ///
  /// Gives the SHA-256 of the finished file's manifest, by which people can name it.
  @discardableResult
  public func write(
    to path: String, opening open: (BundleFile) throws -> Int32,
    readingBack readBack: (String) throws -> Void = { _ in },
    progress: (Int, Int64) throws -> Void = { _, _ in }
  ) throws -> BundleSeal {
    guard access(path, F_OK) != 0 else { throw BundleWriteError.exists(path: path) }
    Self.removeAbandoned(besides: path)
    let temporary = "\(path).part-\(getpid())"
    let descriptor = Glibc.open(temporary, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw Self.unwritable(path) }
    flock(descriptor, LOCK_EX)
    defer {
      close(descriptor)
      unlink(temporary)
    }
    var zip = CanonicalZipWriter(descriptor: descriptor)
    do {
      try writeTags(&zip)
      try writePayload(&zip, open, progress)
      let seal = try writeSignatures(&zip)
      try zip.finishDirectory()
      guard fsync(descriptor) == 0 else { throw Self.unwritable(path) }
      try readBack(temporary)
      guard rename(temporary, path) == 0 else {
        throw Self.unwritable(path)
      }
      return seal
    } catch StreamError.unwritable(let code) {
      throw BundleWriteError.unwritable(path: path, detail: String(cString: strerror(code)))
    }
  }

  /// Removes parts of this bundle whose writer is gone: a living one holds a lock on its part.
  private static func removeAbandoned(besides path: String) {
    let target = URL(filePath: path)
    let folder = target.deletingLastPathComponent()
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    for name in names where name.hasPrefix("\(target.lastPathComponent).part-") {
      let part = folder.appending(path: name).path
      let descriptor = Glibc.open(part, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
      guard descriptor >= 0 else { continue }
      defer { close(descriptor) }
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { unlink(part) }
    }
  }

  private static func unwritable(_ path: String) -> BundleWriteError {
    .unwritable(path: path, detail: String(cString: strerror(errno)))
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
    _ zip: inout CanonicalZipWriter, _ open: (BundleFile) throws -> Int32,
    _ progress: (Int, Int64) throws -> Void
  ) throws {
    var bytesDone: Int64 = 0
    let files = draft.files.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    for (index, file) in files.enumerated() {
      let source = try open(file)
      defer { close(source) }
      let digest = try zip.add(
        file.path, contentsOf: source, byteCount: file.file.byteCount
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
