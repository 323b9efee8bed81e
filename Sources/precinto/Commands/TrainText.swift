import Custody
import Foundation
import Phrasebook
import Training

/// A training session for people: briefs, scores and debriefs as lines of at most 80 columns.
struct TrainingText {
  private static let width = 80

  private let session: TrainingSession
  private let planted: PlantedCase
  private let book: Phrasebook

  init(_ session: TrainingSession, _ planted: PlantedCase, _ book: Phrasebook) {
    self.session = session
    self.planted = planted
    self.book = book
  }

  /// The story, the trainee's part in it, and how to begin.
  var brief: [String] {
    let exercise = planted.exercise
    let facts = [
      "office": exercise.office, "case": exercise.caseID, "checked": exercise.checked,
      "items": "\(exercise.flaws.count)",
    ]
    let paragraphs = [
      planted.story.warning.words(book.language),
      planted.words(exercise.brief, book.language),
      book.words("training.part.\(session.role.rawValue)"),
      book.words(for: Phrase("training.brief.how", facts)),
    ]
    return [planted.story.title.words(book.language)]
      + paragraphs.flatMap { [""] + Self.wrapped($0) }
  }

  func score(_ score: Score) -> [String] {
    let facts = [
      "points": "\(score.points)", "found": "\(score.foundCount)", "hints": "\(score.hintCount)",
      "minutes": "\(score.minutes)", "alarms": "\(score.falseAlarms.count)",
    ]
    return [book.words(for: Phrase("training.score", facts))]
  }

  /// What was planted, where, which rule it breaks, how it is cured, and what was taken for a flaw and is none.
  func debrief(_ score: Score, _ guide: ObjectionGuide) -> [String] {
    var lines = [planted.story.title.words(book.language), ""] + self.score(score)
    if score.flaws.isEmpty { lines += [""] + Self.wrapped(book.words("training.debrief.clean")) }
    for (index, result) in score.flaws.enumerated() {
      lines += flaw(result, number: index + 1, guide)
    }
    if !score.falseAlarms.isEmpty {
      let words = score.falseAlarms.map {
        $0 == "-" ? book.words("training.debrief.notClean") : $0
      }
      let list = words.joined(separator: ", ")
      lines += [""]
      lines += Self.wrapped(book.words(for: Phrase("training.debrief.alarms", ["list": list])))
    }
    return lines + [""] + Self.wrapped(planted.words(planted.exercise.debrief, book.language))
  }

  private func flaw(_ result: Score.FlawResult, number: Int, _ guide: ObjectionGuide) -> [String] {
    let planted = result.planted
    let state =
      result.share == 1 ? "found" : result.share > 0 ? "half" : "missed"
    var lines = ["", "\(number). [\(book.words("training.result.\(state)"))]"]
    lines += Self.wrapped(planted.flaw.what.words(book.language), indent: 3)
    for rule in planted.rules {
      let items = planted.raises.filter { $0.rule == rule }.compactMap(\.item)
      let place = items.isEmpty ? "" : " @ \(items.joined(separator: ", "))"
      let statement = guide.statement(rule, book.language).map { ": \($0)" } ?? ""
      lines += Self.wrapped("• \(rule)\(place)\(statement)", indent: 3)
    }
    let cure = guide.cure(of: planted, book.language)
    lines += Self.wrapped("\(book.words("training.book.cure")) \(cure)", indent: 3)
    return lines + guide.citations(of: planted).flatMap { Self.wrapped("§ \($0)", indent: 3) }
  }

  /// What a teller says, in lines of at most ``width`` columns.
  ///
  /// A command goes on after a backslash, so that it can still be copied.
  static func told(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line -> [String] in
      guard !line.isEmpty else { return [""] }
      let lines = wrapped(String(line), width: line.hasPrefix("$ ") ? width - 2 : width)
      guard line.hasPrefix("$ ") else { return lines }
      return lines.enumerated().map {
        $0.offset < lines.count - 1 ? $0.element + " \\" : $0.element
      }
    }
  }

  /// The text in lines of at most `width` columns; a word that is longer stands alone.
  static func wrapped(_ text: String, indent: Int = 0, width: Int = width) -> [String] {
    let margin = String(repeating: " ", count: indent)
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, margin.count + line.count + 1 + word.count > width {
        lines.append(margin + line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    return lines + (line.isEmpty ? [] : [margin + line])
  }
}
