import Integrity

/// hashdeep's lists: a heading that names the columns, comments, and one line a file.
///
///     %%%% HASHDEEP-1.0
///     %%%% size,md5,sha256,filename
///     ## $ hashdeep -r .
///     622,6f4a8ac099c4fe85164b8631c7f0bd2b,2f1cf7…,./notes.txt
///
/// The name is the last column and may hold commas.
///
/// - Source: hashdeep's manual, *File format*.
struct HashdeepParser {
  private enum Column: Equatable {
    case size, name
    case digest(AcquisitionAlgorithm)
    /// A digest that we do not compute, such as tiger.
    case other
  }

  private var columns: [Column] = []

  mutating func take(_ line: ArraySlice<UInt8>) -> LineResult {
    let text = String(decoding: line.prefix(256), as: UTF8.self)
    if text.hasPrefix("%%%%") { return heading(text) }
    if text.hasPrefix("##") { return .nothing }
    guard !line.isEmpty else { return .bad("formats.list.lineBlank") }
    guard !columns.isEmpty else { return .bad("formats.list.headingMissing") }
    let fields = line.split(
      separator: UInt8(ascii: ","), maxSplits: columns.count - 1, omittingEmptySubsequences: false)
    guard fields.count == columns.count else { return .bad("formats.list.lineMalformed") }
    return entry(fields)
  }

  private mutating func heading(_ text: String) -> LineResult {
    if text.hasPrefix("%%%% HASHDEEP-") {
      return text == "%%%% HASHDEEP-1.0"
        ? .nothing : .bad("formats.list.versionUnknown", ["text": text])
    }
    let names = text.dropFirst(4).drop { $0 == " " }.split(separator: ",").map(String.init)
    columns = names.map { name in
      switch name {
      case "size": .size
      case "filename": .name
      default: SumLine.algorithm(named: name).map { .digest($0) } ?? .other
      }
    }
    guard columns.last == .name, columns.filter({ $0 == .name }).count == 1 else {
      columns = []
      return .bad("formats.list.headingMalformed", ["text": text])
    }
    let passed = zip(names, columns).filter { $0.1 == .other }.map(\.0)
    return passed.isEmpty
      ? .nothing
      : .problem(.note("formats.list.columnsPassedOver", ["names": passed.joined(separator: ", ")]))
  }

  private func entry(_ fields: [ArraySlice<UInt8>]) -> LineResult {
    var size: Int64?
    var digests: [AcquisitionHash] = []
    for (column, field) in zip(columns, fields) {
      let text = column == .name ? "" : String(decoding: field, as: UTF8.self)
      switch column {
      case .size:
        guard let number = Int64(text), number >= 0 else {
          return .bad("formats.list.sizeMalformed")
        }
        size = number
      case .digest(let algorithm):
        guard let digest = AcquisitionHash(hex: text), digest.algorithm == algorithm else {
          return .bad("formats.list.digestMalformed")
        }
        digests.append(digest)
      case .name, .other: break
      }
    }
    return SumLine.entry(fields[fields.count - 1], size, digests)
  }
}
