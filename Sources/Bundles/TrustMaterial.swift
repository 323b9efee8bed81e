import Foundation
import Integrity
public import Phrasebook
public import Signing

/// Why a folder or file of trust could not be read.
public enum TrustError: Error, Equatable, Sendable {
  case unreadable(path: String)
  case noRoots(path: String)
  case policyMalformed(path: String)
}

extension TrustError: ExplainedError {
  public var problem: Phrase {
    switch self {
    case .unreadable(let path): Phrase("trust.unreadable", ["path": path])
    case .noRoots(let path): Phrase("trust.noRoots", ["path": path])
    case .policyMalformed(let path): Phrase("trust.policyMalformed", ["path": path])
    }
  }
}

/// What a verifier chose to trust: roots of signers and of timestamps, revocation lists, and the ledgers' keys.
///
/// A folder holds `root.crt`, `tsaroot.crt`, `policy.txt` (C2SP tlog-policy) and any `*.crl`; a single PEM file is
/// taken as roots for both.
public struct TrustMaterial: Sendable {
  static let fileSizeLimit = 16 * 1024 * 1024

  public let anchors: TrustAnchors
  /// nil when the verifier names no ledgers.
  public let policy: LogPolicy?

  public init(anchors: TrustAnchors, policy: LogPolicy?) {
    self.anchors = anchors
    self.policy = policy
  }

  public init(readingFrom path: String) throws {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw TrustError.unreadable(path: path)
    }
    guard isFolder.boolValue else {
      let roots = try Self.roots(path)
      self.init(anchors: TrustAnchors(roots: roots, timestampRoots: roots), policy: nil)
      return
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    let lists = try names.filter { $0.hasSuffix(".crl") }.map { try Self.bytes("\(path)/\($0)") }
    var policy: LogPolicy?
    if names.contains("policy.txt") {
      let file = "\(path)/policy.txt"
      policy = LogPolicy(parsing: String(decoding: try Self.bytes(file), as: UTF8.self))
      guard policy != nil else { throw TrustError.policyMalformed(path: file) }
    }
    self.init(
      anchors: TrustAnchors(
        roots: try Self.roots("\(path)/root.crt"),
        timestampRoots: try Self.roots("\(path)/tsaroot.crt"), revocationLists: lists),
      policy: policy)
  }

  private static func roots(_ path: String) throws -> [Certificate] {
    let roots = try Certificate.list(pem: bytes(path))
    guard !roots.isEmpty else { throw TrustError.noRoots(path: path) }
    return roots
  }

  private static func bytes(_ path: String) throws -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path), data.count <= fileSizeLimit else {
      throw TrustError.unreadable(path: path)
    }
    return Array(data)
  }
}
