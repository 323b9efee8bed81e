// JSON as a value, with a strict bounded parser and a printer that writes one spelling per value.
//
// Signed records need what Foundation does not promise: duplicate names refused, a limit on depth, integers kept
// exact, and the same bytes for the same value.

/// A JSON value.
///
/// - Source: RFC 8259.
public enum JSON: Hashable, Sendable {
  case null
  case bool(Bool)
  case integer(Int64)
  case number(Double)
  case string(String)
  case array([JSON])
  case object(JSONObject)

  public var string: String? { if case .string(let value) = self { value } else { nil } }
  public var integer: Int64? { if case .integer(let value) = self { value } else { nil } }
  public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
  public var array: [JSON]? { if case .array(let value) = self { value } else { nil } }
  public var object: JSONObject? { if case .object(let value) = self { value } else { nil } }

  /// The member of that name, if this is an object that has it.
  public subscript(name: String) -> JSON? { object?[name] }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  public init(stringLiteral value: String) { self = .string(value) }
  public init(integerLiteral value: Int64) { self = .integer(value) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(arrayLiteral elements: JSON...) { self = .array(elements) }
  public init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(JSONObject(elements))
  }

  public init(_ value: some BinaryInteger) { self = .integer(Int64(value)) }
  /// An object of texts.
  public static func texts(_ values: [String: String]) -> JSON {
    .object(JSONObject(values.map { ($0.key, .string($0.value)) }))
  }
  /// A text, or nil for a missing one, which an object leaves out.
  public static func text(_ value: String?) -> JSON? { value.map(JSON.string) }
}

extension JSON {
  /// The shortest spelling: names in order of their UTF-8 bytes, no white space.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  public var bytes: [UInt8] {
    var printer = JSONPrinter(indented: false)
    printer.print(self, depth: 0)
    return printer.bytes
  }

  /// The same value laid out for people, one space a level, with a line feed at the end.
  public var pretty: String {
    var printer = JSONPrinter(indented: true)
    printer.print(self, depth: 0)
    return String(decoding: printer.bytes, as: UTF8.self) + "\n"
  }
}

private struct JSONPrinter {
  var bytes: [UInt8] = []
  let indented: Bool

  init(indented: Bool) { self.indented = indented }

  mutating func print(_ value: JSON, depth: Int) {
    switch value {
    case .null: bytes += "null".utf8
    case .bool(let value): bytes += (value ? "true" : "false").utf8
    case .integer(let value): bytes += String(value).utf8
    case .number(let value): bytes += (value.isFinite ? "\(value)" : "null").utf8
    case .string(let value): print(value)
    case .array(let values):
      list(values, "[", "]", depth) { $0.print($1, depth: depth + 1) }
    case .object(let members):
      list(members, "{", "}", depth) { printer, member in
        printer.print(member.name)
        printer.bytes += (printer.indented ? ": " : ":").utf8
        printer.print(member.value, depth: depth + 1)
      }
    }
  }

  private mutating func list<Elements: Collection>(
    _ elements: Elements, _ open: String, _ close: String, _ depth: Int,
    _ print: (inout JSONPrinter, Elements.Element) -> Void
  ) {
    bytes += open.utf8
    for (index, element) in elements.enumerated() {
      if index > 0 { bytes.append(0x2C) }
      newLine(depth + 1)
      print(&self, element)
    }
    if !elements.isEmpty { newLine(depth) }
    bytes += close.utf8
  }

  private mutating func newLine(_ depth: Int) {
    guard indented else { return }
    bytes.append(0x0A)
    bytes.append(contentsOf: repeatElement(0x20, count: depth))
  }

  private mutating func print(_ text: String) {
    bytes.append(0x22)
    guard text.utf8.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C }) else {
      bytes += text.utf8
      return bytes.append(0x22)
    }
    for byte in text.utf8 {
      switch byte {
      case 0x22, 0x5C: bytes += [0x5C, byte]
      case 0x0A: bytes += "\\n".utf8
      case 0x0D: bytes += "\\r".utf8
      case 0x09: bytes += "\\t".utf8
      case 0..<0x20: bytes += "\\u00".utf8 + Array(Hex.text(of: [byte]).utf8)
      default: bytes.append(byte)
      }
    }
    bytes.append(0x22)
  }
}
