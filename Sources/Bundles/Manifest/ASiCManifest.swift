public import Integrity

/// The list that a signature or timestamp is over: files of the container with their SHA-256.
///
/// One reference a line and plain names, so that a clerk can check it with `sed` and `sha256sum`. The parser accepts
/// exactly what ``text`` prints.
///
/// - Source: ETSI EN 319 162-1, Annex A (ASiCManifest).
public struct ASiCManifest: Sendable {
  public struct Reference: Hashable, Sendable {
    public let name: String
    public let digest: Digest

    public init(name: String, digest: Digest) {
      self.name = name
      self.digest = digest
    }
  }

  /// The signature or token over this manifest.
  public let signatureName: String
  public let references: [Reference]

  public init(signatureName: String, references: [Reference]) {
    self.signatureName = signatureName
    self.references = references
  }

  private static let opening = """
    <?xml version="1.0" encoding="UTF-8"?>
    <asic:ASiCManifest xmlns:asic="http://uri.etsi.org/02918/v1.2.1#" xmlns:ds="http://www.w3.org/2000/09/xmldsig#">

    """
  private static let closing = "</asic:ASiCManifest>\n"
  private static let digestTags =
    "><ds:DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/><ds:DigestValue>"
  private static let lineEnd = "</ds:DigestValue></asic:DataObjectReference>\n"

  public var text: String {
    let signature =
      "<asic:SigReference URI=\"\(signatureName)\" MimeType=\"\(MediaType.of(signatureName))\"/>\n"
    let lines = references.map { reference in
      "<asic:DataObjectReference URI=\"\(reference.name)\" MimeType=\"\(MediaType.of(reference.name))\""
        + Self.digestTags + Base64.standard.text(of: reference.digest.bytes) + Self.lineEnd
    }
    return Self.opening + signature + lines.joined() + Self.closing
  }

  /// Returns nil for anything but what ``text`` prints.
  public init?(parsing bytes: [UInt8]) {
    var scanner = ManifestScanner(bytes)
    guard scanner.take(Self.opening), scanner.take("<asic:SigReference URI=\""),
      let signatureName = scanner.name(),
      scanner.take(" MimeType=\"\(MediaType.of(signatureName))\"/>\n")
    else { return nil }
    var references: [Reference] = []
    while scanner.take("<asic:DataObjectReference URI=\"") {
      guard let name = scanner.name(), scanner.take(" MimeType=\""),
        scanner.take(MediaType.of(name)), scanner.take("\""), scanner.take(Self.digestTags),
        let digest = scanner.digest(), scanner.take(Self.lineEnd)
      else { return nil }
      references.append(Reference(name: name, digest: digest))
    }
    guard scanner.take(Self.closing), scanner.isAtEnd, !references.isEmpty else { return nil }
    self.init(signatureName: signatureName, references: references)
  }
}

/// Steps through the bytes of a manifest.
private struct ManifestScanner {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func take(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { wanted in
      guard rest.count >= wanted.count, rest.prefix(wanted.count).elementsEqual(wanted) else {
        return false
      }
      rest = rest.dropFirst(wanted.count)
      return true
    }
  }

  /// A plain name up to the closing quote: nothing that XML or a URI would escape.
  mutating func name() -> String? {
    guard let end = rest.firstIndex(of: UInt8(ascii: "\"")) else { return nil }
    let name = rest[..<end]
    guard !name.isEmpty, name.count <= EntryName.byteLimit,
      name.allSatisfy({ byte in
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x2F, 0x5F: true
        default: false
        }
      })
    else { return nil }
    rest = rest[(end + 1)...]
    return String(decoding: name, as: UTF8.self)
  }

  mutating func digest() -> Digest? {
    let text = rest.prefix(44)
    rest = rest.dropFirst(text.count)
    return Base64.standard.bytes(of: text).flatMap(Digest.init(bytes:))
  }
}

/// The media types that manifests name, by extension.
enum MediaType {
  private static let types = [
    "p7s": "application/pkcs7-signature", "tst": "application/vnd.etsi.timestamp-token",
    "xml": "text/xml", "txt": "text/plain", "json": "application/json",
    "jsonld": "application/ld+json", "pdf": "application/pdf", "jpg": "image/jpeg",
    "tlog-proof": "text/plain",
  ]

  private static let other = "application/octet-stream"

  static func of(_ name: String) -> String {
    guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) else { return other }
    return types[String(name[name.utf8.index(after: dot)...])] ?? other
  }
}
