public import Custody
import Integrity

/// A case as a CASE/UCO graph: persons, items, files, and what was done to them, for other forensic programs.
///
/// The context is inline: a remote one would make a validator open a network connection.
///
/// - Source: CASE 1.4 and UCO 1.4 ontologies (caseontology.org).
public struct CaseGraph: Sendable {
  public struct Item: Sendable {
    public var id: ItemID
    public var text: String?
    public var files: [BundleFile]

    public init(id: ItemID, text: String?, files: [BundleFile]) {
      self.id = id
      self.text = text
      self.files = files
    }
  }

  public struct Action: Sendable {
    public var event: Event
    public var signer: PersonID

    public init(event: Event, signer: PersonID) {
      self.event = event
      self.signer = signer
    }
  }

  public var caseName: String
  public var persons: [Person]
  public var items: [Item]
  public var actions: [Action]
  public var toolVersion: String

  public init(
    caseName: String, persons: [Person], items: [Item], actions: [Action], toolVersion: String
  ) {
    self.caseName = caseName
    self.persons = persons
    self.items = items
    self.actions = actions
    self.toolVersion = toolVersion
  }

  /// The graph in JSON-LD, a node a line.
  ///
  /// Node after node: as one value, the graph of a folder of 10,000 files would need more memory than all else.
  public var bytes: [UInt8] {
    var bytes = Array("{\"@context\":\(Self.context.text),\n\"@graph\":[\n".utf8)
    bytes.reserveCapacity(Self.fileNodeByteCount * items.reduce(1) { $0 + $1.files.count })
    func add(_ node: JSON, _ ending: String = ",\n") {
      bytes += node.bytes
      bytes += ending.utf8
    }
    for person in persons { add(node(person)) }
    add(toolNode)
    for item in items {
      add(node(item))
      for file in item.files { add(fileNode(file)) }
    }
    for node in actionNodes { add(node) }
    add(investigationNode, "\n]}\n")
    return bytes
  }

  /// About what a file takes in the graph.
  private static let fileNodeByteCount = 900

  private static var context: JSON {
    var members: JSONObject = [
      "kb": "urn:precinto:", "xsd": "http://www.w3.org/2001/XMLSchema#",
      "case-investigation": "https://ontology.caseontology.org/case/investigation/",
    ]
    for room in ["action", "core", "identity", "observable", "tool", "types"] {
      members["uco-\(room)"] = .string("https://ontology.unifiedcyberontology.org/uco/\(room)/")
    }
    return .object(members)
  }

  /// A name that is the same each time: the kind, and a UUID made from what it stands for.
  private func reference(_ kind: String, _ key: String) -> JSON {
    Self.reference(kind, uuid: uuid(kind, key))
  }

  private static func reference(_ kind: String, uuid: String) -> JSON {
    ["@id": .string("kb:\(kind)-\(uuid)")]
  }

  /// - Source: RFC 9562, §5.5 (UUID version 5); UCO's shapes ask for a version up to 5.
  private func uuid(_ kind: String, _ key: String) -> String {
    var hasher = AcquisitionHasher(.sha1)
    Array("urn:precinto:\(caseName)\n\(kind)\n\(key)".utf8).withUnsafeBytes { hasher.update($0) }
    var bytes = Array(hasher.finish().bytes.prefix(16))
    bytes[6] = bytes[6] & 0x0F | 0x50
    bytes[8] = bytes[8] & 0x3F | 0x80
    return Hex.uuid(bytes)
  }

  private func object(_ reference: JSON, _ type: String, _ members: JSONObject) -> JSON {
    let base: JSONObject = ["@id": reference["@id"], "@type": .string(type)]
    return .object(base.merging(members))
  }

  private func node(_ person: Person) -> JSON {
    object(
      reference("person", "\(person.id)"), "uco-identity:Person",
      [
        "uco-core:name": .string("\(person.id)"),
        "uco-core:description": .string(
          [person.name, person.agency, person.country].compactMap { $0 }.joined(separator: ", ")),
      ])
  }

  private var tool: JSON { reference("tool", "precinto") }

  private var toolNode: JSON {
    object(
      tool, "uco-tool:Tool",
      ["uco-core:name": "Precinto", "uco-tool:version": .string(toolVersion)])
  }

  private func node(_ item: Item) -> JSON {
    object(
      reference("item", "\(item.id)"), "case-investigation:ProvenanceRecord",
      [
        "case-investigation:exhibitNumber": .string("\(item.id)"),
        "uco-core:description": .text(item.text),
        "uco-core:object": item.files.isEmpty
          ? nil : .array(item.files.map { reference("file", $0.path) }),
      ])
  }

  private func fileNode(_ file: BundleFile) -> JSON {
    let size = JSON.integer(file.file.byteCount)
    let uuid = uuid("file", file.path)
    let hash = object(
      Self.reference("hash", uuid: uuid), "uco-types:Hash",
      [
        "uco-types:hashMethod": "SHA256",
        "uco-types:hashValue": [
          "@type": "xsd:hexBinary", "@value": .string("\(file.file.digest)"),
        ],
      ])
    let facets = [
      object(
        Self.reference("file-facet", uuid: uuid), "uco-observable:FileFacet",
        [
          "uco-observable:fileName": .string(file.name ?? file.path),
          "uco-observable:filePath": .string(file.path), "uco-observable:sizeInBytes": size,
        ]),
      object(
        Self.reference("content", uuid: uuid), "uco-observable:ContentDataFacet",
        ["uco-observable:sizeInBytes": size, "uco-observable:hash": [hash]]),
    ]
    return object(
      Self.reference("file", uuid: uuid), "uco-observable:File",
      ["uco-core:hasFacet": .array(facets)])
  }

  private var actionNodes: [JSON] {
    var last: [ItemID: JSON] = [:]
    return actions.map { action in
      let event = action.event
      let own = reference("action", "\(event.id)")
      let known = event.items.map(\.item).filter { id in items.contains { $0.id == id } }
      var earlier: [JSON] = []
      for informant in known.compactMap({ last[$0] }) where !earlier.contains(informant) {
        earlier.append(informant)
      }
      for id in known { last[id] = own }
      return object(
        own, "case-investigation:InvestigativeAction",
        [
          "uco-core:name": .string(event.type.rawValue),
          "uco-action:startTime": ["@type": "xsd:dateTime", "@value": event.at.json],
          "uco-action:performer": reference("person", "\(action.signer)"),
          "uco-action:participant": event[.to].map { [reference("person", "\($0)")] },
          "uco-action:instrument": [tool],
          "uco-action:object": known.isEmpty
            ? nil : .array(known.map { reference("item", "\($0)") }),
          "case-investigation:wasInformedBy": earlier.isEmpty ? nil : .array(earlier),
        ])
    }
  }

  private var investigationNode: JSON {
    object(
      reference("case", caseName), "case-investigation:Investigation",
      [
        "uco-core:name": .string(caseName), "case-investigation:investigationForm": "case",
        "uco-core:object": .array(items.map { reference("item", "\($0.id)") }),
      ])
  }
}
