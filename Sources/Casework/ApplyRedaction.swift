// Carries out what a person decided: copies without what is withheld, each with its proof, as a new item.

public import Custody
import Foundation
import Integrity
import Ledger
import OfficeStore
import Phrasebook
public import Redaction
import Vault

/// A redacted copy that was made.
public struct AppliedRedaction: Sendable {
  public let recorded: RecordedEvent
  public let item: ItemID
  public let files: [FileRedaction]
  public var boxCount: Int { files.reduce(0) { $0 + $1.boxes } }
}

/// One file of the copy before it is in the vault.
private struct MadeFile {
  enum Content {
    /// The source's file as it is.
    case kept(EvidenceFile)
    /// A file at this path.
    case cut(String)
  }

  let sourcePlace: Int
  let content: Content
  let name: String
  let proof: Proof?
}

extension Office {
  /// Applies a plan in which everything is decided.
  ///
  /// - Throws: when something is not decided yet, the plan is for another item or an older profile, or an original can
  ///   no longer be cut as it was sealed. Nothing is recorded then.
  public func applyRedaction(
    _ plan: RedactionPlan, _ profile: Profile, as newID: ItemID, describing text: String?,
    under circumstance: Circumstance, by actor: ActingPerson
  ) throws -> AppliedRedaction {
    guard let sourceID = ItemID(plan.item) else { throw RedactionError.planItem(plan.item) }
    let source = try item(sourceID)
    try requireNew(newID, in: source.item.caseID)
    try requireDecided(plan, profile)
    let seals = try seals(of: sourceID)
    let registrar = try registrar()
    let secrets =
      seals.seals.isEmpty ? SealSecrets() : try secrets(for: seals.seals, of: sourceID, registrar)
    let names = Pseudonyms(
      secret: try pseudonymSecret(registrar, source.item.caseID), audience: "\(profile.id)")
    let parties = try parties(of: source.item.caseID)
    let work = RedactionWork(
      plan: plan, profile: profile, parties: parties, pseudonyms: names,
      book: Phrasebook.of(settings.language))
    let folder = try CopyFolder()
    var made: [MadeFile] = []
    var results: [FileRedaction] = []
    for file in source.files {
      try workplace.progress(
        WorkProgress(
          "redact", itemsDone: file.place - 1, itemsTotal: source.files.count, bytesDone: 0,
          bytesTotal: 0))
      let action = plan.files.first { $0.file == file.place }?.action ?? .withhold
      guard action != .withhold else {
        results.append(
          FileRedaction(
            sourcePlace: file.place, place: nil, proof: nil, boxes: 0,
            reasons: work.reasons(of: file.place)))
        continue
      }
      let copy = try copy(file, action, seals, secrets, work, in: folder)
      made.append(copy)
      results.append(
        FileRedaction(
          sourcePlace: file.place, place: made.count,
          proof: copy.proof.map { Digest(of: $0.json.bytes) },
          boxes: copy.proof.map { $0.hiddenTiles == nil ? $0.gaps.count : $0.notes.count } ?? 0,
          reasons: copy.proof.map { Array(Set($0.notes.map(\.reason))).sorted() } ?? []))
    }
    guard !made.isEmpty else { throw RedactionError.everythingWithheld(sourceID) }
    let recorded = try record(
      made, results, newID, source, profile, text, circumstance, by: actor)
    return AppliedRedaction(recorded: recorded, item: newID, files: results)
  }

  private func requireDecided(_ plan: RedactionPlan, _ profile: Profile) throws {
    guard plan.profile == "\(profile.id)", plan.profileSHA256 == "\(profile.digest)" else {
      throw RedactionError.planProfile(plan.profile)
    }
    let open =
      plan.decisions.filter { $0.decision == .decide }.count
      + plan.files.filter { $0.action == .decide }.count
    guard open == 0 else { throw RedactionError.planUndecided(count: open) }
    for decision in plan.decisions where decision.decision == .accept {
      guard profile.rules.contains(where: { $0.id == decision.rule }) else {
        throw RedactionError.planRule(decision.rule)
      }
    }
  }

  private func copy(
    _ file: ItemFileRecord, _ action: RedactionPlan.FileDecision.Action, _ seals: ItemSeals,
    _ secrets: SealSecrets, _ work: RedactionWork, in folder: CopyFolder
  ) throws -> MadeFile {
    let digits = FileSeal.name(seals.item, file.place).suffix(4)
    let suffix = file.name?.split(separator: ".").dropFirst().last.map { ".\($0)" } ?? ""
    guard action == .redact else {
      return MadeFile(
        sourcePlace: file.place, content: .kept(file.file),
        name: "\(digits)\(suffix)", proof: nil)
    }
    guard let seal = seals.seal(at: file.place) else {
      throw RedactionError.fileNotSealed(seals.item, place: file.place)
    }
    switch try open(seal, of: seals, secrets) {
    case .picture(let picture):
      let (png, proof) = try picture.redacted(work.boxes(of: file.place))
      guard try RedactedPicture(png: png, proof).seal() == seal.seal else {
        throw ProofFlaw.sealDiffers
      }
      return MadeFile(
        sourcePlace: file.place, content: .cut(try folder.file(png).path), name: "\(digits).png",
        proof: proof)
    case .bytes(let sealed, let bytes):
      let withheld = try work.withheld(in: bytes, file.place)
      let out = try folder.file()
      let proof = try sealed.redacted(
        withheld.ranges, notes: withheld.notes,
        placeholder: { _, range in
          let first =
            range.isEmpty
            ? nil : try? bytes.read(range.lowerBound..<range.lowerBound + 1).first
          return withheld.placeholder(for: range, seal.segmenter, first)
        }, write: { try out.write($0) })
      guard try RedactedCopy(file: out.bytes(), proof).seal() == seal.seal else {
        throw ProofFlaw.sealDiffers
      }
      return MadeFile(
        sourcePlace: file.place, content: .cut(out.path), name: "\(digits)\(suffix)", proof: proof)
    }
  }

  /// Takes copies and proofs into the vault and signs both events in one transaction.
  private func record(
    _ made: [MadeFile], _ results: [FileRedaction], _ newID: ItemID, _ source: ItemDetail,
    _ profile: Profile, _ text: String?, _ circumstance: Circumstance, by actor: ActingPerson
  ) throws -> RecordedEvent {
    let files = try made.map { file -> EvidenceFile in
      switch file.content {
      case .kept(let file): return file
      case .cut(let path):
        let taken = try vault.intake([path])[0]
        return EvidenceFile(digest: taken.digest, byteCount: taken.byteCount)
      }
    }
    let folder = try CopyFolder()
    let proofs = try made.compactMap { try $0.proof.map { try folder.file($0.json.bytes).path } }
    _ = try vault.intake(proofs)
    var facts = Facts()
    facts[.kind] = source.item.state.kind
    facts[.source] = source.item.id
    facts[.derivation] = .redactedFrom
    facts[.text] = text
    facts[.fileCount] = files.count
    facts[.files] = files
    facts[.fileNames] = made.map(\.name)
    var applied = Facts()
    applied[.source] = source.item.id
    applied[.profile] = profile.use
    applied[.redactions] = results
    applied[.reason] = profile.title.words(settings.language)
    let caseID = source.item.caseID
    let recorded = try record(
      [
        Act(
          .itemDerive, on: [source.item.id], newItems: [newID], in: caseID, facts,
          under: circumstance, requiring: [.caseOpen(caseID)]),
        Act(.redactionApply, on: [newID], in: caseID, applied, under: circumstance),
      ], by: actor)
    return recorded[1]
  }
}

/// A plan's decisions, looked up for one file at a time.
struct RedactionWork {
  let plan: RedactionPlan
  let profile: Profile
  let parties: [Party]
  let pseudonyms: Pseudonyms
  let book: Phrasebook

  private func accepted(_ place: Int) -> [RedactionPlan.Decision] {
    plan.decisions.filter { $0.file == place && $0.decision == .accept }
  }

  private func rule(_ id: String) throws -> WithholdingRule {
    guard let rule = profile.rules.first(where: { $0.id == id }) else {
      throw RedactionError.planRule(id)
    }
    return rule
  }

  /// The codes of the rules by which a whole file is withheld.
  func reasons(of place: Int) -> [String] {
    let codes = profile.rules.filter { $0.withhold.media != nil || $0.withhold.items != nil }
      .map(\.reason.code)
    return codes.isEmpty ? ["-"] : Array(Set(codes)).sorted()
  }

  func boxes(of place: Int) throws -> [(box: PixelBox, note: GapNote)] {
    try accepted(place).compactMap { decision in
      guard let edges = decision.box, edges.count == 4 else { return nil }
      guard edges[0] < edges[2], edges[1] < edges[3], edges.allSatisfy({ $0 >= 0 }) else {
        throw RedactionError.planBox(edges)
      }
      let rule = try rule(decision.rule)
      return (
        PixelBox(left: edges[0], top: edges[1], right: edges[2], bottom: edges[3]),
        GapNote(
          gap: 0, rule: rule.id, reason: rule.reason.code, basis: rule.basis.law,
          form: WithholdingForm.full.rawValue)
      )
    }
  }

  func withheld(in bytes: any SealBytes, _ place: Int) throws -> WithheldRanges {
    var parts: [WithheldRanges.Part] = []
    var whole: [UInt8]?
    for decision in accepted(place) where decision.box == nil {
      let rule = try rule(decision.rule)
      var ranges: [Range<Int>] = []
      if let range = decision.range {
        guard range.upperBound <= bytes.count else {
          throw RedactionError.planRange(decision.at ?? "-", place: place)
        }
        ranges = [range]
      } else if let text = decision.text {
        if whole == nil { whole = Array(try bytes.read(0..<bytes.count)) }
        ranges = Self.places(of: Array(text.utf8), in: whole ?? [])
        guard !ranges.isEmpty else { throw RedactionError.planText(place: place) }
      }
      for range in ranges {
        let text = try bytes.read(range)
        parts.append(
          WithheldRanges.Part(
            ranges: decision.form.hidden(text, at: range.lowerBound), rule: rule,
            form: decision.form, word: word(for: decision)))
      }
    }
    return WithheldRanges(parts)
  }

  private static func places(of text: [UInt8], in bytes: [UInt8]) -> [Range<Int>] {
    guard let first = text.first else { return [] }
    var places: [Range<Int>] = []
    var place = 0
    while place + text.count <= bytes.count {
      if bytes[place] == first, bytes[place..<place + text.count].elementsEqual(text) {
        places.append(place..<place + text.count)
        place += text.count
      } else {
        place += 1
      }
    }
    return places
  }

  /// What stands in the box of a made-up name or a category.
  private func word(for decision: RedactionPlan.Decision) -> String? {
    switch decision.form {
    case .pseudonym:
      guard let id = decision.found?.split(separator: ":").last,
        let party = parties.first(where: { $0.id == id })
      else { return nil }
      return pseudonyms.name(of: party, word: book.words("party.\(party.role.rawValue)"))
    case .category:
      guard let found = decision.found else { return nil }
      return found.split(separator: ".").dropFirst().first.map { $0.uppercased() }
    default: return nil
    }
  }
}
