/// Why a text is not JSON that we accept, and where.
public enum JSONError: Error, Equatable, Sendable {
  case unexpected(offset: Int)
  case tooDeep(offset: Int)
  case duplicateName(String)
  case notUTF8(offset: Int)
}

extension JSON {
  /// How deep arrays and objects may nest.
  ///
  /// CASE/UCO graphs need 8.
  public static let depthLimit = 64

  /// Reads one JSON value and nothing else.
  ///
  /// - Throws: ``JSONError`` for bad syntax, duplicate names, lone surrogates, invalid UTF-8 or nesting past
  ///   ``depthLimit``. The caller limits the size.
  public init(parsing bytes: [UInt8]) throws(JSONError) {
    self = try JSON(parsing: bytes[...])
  }

  public init(parsing text: String) throws(JSONError) { try self.init(parsing: Array(text.utf8)) }

  public init(parsing bytes: ArraySlice<UInt8>) throws(JSONError) {
    self = try bytes.withUnsafeBufferPointer { buffer throws(JSONError) in
      var parser = JSONParser(buffer)
      let value = try parser.value(depth: 0)
      parser.skipSpace()
      guard parser.atEnd else { throw .unexpected(offset: parser.index) }
      return value
    }
  }
}

private struct JSONParser {
  private let bytes: UnsafeBufferPointer<UInt8>
  /// Where the next byte is, from the beginning of the text.
  private(set) var index = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  var atEnd: Bool { index == bytes.endIndex }
  private var next: UInt8? { atEnd ? nil : bytes[index] }

  mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      index += 1
    }
  }

  mutating func value(depth: Int) throws(JSONError) -> JSON {
    skipSpace()
    switch next {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func word(_ word: StaticString, _ value: JSON) throws(JSONError) -> JSON {
    for place in 0..<word.utf8CodeUnitCount { try expect(word.utf8Start[place]) }
    return value
  }

  private mutating func expect(_ byte: UInt8) throws(JSONError) {
    guard next == byte else { throw .unexpected(offset: index) }
    index += 1
  }

  /// Steps over `byte` if it is next.
  private mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    index += 1
    return true
  }

  /// Steps into an array or object that has `depth` others around it.
  private mutating func enter(depth: Int) throws(JSONError) {
    guard depth < JSON.depthLimit else { throw .tooDeep(offset: index) }
    index += 1
    skipSpace()
  }

  private mutating func array(depth: Int) throws(JSONError) -> JSON {
    try enter(depth: depth)
    var values: [JSON] = []
    if take(UInt8(ascii: "]")) { return .array(values) }
    repeat {
      values.append(try value(depth: depth + 1))
      skipSpace()
    } while take(UInt8(ascii: ","))
    try expect(UInt8(ascii: "]"))
    return .array(values)
  }

  private mutating func object(depth: Int) throws(JSONError) -> JSON {
    try enter(depth: depth)
    var members: [JSONObject.Member] = []
    if take(UInt8(ascii: "}")) { return .object([:]) }
    repeat {
      skipSpace()
      let name = try string()
      skipSpace()
      try expect(UInt8(ascii: ":"))
      members.append(.init(name: name, value: try value(depth: depth + 1)))
      skipSpace()
    } while take(UInt8(ascii: ","))
    try expect(UInt8(ascii: "}"))
    return .object(try JSONObject(reading: members))
  }

  private mutating func number() throws(JSONError) -> JSON {
    let start = index
    _ = take(UInt8(ascii: "-"))
    let firstDigit = index
    let digits = skipDigits()
    guard digits > 0, digits == 1 || bytes[firstDigit] != UInt8(ascii: "0") else {
      throw .unexpected(offset: index)
    }
    var isInteger = true
    if take(UInt8(ascii: ".")) {
      isInteger = false
      guard skipDigits() > 0 else { throw .unexpected(offset: index) }
    }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      isInteger = false
      if !take(UInt8(ascii: "-")) { _ = take(UInt8(ascii: "+")) }
      guard skipDigits() > 0 else { throw .unexpected(offset: index) }
    }
    let text = String(decoding: bytes[start..<index], as: UTF8.self)
    if isInteger {
      // An integer that does not fit would lose digits as a floating-point number: it is refused.
      guard let value = Int64(text) else { throw .unexpected(offset: index) }
      return .integer(value)
    }
    guard let value = Double(text), value.isFinite else { throw .unexpected(offset: index) }
    return .number(value)
  }

  private mutating func skipDigits() -> Int {
    let start = index
    while let byte = next, byte >= 0x30, byte <= 0x39 { index += 1 }
    return index - start
  }

  private mutating func string() throws(JSONError) -> String {
    try expect(UInt8(ascii: "\""))
    let start = index
    while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
      index += 1
    }
    guard next == UInt8(ascii: "\\") else {
      let text = try decoded(UnsafeBufferPointer(rebasing: bytes[start..<index]), from: start)
      try expect(UInt8(ascii: "\""))
      return text
    }
    var content = Array(bytes[start..<index])
    while let byte = next, byte != UInt8(ascii: "\"") {
      guard byte >= 0x20 else { throw .unexpected(offset: index) }
      index += 1
      if byte == UInt8(ascii: "\\") { try escape(into: &content) } else { content.append(byte) }
    }
    try expect(UInt8(ascii: "\""))
    return try content.withUnsafeBufferPointer { buffer throws(JSONError) in
      try decoded(buffer, from: start)
    }
  }

  private func decoded(_ content: UnsafeBufferPointer<UInt8>, from start: Int) throws(JSONError)
    -> String
  {
    guard let text = String(validating: content, as: UTF8.self) else {
      throw .notUTF8(offset: start)
    }
    return text
  }

  private mutating func escape(into content: inout [UInt8]) throws(JSONError) {
    guard let byte = next else { throw .unexpected(offset: index) }
    index += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(byte)
    case UInt8(ascii: "b"): content.append(0x08)
    case UInt8(ascii: "f"): content.append(0x0C)
    case UInt8(ascii: "n"): content.append(0x0A)
    case UInt8(ascii: "r"): content.append(0x0D)
    case UInt8(ascii: "t"): content.append(0x09)
    case UInt8(ascii: "u"): content += Array(String(try unicodeEscape()).utf8)
    default: throw .unexpected(offset: index)
    }
  }

  private mutating func unicodeEscape() throws(JSONError) -> Character {
    var code = try codeUnit()
    if (0xD800..<0xDC00).contains(code) {
      try expect(UInt8(ascii: "\\"))
      try expect(UInt8(ascii: "u"))
      let low = try codeUnit()
      guard (0xDC00..<0xE000).contains(low) else { throw .unexpected(offset: index) }
      code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(code) else { throw .unexpected(offset: index) }
    return Character(scalar)
  }

  private mutating func codeUnit() throws(JSONError) -> UInt32 {
    guard bytes.endIndex - index >= 4,
      let text = String(validating: bytes[index..<index + 4], as: UTF8.self),
      text.allSatisfy(\.isHexDigit), let value = UInt32(text, radix: 16)
    else { throw .unexpected(offset: index) }
    index += 4
    return value
  }
}
