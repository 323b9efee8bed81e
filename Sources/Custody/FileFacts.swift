public import Integrity

/// What one file of an item says of itself, as a library read it.
public struct FileFacts: Hashable, Sendable {
  /// The most facts of one file, and the most bytes of one.
  static let countLimit = 200
  static let byteLimit = 4096

  /// The file's place in the item, from 1.
  public let place: Int
  /// The format as it was recognised, such as `x3p` or `ewf`.
  public let format: String
  /// Facts by their names; texts, so that nothing is lost in spelling a number.
  public let facts: [String: String]
  /// What calls for a question.
  public let findings: [Finding]

  /// One thing that calls for a question, by the code of its sentence, such as `formats.scan.units`.
  public struct Finding: Hashable, Sendable {
    /// `error`, `warning` or `note`.
    public let severity: String
    public let code: String
    public let facts: [String: String]

    public init(severity: String, code: String, facts: [String: String]) {
      self.severity = severity
      self.code = code
      self.facts = facts.mapValues { String($0.prefix(300)) }
    }
  }

  public init(place: Int, format: String, facts: [String: String], findings: [Finding]) {
    self.place = place
    self.format = format
    self.facts = facts.mapValues { String($0.prefix(1000)) }
    self.findings = findings
  }
}

extension FileFacts: FieldValue {
  public static var schema: JSON {
    let texts: JSON = ["type": "object", "additionalProperties": ["type": "string"]]
    return [
      "type": "object", "additionalProperties": false,
      "required": ["place", "format", "facts", "findings"],
      "properties": [
        "place": ["type": "integer", "minimum": 1], "format": ["type": "string"], "facts": texts,
        "findings": [
          "type": "array",
          "items": [
            "type": "object", "additionalProperties": false,
            "required": ["severity", "code", "facts"],
            "properties": [
              "severity": ["enum": ["error", "warning", "note"]], "code": ["type": "string"],
              "facts": texts,
            ],
          ],
        ],
      ],
    ]
  }

  public init?(json: JSON) {
    guard let members = json.object, members.count == 4,
      let place = members["place"]?.integer, place >= 1, let format = members["format"]?.string,
      let object = members["facts"]?.object, object.count <= Self.countLimit,
      let list = members["findings"]?.array
    else { return nil }
    let findings = list.compactMap(Finding.init(json:))
    guard let facts = Self.texts(object), findings.count == list.count else { return nil }
    self.place = Int(place)
    self.format = format
    self.facts = facts
    self.findings = findings
  }

  public var json: JSON {
    [
      "place": JSON(place), "format": .string(format), "facts": JSON.texts(facts),
      "findings": .array(findings.map(\.json)),
    ]
  }
}

extension FileFacts {
  /// The members of an object of texts; nil when it holds anything else, or too much.
  fileprivate static func texts(_ object: JSONObject) -> [String: String]? {
    guard object.count <= countLimit else { return nil }
    var texts: [String: String] = [:]
    for member in object {
      guard let text = member.value.string, text.utf8.count <= byteLimit else { return nil }
      texts[member.name] = text
    }
    return texts
  }
}

extension FileFacts.Finding {
  init?(json: JSON) {
    guard let members = json.object, members.count == 3,
      let severity = members["severity"]?.string, ["error", "warning", "note"].contains(severity),
      let code = members["code"]?.string,
      let facts = members["facts"]?.object.flatMap(FileFacts.texts)
    else { return nil }
    self.init(severity: severity, code: code, facts: facts)
  }

  var json: JSON {
    ["severity": .string(severity), "code": .string(code), "facts": JSON.texts(facts)]
  }
}
