public import Integrity

/// Whether a fact stands in the signed event for all to see, or only as a salted hash that the office may open.
public enum Visibility: String, Sendable {
  case visible, disclosable
}

/// A fact that an event may hold: its name in the record, who sees it, and the type of its value.
///
/// The one place that says how a fact is spelt: events are written, read and checked by these.
public struct Field<Value: FieldValue>: Sendable {
  public let name: String
  public let visibility: Visibility

  init(_ name: String, _ visibility: Visibility) {
    self.name = name
    self.visibility = visibility
  }

  /// The same field without its type, for lists of fields.
  var rule: FieldRule {
    FieldRule(name: name, visibility: visibility, schema: Value.schema) { Value(json: $0) != nil }
  }
}

/// A field as a check on JSON.
public struct FieldRule: Sendable {
  public let name: String
  public let visibility: Visibility
  /// What a JSON Schema says of the value.
  public let schema: JSON
  let accepts: @Sendable (JSON) -> Bool
}

/// A type that a fact can have: one JSON spelling for each value.
public protocol FieldValue: Sendable {
  static var schema: JSON { get }
  init?(json: JSON)
  var json: JSON { get }
}

extension String: FieldValue {
  /// The longest text in one fact: a long report belongs in a file.
  public static let fieldByteLimit = 16 * 1024

  public static var schema: JSON { ["type": "string", "maxLength": .init(fieldByteLimit)] }
  public init?(json: JSON) {
    guard let text = json.string, text.utf8.count <= Self.fieldByteLimit else { return nil }
    self = text
  }
  public var json: JSON { .string(self) }
}

extension Int: FieldValue {
  public static var schema: JSON { ["type": "integer", "minimum": 0] }
  public init?(json: JSON) {
    guard let value = json.integer, value >= 0 else { return nil }
    self.init(value)
  }
  public var json: JSON { .integer(Int64(self)) }
}

extension Digest: FieldValue {
  public static var schema: JSON { ["type": "string", "pattern": "^[0-9a-f]{64}$"] }
  public init?(json: JSON) {
    guard let text = json.string else { return nil }
    self.init(hex: text)
  }
  public var json: JSON { .string(description) }
}

extension Identifier: FieldValue {
  public static var schema: JSON {
    ["type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"]
  }
  public init?(json: JSON) {
    guard let text = json.string else { return nil }
    self.init(text)
  }
  public var json: JSON { .string(description) }
}

extension EventID: FieldValue {
  public static var schema: JSON { ["type": "string", "format": "uuid"] }
  public init?(json: JSON) {
    guard let text = json.string else { return nil }
    self.init(text)
  }
  public var json: JSON { .string(description) }
}

extension Moment: FieldValue {
  public static var schema: JSON { ["type": "string", "format": "date-time"] }
  /// Accepts only the spelling that ``description`` prints.
  public init?(json: JSON) {
    guard let text = json.string, let moment = Moment(text), moment.description == text else {
      return nil
    }
    self = moment
  }
  public var json: JSON { .string(description) }
}

extension Array: FieldValue where Element: FieldValue {
  public static var schema: JSON { ["type": "array", "items": Element.schema] }
  public init?(json: JSON) {
    guard let elements = json.array else { return nil }
    self = elements.compactMap(Element.init(json:))
    guard count == elements.count else { return nil }
  }
  public var json: JSON { .array(map(\.json)) }
}

/// A closed list of words.
public protocol WordField: FieldValue, RawRepresentable, CaseIterable where RawValue == String {}

extension WordField {
  public static var schema: JSON { ["enum": .array(allCases.map { .string($0.rawValue) })] }
  public init?(json: JSON) {
    guard let word = json.string else { return nil }
    self.init(rawValue: word)
  }
  public var json: JSON { .string(rawValue) }
}

extension ItemKind: WordField {}
extension Derivation: WordField {}
extension PersonRole: WordField {}
extension FileComparison: WordField {}
extension Irregularity.Code: WordField {}
extension Forum: WordField {}
