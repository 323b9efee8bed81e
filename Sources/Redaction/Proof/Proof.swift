public import Integrity

/// Shows that a redacted copy is the sealed original but for its gaps, and nothing of what is in them.
public struct Proof: Hashable, Sendable {
  /// The largest proof that is read, in bytes.
  public static let byteLimit = 64 << 20

  public var header: SealHeader
  var parts: ProofParts
  public var notes: [GapNote]
  /// Of a picture: the tiles blacked out, in order.
  public var hiddenTiles: [Int]?

  public var gaps: [Gap] { parts.gaps }

  /// The notes by the gap that they are about.
  public var notesByGap: [Int: [GapNote]] { Dictionary(grouping: notes, by: \.gap) }

  /// A place in the copy where something was blacked out: what stands there is the redactor's own.
  public struct Gap: Hashable, Sendable {
    public let offset: Int
    public let length: Int
  }
}

/// Why something was blacked out, as the redactor says: asserted, not proven.
public struct GapNote: Hashable, Sendable {
  /// Which gap, from 0; of a picture: which tile.
  public var gap: Int
  public var rule: String?
  public var reason: String
  public var basis: String?
  public var form: String?

  public init(gap: Int, rule: String?, reason: String, basis: String?, form: String?) {
    self.gap = gap
    self.rule = rule
    self.reason = reason
    self.basis = basis
    self.form = form
  }
}

extension Proof {
  public var json: JSON {
    var members = parts.json
    members["v"] = 1
    members["head"] = .object(header.json)
    members["notes"] = .array(notes.map(\.json))
    if let hiddenTiles { members["hidden_tiles"] = .array(hiddenTiles.map { JSON($0) }) }
    return .object(members)
  }

  public init(parsing bytes: [UInt8]) throws(ProofFlaw) {
    guard bytes.count <= Self.byteLimit else { throw .tooLarge }
    guard let json = try? JSON(parsing: bytes) else { throw .json }
    try self.init(json: json)
  }

  public init(json: JSON) throws(ProofFlaw) {
    guard let members = json.object else { throw .json }
    guard members["v"] == .integer(1) else { throw .version }
    guard let head = members["head"] else { throw .header }
    header = try SealHeader(json: head)
    guard members.count == (header.picture == nil ? 10 : 11),
      let notes = members["notes"]?.array
    else { throw .keys }
    parts = try ProofParts(json: members)
    hiddenTiles = header.picture == nil ? nil : try Self.tiles(members["hidden_tiles"])
    let limit = max(parts.gaps.count, (hiddenTiles?.last ?? 0) + 1)
    self.notes = try notes.map { (note) throws(ProofFlaw) in
      guard let note = GapNote(json: note), note.gap < limit else { throw .notes }
      return note
    }
  }

  private static func tiles(_ json: JSON?) throws(ProofFlaw) -> [Int] {
    guard let list = json?.array else { throw .keys }
    var tiles: [Int] = []
    for value in list {
      guard let tile = value.integer, tile >= 0, tile > tiles.last ?? -1 else { throw .gapOrder }
      tiles.append(Int(tile))
    }
    return tiles
  }
}

extension GapNote {
  private static let textLimit = 500

  var json: JSON {
    .object([
      "gap": JSON(gap), "rule": .text(rule), "reason": .string(reason), "basis": .text(basis),
      "form": .text(form),
    ])
  }

  init?(json: JSON) {
    guard let members = json.object, let gap = members["gap"]?.integer, gap >= 0,
      let reason = members["reason"]?.string
    else { return nil }
    for member in members where member.name != "gap" {
      guard ["rule", "reason", "basis", "form"].contains(member.name),
        let text = member.value.string, text.utf8.count <= Self.textLimit
      else { return nil }
    }
    self.init(
      gap: Int(gap), rule: members["rule"]?.string, reason: reason,
      basis: members["basis"]?.string, form: members["form"]?.string)
  }
}
