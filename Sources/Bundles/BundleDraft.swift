public import Custody
public import Integrity
public import Ledger
public import Signing

/// One evidence file on its way into a bundle.
public struct BundleFile: Sendable {
  public let item: ItemID
  /// From 1, in the order of collection.
  public let place: Int
  /// What it was called; its extension is kept where it is plain.
  public let name: String?
  public let file: EvidenceFile
  /// Its path in the bundle, such as `data/TIJ-01/0001.x3p`: ASCII, and the same on every computer.
  public let path: String

  public init(item: ItemID, place: Int, name: String?, file: EvidenceFile) {
    self.item = item
    self.place = place
    self.name = name
    self.file = file
    let number = String(place)
    let digits = String(repeating: "0", count: max(0, 4 - number.count)) + number
    path = "data/\(item)/\(digits).\(Self.fileExtension(of: name))"
  }

  /// The proof of a redacted copy: it stands beside the copy, as `data/TIJ-01-R/0001.proof.json`.
  public init(proofOf copy: BundleFile, _ proof: EvidenceFile) {
    item = copy.item
    place = copy.place
    name = nil
    file = proof
    path = BundleLayout.proof(of: copy.path)
  }

  private static func fileExtension(of name: String?) -> String {
    let text = name?.split(separator: ".", omittingEmptySubsequences: false).dropFirst().last ?? ""
    let isPlain = text.utf8.allSatisfy {
      (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
    }
    return isPlain && (1...8).contains(text.utf8.count) ? text.lowercased() : "bin"
  }
}

/// Everything that goes into a bundle before it is signed.
public struct BundleDraft: Sendable {
  public var createdAt: Moment
  public var organization: String
  /// Names the bundle for ever: `urn:uuid:…`.
  public var identifier: String
  public var files: [BundleFile]
  public var events: [EventLine]
  /// The signed checkpoint that the events' proofs lead to.
  public var checkpoint: SignedNote
  public var logKey: NoteKey
  public var heads: HeadsRecord
  public var certificates: [Certificate]
  /// `bundle.json`.
  public var index: JSON
  /// `case.jsonld`.
  public var graph: [UInt8]
  public var startPage: String
  public var verifyText: String
  /// What a checker said and drafted papers: files below `metadata/` by their names there, such as `papers/x.html`.
  public var supplements: [String: [UInt8]]

  public init(
    createdAt: Moment, organization: String, identifier: String, files: [BundleFile],
    events: [EventLine], checkpoint: SignedNote, logKey: NoteKey, heads: HeadsRecord,
    certificates: [Certificate], index: JSON, graph: [UInt8], startPage: String, verifyText: String,
    supplements: [String: [UInt8]] = [:]
  ) {
    self.createdAt = createdAt
    self.organization = organization
    self.identifier = identifier
    self.files = files
    self.events = events
    self.checkpoint = checkpoint
    self.logKey = logKey
    self.heads = heads
    self.certificates = certificates
    self.index = index
    self.graph = graph
    self.startPage = startPage
    self.verifyText = verifyText
    self.supplements = supplements
  }
}

/// `heads.json`: for each item, the proof that its newest event is in the bundle.
public struct HeadsRecord: Sendable {
  /// The index of the `ledger.heads` event that commits to the root: the last entry under the checkpoint.
  public let event: Int
  /// How many items the ledger holds.
  public let count: Int
  public let root: Digest
  public let items: [HeadProof]

  public init(event: Int, count: Int, root: Digest, items: [HeadProof]) {
    self.event = event
    self.count = count
    self.root = root
    self.items = items
  }

  public init?(json: JSON) {
    guard let members = json.object, members.count == 4, let event = members["event"]?.integer,
      let count = members["count"]?.integer, event >= 0, count >= 0,
      let root = members["root"]?.string.flatMap(Digest.init(hex:)),
      let elements = members["items"]?.array
    else { return nil }
    items = elements.compactMap(HeadProof.init(json:))
    guard items.count == elements.count else { return nil }
    self.event = Int(event)
    self.count = Int(count)
    self.root = root
  }

  public var json: JSON {
    [
      "event": JSON(event), "count": JSON(count), "root": .string("\(root)"),
      "items": .array(items.map(\.json)),
    ]
  }
}
