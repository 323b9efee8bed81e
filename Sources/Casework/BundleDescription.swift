import Bundles
import Custody
import Integrity
import Ledger
import OfficeStore
import Phrasebook
import Reports

/// What a bundle says of itself, in three forms: an index for programs, a graph for forensic programs, pages for people.
struct BundleDescription {
  let office: OfficeSettings
  let caseFile: CaseRecord
  let order: BundleOrder
  let items: [ItemDetail]
  let files: [BundleFile]
  let record: BundleRecord
  let createdAt: Moment
  let signer: PersonID
  /// Pictures of scans, for the page that people read first.
  let pictures: [ItemID: [[UInt8]]]
  /// What the court may see of texts.
  let view: CourtView
  let redactions: [RedactionRecord]

  /// `metadata/bundle.json`; see `schemas/bundle.json`.
  var index: JSON {
    [
      "precinto": 1, "createdAt": createdAt.json, "court": .string(order.court),
      "signer": signer.json,
      "office": [
        "name": .string(office.name), "country": .string(office.country),
        "origin": .string(office.origin),
      ],
      "case": .object([
        "id": caseFile.id.json, "title": .text(view.shown(caseFile.title)),
        "numbers": caseFile.numbers.json,
        "forums": caseFile.forums.json,
      ]),
      "items": .array(items.map(json)), "persons": .array(persons.map(json)),
      "redactions": .array(redactions.map(json)),
      "counts": [
        "items": JSON(items.count), "files": JSON(files.count),
        "bytes": .integer(files.reduce(0) { $0 + $1.file.byteCount }),
        "events": JSON(record.lines.count), "persons": JSON(persons.count),
      ],
    ]
  }

  private func json(_ detail: ItemDetail) -> JSON {
    let item = detail.item
    let own = files.filter { $0.item == item.id }
    return .object([
      "id": item.id.json, "kind": item.state.kind.json,
      "description": .text(view.shown(item.description)),
      "source": item.source?.json, "derivation": item.derivation?.json,
      "events": JSON(item.sequence),
      "files": .array(
        own.map { file in
          .object([
            "path": .string(file.path), "name": .text(file.name),
            "sha256": file.file.digest.json, "size": .integer(file.file.byteCount),
          ])
        }),
    ])
  }

  private func json(_ redaction: RedactionRecord) -> JSON {
    let own = files.filter { $0.item == redaction.item }
    return [
      "item": redaction.item.json, "source": redaction.source.json,
      "profile": redaction.profile.json, "event": redaction.event.json,
      "files": .array(
        redaction.files.map { file in
          .object([
            "sourcePlace": JSON(file.sourcePlace),
            "path": .text(own.first { $0.place == file.place }?.path),
            "boxes": JSON(file.boxes), "reasons": .array(file.reasons.map(JSON.string)),
          ])
        }),
    ]
  }

  /// Everybody who signed or is named in an event.
  private var persons: [Person] {
    var roster = Roster()
    for event in record.events { roster.note(event.event) }
    return roster.persons.values.sorted { $0.id < $1.id }
  }

  private func json(_ person: Person) -> JSON {
    .object([
      "id": person.id.json, "name": .text(person.name), "role": person.role.json,
      "agency": .string(person.agency), "country": .string(person.country),
      "certificate": person.certificate.json,
    ])
  }

  /// `metadata/case.jsonld`.
  var graph: [UInt8] {
    var roster = Roster()
    var actions: [CaseGraph.Action] = []
    for signed in record.events {
      roster.note(signed.event)
      guard signed.event.type.needsItems,
        let person = roster.person(withCertificate: signed.certificate)
      else { continue }
      actions.append(CaseGraph.Action(event: signed.event, signer: person.id))
    }
    return CaseGraph(
      caseName: "\(caseFile.id)", persons: persons,
      items: items.map { detail in
        CaseGraph.Item(
          id: detail.item.id, text: view.shown(detail.item.description),
          files: files.filter { $0.item == detail.item.id })
      }, actions: actions, toolVersion: order.programVersion
    ).bytes
  }

  var pages: CoverPages {
    let signing = persons.first { $0.id == signer }
    let name = [signing?.name, signing?.agency].compactMap { $0 }.joined(separator: ", ")
    return CoverPages(
      caseName: "\(caseFile.id)", numbers: caseFile.numbers.map(\.description),
      title: view.shown(caseFile.title) ?? "", court: order.court, office: office.name,
      createdAt: "\(createdAt)", signer: "\(signer) (\(name))",
      items: items.map { detail in
        let code = "kind.\(detail.item.state.kind.rawValue)"
        return CoverPages.Item(
          id: "\(detail.item.id)", kindEnglish: Phrasebook.english.words(code),
          kindSpanish: Phrasebook.spanish.words(code),
          text: view.shown(detail.item.description) ?? "",
          files: detail.files.count, events: detail.item.sequence,
          pictures: pictures[detail.item.id] ?? [])
      })
  }
}
