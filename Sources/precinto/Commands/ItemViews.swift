import ArgumentParser
import Casework
import Custody
import Integrity
import OfficeStore
import Phrasebook

/// `precinto item list`, `show` and `verify`: items looked at, nothing recorded.
struct ItemList: Command {
  static let name = "item.list"
  static let configuration = CommandConfiguration("list", code: "item.list")

  @OptionGroup var common: CommonOptions
  @OptionGroup var options: OfficeOptions
  @Option(name: .customLong("case"), help: .text("help.case.id")) var caseID: CaseID?

  func report(in session: Session) throws -> Report {
    let items = try session.office(options).items(of: caseID)
    return Report(.array(items.map(\.json))) { ItemTable.lines(items, $0) }
  }
}

struct ItemShow: Command {
  static let name = "item.show"
  static let configuration = CommandConfiguration("show", code: "item.show")

  @OptionGroup var common: CommonOptions
  @OptionGroup var options: OfficeOptions
  @Argument(help: .text("help.item.id")) var item: ItemID

  func report(in session: Session) throws -> Report {
    let detail = try session.office(options).item(item)
    var json = detail.item.json.object ?? [:]
    json["files"] = .array(
      detail.files.map { file in
        .object([
          "name": .text(file.name), "sha256": file.file.digest.json,
          "size": .integer(file.file.byteCount),
        ])
      })
    json["irregularities"] = .array(
      detail.irregularities.map { record in
        .object([
          "index": JSON(record.entry), "code": record.irregularity.code.json,
          "reason": .text(record.reason),
        ])
      })
    return Report(.object(json)) { lines(detail, $0) }
  }

  private func lines(_ detail: ItemDetail, _ book: Phrasebook) -> [String] {
    let item = detail.item
    var rows = [
      (book.words("heading.item"), "\(item.id)"),
      (book.words("heading.kind"), book.words("kind.\(item.state.kind.rawValue)")),
      (book.words("heading.description"), item.description ?? "–"),
      (book.words("heading.case"), "\(item.caseID)"),
      (book.words("heading.place"), item.place ?? "–"),
      (book.words("heading.holding"), HoldingWords.text(item.state.holding, book)),
      (book.words("heading.seal"), item.state.seal ?? book.words("cli.noSeal")),
      (book.words("heading.events"), "\(item.sequence)"),
    ]
    if let source = item.source, let derivation = item.derivation {
      rows.insert(
        (
          book.words("heading.source"),
          "\(book.words("derivation.\(derivation.rawValue)")) \(source)"
        ),
        at: 3)
    }
    let files = detail.files.prefix(50).map { file in
      "  \(file.place)  \(ByteCount.text(file.file.byteCount))  \(file.file.digest)  \(printable(file.name ?? "–"))"
    }
    let irregular = detail.irregularities.map { record in
      "  ! #\(record.entry) \(EventReport.words(record.irregularity, book))"
        + (record.reason.map { " — " + printable($0) } ?? "")
    }
    return Labelled.lines(rows) + (files.isEmpty ? [] : [book.words("heading.files")] + files)
      + irregular
  }
}

struct ItemVerify: Command {
  static let name = "item.verify"
  static let configuration = CommandConfiguration("verify", code: "item.verify")

  @OptionGroup var common: CommonOptions
  @OptionGroup var options: OfficeOptions
  @Argument(help: .text("help.items")) var items: [ItemID]
  @Option(help: .text("help.item.against", value: "help.value.file")) var against: String?

  func report(in session: Session) throws -> Report {
    let office = try session.office(options)
    if let against { return try HashListReport.report(office, items, session, against) }
    let compared = try office.compareFiles(of: items)
    let status: ExitStatus =
      !compared.changes.isEmpty
      ? .integrityFailed : compared.fileCount == 0 ? .incomplete : .done
    let json: JSON = [
      "files": JSON(compared.fileCount),
      "changes": .array(
        compared.changes.map { change in
          .object([
            "item": change.item.json, "name": .string(change.name),
            "expected": change.expected.json, "found": change.found?.json,
          ])
        }),
    ]
    return Report(json, exitStatus: status) { book in
      let summary = Phrase(
        "cli.filesCompared",
        ["files": "\(compared.fileCount)", "changed": "\(compared.changes.count)"])
      return [book.words(for: summary)]
        + compared.changes.map { change in
          let facts = [
            "item": "\(change.item)", "file": change.name, "expected": "\(change.expected)",
            "found": change.found?.description ?? "–",
          ]
          return printable(book.words(for: Phrase("casework.filesChanged", facts)))
        }
    }
  }
}

/// Items in rows.
enum ItemTable {
  static func lines(_ items: [ItemRecord], _ book: Phrasebook) -> [String] {
    Table(
      headings: [
        "heading.item", "heading.kind", "heading.files", "heading.seal", "heading.holding",
        "heading.description",
      ],
      rows: items.map { item in
        [
          "\(item.id)", book.words("kind.\(item.state.kind.rawValue)"), "\(item.fileCount)",
          printable(item.state.seal ?? "–"), HoldingWords.text(item.state.holding, book),
          printable(item.description ?? "–"),
        ]
      }
    ).lines(book)
  }
}

/// Who answers for an item, in a few words.
enum HoldingWords {
  static func text(_ holding: Holding, _ book: Phrasebook) -> String {
    switch holding {
    case .held(let holder, _): book.words(for: Phrase("holding.held", ["person": "\(holder)"]))
    case .inTransit(let from, let to, _):
      book.words(for: Phrase("holding.transit", ["from": "\(from)", "to": "\(to)"]))
    case .ended(let disposition, let moment):
      book.words(for: Phrase("holding.\(disposition.rawValue)", ["at": "\(moment)"]))
    }
  }
}

extension ItemRecord {
  var json: JSON {
    .object([
      "id": id.json, "case": caseID.json, "kind": state.kind.json,
      "description": .text(description),
      "place": .text(place), "source": source?.json, "derivation": derivation?.json,
      "fileCount": JSON(fileCount), "seal": .text(state.seal), "events": JSON(sequence),
      "holding": state.holding.json,
    ])
  }
}

extension Holding {
  fileprivate var json: JSON {
    switch self {
    case .held(let holder, let since):
      ["state": "held", "holder": holder.json, "since": since.json]
    case .inTransit(let from, let to, let since):
      ["state": "in-transit", "from": from.json, "to": to.json, "since": since.json]
    case .ended(let disposition, let moment):
      ["state": .string(disposition.rawValue), "since": moment.json]
    }
  }
}
