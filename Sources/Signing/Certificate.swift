import COpenSSL
public import Integrity

/// An X.509 certificate as a value: its exact bytes, and what they say.
///
/// - Source: RFC 5280.
public struct Certificate: Hashable, Sendable {
  public static let sizeLimit = 64 * 1024
  /// The most certificates in one PEM file.
  public static let listLimit = 1000

  public let der: [UInt8]
  /// Such as `CN=mp-01 TRAINING, O=FGE (TRAINING), C=MX`.
  public let subject: String
  public let issuer: String
  public let commonName: String
  /// Lowercase hexadecimal.
  public let serial: String
  /// Unix seconds.
  public let notBefore: Int64
  public let notAfter: Int64
  public let isAuthority: Bool
  public let usages: KeyUsages
  /// Object identifiers in dotted form; nil when the certificate does not limit its use.
  public let extendedUsages: [String]?

  /// What a key may be used for.
  public struct KeyUsages: OptionSet, Hashable, Sendable {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }
    public static let digitalSignature = KeyUsages(rawValue: UInt32(KU_DIGITAL_SIGNATURE))
    public static let nonRepudiation = KeyUsages(rawValue: UInt32(KU_NON_REPUDIATION))
    public static let certificateSigning = KeyUsages(rawValue: UInt32(KU_KEY_CERT_SIGN))
  }

  /// Reads exactly one certificate.
  public init(der: [UInt8]) throws {
    guard der.count <= Self.sizeLimit, let x509 = try? X509Pointer(der: der) else {
      throw SigningError.certificateMalformed
    }
    self.der = der
    let fields = try x509.withPointer { pointer in
      try CertificateFields(x509, pointer)
    }
    subject = fields.subject
    issuer = fields.issuer
    commonName = x509.commonName
    serial = x509.serial
    notBefore = fields.notBefore
    notAfter = fields.notAfter
    isAuthority = fields.isAuthority
    usages = fields.usages
    extendedUsages = x509.extendedUsages
  }

  /// Reads every certificate of a PEM text, in order.
  public static func list(pem: [UInt8]) throws -> [Certificate] {
    let text = String(decoding: pem, as: UTF8.self)
    let blocks = text.split(separator: "-----BEGIN CERTIFICATE-----").dropFirst(
      text.hasPrefix("-----BEGIN CERTIFICATE-----") ? 0 : 1)
    guard blocks.count <= listLimit else { throw SigningError.certificateMalformed }
    return try blocks.map { block in
      guard let end = block.firstRange(of: "-----END CERTIFICATE-----"),
        let der = Base64.standard.bytes(of: block[..<end.lowerBound].filter { !$0.isWhitespace })
      else { throw SigningError.certificateMalformed }
      return try Certificate(der: der)
    }
  }

  public var pem: String {
    var text = "-----BEGIN CERTIFICATE-----\n"
    var rest = Base64.standard.text(of: der)[...]
    while !rest.isEmpty {
      text += rest.prefix(64) + "\n"
      rest = rest.dropFirst(64)
    }
    return text + "-----END CERTIFICATE-----\n"
  }

  /// SHA-256 of the DER: `x5t#S256` in the header of an event.
  public var thumbprint: Digest { Digest(of: der) }

  /// Whether the certificate is in force at that time, in Unix seconds.
  public func isInForce(at seconds: Int64) -> Bool { notBefore <= seconds && seconds <= notAfter }
}

/// What OpenSSL reads from a certificate.
private struct CertificateFields {
  let subject: String
  let issuer: String
  let notBefore: Int64
  let notAfter: Int64
  let isAuthority: Bool
  let usages: Certificate.KeyUsages

  init(_ x509: X509Pointer, _ pointer: OpaquePointer) throws {
    subject = x509.text(of: X509_get_subject_name(pointer))
    issuer = x509.text(of: X509_get_issuer_name(pointer))
    guard let start = unixSeconds(of: X509_get0_notBefore(pointer)),
      let end = unixSeconds(of: X509_get0_notAfter(pointer))
    else { throw SigningError.certificateMalformed }
    (notBefore, notAfter) = (start, end)
    isAuthority = X509_check_ca(pointer) == 1
    // OpenSSL returns all ones when the certificate does not limit its use.
    usages = Certificate.KeyUsages(rawValue: X509_get_key_usage(pointer))
  }
}

/// An `X509` that is freed with its owner.
final class X509Pointer {
  private let pointer: OpaquePointer

  /// Lends the pointer out: the owner lives at least until `body` returns.
  func withPointer<Result>(_ body: (OpaquePointer) throws -> Result) rethrows -> Result {
    try withExtendedLifetime(self) { try body(pointer) }
  }

  init(owning pointer: OpaquePointer) { self.pointer = pointer }

  convenience init(der: [UInt8]) throws {
    self.init(owning: try parsed(der, "d2i_X509", free: X509_free) { d2i_X509(nil, $0, $1) })
  }

  convenience init(_ certificate: Certificate) throws { try self.init(der: certificate.der) }

  deinit { X509_free(pointer) }

  var certificate: Certificate {
    get throws { try Certificate(der: Signing.der { i2d_X509(pointer, $0) }) }
  }

  fileprivate func text(of name: OpaquePointer?) -> String {
    let written = try? bytesWritten { bio in
      guard X509_NAME_print_ex(bio, name, 0, precinto_name_flags()) >= 0 else {
        throw OpenSSLError(at: "name")
      }
    }
    return String(decoding: written ?? [], as: UTF8.self)
  }

  fileprivate var commonName: String {
    let name = X509_get_subject_name(pointer)
    let index = X509_NAME_get_index_by_NID(name, NID_commonName, -1)
    guard index >= 0, let entry = X509_NAME_get_entry(name, index) else { return "" }
    var utf8: UnsafeMutablePointer<UInt8>?
    let count = ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(entry))
    guard count >= 0, let utf8 else { return "" }
    defer { precinto_OPENSSL_free(utf8) }
    return String(decoding: UnsafeBufferPointer(start: utf8, count: Int(count)), as: UTF8.self)
  }

  fileprivate var serial: String {
    guard let number = ASN1_INTEGER_to_BN(X509_get0_serialNumber(pointer), nil) else { return "" }
    defer { BN_free(number) }
    var bytes = [UInt8](repeating: 0, count: Int(BN_num_bits(number) + 7) / 8)
    BN_bn2bin(number, &bytes)
    return Hex.text(of: bytes)
  }

  fileprivate var extendedUsages: [String]? {
    guard
      let list = X509_get_ext_d2i(pointer, NID_ext_key_usage, nil, nil).map({ OpaquePointer($0) })
    else { return nil }
    defer { EXTENDED_KEY_USAGE_free(list) }
    return (0..<precinto_sk_OBJECT_num(list)).map { index in
      var text = [CChar](repeating: 0, count: 128)
      let count = OBJ_obj2txt(
        &text, Int32(text.count), precinto_sk_OBJECT_value(list, index), 1)
      return String(
        decoding: text.prefix(Int(max(0, count))).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
  }
}

/// Unix seconds of an ASN.1 time.
func unixSeconds(of time: UnsafePointer<ASN1_TIME>?) -> Int64? {
  var days: Int32 = 0
  var seconds: Int32 = 0
  guard let time, let epoch = ASN1_TIME_set(nil, 0) else { return nil }
  defer { ASN1_STRING_free(epoch) }
  guard ASN1_TIME_diff(&days, &seconds, epoch, time) == 1 else { return nil }
  return Int64(days) * 86_400 + Int64(seconds)
}
