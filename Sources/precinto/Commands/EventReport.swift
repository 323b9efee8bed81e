import Casework
import Custody
import Integrity
import Phrasebook

/// What a command says when an event was recorded: the sentence, the event's name and place, and what was irregular.
enum EventReport {
  static func report(_ recorded: RecordedEvent, _ phrase: Phrase) -> Report {
    report(recorded) { _ in phrase }
  }

  /// `phrase`: made for the language that is printed, as it mentions words of closed lists.
  static func report(_ recorded: RecordedEvent, _ phrase: @escaping (Phrasebook) -> Phrase)
    -> Report
  {
    let event = recorded.event
    let json: JSON = [
      "event": event.id.json, "type": .string(event.type.rawValue), "index": JSON(recorded.index),
      "at": event.at.json,
      "irregularities": .array(recorded.irregularities.map { .string($0.code.rawValue) }),
    ]
    let place = Phrase(
      "cli.recorded", ["event": "\(event.id)", "index": "\(recorded.index)", "at": "\(event.at)"])
    return Report(json) { book in
      [book.words(for: phrase(book)), book.words(for: place)]
        + recorded.irregularities.map { "  ! " + words($0, book) }
    }
  }

  /// An irregularity in a sentence.
  static func words(_ found: Irregularity, _ book: Phrasebook) -> String {
    printable(
      book.words(
        for: Phrase(
          "irregularity.\(found.code.rawValue)",
          ["item": "\(found.item)", "expected": found.expected, "found": found.found])))
  }
}
