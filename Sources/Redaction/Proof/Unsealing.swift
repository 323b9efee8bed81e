public import Integrity

/// Opens hidden nodes of one redacted copy, and nothing else: what an order of a court releases.
public struct Unsealing: Hashable, Sendable {
  /// What stands in place of one hidden node.
  struct Opening: Hashable, Sendable {
    /// Which of the proof's hashes it opens.
    var node: Int
    var bytes: [UInt8]
    var parts: ProofParts
  }

  /// The most nodes that one opens.
  static let openingLimit = 100_000

  var openings: [Opening]

  public var isEmpty: Bool { openings.isEmpty }
  public var count: Int { openings.count }

  public var json: JSON {
    ["v": 1, "open": .array(openings.map(\.json))]
  }

  public init(parsing bytes: [UInt8]) throws(ProofFlaw) {
    guard bytes.count <= Proof.byteLimit else { throw .tooLarge }
    guard let json = try? JSON(parsing: bytes), let members = json.object, members.count == 2
    else { throw .json }
    guard members["v"] == .integer(1) else { throw .version }
    guard let list = members["open"]?.array, list.count <= Self.openingLimit else { throw .keys }
    openings = try list.map(Opening.init(json:))
  }

  init(_ openings: [Opening]) { self.openings = openings }
}

extension Unsealing.Opening {
  var json: JSON {
    var members = parts.json
    members["node"] = JSON(node)
    members["bytes"] = .string(Base64.url.text(of: bytes))
    return .object(members)
  }

  init(json: JSON) throws(ProofFlaw) {
    guard let members = json.object, members.count == 9, let node = members["node"]?.integer,
      (0...4 * Int64(Proof.byteLimit)).contains(node)
    else { throw .keys }
    self.node = Int(node)
    bytes = try ProofParts.bytes(members["bytes"])
    parts = try ProofParts(json: members)
  }
}
