// What would be withheld of an item for an audience: found, proposed, and left to a person to decide.

import Vault
public import Custody
import Foundation
import Integrity
import OfficeStore
public import Phrasebook
public import Redaction

/// What was found in one file.
public struct FoundInFile: Sendable {
  public let item: ItemID
  public let place: Int
  public let name: String?
  /// What stands there, beside each hit.
  public let hits: [(hit: Hit, text: String)]
  /// Why the file can be withheld only as a whole; nil when parts can.
  public let wholeOnly: Phrase?
  /// Whether it is a picture, in which a person draws the boxes.
  public let isPicture: Bool
}

extension Office {
  /// The profile of that id, or the one in a file.
  public func profile(_ id: String) throws -> Profile {
    if let known = try Profile.builtIn().first(where: { "\($0.id)" == id }) { return known }
    guard let bytes = FileManager.default.contents(atPath: id) else {
      throw RedactionError.profileUnknown(id)
    }
    return try Profile(Array(bytes), named: id)
  }

  /// Everything in an item's files that identifies a person or a thing, parties of the case included.
  public func scan(_ id: ItemID) throws -> [FoundInFile] {
    let detail = try item(id)
    let scanner = IdentifierScanner(parties: try parties(of: detail.item.caseID))
    return try detail.files.map { file in
      try workplace.progress(
        WorkProgress(
          "scan", itemsDone: file.place - 1, itemsTotal: detail.files.count, bytesDone: 0,
          bytesTotal: 0))
      let bytes = try BytesOfFile(vault.open(file.file.digest))
      switch try RedactableKind.of(bytes, named: file.name) {
      case .text(_, let layout):
        let hits = try scanner.hits(in: bytes, layout).map {
          ($0, String(decoding: try bytes.read($0.range), as: UTF8.self))
        }
        return FoundInFile(
          item: id, place: file.place, name: file.name, hits: hits, wholeOnly: nil,
          isPicture: false)
      case .picture:
        return FoundInFile(
          item: id, place: file.place, name: file.name, hits: [], wholeOnly: nil,
          isPicture: true)
      case .wholeOnly(let code):
        return FoundInFile(
          item: id, place: file.place, name: file.name, hits: [], wholeOnly: Phrase(code),
          isPicture: false)
      }
    }
  }

  /// Proposes what to withhold of an item; nothing is applied.
  public func planRedaction(of id: ItemID, _ profile: Profile) throws -> RedactionPlan {
    let detail = try item(id)
    let seals = try seals(of: id)
    let maker = PlanMaker(
      profile, parties: try parties(of: detail.item.caseID),
      on: String("\(workplace.now())".prefix(10)))
    let isWholeItem = profile.rules.contains { rule in
      rule.withhold.items?.contains { $0 == "*" || $0 == "\(id)" } ?? false
    }
    var files: [RedactionPlan.FileDecision] = []
    var decisions: [RedactionPlan.Decision] = []
    for file in detail.files {
      let bytes = try BytesOfFile(vault.open(file.file.digest))
      let kind = try RedactableKind.of(bytes, named: file.name)
      let (action, note) = Self.action(
        kind, isSealed: seals.seal(at: file.place) != nil, isWholeItem: isWholeItem, profile)
      if action == .redact, case .text(_, let layout) = kind {
        decisions += try maker.decisions(for: bytes, layout, file: file.place)
      }
      files.append(
        RedactionPlan.FileDecision(
          file: file.place, name: file.name, format: kind.word, action: action, note: note))
    }
    return RedactionPlan(item: id, profile: profile, files: files, decisions: decisions)
  }

  public func readPlan(_ path: String) throws -> RedactionPlan {
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw CaseworkError.fileUnreadable(path: path)
    }
    return try RedactionPlan(Array(bytes), named: path)
  }

  /// What is proposed for a file: its parts, the whole of it, or, where nothing can look into it, a decision.
  private static func action(
    _ kind: RedactableKind, isSealed: Bool, isWholeItem: Bool, _ profile: Profile
  ) -> (RedactionPlan.FileDecision.Action, String?) {
    let isWithheld = profile.rules.contains { $0.withhold.media?.contains(kind.word) ?? false }
    if isWholeItem || isWithheld { return (.withhold, nil) }
    switch kind {
    case .text where isSealed, .picture where isSealed: return (.redact, nil)
    case .text, .picture: return (.withhold, Phrasebook.english.words("redaction.notSealed"))
    case .wholeOnly(let code): return (.withhold, Phrasebook.english.words(code))
    }
  }
}

extension RedactableKind {
  /// What rules call such a file.
  var word: String {
    switch self {
    case .text: "text"
    case .picture: "picture"
    case .wholeOnly(let code): code.split(separator: ".").last.map(String.init) ?? "other"
    }
  }
}
