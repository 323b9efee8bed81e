public import Bundles
import Admissibility
public import Custody
import Foundation
public import Integrity
import Ledger
import OfficeStore
import Phrasebook
public import Redaction
import Reports
import Signing
import Vault

/// A bundle that was made.
public struct CreatedBundle: Sendable {
  public let path: String
  public let itemCount: Int
  public let fileCount: Int
  public let eventCount: Int
  public let seal: BundleSeal
}

/// What a bundle is for.
public struct BundleOrder: Sendable {
  public var caseID: CaseID
  /// nil for all items of the case.
  public var items: [ItemID]?
  public var court: String
  public var path: String
  /// What becomes of a file that is there already.
  public var existing: SafeFile.Existing
  public var programVersion: String
  /// Kinds of court papers that are drafted into it, in both languages.
  public var papers: [String]
  /// What this court does not see; nil when it sees everything.
  public var profile: Profile?

  public init(
    caseID: CaseID, items: [ItemID]?, court: String, path: String,
    existing: SafeFile.Existing = .isKept, programVersion: String,
    papers: [String] = [], profile: Profile? = nil
  ) {
    self.caseID = caseID
    self.items = items
    self.court = court
    self.path = path
    self.existing = existing
    self.programVersion = programVersion
    self.papers = papers
    self.profile = profile
  }
}

extension Office {
  /// Packs items, their whole story and its proofs into one signed file, and logs that it was sealed.
  ///
  /// `signer`: the person who signs; nil for the office's usual one.
  public func createBundle(_ order: BundleOrder, by signer: PersonID?) throws -> CreatedBundle {
    try SafeFile.requireRoom(at: order.path, existing: order.existing)
    let now = workplace.now()
    let registrarKey = try startUnlocking(.registrar)
    let ledgerKey = try startUnlocking(.ledger)
    let timestampKey = try startUnlocking(.timestamps)
    let signer = try actingPerson(signer)
    let details = try itemsToBundle(order)
    let registrar = try registrar(registrarKey)
    let noteSigner = try noteSigner(ledgerKey)
    let parties = try parties(of: order.caseID)
    let view = CourtView(order.profile, parties: parties)
    let redactions = try details.filter { $0.item.derivation == .redactedFrom }.map {
      try redaction(of: $0.item.id)
    }
    let included = Set(details.map(\.item.id))
    let sources = Set(redactions.map(\.source)).subtracting(included)
    let record = try closeBooks(
      for: included, sources, order.caseID, view, registrar, noteSigner, at: now)
    let draft = try draft(
      order, details, view, redactions, record, noteSigner.noteKey, signer: signer.id, at: now)
    if !redactions.isEmpty || order.profile != nil {
      let values = try withheldValues(of: redactions, order.profile, parties, registrar)
      try requireNoLeaks(values, in: draft)
    }
    let timestamps = try timestampAuthority(timestampKey)
    let signing = BundleSigning(
      sign: { content in
        try CAdESSignature.sign(
          content, with: signer.key, certificate: signer.certificate,
          intermediates: Array(
            certificates(of: "\(signer.certificate.thumbprint)").dropFirst()),
          at: now.unixSeconds, timestamps: timestamps)
      },
      timestamp: { try timestamps.token(over: $0) },
      seal: { try logSeal($0, order, details, noteSigner, by: signer, at: now) })
    let total = draft.files.reduce(Int64(0)) { $0 + $1.file.byteCount }
    let seal = try BundleWriter(draft, signing: signing).write(
      to: order.path, existing: order.existing, opening: { try vault.open($0.file.digest) },
      readingBack: readBack
    ) { done, bytes in
      try workplace.progress(
        WorkProgress(
          "bundle", itemsDone: done, itemsTotal: draft.files.count, bytesDone: bytes,
          bytesTotal: total))
    }
    return CreatedBundle(
      path: order.path, itemCount: details.count,
      fileCount: details.reduce(0) { $0 + $1.files.count },
      eventCount: record.lines.count, seal: seal)
  }

  /// Everything that goes into the bundle, as the court may see it.
  private func draft(
    _ order: BundleOrder, _ details: [ItemDetail], _ view: CourtView,
    _ redactions: [RedactionRecord], _ record: BundleRecord, _ logKey: NoteKey,
    signer: PersonID, at now: Moment
  ) throws -> BundleDraft {
    let files = details.flatMap { detail in
      detail.files.map {
        BundleFile(
          item: detail.item.id, place: $0.place, name: view.shown($0.name), file: $0.file)
      }
    }
    let description = BundleDescription(
      office: settings, caseFile: try caseFile(order.caseID), order: order, items: details,
      files: files, record: record, createdAt: now, signer: signer,
      pictures: try pictures(of: files), view: view, redactions: redactions)
    return BundleDraft(
      createdAt: now, organization: settings.name,
      identifier:
        "urn:uuid:\(EventID(milliseconds: now.milliseconds, random: workplace.random.bytes(count: 10)))",
      files: files + (try proofs(of: redactions, beside: files)), events: record.lines,
      checkpoint: record.checkpoint, logKey: logKey, heads: record.heads,
      certificates: try certificates(of: record.events), index: description.index,
      graph: description.graph, startPage: description.pages.startPage,
      verifyText: description.pages.verifyText,
      supplements: try supplements(order, details.map(\.item.id), view))
  }

  /// The proofs of redacted copies, each beside its copy.
  private func proofs(of redactions: [RedactionRecord], beside files: [BundleFile]) throws
    -> [BundleFile]
  {
    try redactions.flatMap { redaction in
      try redaction.files.compactMap { file in
        guard let place = file.place, let digest = file.proof,
          let copy = files.first(where: { $0.item == redaction.item && $0.place == place })
        else { return nil }
        let proof = try BytesOfFile(vault.open(digest))
        return BundleFile(
          proofOf: copy, EvidenceFile(digest: digest, byteCount: Int64(proof.count)))
      }
    }
  }

  /// The items that go in, as the ledger has them: an item that a table lacks or tells otherwise of is found out.
  private func itemsToBundle(_ order: BundleOrder) throws -> [ItemDetail] {
    let recorded = try database.read { try LedgerRows($0).items(begunIn: order.caseID) }
    let chosen = (order.items ?? recorded).sorted()
    guard !chosen.isEmpty else { throw CaseworkError.nothingToBundle(order.caseID) }
    for (one, next) in zip(chosen, chosen.dropFirst()) where one == next {
      throw CaseworkError.itemTwice(one)
    }
    let known = Set(recorded)
    for id in chosen where !known.contains(id) {
      throw CaseworkError.itemNotInCase(try item(id).item.id, order.caseID)
    }
    try database.read { db in
      try LedgerExcerpt(
        items: Set(chosen), cases: [order.caseID], origin: settings.origin, db
      ).requireAgreementOfTables(db)
    }
    return try chosen.map { try item($0) }
  }

  /// Holds what was written to our own verifier, before it gets its name.
  private func readBack(_ path: String) throws {
    let verdict = try BundleVerifier(path: path, trust: nil).verify().verdict
    guard verdict.integrity == .intact else {
      let codes = VerdictLayer.allCases.flatMap { verdict[$0].failures.map(\.phrase.code) }
      throw CaseworkError.bundleUnsound(Array(Set(codes)).sorted())
    }
  }

  /// What the newest check said of these items, and the papers asked for.
  private func supplements(_ order: BundleOrder, _ items: [ItemID], _ view: CourtView) throws
    -> [String: [UInt8]]
  {
    var files: [String: [UInt8]] = [:]
    if let check = try checks(of: order.caseID, newest: 1).last {
      let report = try view.shown(order.items == nil ? check : check.about(items))
      files["check/report.json"] = Array(report.json.pretty.utf8)
      let packs = try BuiltInPacks.all()
      for language in Language.allCases {
        let page = CheckWords(report, packs, language).page
        files["check/report.\(language.rawValue).html"] = Array(page.utf8)
      }
    }
    for paper in try draftPapers(
      order.papers, of: order.caseID, about: items, in: Language.allCases, for: view)
    {
      files["papers/\(paper.kind).\(paper.language.rawValue).html"] = Array(paper.html.utf8)
    }
    return files
  }

  /// Records that the bundle's signature exists, and proves that it is in the ledger.
  private func logSeal(
    _ seal: BundleSeal, _ order: BundleOrder, _ details: [ItemDetail],
    _ noteSigner: borrowing NoteSigner, by signer: ActingPerson, at now: Moment
  ) throws -> (jwt: String, proof: LedgerProof) {
    var facts = Facts()
    facts[.manifest] = seal.manifestName
    facts[.manifestDigest] = seal.manifest
    facts[.signatureDigest] = seal.signature
    facts[.court] = order.court
    let recorded = try record(
      Act(
        EventDraft(.bundleSeal, at: now, caseID: order.caseID, facts: facts),
        requiring: details.map { .itemStands($0.item.id, at: $0.item.sequence) }), by: signer)
    return try database.write { db in
      let proof = try proof(ofEntry: recorded.index, noteSigner, db)
      return (proof.jwt, proof.proof)
    }
  }

  private func certificates(of events: [SignedEvent]) throws -> [Certificate] {
    let known = try allCertificates()
    return Set(events.map(\.certificate)).sorted().compactMap { known[$0] }
  }
}

/// The part of the ledger that goes into a bundle, under one checkpoint.
struct BundleRecord {
  var events: [SignedEvent] = []
  var lines: [EventLine] = []
  var checkpoint: SignedNote
  var heads: HeadsRecord
  var signers: [PersonID] = []
}

extension Office {
  /// Commits to the newest event of every item, and proves each event of the case under the checkpoint right after.
  private func closeBooks(
    for items: Set<ItemID>, _ sources: Set<ItemID>, _ caseID: CaseID, _ view: CourtView,
    _ registrar: ActingPerson,
    _ noteSigner: borrowing NoteSigner, at now: Moment
  ) throws -> BundleRecord {
    try database.write { db in
      let rows = LedgerRows(db)
      let ledger = Ledger(origin: settings.origin, storage: rows)
      let heads = ItemHeads(try rows.heads())
      var facts = Facts()
      facts[.headsRoot] = try heads.root
      facts[.headsCount] = heads.count
      let act = Act(EventDraft(.ledgerHeads, at: now, facts: facts))
      let index = try Recorder(self, db).record([act], by: registrar)[0].index
      var record = BundleRecord(
        checkpoint: try signedCheckpoint(noteSigner, db),
        heads: HeadsRecord(
          event: index, count: heads.count, root: try heads.root,
          items: try items.union(sources).sorted().map { try heads.proof(of: $0) }))
      for entry in try EventRecord.entries(for: caseID, db) + [index] {
        let whole = try rows.event(at: entry)
        guard let shown = try whole.shown(to: items, with: sources) else { continue }
        let signed = try view.shown(shown)
        let proof = try ledger.inclusionProof(of: entry, size: index + 1)
        record.events.append(signed)
        record.lines.append(EventLine(index: entry, token: signed.token.text, proof: proof))
      }
      return record
    }
  }
}

extension SignedEvent {
  /// What a bundle of `items` shows of the event: nil when it is about other items alone; nothing disclosable when it
  /// brings another item into being, as that describes the other.
  ///
  /// `sources`: items of which redacted copies are among `items`: their story is shown, without any disclosure.
  fileprivate func shown(to items: Set<ItemID>, with sources: Set<ItemID>) throws -> SignedEvent? {
    guard !event.items.isEmpty else { return self }
    guard event.items.contains(where: { items.contains($0.item) }) else {
      guard event.items.contains(where: { sources.contains($0.item) }) else { return nil }
      return try SignedEvent(token.disclosing { _ in false })
    }
    let describesOther = event.items.contains { $0.sequence == 1 && !items.contains($0.item) }
    return describesOther ? try SignedEvent(token.disclosing { _ in false }) : self
  }
}
