// Redacted copies as the record has them: their log, their proofs, and what an order opens of them.

public import Custody
import Foundation
public import Integrity
import Ledger
import OfficeStore
public import Redaction
import Vault

/// A redacted item with the event that made it.
public struct RedactionRecord: Sendable {
  public let event: EventID
  public let at: Moment
  public let item: ItemID
  public let source: ItemID
  public let profile: PackUse
  public let files: [FileRedaction]
}

/// One box of a redacted copy, for the court's redaction log.
public struct LoggedBox: Sendable {
  public let item: ItemID
  /// The copy's file, and its box there, both from 1.
  public let file: Int
  public let box: Int
  public let note: GapNote?
  /// The rule, where the profile is still the one that was applied.
  public let rule: WithholdingRule?
  public let event: EventID
  public let at: Moment
}

extension Office {
  /// How the item was redacted.
  ///
  /// - Throws: ``RedactionError/notRedacted(_:)``.
  public func redaction(of id: ItemID) throws -> RedactionRecord {
    _ = try item(id)
    return try database.read { db in
      let rows = LedgerRows(db)
      for record in try EventRecord.all(of: id, db) {
        let event = try rows.event(at: record.entry).event
        guard event.type == .redactionApply, event.link(to: id) != nil else { continue }
        guard let source = event[.source], let profile = event[.profile],
          let files = event[.redactions]
        else { continue }
        return RedactionRecord(
          event: event.id, at: event.at, item: id, source: source, profile: profile, files: files)
      }
      throw RedactionError.notRedacted(id)
    }
  }

  /// The redacted items of a case.
  public func redactions(of caseID: CaseID) throws -> [RedactionRecord] {
    try items(of: caseID).filter { $0.derivation == .redactedFrom }.compactMap { item in
      do { return try redaction(of: item.id) } catch RedactionError.notRedacted { return nil }
    }
  }

  /// A copy's proof, from the vault.
  public func proof(of redaction: RedactionRecord, place: Int) throws -> Proof {
    guard let digest = redaction.files.first(where: { $0.place == place })?.proof else {
      throw RedactionError.fileNotInCopy(redaction.item, place: place)
    }
    let bytes = try BytesOfFile(vault.open(digest))
    return try Proof(parsing: Array(bytes.read(0..<bytes.count)))
  }

  /// Every box of an item's copies, with its reason.
  public func redactionLog(of id: ItemID) throws -> [LoggedBox] {
    let record = try redaction(of: id)
    let profile = try Profile.builtIn().first { $0.digest == record.profile.digest }
    return try record.files.flatMap { file -> [LoggedBox] in
      guard let place = file.place, file.proof != nil else { return [] }
      let proof = try proof(of: record, place: place)
      let byGap = proof.notesByGap
      let gaps =
        proof.hiddenTiles == nil ? Array(proof.gaps.indices) : proof.notes.map(\.gap)
      return gaps.enumerated().flatMap { number, gap -> [LoggedBox] in
        let notes = byGap[gap] ?? []
        return (notes.isEmpty ? [nil] : notes.map(Optional.some)).map { note in
          LoggedBox(
            item: id, file: place, box: number + 1, note: note,
            rule: profile?.rules.first { $0.id == note?.rule }, event: record.event,
            at: record.at)
        }
      }
    }
  }

  /// An item's copies and proofs: what somebody verifies who has nothing else.
  ///
  /// - `write`: takes each by its name.
  public func proveRedaction(
    _ id: ItemID, write: (String, [UInt8]) throws -> Void
  ) throws {
    let record = try redaction(of: id)
    for file in try item(id).files {
      let name = file.name ?? "\(file.place)"
      let bytes = try BytesOfFile(vault.open(file.file.digest))
      try write(name, Array(bytes.read(0..<bytes.count)))
      guard record.files.contains(where: { $0.place == file.place && $0.proof != nil }) else {
        continue
      }
      let proofName = (name as NSString).deletingPathExtension + ".proof.json"
      try write(proofName, proof(of: record, place: file.place).json.bytes)
    }
  }

  /// The seal that the record has for the file that a proof's header names; nil when it has none.
  public func recordedSeal(for header: SealHeader) throws -> Digest? {
    let parts = header.item.split(separator: "/")
    guard parts.count == 2, let id = ItemID(String(parts[0])), let place = Int(parts[1]),
      try database.read({ try ItemRecord.fetch(id, $0) }) != nil
    else { return nil }
    return try seals(of: id).seal(at: place)?.seal
  }
}

/// A copy with its proof, as somebody has them in two files: no office is needed.
public struct CopyWithProof: Sendable {
  public let proof: Proof
  /// The seal that they lead to.
  public let seal: Digest
  /// How many units are hidden: several may lie in one box.
  public let hiddenCount: Int
  private let path: String

  /// - Throws: ``ProofFlaw`` when they do not fit each other.
  public init(copy path: String, proof proofPath: String) throws {
    guard let bytes = FileManager.default.contents(atPath: proofPath) else {
      throw RedactionError.proofUnreadable(path: proofPath)
    }
    proof = try Proof(parsing: Array(bytes))
    self.path = path
    if proof.header.picture != nil {
      let picture = try RedactedPicture(png: Self.bytes(path), proof)
      seal = try picture.seal()
      hiddenCount = picture.copy.hiddenCount
    } else {
      let copy = try RedactedCopy(file: BytesOfFile(FileSource(path: path)), proof)
      seal = try copy.seal()
      hiddenCount = copy.hiddenCount
    }
  }

  private static func bytes(_ path: String) throws -> [UInt8] {
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw CaseworkError.fileUnreadable(path: path)
    }
    return Array(bytes)
  }

  /// Hides more of the copy, without any key.
  ///
  /// - `ranges`: of the copy's bytes; `boxes`: of its pixels.
  public func redacted(
    _ ranges: [Range<Int>], _ boxes: [PixelBox], reason: String
  ) throws -> (copy: [UInt8], proof: Proof) {
    let note = GapNote(gap: 0, rule: nil, reason: reason, basis: nil, form: nil)
    if proof.header.picture != nil {
      let made = try RedactedPicture(png: Self.bytes(path), proof).redacted(
        boxes.map { ($0, note) })
      return (made.png, made.proof)
    }
    let bytes = try Self.bytes(path)
    for range in ranges where range.upperBound > bytes.count {
      throw RedactionError.planRange("\(range.lowerBound)-\(range.upperBound)", place: 1)
    }
    return try Self.collecting { write in
      try RedactedCopy(BytesInMemory(bytes), proof).redacted(
        ByteRanges(ranges),
        notes: { gaps in notes(gaps, ranges, note) },
        placeholder: { _, range in
          let old = proof.gaps.first {
            range.lowerBound <= $0.offset && $0.offset + $0.length <= range.upperBound
          }
          // A gap that was there already keeps its words, unless more was joined to it.
          if let old, old.length == range.count {
            return Array(bytes[range])
          }
          return Array("█[\(reason)]".utf8)
        }, write: write)
    }
  }

  /// The notes of old gaps under their new numbers, and the new ones.
  private func notes(_ gaps: [Range<Int>], _ ranges: [Range<Int>], _ note: GapNote) -> [GapNote] {
    gaps.enumerated().flatMap { number, gap -> [GapNote] in
      var notes: [GapNote] = proof.notes.filter { old in
        let place = proof.gaps[old.gap].offset
        return gap.lowerBound <= place && place < gap.upperBound
      }
      if ranges.contains(where: { $0.overlaps(gap) }) { notes.append(note) }
      return notes.map {
        GapNote(gap: number, rule: $0.rule, reason: $0.reason, basis: $0.basis, form: $0.form)
      }
    }
  }

  /// Puts what an order opened into the copy.
  public func applying(unsealingAt path: String) throws -> (copy: [UInt8], proof: Proof) {
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw RedactionError.proofUnreadable(path: path)
    }
    return try applying(Unsealing(parsing: Array(bytes)))
  }

  func applying(_ unsealing: Unsealing) throws -> (copy: [UInt8], proof: Proof) {
    let bytes = try Self.bytes(path)
    if proof.header.picture != nil {
      let made = try RedactedPicture(png: bytes, proof).applying(unsealing)
      return (made.png, made.proof)
    }
    return try Self.collecting { write in
      try RedactedCopy(BytesInMemory(bytes), proof).applying(
        unsealing, placeholder: { _, _ in Array("█".utf8) }, write: write)
    }
  }

  private static func collecting(
    _ body: (@escaping (ArraySlice<UInt8>) throws -> Void) throws -> Proof
  ) rethrows -> (copy: [UInt8], proof: Proof) {
    let out = CollectedBytes()
    let proof = try body { out.bytes += $0 }
    return (out.bytes, proof)
  }
}

/// Bytes that a closure hands over.
final class CollectedBytes {
  var bytes: [UInt8] = []
}
