// What is JSON, what is not, and that one value has one spelling. After the kinds of cases of RFC 8259 that
// parsers are known to disagree about.

import Integrity
import Testing

@Suite struct JSONStrictnessTests {
  @Test(
    "What RFC 8259 allows is read",
    arguments: [
      ("[]", JSON.array([])), (" [ ] ", .array([])), ("\t\r\n{}\n", .object([:])),
      ("0", .integer(0)), ("-0", .integer(0)), ("-1", .integer(-1)),
      ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
      ("0.5", .number(0.5)), ("-0.5e-2", .number(-0.005)), ("1E2", .number(100)),
      ("1e+2", .number(100)), ("1.0", .number(1)), ("0e0", .number(0)),
      ("\"\"", ""), ("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\u{8}\u{C}\n\r\t"),
      ("\"\\u0041\\u00e9\\u20AC\"", "Aé€"), ("\"\\ud83d\\ude00\"", "😀"),
      ("\"\\uDBFF\\uDFFF\"", "\u{10FFFF}"), ("\"\\u0000\"", "\0"), ("\"\u{7F}\"", "\u{7F}"),
      ("\"\u{2028}\"", "\u{2028}"), ("[null,true,false]", .array([.null, true, false])),
      ("{\"\":0}", ["": 0]), ("{\"a\":{\"a\":{}}}", ["a": ["a": [:]]]),
    ] as [(String, JSON)])
  func read(text: String, value: JSON) throws { #expect(try JSON(parsing: text) == value) }

  @Test(
    "What it does not allow is refused",
    arguments: [
      // structure
      "", " ", "[", "]", "{", "}", "[}", "{]", "[1", "[,1]", "[1,,2]", "[1,]", "[1 2]", "[1;2]",
      "{\"a\"}", "{\"a\":}", "{\"a\" 1}", "{:1}", "{1:1}", "{\"a\":1,}", "{,}", "{\"a\":1 \"b\":2}",
      "1 2", "[] []", "{} x", "\"a\" \"b\"", "[1]/", "/**/1", "1//", "#1",
      // words
      "nul", "nulll", "NULL", "True", "tru", "truee", "undefined", "NaN", "Infinity", "-Infinity",
      // numbers
      "+1", "-", "--1", "01", "-01", "00", "1.", ".1", "-.1", "1.e1", "1e", "1e+", "1e1.5", "0x1",
      "1_000", "1,5", "1e999", "-1e999", "１", "1\u{A0}", "9223372036854775808",
      "-9223372036854775809", "100000000000000000000000",
      // texts
      "\"", "\"a", "a\"", "'a'", "\"\\\"", "\"\\a\"", "\"\\'\"", "\"\\x41\"", "\"\\u\"",
      "\"\\u00\"",
      "\"\\u00g0\"", "\"\\u+041\"", "\"\\u 041\"", "\"\\U0041\"", "\"\u{0}\"", "\"\n\"",
      "\"\u{1F}\"",
      // half characters
      "\"\\ud800\"", "\"\\ud800a\"", "\"\\ud800\\n\"", "\"\\ud800\\u0041\"", "\"\\ud800\\ud800\"",
      "\"\\udc00\"", "\"\\udc00\\ud800\"",
      // marks and spaces that are not JSON's
      "\u{FEFF}[]", "\u{B}[]", "\u{C}1", "\u{A0}1", "[1]\0",
    ])
  func refused(_ text: String) { #expect(throws: JSONError.self) { try JSON(parsing: text) } }

  @Test(
    "Bytes that are not UTF-8 are refused, in texts and in names",
    arguments: [
      [0xFF], [0x80], [0xC0, 0xAF], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80],
      [0xF4, 0x90, 0x80, 0x80],
      [0xC3], [0xF0, 0x9F, 0x98],
    ] as [[UInt8]])
  func notUTF8(_ bytes: [UInt8]) {
    let quoted = [0x22] + bytes + [0x22]
    #expect(throws: JSONError.self) { try JSON(parsing: quoted) }
    #expect(throws: JSONError.self) { try JSON(parsing: [0x22, 0x5C, 0x6E] + bytes + [0x22]) }
    #expect(throws: JSONError.self) { try JSON(parsing: [0x7B] + quoted + [0x3A, 0x31, 0x7D]) }
    #expect(throws: JSONError.self) { try JSON(parsing: bytes) }
  }

  @Test(
    "A name twice is refused, however it is spelled and however deep",
    arguments: [
      "{\"a\":1,\"a\":1}", "{\"a\":1,\"\\u0061\":2}", "[{\"b\":{\"a\":1,\"a\":2}}]",
      "{\"\":0,\"\":0}",
      // é in one and in two scalars: the same text to a reader.
      "{\"\u{E9}\":1,\"e\u{301}\":2}",
    ])
  func duplicate(_ text: String) { #expect(throws: JSONError.self) { try JSON(parsing: text) } }

  @Test(
    "Exactly the limit of nesting is read, and one more is not",
    arguments: [("[", "]"), ("{\"a\":", "}")])
  func depth(open: String, close: String) {
    func nested(_ depth: Int, around inner: String) -> String {
      String(repeating: open, count: depth) + inner + String(repeating: close, count: depth)
    }
    let limit = JSON.depthLimit
    #expect(throws: Never.self) { try JSON(parsing: nested(limit, around: "1")) }
    #expect(throws: Never.self) { try JSON(parsing: nested(limit - 1, around: "[]")) }
    #expect(throws: JSONError.self) { try JSON(parsing: nested(limit, around: "[]")) }
    #expect(throws: JSONError.self) { try JSON(parsing: nested(limit, around: "{}")) }
    #expect(throws: JSONError.self) { try JSON(parsing: nested(limit + 1, around: "1")) }
    #expect(throws: JSONError.self) {
      try JSON(parsing: String(repeating: open, count: 1_000_000))
    }
  }

  @Test("Where it went wrong is said")
  func offsets() {
    #expect(throws: JSONError.unexpected(offset: 3)) { try JSON(parsing: "[1,]") }
    #expect(throws: JSONError.duplicateName("a")) { try JSON(parsing: "{\"a\":1,\"a\":2}") }
    #expect(throws: JSONError.notUTF8(offset: 2)) { try JSON(parsing: [0x5B, 0x22, 0xFF, 0x22]) }
    #expect(throws: JSONError.unexpected(offset: 2)) {
      try JSON(parsing: Array("xx[]x".utf8)[2...])
    }
  }

  @Test("The shortest spelling: sorted by bytes, nothing escaped that need not be")
  func canonical() throws {
    let value: JSON = [
      "b": .array([1, .null, true]), "a": "\u{0}\u{1F}\u{7F}\"\\/\n\r\té😀", "Z": [:], "é": [],
      "aa": -1,
      "\u{10000}": 1, "\u{FFFD}": 2,
    ]
    #expect(
      value.text
        == "{\"Z\":{},\"a\":\"\\u0000\\u001f\u{7F}\\\"\\\\/\\n\\r\\té😀\",\"aa\":-1,\"b\":[1,null,true],\"é\":[],\"\u{FFFD}\":2,\"\u{10000}\":1}"
    )
    #expect(try JSON(parsing: value.bytes) == value)
    #expect(try JSON(parsing: value.pretty) == value)
    #expect(try JSON(parsing: value.pretty).bytes == value.bytes)
  }

  @Test("Every character survives, printed and escaped")
  func characters() throws {
    for code in Array(0..<0x300) + [0xD7FF, 0xE000, 0xFFFE, 0xFFFF, 0x10000, 0x10FFFF] {
      let scalar = try #require(Unicode.Scalar(UInt32(code)))
      let value = JSON.string(String(scalar))
      #expect(try JSON(parsing: value.bytes) == value)
      guard code < 0x10000 else { continue }
      let digits = String(code, radix: 16)
      let escaped = String(repeating: "0", count: 4 - digits.count) + digits
      #expect(try JSON(parsing: "\"\\u\(escaped)\"") == value)
      #expect(try JSON(parsing: "\"\\u\(escaped.uppercased())\"") == value)
    }
  }

  @Test("No prefix of a value is a value", arguments: ["{\"a\":[1,\"é\\u00e9\",null]}", "[[],{}]"])
  func prefixes(_ text: String) {
    let bytes = Array(text.utf8)
    for count in 0..<bytes.count {
      #expect(throws: JSONError.self) { try JSON(parsing: bytes[..<count]) }
    }
  }
}
