/// What an office document or a PDF says of itself: what its author's program wrote, or whoever changed it later.
public struct DocumentFacts: Equatable, Sendable {
  /// What kind of document it is.
  public enum Kind: String, Sendable { case text, spreadsheet, presentation, pdf, unknown }

  public let kind: Kind
  public internal(set) var title: String?
  public internal(set) var creator: String?
  public internal(set) var lastModifiedBy: String?
  /// The program that the author used.
  public internal(set) var application: String?
  /// The program that wrote the file (PDF).
  public internal(set) var producer: String?
  public internal(set) var created: DocumentTime?
  public internal(set) var modified: DocumentTime?
  /// Pages of a PDF.
  public internal(set) var pageCount: Int?
  /// Whether a PDF is encrypted, be it with an empty password.
  public internal(set) var isEncrypted = false
  public internal(set) var findings: [FormatFinding] = []

  init(kind: Kind) { self.kind = kind }

  /// Adds what the two times say of each other.
  mutating func compareTimes() {
    for time in [created, modified].compactMap({ $0 }) where time.civil == nil {
      findings.append(.warning("formats.document.timeMalformed", ["text": time.text]))
    }
    if let first = created?.unixSeconds, let second = modified?.unixSeconds, second < first,
      let createdText = created?.text, let modifiedText = modified?.text
    {
      let facts = ["created": createdText, "modified": modifiedText]
      findings.append(.warning("formats.document.modifiedBeforeCreated", facts))
    }
  }
}

/// A time as a document stores it.
public struct DocumentTime: Hashable, Sendable {
  /// The characters that are stored.
  public let text: String
  /// What they mean on a clock; nil when they are no time.
  public let civil: CivilTime?
  /// East of UTC, in minutes; nil when no zone is written.
  public let offsetMinutes: Int?

  /// The moment in Unix seconds; nil without a zone.
  public var unixSeconds: Int64? {
    guard let civil, let offsetMinutes else { return nil }
    return civil.secondsInUTC - Int64(offsetMinutes) * 60
  }

  /// Reads `2024-01-02T03:04:05Z`, with or without a fraction of the second or an offset such as `-06:00`.
  ///
  /// - Source: ISO/IEC 29500-2, §11.1 (W3CDTF).
  init(iso text: String) {
    self.text = text
    let digits = Array(text.utf8)
    let date = String(decoding: digits.prefix(10), as: UTF8.self).replacing("-", with: ":")
    guard digits.count >= 19, digits[10] == 0x54 else {
      civil = CivilTime(exif: digits.count == 10 ? date + " 00:00:00" : "")
      offsetMinutes = nil
      return
    }
    civil = CivilTime(exif: "\(date) \(String(decoding: digits[11..<19], as: UTF8.self))")
    var rest = digits[19...]
    if rest.first == 0x2E { rest = rest.dropFirst().drop { (0x30...0x39).contains($0) } }
    offsetMinutes = CameraTime.minutes(of: String(decoding: rest, as: UTF8.self))
  }

  /// Reads `D:20240102030405-06'00'`, of which everything after the year may be left out.
  ///
  /// - Source: ISO 32000-2, §7.9.4.
  init(pdf text: String) {
    self.text = text
    let body = text.hasPrefix("D:") ? text.dropFirst(2) : text[...]
    let digits = String(body.prefix { $0.isASCII && $0.isNumber })
    let defaults = "00000101000000"
    guard [4, 6, 8, 10, 12, 14].contains(digits.count) else {
      (civil, offsetMinutes) = (nil, nil)
      return
    }
    let parts = Array((digits + defaults.dropFirst(digits.count)).utf8)
    func number(_ range: Range<Int>) -> Int { parts[range].reduce(0) { $0 * 10 + Int($1 - 0x30) } }
    civil = CivilTime(
      year: number(0..<4), month: number(4..<6), day: number(6..<8), hour: number(8..<10),
      minute: number(10..<12), second: number(12..<14))
    let zone = body.dropFirst(digits.count).filter { $0 != "'" && $0 != ":" }
    let signed = zone.count == 3 ? zone + "00" : zone
    offsetMinutes =
      zone.first == "Z"
      ? 0 : CameraTime.minutes(of: "\(signed.prefix(3)):\(signed.dropFirst(3))")
  }
}
