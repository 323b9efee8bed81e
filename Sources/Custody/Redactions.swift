public import Integrity

/// What a ``PartyID`` names.
public enum PartySubject {}
/// A person of a case as the case calls them, such as `V-1`.
public typealias PartyID = Identifier<PartySubject>

/// What a person is in a case.
public enum PartyRole: String, CaseIterable, Codable, Sendable {
  case victim, witness, minor, accused, informant, agent, expert, family, other
}

extension PartyRole: WordField {}

/// One file's salted commitment: everything in it can be withheld or shown, and proven, by itself.
public struct FileSeal: Hashable, Sendable {
  /// The file's place in the item, from 1.
  public let place: Int
  /// How it was cut, such as `txt-1`.
  public let segmenter: String
  /// The seal over header and tree.
  ///
  /// - Source: design, *Redaction*: `precinto-seal-1`.
  public let seal: Digest

  public init(place: Int, segmenter: String, seal: Digest) {
    self.place = place
    self.segmenter = segmenter
    self.seal = seal
  }

  /// What the seal's header calls the file, such as `TIJ-01/0001`.
  public static func name(_ item: ItemID, _ place: Int) -> String {
    let digits = String(place)
    return "\(item)/" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}

extension FileSeal: FieldValue {
  static let segmenters = ["txt-1", "json-1", "csv-1", "line-1", "blk-1", "img-1"]

  public static var schema: JSON {
    [
      "type": "object", "additionalProperties": false,
      "required": ["place", "segmenter", "seal"],
      "properties": [
        "place": ["type": "integer", "minimum": 1],
        "segmenter": ["enum": .array(segmenters.map(JSON.string))], "seal": Digest.schema,
      ],
    ]
  }

  public init?(json: JSON) {
    guard let members = json.object, members.count == 3, let place = members["place"]?.integer,
      place >= 1, let segmenter = members["segmenter"]?.string,
      Self.segmenters.contains(segmenter), let seal = members["seal"].flatMap(Digest.init(json:))
    else { return nil }
    self.init(place: Int(place), segmenter: segmenter, seal: seal)
  }

  public var json: JSON {
    ["place": JSON(place), "segmenter": .string(segmenter), "seal": seal.json]
  }
}

/// What became of one file of an item in the redacted copy of the item.
public struct FileRedaction: Hashable, Sendable {
  /// The file's place in the original item, from 1.
  public let sourcePlace: Int
  /// The copy's place in the redacted item; nil when the whole file is withheld.
  public let place: Int?
  /// SHA-256 of the proof; nil when the whole file is withheld, or is given as it is.
  public let proof: Digest?
  /// How many boxes the copy has.
  public let boxes: Int
  /// The codes of the reasons, each once, in order.
  public let reasons: [String]

  public init(sourcePlace: Int, place: Int?, proof: Digest?, boxes: Int, reasons: [String]) {
    self.sourcePlace = sourcePlace
    self.place = place
    self.proof = proof
    self.boxes = boxes
    self.reasons = reasons
  }
}

extension FileRedaction: FieldValue {
  static let reasonLimit = 100

  public static var schema: JSON {
    [
      "type": "object", "additionalProperties": false,
      "required": ["source_place", "boxes", "reasons"],
      "properties": [
        "source_place": ["type": "integer", "minimum": 1],
        "place": ["type": "integer", "minimum": 1], "proof_sha256": Digest.schema,
        "boxes": Int.schema,
        "reasons": ["type": "array", "items": ["type": "string", "maxLength": 100]],
      ],
    ]
  }

  public init?(json: JSON) {
    guard let members = json.object, let sourcePlace = members["source_place"]?.integer,
      sourcePlace >= 1, let boxes = members["boxes"].flatMap(Int.init(json:)),
      let list = members["reasons"]?.array, list.count <= Self.reasonLimit
    else { return nil }
    let known = ["source_place", "place", "proof_sha256", "boxes", "reasons"]
    guard members.allSatisfy({ known.contains($0.name) }) else { return nil }
    var place: Int?
    if let value = members["place"] {
      guard let number = value.integer, number >= 1 else { return nil }
      place = Int(number)
    }
    var proof: Digest?
    if let value = members["proof_sha256"] {
      guard let digest = Digest(json: value) else { return nil }
      proof = digest
    }
    let reasons = list.compactMap(\.string).filter { $0.utf8.count <= 100 }
    guard reasons.count == list.count else { return nil }
    self.init(
      sourcePlace: Int(sourcePlace), place: place, proof: proof, boxes: boxes, reasons: reasons)
  }

  public var json: JSON {
    .object([
      "source_place": JSON(sourcePlace), "place": place.map { JSON($0) },
      "proof_sha256": proof?.json, "boxes": JSON(boxes),
      "reasons": .array(reasons.map(JSON.string)),
    ])
  }
}
