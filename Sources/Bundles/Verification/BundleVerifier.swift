public import Foundation
public import Integrity
import Phrasebook
import Signing

/// What verifying a bundle brought to light.
public struct BundleFindings: Sendable {
  public var verdict = Verdict()
  /// SHA-256 of the whole file: what a receipt names.
  public var fileDigest: Digest?
  /// What the bundle says of itself; nil when it holds no readable index.
  public var index: JSON?

  public init() {}
}

/// Verifies one bundle with nothing but the file and what the verifier chose to trust: no office, no network.
///
/// Every layer is judged by its own type in this folder; this one reads the file once and hands out what they need.
public struct BundleVerifier {
  private let reader: CanonicalZipReader
  private let trust: TrustMaterial?

  /// Opens a bundle.
  ///
  /// - Throws: ``BundleFormatError`` when the file is no container at all.
  public init(path: String, trust: TrustMaterial?) throws {
    reader = try CanonicalZipReader(path: path)
    self.trust = trust
  }

  /// `progress`: called with entries and bytes done; throwing stops the work.
  public func verify(progress: (Int, Int64, Int64) throws -> Void = { _, _, _ in }) throws
    -> BundleFindings
  {
    var findings = BundleFindings()
    findings.verdict[.container] = try ContainerCheck(reader).result()
    guard findings.verdict[.container].status == .passed else {
      let reason = Phrase("verify.containerUnsound")
      for layer in VerdictLayer.allCases where layer != .container {
        findings.verdict[layer].notChecked = reason
      }
      return findings
    }
    let contents = try BundleContents(reader, progress: progress)
    let files = ParallelWork([contents], sliceSize: 1) { try $0.map { try FileCheck($0).result() } }
    let index = ParallelWork([contents], sliceSize: 1) {
      try $0.map { try $0.json(BundleLayout.index) }
    }
    let log = try EventLog(contents)
    let signatures = try SignatureCheck(contents)
    findings.verdict[.signatures] = signatures.result
    findings.verdict[.time] = TimeCheck(signatures.found, signatures.archives).result
    findings.index = try index.finish()[0]
    let custody = try CustodyCheck(
      contents, log, findings.index, policy: trust?.policy, signatures.found
    ).examined()
    findings.verdict[.custody] = custody.result
    findings.verdict[.trust] = TrustCheck(trust).result(
      signatures.found, signatures.archives, custody)
    findings.verdict[.files] = try files.finish()[0]
    findings.verdict[.redactions] = try RedactionCheck(contents, log, findings.index).result()
    return findings
  }
}

extension BundleFindings {
  /// Looks at the files of a bag in a folder, such as an unzipped bundle; nothing else can be judged there.
  public static func ofFolder(_ folder: URL) throws -> BundleFindings {
    var findings = BundleFindings()
    for layer in VerdictLayer.allCases {
      findings.verdict[layer].notChecked = Phrase("bag.folderOnly")
    }
    findings.verdict[.files] = try BagFolder.examine(folder)
    return findings
  }
}

/// A bundle's entries with the digest of each: every byte read once.
struct BundleContents: Sendable {
  let reader: CanonicalZipReader
  /// The entries' names, in their order.
  let names: [String]
  let digests: [String: Digest]
  let crcFailures: [String]
  init(_ reader: CanonicalZipReader, progress: (Int, Int64, Int64) throws -> Void) throws {
    self.reader = reader
    names = reader.entries.map(\.name)
    let total = reader.entries.reduce(Int64(0)) { $0 + $1.byteCount }
    var digests: [String: Digest] = [:]
    digests.reserveCapacity(reader.entries.count)
    var crcFailures: [String] = []
    try reader.eachDigest {
      try progress($0, $1, total)
    } _: { entry, digest, isCRCRight in
      digests[entry.name] = digest
      if !isCRCRight { crcFailures.append(entry.name) }
    }
    self.digests = digests
    self.crcFailures = crcFailures
  }

  func has(_ name: String) -> Bool { digests[name] != nil }

  /// The content of a small entry; nil when it is not there.
  func bytes(_ name: String) throws -> [UInt8]? { try reader.entry(name).map(reader.read) }

  func text(_ name: String) throws -> String? {
    try bytes(name).flatMap { String(validating: $0, as: UTF8.self) }
  }

  func json(_ name: String) throws -> JSON? { try bytes(name).flatMap { try? JSON(parsing: $0) } }
}

/// Judges whether the file is one of ours, with no room for hidden bytes.
struct ContainerCheck {
  private let reader: CanonicalZipReader

  init(_ reader: CanonicalZipReader) { self.reader = reader }

  func result() throws -> LayerResult {
    var result = LayerResult()
    result.checked = reader.entries.count
    result.failures = reader.failures
    guard result.failures.isEmpty else { return result }
    let first = reader.entries.first
    if first?.name != BundleLayout.mimetype {
      result.failures.append(VerdictFailure(.altered, Phrase("container.mimetypeNotFirst")))
    } else if let first, first.byteCount != Int64(BundleLayout.mediaType.utf8.count) {
      result.failures.append(VerdictFailure(.altered, Phrase("container.mimetype")))
    } else if let first, try reader.read(first) != Array(BundleLayout.mediaType.utf8) {
      result.failures.append(VerdictFailure(.altered, Phrase("container.mimetype")))
    }
    return result
  }
}
