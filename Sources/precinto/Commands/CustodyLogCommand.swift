import ArgumentParser
import Casework
import Custody
import Integrity
import Phrasebook

/// `precinto custody log`: the chain of one item as a person would read it, gaps included.
struct CustodyLogCommand: Command {
  static let name = "custody.log"
  static let configuration = CommandConfiguration("log", code: "custody.log")

  @OptionGroup var common: CommonOptions
  @OptionGroup var options: OfficeOptions
  @Argument(help: .text("help.item.id")) var item: ItemID

  func report(in session: Session) throws -> Report {
    let log = try session.office(options).custodyLog(of: item)
    return Report(log.json) { CustodyLogText(log, $0).lines }
  }
}

/// A chain of custody as a person reads it: when, who, what; seal and condition; the time that nobody answers for.
struct CustodyLogText {
  private let log: CustodyLog
  private let book: Phrasebook

  init(_ log: CustodyLog, _ book: Phrasebook) {
    self.log = log
    self.book = book
  }

  var lines: [String] {
    let head = Phrase(
      "log.head",
      [
        "item": "\(log.item)", "kind": book.words("kind.\(log.kind.rawValue)"),
        "events": "\(log.lines.count)", "transit": Span.text(log.transitSeconds),
      ])
    return [book.words(for: head)] + log.lines.flatMap(lines)
  }

  private func lines(_ line: CustodyLog.Line) -> [String] {
    let event = line.event
    let what = book.words(
      for: Phrase("event.\(event.type.rawValue)", facts(of: line)))
    let number = String(line.sequence)
    let indent = String(repeating: " ", count: max(0, 3 - number.count)) + number
    var result = ["\(indent)  \(event.at)  \(printable(what))"]
    result += details(event).map { "       \(printable($0))" }
    if let seconds = line.transitSeconds {
      result.append(
        "       " + book.words(for: Phrase("log.transit", ["time": Span.text(seconds)])))
    }
    result += line.irregularities.map { "     ! " + EventReport.words($0, book) }
    if let reason = event[.irregularReason] {
      result.append(
        "       " + book.words(for: Phrase("log.reason", ["reason": printable(reason)])))
    }
    return result
  }

  /// What the sentence about an event mentions.
  private func facts(of line: CustodyLog.Line) -> [String: String] {
    let event = line.event
    let facts: [String: String] = [
      "person": "\(line.signer)", "to": event[.to]?.description ?? "–",
      "from": event[.from]?.description ?? "–", "seal": event[.seal] ?? event[.sealFound] ?? "–",
      "method": event[.method] ?? "–", "result": event[.result] ?? "–",
      "location": event[.location] ?? "–", "amends": event[.amends]?.description ?? "–",
      "collector": event[.collector]?.description ?? "\(line.signer)",
      "derivation": event[.derivation].map { book.words("derivation.\($0.rawValue)") } ?? "–",
      "source": event[.source]?.description ?? "–", "reason": event[.reason] ?? "–",
      "purpose": event[.purpose] ?? "–",
      "items": event.items.map(\.item.description).joined(separator: " – "),
    ]
    return facts.merging(ballisticFacts(of: event)) { first, _ in first }
  }

  private func ballisticFacts(of event: Event) -> [String: String] {
    [
      "system": event[.system]?.rawValue ?? "–", "acquisition": event[.acquisition] ?? "–",
      "foreign": event[.foreignAcquisition].map { "– \($0)" } ?? "",
      "conclusion": event[.conclusion].map { book.words("conclusion.\($0.rawValue)") } ?? "–",
      "request": event[.request] ?? "–",
      "outcome": event[.outcome].map { book.words("outcome.\($0.rawValue)") } ?? "–",
      "days": event[.timeToCrime].map(String.init) ?? "–",
    ]
  }

  private func details(_ event: Event) -> [String] {
    let sealed =
      [.custodyRelease, .itemCollect, .itemDerive].contains(event.type) ? event[.seal] : nil
    let rows: [(String, String?)] = [
      ("heading.place", event[.place]), ("heading.description", event[.text]),
      ("heading.seal", sealed ?? (event.type == .sealBreak ? nil : event[.sealFound])),
      ("heading.package", event[.package]), ("heading.condition", event[.condition]),
      (
        "heading.files",
        event[.comparison].map { book.words("comparison.\($0.rawValue)") }
      ),
      ("heading.instrument", event[.instrument]),
      (
        "heading.tool",
        [event[.tool], event[.toolVersion]].compactMap { $0 }.joined(separator: " ")
      ),
      ("heading.notes", event[.notes]), ("heading.correction", event[.correction]),
    ]
    return rows.compactMap { code, value in
      guard let value, !value.isEmpty else { return nil }
      return "\(book.words(code)): \(value)"
    }
  }
}
