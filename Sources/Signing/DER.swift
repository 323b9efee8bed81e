// ASN.1 in DER: just what certificates, CMS and timestamps need, with one spelling for each value.
//
// Source: ITU-T X.690, §10. The reader refuses indefinite and padded lengths, unsorted sets, wrong tag forms, and
// anything after the end, because bytes that no signature covers could otherwise hold anything.

/// One element: a tag and its content.
struct DER: Sendable {
  static let depthLimit = 40

  enum Tag {
    static let integer: UInt8 = 0x02
    static let octets: UInt8 = 0x04
    static let null: UInt8 = 0x05
    static let oid: UInt8 = 0x06
    static let utcTime: UInt8 = 0x17
    static let generalizedTime: UInt8 = 0x18
    static let sequence: UInt8 = 0x30
    static let set: UInt8 = 0x31
    static func context(_ number: UInt8) -> UInt8 { 0xA0 | number }
  }

  let tag: UInt8
  /// The whole element: tag, length and content.
  let encoded: ArraySlice<UInt8>
  /// The content alone.
  let content: ArraySlice<UInt8>
  /// The elements inside, for a constructed tag.
  let children: [DER]

  /// Reads exactly one element; nil for anything that is not DER.
  ///
  /// `isOpaque`: for whole certificates and tokens, which hold primitive context tags that our own
  ///   structures never do.
  init?(_ bytes: [UInt8], allowingPrimitiveContextTags isOpaque: Bool = false) {
    var rest = bytes[...]
    guard let element = DER(reading: &rest, depth: 0, isOpaque), rest.isEmpty else { return nil }
    self = element
  }

  private init?(reading rest: inout ArraySlice<UInt8>, depth: Int, _ isOpaque: Bool) {
    guard depth <= Self.depthLimit, let tag = rest.first, tag & 0x1F != 0x1F,
      let (headerCount, contentCount) = Self.length(rest), rest.count >= headerCount + contentCount
    else { return nil }
    let isConstructed = tag & 0x20 != 0
    let number = tag & 0x1F
    if tag < 0x40 {
      guard isConstructed == (number == 16 || number == 17) else { return nil }
    } else if !isConstructed, !isOpaque {
      return nil
    }
    let start = rest.startIndex
    encoded = rest[start..<start + headerCount + contentCount]
    content = encoded.dropFirst(headerCount)
    rest = rest.dropFirst(headerCount + contentCount)
    var children: [DER] = []
    var inside = isConstructed ? content : []
    while !inside.isEmpty {
      guard let child = DER(reading: &inside, depth: depth + 1, isOpaque) else { return nil }
      children.append(child)
    }
    if tag == Tag.set {
      for (one, next) in zip(children, children.dropFirst())
      where next.encoded.lexicographicallyPrecedes(one.encoded) { return nil }
    }
    self.tag = tag
    self.children = children
  }

  /// The bytes of tag and length, and of the content; nil unless the length has its shortest form.
  private static func length(_ bytes: ArraySlice<UInt8>) -> (header: Int, content: Int)? {
    guard bytes.count >= 2 else { return nil }
    let first = bytes[bytes.startIndex + 1]
    if first < 0x80 { return (2, Int(first)) }
    let count = Int(first & 0x7F)
    guard (1...4).contains(count), bytes.count >= 2 + count else { return nil }
    let value = bytes.dropFirst(2).prefix(count).reduce(0) { $0 << 8 | Int($1) }
    guard value >= 0x80, value >> (8 * (count - 1)) != 0 else { return nil }
    return (2 + count, value)
  }

  /// Whether this is a sequence, or another constructed element of that tag, of so many elements.
  func holds(_ counts: ClosedRange<Int>, tag: UInt8 = Tag.sequence) -> Bool {
    self.tag == tag && counts.contains(children.count)
  }
}

extension DER {
  /// Writes an element of `content`.
  static func element(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
    var length: [UInt8] = [UInt8(truncatingIfNeeded: content.count)]
    if content.count >= 0x80 {
      length = []
      var rest = content.count
      while rest > 0 {
        length.insert(UInt8(rest & 0xFF), at: 0)
        rest >>= 8
      }
      length.insert(0x80 | UInt8(length.count), at: 0)
    }
    return [tag] + length + content
  }

  static func sequence(_ parts: [UInt8]...) -> [UInt8] {
    element(Tag.sequence, parts.flatMap(\.self))
  }

  /// A set in the order that DER asks for.
  static func set(_ parts: [[UInt8]]) -> [UInt8] {
    element(Tag.set, parts.sorted { $0.lexicographicallyPrecedes($1) }.flatMap(\.self))
  }

  static func octets(_ content: [UInt8]) -> [UInt8] { element(Tag.octets, content) }

  /// A positive integer given by its bytes, most significant first.
  static func integer(_ bytes: [UInt8]) -> [UInt8] {
    var digits = Array(bytes.drop { $0 == 0 })
    if digits.first.map({ $0 >= 0x80 }) ?? true { digits.insert(0, at: 0) }
    return element(Tag.integer, digits)
  }
}

/// The object identifiers and algorithm identifiers of our signatures, as DER elements.
enum Identifier {
  static let data = oid(0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x01)
  static let signedData = oid(0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02)
  static let contentType = oid(0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x03)
  static let messageDigest = oid(0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x04)
  static let signingTime = oid(0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x05)
  /// id-ct-TSTInfo (RFC 3161).
  static let timestampInfo = smime(0x01, 0x04)
  /// id-aa-signatureTimeStampToken (RFC 3161, Appendix A).
  static let signatureTimestamp = smime(0x02, 0x0E)
  /// id-aa-signingCertificateV2 (RFC 5035).
  static let signingCertificate = smime(0x02, 0x2F)
  /// 1.3.6.1.4.1.99999.1: a policy of nobody's, for training.
  static let trainingPolicy = oid(0x2B, 0x06, 0x01, 0x04, 0x01, 0x86, 0x8D, 0x1F, 0x01)

  private static let sha256Name = oid(0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01)
  /// RFC 5754 §2 has the parameters absent; many programs write NULL.
  static let sha256 = DER.sequence(sha256Name)
  static let sha256WithNull = DER.sequence(sha256Name, [DER.Tag.null, 0])
  static let ecdsaWithSHA256 = DER.sequence(oid(0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02))
  static let rsa = DER.sequence(
    oid(0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01), [DER.Tag.null, 0])
  static let rsaWithSHA256 = DER.sequence(
    oid(0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0B), [DER.Tag.null, 0])

  private static func oid(_ content: UInt8...) -> [UInt8] { DER.element(DER.Tag.oid, content) }

  private static func smime(_ arc: UInt8, _ number: UInt8) -> [UInt8] {
    oid(0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x10, arc, number)
  }
}

/// Times in ASN.1, whole seconds in UTC.
enum ASN1Time {
  /// `YYMMDDHHMMSSZ`, for 1950 to 2049.
  static func utc(_ unixSeconds: Int64) -> [UInt8] {
    DER.element(DER.Tag.utcTime, Array(digits(unixSeconds).dropFirst(2)))
  }

  /// `YYYYMMDDHHMMSSZ`.
  static func generalized(_ unixSeconds: Int64) -> [UInt8] {
    DER.element(DER.Tag.generalizedTime, digits(unixSeconds))
  }

  /// Reads either form; nil for fractions, offsets and impossible dates.
  static func unixSeconds(_ element: DER) -> Int64? {
    let text = Array(element.content)
    let full: [UInt8]
    switch (element.tag, text.count) {
    case (DER.Tag.utcTime, 13): full = Array((text[0] >= 0x35 ? "19" : "20").utf8) + text
    case (DER.Tag.generalizedTime, 15): full = text
    default: return nil
    }
    guard full[14] == UInt8(ascii: "Z"), full[..<14].allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    let parts = [0..<4, 4..<6, 6..<8, 8..<10, 10..<12, 12..<14].map { range in
      full[range].reduce(Int64(0)) { $0 * 10 + Int64($1 - 0x30) }
    }
    let days = daysSince1970(year: parts[0], month: parts[1], day: parts[2])
    let seconds = days * 86_400 + parts[3] * 3600 + parts[4] * 60 + parts[5]
    return digits(seconds) == full ? seconds : nil
  }

  private static func digits(_ unixSeconds: Int64) -> [UInt8] {
    let days = unixSeconds / 86_400
    let second = unixSeconds % 86_400
    let (year, month, day) = civil(days)
    let numbers = [
      (year, 4), (month, 2), (day, 2), (second / 3600, 2), (second / 60 % 60, 2), (second % 60, 2),
    ]
    let text = numbers.map { value, width in
      let plain = String(value)
      return String(repeating: "0", count: max(0, width - plain.count)) + plain
    }
    return Array((text.joined() + "Z").utf8)
  }

  /// Days in the Gregorian calendar, counted in eras of 400 years that begin on 1 March.
  private static func daysSince1970(year: Int64, month: Int64, day: Int64) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let yearOfEra = shifted % 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return shifted / 400 * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
      - 719_468
  }

  private static func civil(_ daysSince1970: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let days = daysSince1970 + 719_468
    let dayOfEra = days % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    return (
      days / 146_097 * 400 + yearOfEra + (month <= 2 ? 1 : 0), month,
      dayOfYear - (153 * shifted + 2) / 5 + 1
    )
  }
}
