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
  /// What is wrong, row by row; each names its line.
  public let problems: [Phrase]

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
    var problems: [Phrase] = []
    var seen: Set<String> = []
    for (line, fields) in table.rows {
      var reader = RowReader(line: line, header: table.header, fields: fields, folder: folder)
      if let row = reader.row() {
        if !seen.insert(row.item.description.lowercased()).inserted {
          reader.problems.append(
            Phrase("casework.rowItemTwice", ["line": "\(line)", "item": "\(row.item)"]))
        }
        rows.append(row)
      }
      problems += reader.problems
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
          ["line": "\(line)", "count": "\(fields.count)", "expected": "\(header.count)"]))
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
        Phrase("casework.rowValue", ["line": "\(line)", "column": column, "value": text]))
      return nil
    }
    return value
  }

  private mutating func source(hash: AcquisitionHash?) -> ItemSource {
    guard let file = values["file"] else { return .object(photographs: []) }
    let path = file.hasPrefix("/") ? file : "\(folder)/\(file)"
    if !FileManager.default.isReadableFile(atPath: path) {
      problems.append(Phrase("casework.rowFile", ["line": "\(line)", "path": path]))
    }
    return .file(path, acquisitionHash: hash)
  }
}

extension Office {
  /// Collects every row of `list`; nothing is recorded when any row is bad.
  ///
  /// `isRehearsal`: check everything, record nothing.
  ///
  /// Gives what was, or would be, collected.
  public func importItems(
    _ list: ItemImport, into caseID: CaseID, rehearsal isRehearsal: Bool, by actor: ActingPerson,
    irregular reason: String? = nil
  ) throws -> [ItemID] {
    try requireOpenCase(caseID)
    for row in list.rows {
      if try database.read({ try ItemRecord.fetch(row.item, $0) }) != nil {
        throw CaseworkError.itemExists(row.item)
      }
    }
    guard list.problems.isEmpty else {
      throw CaseworkError.rowsInvalid(count: list.problems.count)
    }
    guard !isRehearsal else { return list.rows.map(\.item) }
    for row in list.rows {
      try collect(
        row.item, in: caseID, row.description, from: row.source,
        under: Circumstance(at: row.at, irregularReason: reason), by: actor)
    }
    return list.rows.map(\.item)
  }
}
