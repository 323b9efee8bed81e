import Custody
import Integrity
import Ledger
import Phrasebook
import Redaction

/// Judges whether redacted copies are the sealed originals but for their boxes, and nothing else.
///
/// Every proof is worked out again from the copy; where it leads to must be the seal that was signed when the original
/// entered the record.
struct RedactionCheck {
  private let contents: BundleContents
  private let events: [Event]
  private let index: JSON?

  init(_ contents: BundleContents, _ log: EventLog?, _ index: JSON?) throws {
    self.contents = contents
    self.index = index
    events = (log?.lines ?? []).compactMap { line in
      line.flatMap { try? SignedEvent(parsing: $0.token).event }
    }
  }

  /// One copy and what the record says of it.
  private struct Copy: Sendable {
    let item: ItemID
    let source: ItemID
    let redaction: FileRedaction
    let name: String
    let proofName: String
    let seal: Digest?
  }

  /// What came of one copy.
  private struct Outcome: Sendable {
    let copy: Copy
    let failure: Phrase?
  }

  func result() throws -> LayerResult {
    var result = LayerResult()
    let applied = events.filter { $0.type == .redactionApply }
    let declared = index?["redactions"]?.array ?? []
    let proofs = contents.names.filter {
      $0.hasPrefix(BundleLayout.payload) && $0.hasSuffix(BundleLayout.proofEnding)
    }
    guard !applied.isEmpty || !declared.isEmpty || !proofs.isEmpty else {
      result.notChecked = Phrase("verify.noRedactions")
      result.leavesGap = false
      return result
    }
    let copies = copies(of: applied)
    for name in Set(proofs).subtracting(copies.map(\.proofName)).sorted() {
      result.failures.append(
        VerdictFailure(.altered, Phrase("redactions.proofUnexplained", ["name": name])))
    }
    for item in declared.compactMap({ $0["item"]?.string })
    where !applied.contains(where: { $0.items.contains { "\($0.item)" == item } }) {
      result.failures.append(
        VerdictFailure(.incomplete, Phrase("redactions.eventMissing", ["item": item])))
    }
    let contents = contents
    let outcomes = try ParallelWork(copies, sliceSize: 1) { slice in
      try slice.map { Outcome(copy: $0, failure: try Self.failure(of: $0, contents)) }
    }.finish()
    for outcome in outcomes {
      result.checked += 1
      if let failure = outcome.failure {
        result.failures.append(VerdictFailure(.altered, failure))
      } else {
        result.notes.append(Self.note(outcome.copy))
      }
    }
    for event in applied {
      result.notes += Self.withheldFiles(event)
      result.checked += 1
    }
    return result
  }

  private func copies(of applied: [Event]) -> [Copy] {
    let seals = Dictionary(
      events.compactMap { event in
        event.items.first { $0.sequence == 1 }.map { ($0.item, event[.commitment] ?? []) }
      }, uniquingKeysWith: { first, _ in first })
    return applied.flatMap { event -> [Copy] in
      guard let item = event.items.first?.item, let source = event[.source] else { return [] }
      return (event[.redactions] ?? []).compactMap { redaction in
        guard let place = redaction.place, redaction.proof != nil else { return nil }
        let stem = BundleLayout.payload + FileSeal.name(item, place)
        let name = contents.names.first {
          $0.hasPrefix(stem + ".") && !$0.hasSuffix(BundleLayout.proofEnding)
        }
        return Copy(
          item: item, source: source, redaction: redaction, name: name ?? stem,
          proofName: stem + BundleLayout.proofEnding,
          seal: seals[source]?.first { $0.place == redaction.sourcePlace }?.seal)
      }
    }
  }

  /// What is wrong with a copy; nil when it is the original but for its boxes.
  private static func failure(of copy: Copy, _ contents: BundleContents) throws -> Phrase? {
    let facts = ["name": copy.name, "item": "\(copy.item)", "source": "\(copy.source)"]
    guard let proofBytes = try contents.bytes(copy.proofName),
      contents.digests[copy.proofName] == copy.redaction.proof
    else { return Phrase("redactions.proofMissing", facts) }
    guard let entry = contents.reader.entry(copy.name) else {
      return Phrase("redactions.copyMissing", facts)
    }
    guard let seal = copy.seal else { return Phrase("redactions.sealUnknown", facts) }
    do {
      let proof = try Proof(parsing: proofBytes)
      guard proof.header.item == FileSeal.name(copy.source, copy.redaction.sourcePlace) else {
        return Phrase("redactions.otherFile", facts)
      }
      let source = contents.reader.source(entry)
      let found: Digest
      if proof.header.picture != nil {
        guard source.count <= PictureFormat.byteLimit else {
          return Phrase("redactions.refused", facts.merging(["flaw": "tooLarge"]) { one, _ in one })
        }
        found = try RedactedPicture(png: Array(source.read(0..<source.count)), proof).seal()
      } else if source.count <= RedactableKind.wordByteLimit * 2 {
        let whole = Array(try source.read(0..<source.count))
        found = try RedactedCopy(BytesInMemory(whole), proof).seal()
      } else {
        found = try RedactedCopy(source, proof).seal()
      }
      guard found == seal else { return Phrase("redactions.differs", facts) }
      let boxes = proof.hiddenTiles == nil ? proof.gaps.count : proof.notes.count
      guard boxes == copy.redaction.boxes else { return Phrase("redactions.boxCount", facts) }
      return nil
    } catch let flaw as ProofFlaw {
      return Phrase(
        "redactions.refused", facts.merging(["flaw": flaw.rawValue]) { first, _ in first })
    }
  }

  private static func note(_ copy: Copy) -> Phrase {
    Phrase(
      "redactions.proven",
      [
        "name": copy.name, "count": "\(copy.redaction.boxes)", "source": "\(copy.source)",
        "reasons": copy.redaction.reasons.joined(separator: ", "),
      ])
  }

  private static func withheldFiles(_ event: Event) -> [Phrase] {
    let whole = (event[.redactions] ?? []).filter { $0.place == nil }
    guard !whole.isEmpty, let source = event[.source] else { return [] }
    return [
      Phrase(
        "redactions.wholeWithheld",
        [
          "count": "\(whole.count)", "source": "\(source)",
          "places": whole.map { "\($0.sourcePlace)" }.joined(separator: ", "),
        ])
    ]
  }
}
