/// Comma-separated values with a header row.
///
/// - Source: RFC 4180: fields in quotes may hold commas, line breaks and doubled quotes. LF and CRLF both end rows.
struct CSV {
  static let rowLimit = 100_000
  static let fieldByteLimit = 16 * 1024

  let header: [String]
  /// Each row with the number of the line on which it begins, from 1.
  let rows: [(line: Int, fields: [String])]

  /// Returns nil for text that is not CSV: a quote in the middle of a field, an unclosed quote, too many rows.
  init?(_ text: String) {
    var reader = Reader(text)
    guard let header = reader.row()?.fields, !header.isEmpty else { return nil }
    self.header = header
    var rows: [(line: Int, fields: [String])] = []
    while let row = reader.row() {
      if row.fields != [""] { rows.append(row) }
      guard rows.count <= Self.rowLimit else { return nil }
    }
    guard reader.isSound else { return nil }
    self.rows = rows
  }

  private struct Reader {
    private let bytes: [UInt8]
    private var index = 0
    private var line = 1
    private(set) var isSound = true

    init(_ text: String) {
      let content = Array(text.utf8)
      bytes = content.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(content.dropFirst(3)) : content
    }

    mutating func row() -> (line: Int, fields: [String])? {
      guard isSound, index < bytes.count else { return nil }
      let start = line
      var fields: [String] = []
      while true {
        fields.append(bytes[safe: index] == UInt8(ascii: "\"") ? quoted() : plain())
        guard isSound else { return nil }
        if bytes[safe: index] == UInt8(ascii: ",") {
          index += 1
          continue
        }
        endLine()
        return (start, fields)
      }
    }

    private mutating func endLine() {
      if bytes[safe: index] == 0x0D { index += 1 }
      if bytes[safe: index] == 0x0A { index += 1 }
      line += 1
    }

    private mutating func plain() -> String {
      let start = index
      while let byte = bytes[safe: index], ![0x2C, 0x0A, 0x0D].contains(byte) {
        if byte == UInt8(ascii: "\"") { isSound = false }
        index += 1
      }
      return field(bytes[start..<index])
    }

    private mutating func quoted() -> String {
      index += 1
      var content: [UInt8] = []
      while let byte = bytes[safe: index] {
        index += 1
        if byte == 0x0A { line += 1 }
        guard byte == UInt8(ascii: "\"") else {
          content.append(byte)
          continue
        }
        if bytes[safe: index] == UInt8(ascii: "\"") {
          content.append(byte)
          index += 1
          continue
        }
        if let next = bytes[safe: index], ![0x2C, 0x0A, 0x0D].contains(next) { isSound = false }
        return field(content[...])
      }
      isSound = false
      return ""
    }

    private mutating func field(_ content: ArraySlice<UInt8>) -> String {
      guard content.count <= CSV.fieldByteLimit,
        let text = String(validating: content, as: UTF8.self)
      else {
        isSound = false
        return ""
      }
      return text
    }
  }
}

extension Array {
  fileprivate subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
