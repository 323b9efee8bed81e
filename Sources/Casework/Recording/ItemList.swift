public import Custody
import Foundation
import Integrity
import OfficeStore
public import Phrasebook

/// One row of a list of items to collect.
public struct ImportRow: Sendable {
  public let line: Int
  public let item: ItemID
  public let description: ItemDescription
  public let source: ItemSource
  public let at: Moment
}

/// What is wrong with one row.
public struct RowProblem: Sendable {
  public let line: Int
  public let problem: Phrase

  public init(line: Int, _ problem: Phrase) {
    self.line = line
    self.problem = problem
  }
}

/// What came of a list of items.
public enum ImportOutcome: Sendable {
  case collected([ItemID])
  /// Every row would be collected.
  case rehearsed([ItemID])
  /// Nothing was recorded: everything that is wrong, in the order of the rows.
  case refused([RowProblem])
}

/// A list of items to collect, read and checked before anything is recorded.
///
/// Columns, in any order: `id`, `kind`, `at` are required; `file`, `hash`, `description`, `place`, `seal`, `serial`,
/// `condition` may be there. File names are relative to the list's own folder.
public struct ItemImport: Sendable {
  static let sizeLimit = 64 * 1024 * 1024
  static let required: Set<String> = ["id", "kind", "at"]
  static let columns: Set<String> = required.union([
    "file", "hash", "description", "place", "seal", "serial", "condition",
  ])

  public let rows: [ImportRow]
  /// What is wrong with the text of the rows.
  public let problems: [RowProblem]

  /// - Throws: when the list itself cannot be read. Bad rows are ``problems``.
  public init(readingFrom path: String) throws {
    guard let data = FileManager.default.contents(atPath: path), data.count <= Self.sizeLimit,
      let text = String(validating: data, as: UTF8.self)
    else { throw CaseworkError.fileUnreadable(path: path) }
    guard let table = CSV(text), Self.required.isSubset(of: table.header),
      Self.columns.isSuperset(of: table.header), Set(table.header).count == table.header.count
    else {
      throw CaseworkError.tableMalformed(
        path: path, columns: Self.columns.sorted().joined(separator: ", "))
    }
    let folder = URL(filePath: path).deletingLastPathComponent().path
    var rows: [ImportRow] = []
    var problems: [RowProblem] = []
    var seen: Set<String> = []
    for (line, fields) in table.rows {
      var reader = RowReader(line: line, header: table.header, fields: fields, folder: folder)
      if let row = reader.row() {
        if !seen.insert(row.item.description.lowercased()).inserted {
          reader.problems.append(Phrase("casework.rowItemTwice", ["item": "\(row.item)"]))
        }
        rows.append(row)
      }
      problems += reader.problems.map { RowProblem(line: line, $0) }
    }
    self.rows = rows
    self.problems = problems
  }
}

/// Reads one row and notes everything that is wrong with it.
private struct RowReader {
  let line: Int
  let folder: String
  var problems: [Phrase] = []
  private let values: [String: String]

  init(line: Int, header: [String], fields: [String], folder: String) {
    self.line = line
    self.folder = folder
    values = Dictionary(zip(header, fields)) { first, _ in first }.filter { !$0.value.isEmpty }
    if fields.count != header.count {
      problems.append(
        Phrase(
          "casework.rowWidth",
          ["count": "\(fields.count)", "expected": "\(header.count)"]))
    }
  }

  mutating func row() -> ImportRow? {
    let item = value("id") { ItemID($0) }
    let kind = value("kind") { ItemKind(rawValue: $0) }
    let moment = value("at") { Moment($0) }
    let hash = values["hash"] == nil ? nil : value("hash") { AcquisitionHash(hex: $0) }
    let source = source(hash: hash)
    guard problems.isEmpty, let item, let kind, let moment else { return nil }
    var description = ItemDescription(kind: kind)
    description.text = values["description"]
    description.place = values["place"]
    description.seal = values["seal"]
    description.serial = values["serial"]
    description.condition = values["condition"]
    return ImportRow(
      line: line, item: item, description: description, source: source, at: moment)
  }

  private mutating func value<Value>(_ column: String, _ read: (String) -> Value?) -> Value? {
    let text = values[column] ?? ""
    guard let value = read(text) else {
      problems.append(
        Phrase("casework.rowValue", ["column": column, "value": text]))
      return nil
    }
    return value
  }

  private mutating func source(hash: AcquisitionHash?) -> ItemSource {
    guard let file = values["file"] else { return .object(photographs: []) }
    let path = file.hasPrefix("/") ? file : "\(folder)/\(file)"
    if !FileManager.default.isReadableFile(atPath: path) {
      problems.append(Phrase("casework.rowFile", ["path": path]))
    }
    return .file(path, acquisitionHash: hash)
  }
}
