/// Where things are in a bundle.
///
/// - Source: design, *Bundle*; ETSI EN 319 162-1; RFC 8493.
enum BundleLayout {
  static let mimetype = "mimetype"
  static let mediaType = "application/vnd.etsi.asic-e+zip"
  static let bagDeclaration = "bagit.txt"
  static let bagDeclarationText = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
  static let bagInfo = "bag-info.txt"
  static let payloadManifest = "manifest-sha256.txt"
  /// Read and checked when another program wrote it.
  static let secondManifest = "manifest-sha512.txt"
  static let tagManifest = "tagmanifest-sha256.txt"
  static let fetch = "fetch.txt"
  static let startPage = "START-HERE.html"
  static let verifyText = "VERIFY.txt"
  static let index = "metadata/bundle.json"
  static let graph = "metadata/case.jsonld"
  static let events = "metadata/log/events.jsonl"
  static let checkpoint = "metadata/log/checkpoint"
  static let logKey = "metadata/log/vkey"
  static let heads = "metadata/log/heads.json"
  static let certificates = "metadata/certs/"
  static let payload = "data/"
  static let tagSignatures = "signatures/"
  static let tagSignature = "signatures/tagmanifest-sha256.txt.001.p7s"
  static let meta = "META-INF/"

  static func manifest(_ number: Int) -> String { "META-INF/ASiCManifest\(three(number)).xml" }
  static func signature(_ number: Int) -> String { "META-INF/signature\(three(number)).p7s" }
  static func archiveManifest(_ number: Int) -> String {
    "META-INF/ASiCArchiveManifest\(three(number)).xml"
  }
  static func timestamp(_ number: Int) -> String { "META-INF/timestamp\(three(number)).tst" }
  static func seal(_ number: Int) -> String { "META-INF/precinto/seal\(three(number)).jwt" }
  static func sealProof(_ number: Int) -> String {
    "META-INF/precinto/seal\(three(number)).tlog-proof"
  }

  static let proofEnding = ".proof.json"

  /// Where the proof of a redacted copy stands.
  static func proof(of path: String) -> String {
    String(path.prefix(upTo: path.lastIndex(of: ".") ?? path.endIndex)) + proofEnding
  }

  /// Whether a tag manifest must list the entry.
  static func isTagFile(_ name: String) -> Bool {
    ![payload, tagSignatures, meta].contains { name.hasPrefix($0) } && name != tagManifest
  }

  private static func three(_ number: Int) -> String {
    String(repeating: "0", count: max(0, 3 - String(number).count)) + String(number)
  }
}
