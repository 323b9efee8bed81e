import Custody
import Integrity
import Ledger
import Phrasebook
import Signing
import TestSupport
import Testing

/// A ledger in memory.
private final class MemoryStorage: LedgerStorage {
  private(set) var events: [SignedEvent] = []
  private var nodes: [TreePosition: Digest] = [:]
  private var newest: [ItemID: ItemHead] = [:]

  func size() -> Int { events.count }
  func node(_ position: TreePosition) throws -> Digest { try #require(nodes[position]) }
  func head(of item: ItemID) -> ItemHead? { newest[item] }
  func heads() -> [ItemHead] { newest.values.sorted { $0.item < $1.item } }

  func append(_ event: SignedEvent, index: Int, nodes: [(TreePosition, Digest)]) {
    events.append(event)
    for (position, hash) in nodes { self.nodes[position] = hash }
    for link in event.event.items {
      newest[link.item] = ItemHead(item: link.item, sequence: link.sequence, digest: event.digest)
    }
  }
}

/// An office's books of one person: opened, one item collected, stored `count` times.
private struct Books {
  let storage = MemoryStorage()
  let ledger: Ledger<MemoryStorage>
  let certificates: [Certificate]
  private static let random = PredictableRandom("ledger")

  init(stores: Int) throws {
    ledger = Ledger(origin: "log.example", storage: storage)
    let term = Validity(notBefore: 0, notAfter: 4_000_000_000)
    var certificates: [Certificate] = []
    func person(_ name: String) throws -> PrivateKey {
      let key = try PrivateKey.generateP256()
      certificates.append(
        try TrainingAuthority.root(
          CertificateSubject(commonName: name, organization: "TRAINING", country: "MX"), key: key,
          validity: term, random: Self.random))
      return key
    }
    let office = try person("office")
    let ana = try person("ana")
    self.certificates = certificates
    var open = Facts()
    open[.officeName] = "Office"
    open[.country] = "MX"
    open[.logKey] = "key"
    open[.certificate] = certificates[0].thumbprint
    try add(EventDraft(.officeOpen, at: Self.at(0), facts: open), office, certificates[0])
    var enrol = Facts()
    enrol[.person] = PersonID("ana")
    enrol[.name] = "Ana"
    enrol[.role] = .responder
    enrol[.agency] = "Police"
    enrol[.country] = "MX"
    enrol[.certificate] = certificates[1].thumbprint
    try add(EventDraft(.personEnrol, at: Self.at(1), facts: enrol), office, certificates[0])
    var collect = Facts()
    collect[.kind] = .bullet
    collect[.collector] = PersonID("ana")
    collect[.fileCount] = 0
    let item = try #require(ItemID("I"))
    try add(
      EventDraft(
        .itemCollect, at: Self.at(2), caseID: CaseID("C"), newItems: [item], facts: collect), ana,
      certificates[1])
    for turn in 0..<stores {
      var store = Facts()
      store[.location] = "shelf \(turn)"
      try add(
        EventDraft(
          .custodyStore, at: Self.at(3 + turn), caseID: CaseID("C"), items: [item], facts: store),
        ana, certificates[1])
    }
  }

  private static func at(_ minute: Int) -> Moment { Moment(unixSeconds: Int64(minute) * 60 + 1000) }

  private func add(_ draft: EventDraft, _ key: borrowing PrivateKey, _ certificate: Certificate)
    throws
  {
    let id = EventID(
      milliseconds: draft.at.milliseconds, random: Self.random.bytes(count: 10))
    let event = try ledger.place(draft, id: id, recordedAt: draft.at.unixSeconds)
    _ = try ledger.append(event, with: key, certificate: certificate, random: Self.random)
  }

  func audit(_ events: [(Int, SignedEvent)]) -> ChainAudit {
    var audit = ChainAudit(origin: "log.example")
    for (index, event) in events { audit.examine(event, index: index) }
    return audit
  }
}

@Suite struct LedgerTests {
  @Test("Every entry is proven under every later checkpoint")
  func proofs() throws {
    let books = try Books(stores: 8)
    let size = books.storage.size()
    let checkpoint = try books.ledger.checkpoint()
    for (index, event) in books.storage.events.enumerated() {
      let proof = try books.ledger.inclusionProof(of: index, size: size)
      #expect(
        MerkleTree.root(leaf: event.leafHash, index: index, size: size, proof: proof)
          == checkpoint.root)
    }
    for old in 1...size {
      let proof = try books.ledger.consistencyProof(from: old, to: size)
      let oldRoot = try books.ledger.checkpoint(size: old).root
      let isHeld = MerkleTree.isConsistent(
        old: old, oldRoot: oldRoot, new: size, newRoot: checkpoint.root, proof: proof)
      #expect(isHeld)
    }
  }

  @Test("A sound story has no breaks; one with an event missing, doubled or moved has")
  func chains() throws {
    let books = try Books(stores: 3)
    let events = Array(books.storage.events.enumerated()).map { ($0.offset, $0.element) }
    let sound = books.audit(events)
    #expect(sound.breaks.isEmpty)
    #expect(sound.chains.count == 1)
    var missing = events
    missing.remove(at: 4)
    #expect(books.audit(missing).breaks.map(\.code).contains("ledger.chainBroken"))
    #expect(books.audit(events + [events[5]]).breaks.map(\.code).contains("ledger.nameTwice"))
    var swapped = events
    swapped.swapAt(3, 4)
    #expect(!books.audit(swapped).breaks.isEmpty)
    let withoutEnrolment = events.filter { $0.0 != 1 }
    #expect(books.audit(withoutEnrolment).breaks.map(\.code).contains("ledger.signerUnknown"))
    let withoutBeginning = events.filter { $0.0 != 2 }
    #expect(books.audit(withoutBeginning).breaks.map(\.code).contains("ledger.chainNotBegun"))
  }

  @Test("Signatures are checked against the certificates that events name")
  func signatures() throws {
    let books = try Books(stores: 600)
    let known = Dictionary(uniqueKeysWithValues: books.certificates.map { ($0.thumbprint, $0) })
    let tokens = books.storage.events.map(\.token.text)
    let readings = try EventBatch(tokens, certificates: known).finish()
    #expect(readings.count == tokens.count)
    #expect(readings.allSatisfy { $0.isSigned })
    #expect(readings.map(\.leafHash) == books.storage.events.map(\.leafHash))
    let without = known.filter { $0.value != books.certificates[0] }
    let unsigned = try EventBatch(tokens, certificates: without).finish().enumerated()
      .filter { !$1.isSigned }.map(\.offset)
    #expect(unsigned == [0, 1])
  }

  @Test("A token that is no event keeps its place and its leaf")
  func unreadableTokens() throws {
    let books = try Books(stores: 1)
    let tokens = ["", "nonsense~", try #require(books.storage.events.first).token.text]
    let readings = try EventBatch(tokens, certificates: [:]).finish()
    #expect(readings.map { $0.event == nil } == [true, true, false])
    #expect(readings[1].leafHash == MerkleTree.leafHash(Array("nonsense".utf8)))
    #expect(try EventBatch([], certificates: [:]).finish().isEmpty)
  }

  @Test("The newest event of every item is proven, and no other")
  func heads() throws {
    let items = (0..<9).map { number in
      ItemHead(
        item: ItemID("I-\(number)")!, sequence: number + 1,
        digest: Digest(of: [UInt8(number)]))
    }
    let heads = ItemHeads(items.reversed())
    for item in items {
      let proof = try heads.proof(of: item.item)
      #expect(proof.head == item)
      #expect(try proof.root(count: heads.count) == heads.root)
      #expect(HeadProof(json: proof.json) == proof)
    }
    #expect(throws: LedgerError.self) { try heads.proof(of: ItemID("none")!) }
  }

  @Test("A line of events is read only as it is printed")
  func lines() {
    let line = EventLine(index: 3, token: "a.b.c~", proof: [MerkleTree.emptyRoot])
    let text = line.text
    #expect(EventLine(parsing: Array(text.utf8).dropLast()[...])?.text == text)
    for bad in [
      "", "{}", "[]", text.replacing("3", with: "-3"), text.replacing("proof", with: "x"),
    ] {
      #expect(EventLine(parsing: Array(bad.utf8)[...]) == nil)
    }
  }
}
