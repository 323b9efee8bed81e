public import Integrity

/// One file of an item: what it holds, not what it was called.
public struct EvidenceFile: Hashable, Sendable {
  public let digest: Digest
  public let byteCount: Int64

  public init(digest: Digest, byteCount: Int64) {
    self.digest = digest
    self.byteCount = byteCount
  }
}

extension EvidenceFile: FieldValue {
  /// The most files of one item.
  ///
  /// A larger folder is an image or several items.
  public static let countLimit = 100_000

  public static var schema: JSON {
    [
      "type": "object", "required": ["sha256", "size"], "additionalProperties": false,
      "properties": ["sha256": Digest.schema, "size": Int.schema],
    ]
  }

  public init?(json: JSON) {
    guard let members = json.object, members.count == 2,
      let digest = members["sha256"].flatMap(Digest.init(json:)),
      let size = members["size"]?.integer, size >= 0
    else { return nil }
    self.init(digest: digest, byteCount: size)
  }

  public var json: JSON { ["sha256": digest.json, "size": .integer(byteCount)] }
}

/// The number of a case in one country.
public struct CaseNumber: Hashable, Sendable, CustomStringConvertible {
  /// ISO 3166-1 alpha-2, such as `MX`.
  public let country: String
  public let number: String

  public init?(country: String, number: String) {
    guard isCountryCode(country), !number.isEmpty, number.utf8.count <= 100 else { return nil }
    self.country = country
    self.number = number
  }

  /// Reads `MX:FED/BC/TIJ/0001/2026`.
  public init?(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 1)
    guard parts.count == 2 else { return nil }
    self.init(country: String(parts[0]), number: String(parts[1]))
  }

  public var description: String { "\(country):\(number)" }
}

extension CaseNumber: FieldValue {
  public static var schema: JSON { ["type": "string", "pattern": "^[A-Z]{2}:.{1,100}$"] }
  public init?(json: JSON) {
    guard let text = json.string else { return nil }
    self.init(text)
  }
  public var json: JSON { .string(description) }
}

/// Whether `text` has the form of an ISO 3166-1 alpha-2 code: two capital letters.
public func isCountryCode(_ text: String) -> Bool {
  text.utf8.count == 2 && text.utf8.allSatisfy { (0x41...0x5A).contains($0) }
}
