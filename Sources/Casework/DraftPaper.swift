// Papers for a court, drafted from the record: for signature, never signed here.

import Admissibility
public import Custody
import Foundation
import OfficeStore
public import Phrasebook
import Reports

/// A paper that was drafted.
public struct DraftedPaper: Sendable {
  public let kind: String
  public let language: Language
  public let html: String
  /// How many places a person has to fill in before it is signed.
  public let blankCount: Int
}

extension Office {
  /// Drafts papers about items of a case, in each of `languages`.
  ///
  /// `items`: nil for all of the case.
  public func draftPapers(
    _ kinds: [String], of caseID: CaseID, about items: [ItemID]?, in languages: [Language]
  ) throws -> [DraftedPaper] {
    try draftPapers(
      kinds, of: caseID, about: items, in: languages, for: CourtView(nil, parties: []))
  }

  /// The same, with a box in place of what the court may not see.
  func draftPapers(
    _ kinds: [String], of caseID: CaseID, about items: [ItemID]?, in languages: [Language],
    for view: CourtView
  ) throws -> [DraftedPaper] {
    guard !kinds.isEmpty else { return [] }
    let papers = try kinds.map(CourtPaper.named)
    try requireItems(items ?? [], in: caseID)
    let chosen = try items ?? self.items(of: caseID).map(\.id)
    let source = try caseSource(caseID)
    let filled = try CourtPaper.fill(
      papers, from: source, items: chosen,
      facts: ["office": settings.name, "caseid": "\(caseID)"], in: languages)
    let wanted = papers.flatMap { paper in languages.map { (paper, $0) } }
    return zip(wanted, filled).map { wanted, paper in
      let (kind, language) = wanted
      let origin = Phrasebook.of(language).words(
        for: Phrase(
          "paper.origin",
          ["office": settings.name, "case": "\(caseID)", "at": "\(source.now)"]))
      return DraftedPaper(
        kind: kind.id, language: language,
        html: PaperPage(paper, language, origin: origin, for: view).html,
        blankCount: paper.blankCount)
    }
  }

  /// Drafts one paper.
  public func draftPaper(
    _ kind: String, of caseID: CaseID, about items: [ItemID]?, in language: Language
  ) throws -> DraftedPaper {
    guard let paper = try draftPapers([kind], of: caseID, about: items, in: [language]).first
    else { preconditionFailure("one kind in one language gives one paper") }
    return paper
  }
}

extension PaperPage {
  fileprivate init(_ paper: FilledPaper, _ language: Language, origin: String, for view: CourtView)
  {
    self.init(
      language: language, title: paper.title, basis: paper.basis,
      sections: paper.sections.map { section in
        Section(
          heading: section.heading,
          paragraphs: section.paragraphs.map { $0.map { Span($0, for: view) } },
          columns: section.columns,
          rows: section.rows.map { $0.map(view.boxed) }, hasTable: section.hasTable)
      }, blankCount: paper.blankCount, origin: origin)
  }
}

extension PaperPage.Span {
  fileprivate init(_ span: FilledPaper.Span, for view: CourtView) {
    switch span {
    case .text(let text): self = .text(view.boxed(text))
    case .blank(let text): self = .blank(text)
    }
  }
}
