/// Values that stand under a name: the cells of a column, the members of JSON objects.
enum FieldFinder {
  /// `names`: in lower case.
  static func values(
    in bytes: any SealBytes, _ layout: IdentifierScanner.Layout, named names: Set<String>
  ) throws -> [Range<Int>] {
    guard layout != .text, bytes.count <= RedactableKind.wordByteLimit else { return [] }
    return try bytes.read(0..<bytes.count).withUnsafeBytes { buffer in
      layout == .table ? cells(buffer, names) : members(buffer, names)
    }
  }

  private static func text(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> String {
    var text = String(decoding: bytes[range], as: UTF8.self)
    if text.hasPrefix("\""), text.hasSuffix("\""), text.count >= 2 {
      text = String(text.dropFirst().dropLast())
    }
    return text.lowercased()
  }

  private static func cells(_ bytes: UnsafeRawBufferPointer, _ names: Set<String>) -> [Range<Int>] {
    var columns: Set<Int> = []
    var found: [Range<Int>] = []
    var isHeader = true
    var column = 0
    var place = 0
    while place < bytes.count {
      let start = place
      place = TableSegmenter.cellEnd(bytes, start)
      switch bytes[start] {
      case 0x2C: column += 1
      case 0x0A, 0x0D:
        column = 0
        isHeader = false
      default:
        if isHeader {
          if names.contains(text(bytes, start..<place)) { columns.insert(column) }
        } else if columns.contains(column) {
          found.append(start..<place)
        }
      }
    }
    return found
  }

  /// The value right behind a name: a text, a number, or a container as a whole.
  private static func members(_ bytes: UnsafeRawBufferPointer, _ names: Set<String>) -> [Range<Int>]
  {
    var found: [Range<Int>] = []
    var place = 0
    var name: String?
    var isValue = false
    while let end = JSONSegmenter.tokenEnd(bytes, place) {
      let start = place
      place = end
      switch bytes[start] {
      case 0x20, 0x09, 0x0A, 0x0D: continue
      case 0x3A: isValue = name != nil
      case 0x22 where !isValue:
        let key = text(bytes, start..<end)
        name = names.contains(key) ? key : nil
      default:
        if isValue {
          if bytes[start] == 0x7B || bytes[start] == 0x5B {
            place = containerEnd(bytes, start)
          }
          found.append(start..<place)
        }
        name = nil
        isValue = false
      }
    }
    return found
  }

  private static func containerEnd(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int {
    var depth = 0
    var place = start
    while let end = JSONSegmenter.tokenEnd(bytes, place) {
      switch bytes[place] {
      case 0x7B, 0x5B: depth += 1
      case 0x7D, 0x5D: depth -= 1
      default: break
      }
      place = end
      if depth == 0 { break }
    }
    return place
  }
}
