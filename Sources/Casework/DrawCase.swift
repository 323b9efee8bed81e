public import Custody
import Foundation
import Ledger
import OfficeStore
public import Phrasebook
import Reports

extension Office {
  /// Draws the items of a case and what joins them, as SVG.
  public func drawCase(_ id: CaseID, in book: Phrasebook) throws -> String {
    let items = try items(of: id)
    let diagram = CaseDiagram(
      title: "\(id)",
      items: items.map { item in
        CaseDiagram.Item(
          id: "\(item.id)", kind: book.words("kind.\(item.state.kind.rawValue)"),
          source: item.source?.description,
          derivation: item.derivation.map { book.words("derivation.\($0.rawValue)") })
      },
      links: try links(of: items.map(\.id), book),
      legend: (
        lead: book.words("graph.lead"), identification: book.words("graph.identification"),
        other: book.words("graph.other"), derivation: book.words("graph.derivation")
      ))
    return diagram.svg
  }

  /// Leads that nobody concluded on, and conclusions; a lead that was settled is drawn as what it was found to be.
  private func links(of items: [ItemID], _ book: Phrasebook) throws -> [CaseDiagram.Link] {
    var events: [EventID: Event] = [:]
    try database.read { db in
      let rows = LedgerRows(db)
      for item in items {
        for record in try EventRecord.all(of: item, db)
        where [.ballisticLead, .ballisticConfirm].contains(record.type) {
          let event = try rows.event(at: record.entry).event
          events[event.id] = event
        }
      }
    }
    let ordered = events.values.sorted { ($0.recordedAt, "\($0.id)") < ($1.recordedAt, "\($1.id)") }
    let settled = Set(ordered.compactMap { $0[.lead] })
    return ordered.compactMap { event in
      guard !settled.contains(event.id), event[.verifies] == nil else { return nil }
      return link(event, events[event[.lead] ?? event.id] ?? event, book)
    }
  }

  /// `lead`: the lead that the event settles, or the event itself.
  private func link(_ event: Event, _ lead: Event, _ book: Phrasebook) -> CaseDiagram.Link? {
    let ends =
      event.items.map(\.item.description) + [lead[.foreignAcquisition]].compactMap { $0 }
    guard ends.count >= 2 else { return nil }
    guard let conclusion = event[.conclusion] else {
      return CaseDiagram.Link(
        from: ends[0], to: ends[1], style: .lead, words: book.words("graph.lead"))
    }
    return CaseDiagram.Link(
      from: ends[0], to: ends[1],
      style: conclusion == .identification ? .identification : .otherConclusion,
      words: book.words("conclusion.\(conclusion.rawValue)"))
  }
}
