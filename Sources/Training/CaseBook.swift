import Foundation
public import Phrasebook
import Reports

/// A trainer's book for one case: its story, its flaws with hints and cures, and how to run a session.
public struct CaseBook {
  private let story: MockCase
  private let guide: ObjectionGuide

  public init(_ story: MockCase, _ guide: ObjectionGuide) {
    self.story = story
    self.guide = guide
  }

  /// The book as a page, with the names and numbers of one seed.
  public func page(_ language: Language) throws -> String {
    let book = Phrasebook.of(language)
    let clean = try PlantedCase(story, seed: 1, only: [])
    let exercise = clean.exercise
    let facts = [
      "training.kind.\(exercise.kind.rawValue)",
      exercise.crossBorder ? "training.crossBorder" : "training.oneCountry",
    ].map { book.words($0) }
    let counts = [
      "difficulty": "\(exercise.difficulty)", "flaws": "\(exercise.flaws.count)",
      "least": "\(exercise.plant.first ?? 0)", "most": "\(exercise.plant.last ?? 0)",
    ]
    return CaseBookPage(
      language: language, title: story.title.words(language),
      warning: story.warning.words(language),
      facts: facts + [book.words(for: Phrase("training.book.counts", counts))],
      brief: clean.words(exercise.brief, language),
      debrief: clean.words(exercise.debrief, language),
      steps: clean.story.steps.map { step in
        CaseBookPage.Step(says: step.says?.words(language), command: step.line)
      },
      flaws: exercise.flaws.map { flaw(of: $0, language) }
    ).html
  }

  private func flaw(of flaw: Flaw, _ language: Language) -> CaseBookPage.Flaw {
    let planted = PlantedCase.Planted(
      flaw: flaw, raises: flaw.places.flatMap(\.raises).map { Objection($0) })
    return CaseBookPage.Flaw(
      name: flaw.id, what: flaw.what.words(language), hint: flaw.hint.words(language),
      places: flaw.places.map { $0.raises.joined(separator: ", ") },
      cure: guide.cure(of: planted, language), citations: guide.citations(of: planted))
  }
}
