import Custody
import Integrity
import Ledger
import Phrasebook
import Signing

/// What the custody layer found, for the layers that judge trust.
struct CustodyFindings {
  struct Signer {
    let certificate: Certificate
    /// Unix seconds of the first and the last event that they signed.
    var firstSigned: Int64
    var lastSigned: Int64
  }

  struct SignedCheckpoint {
    enum Standing: Equatable { case trusted, notJudged, failed(Phrase) }
    let standing: Standing
  }

  var result = LayerResult()
  var signers: [Signer] = []
  var certificates: [Certificate] = []
  var checkpoints: [SignedCheckpoint] = []
}

/// Judges whether the story of every item is whole: signed, linked, in the ledger, nothing later withheld, and about
/// these files.
struct CustodyCheck {
  private let contents: BundleContents
  private let log: EventLog?
  private let index: JSON?
  private let policy: LogPolicy?
  private let signatures: [FoundSignature]
  private var found = CustodyFindings()

  /// `index`: what the bundle says of itself.
  init(
    _ contents: BundleContents, _ log: EventLog?, _ index: JSON?, policy: LogPolicy?,
    _ signatures: [FoundSignature]
  ) {
    self.contents = contents
    self.log = log
    self.index = index
    self.policy = policy
    self.signatures = signatures
  }

  func examined() throws -> CustodyFindings {
    var check = self
    try check.examine()
    return check.found
  }

  private mutating func examine() throws {
    try examineSeals()
    guard let log else {
      found.result.notChecked = Phrase("custody.noEvents")
      return
    }
    found.certificates = log.certificates
    for name in log.malformedCertificates {
      fail("custody.certificateMalformed", ["name": name])
    }
    guard let checkpoint = try readCheckpoint() else { return }
    let events = try readEvents(log, under: checkpoint)
    guard !events.isEmpty else { return fail("custody.eventsMalformed") }
    noteSigners(events, log.certificatesByThumbprint)
    let audit = replay(events, origin: checkpoint.origin)
    try examineHeads(events, audit, checkpoint)
    PayloadCheck(contents, events).failures.forEach { found.result.failures.append($0) }
    found.result.checked += events.count
    found.result.notes.append(
      Phrase(
        "custody.summary",
        [
          "events": "\(events.count)", "items": "\(audit.chains.count)",
          "irregular": "\(audit.irregularities.count)",
        ]))
  }

  private mutating func fail(
    _ code: String, _ facts: [String: String] = [:], _ effect: FailureEffect = .altered
  ) {
    found.result.failures.append(VerdictFailure(effect, Phrase(code, facts)))
  }

  /// The checkpoint that the events' proofs lead to, under the key that the bundle names and the verifier's policy.
  private mutating func readCheckpoint() throws -> Checkpoint? {
    guard let text = try contents.text(BundleLayout.checkpoint),
      let note = try? SignedNote(parsing: text), let checkpoint = Checkpoint(parsing: note.body),
      let keyText = try contents.text(BundleLayout.logKey), keyText.hasSuffix("\n"),
      let key = NoteKey(parsing: keyText.dropLast()),
      note.signers(among: [key])?.isEmpty == false, key.name == checkpoint.origin
    else {
      fail("custody.checkpointInvalid", ["name": BundleLayout.checkpoint])
      return nil
    }
    judge(note, BundleLayout.checkpoint)
    return checkpoint
  }

  private mutating func judge(_ note: SignedNote, _ name: String) {
    guard let policy else {
      found.checkpoints.append(.init(standing: .notJudged))
      return
    }
    switch policy.judge(note) {
    case .trusted: found.checkpoints.append(.init(standing: .trusted))
    case .forged: fail("custody.checkpointForged", ["name": name])
    case .unknownLog:
      found.checkpoints.append(
        .init(standing: .failed(Phrase("trust.unknownLog", ["name": name]))))
    case .tooFewWitnesses:
      found.checkpoints.append(
        .init(standing: .failed(Phrase("trust.tooFewWitnesses", ["name": name]))))
    }
  }

  /// The events whose proofs lead to the checkpoint, in the order of the ledger.
  private mutating func readEvents(_ log: EventLog, under checkpoint: Checkpoint) throws
    -> [(index: Int, event: SignedEvent)]
  {
    var events: [(index: Int, event: SignedEvent)] = []
    for (number, (line, reading)) in zip(log.lines, try log.readings()).enumerated() {
      guard let line, let event = reading.event else {
        fail("custody.lineMalformed", ["line": "\(number + 1)"])
        continue
      }
      if !reading.isSigned { fail("custody.signatureInvalid", ["index": "\(line.index)"]) }
      if let last = events.last?.index, last >= line.index {
        fail("custody.outOfOrder", ["index": "\(line.index)"])
      }
      let root = MerkleTree.root(
        leaf: event.leafHash, index: line.index, size: checkpoint.size, proof: line.proof)
      if root != checkpoint.root { fail("custody.notInLedger", ["index": "\(line.index)"]) }
      events.append((line.index, event))
    }
    return events
  }

  private mutating func noteSigners(
    _ events: [(index: Int, event: SignedEvent)], _ known: [Digest: Certificate]
  ) {
    var signers: [Digest: CustodyFindings.Signer] = [:]
    for (_, signed) in events {
      guard let certificate = known[signed.certificate] else { continue }
      let time = signed.event.recordedAt
      var signer =
        signers[signed.certificate]
        ?? .init(certificate: certificate, firstSigned: time, lastSigned: time)
      signer.firstSigned = min(signer.firstSigned, time)
      signer.lastSigned = max(signer.lastSigned, time)
      signers[signed.certificate] = signer
    }
    found.signers = signers.values.sorted { $0.certificate.thumbprint < $1.certificate.thumbprint }
  }

  private mutating func replay(_ events: [(index: Int, event: SignedEvent)], origin: String)
    -> ChainAudit
  {
    let items = Set(
      (index?["items"]?.array ?? []).compactMap { $0["id"].flatMap(ItemID.init(json:)) }
        + (index?["redactions"]?.array ?? []).compactMap {
          $0["source"].flatMap(ItemID.init(json:))
        })
    var audit = ChainAudit(origin: origin, following: items)
    for (index, event) in events { audit.examine(event, index: index) }
    for phrase in audit.breaks {
      found.result.failures.append(VerdictFailure(.altered, phrase))
    }
    for irregularity in audit.irregularities {
      found.result.notes.append(
        Phrase(
          "custody.irregular",
          [
            "item": "\(irregularity.item)", "code": irregularity.code.rawValue,
            "expected": irregularity.expected, "found": irregularity.found,
          ]))
    }
    for item in items.subtracting(audit.chains.keys).sorted() {
      fail("custody.itemWithoutEvents", ["item": "\(item)"], .incomplete)
    }
    return audit
  }

  /// The newest event of every item must be the one that `ledger.heads` commits to, right under the checkpoint.
  private mutating func examineHeads(
    _ events: [(index: Int, event: SignedEvent)], _ audit: ChainAudit, _ checkpoint: Checkpoint
  ) throws {
    guard let heads = try contents.json(BundleLayout.heads).flatMap(HeadsRecord.init(json:)),
      let last = events.last, last.index == heads.event, heads.event == checkpoint.size - 1,
      last.event.event.type == .ledgerHeads, last.event.event[.headsRoot] == heads.root,
      last.event.event[.headsCount] == heads.count
    else { return fail("custody.headsInvalid", ["name": BundleLayout.heads]) }
    let proofs = Dictionary(
      heads.items.map { ($0.head.item, $0) }, uniquingKeysWith: { first, _ in first })
    for (item, chain) in audit.chains.sorted(by: { $0.key < $1.key }) {
      guard let proof = proofs[item], proof.root(count: heads.count) == heads.root else {
        fail("custody.headNotProven", ["item": "\(item)"])
        continue
      }
      if proof.head != chain.head {
        fail(
          "custody.laterEventWithheld",
          ["item": "\(item)", "shown": "\(chain.head.sequence)", "n": "\(proof.head.sequence)"],
          .incomplete)
      }
    }
  }
}

/// The seals: events that name a bundle's signature, logged after signing.
extension CustodyCheck {
  private mutating func examineSeals() throws {
    var number = 1
    while let bytes = try contents.bytes(BundleLayout.seal(number)) {
      try examineSeal(bytes, BundleLayout.seal(number), BundleLayout.sealProof(number))
      number += 1
    }
    if number == 1 { fail("custody.noSeal", [:], .incomplete) }
  }

  private mutating func examineSeal(_ jwt: [UInt8], _ name: String, _ proofName: String) throws {
    found.result.checked += 1
    guard let token = try? SDJWT(parsing: String(decoding: jwt, as: UTF8.self) + "~"),
      let manifest = token.payload["manifest"]?.string,
      let manifestDigest = token.payload["manifest_sha256"]?.string.flatMap(Digest.init(hex:)),
      let signatureDigest = token.payload["signature_sha256"]?.string.flatMap(Digest.init(hex:)),
      let over = signatures.first(where: { $0.contentName == manifest })
    else { return fail("custody.sealMalformed", ["name": name]) }
    if contents.digests[manifest] != manifestDigest
      || contents.digests[over.name] != signatureDigest
    {
      fail("custody.sealOfOther", ["name": name])
    }
    if let key = try? VerifyingKey(over.signature.certificate), !token.isSigned(by: key) {
      fail("custody.sealSignatureInvalid", ["name": name])
    }
    guard let text = try contents.text(proofName), let proof = LedgerProof(parsing: text),
      let checkpoint = Checkpoint(parsing: proof.checkpoint.body)
    else { return fail("custody.sealProofMalformed", ["name": proofName]) }
    let root = MerkleTree.root(
      leaf: MerkleTree.leafHash(jwt), index: proof.index, size: checkpoint.size, proof: proof.path)
    if root != checkpoint.root { fail("custody.sealNotInLedger", ["name": proofName]) }
    judge(proof.checkpoint, proofName)
    if let keyText = try contents.text(BundleLayout.logKey),
      let key = NoteKey(parsing: keyText.dropLast()),
      proof.checkpoint.signers(among: [key])?.isEmpty != false
    {
      fail("custody.checkpointForged", ["name": proofName])
    }
  }
}
