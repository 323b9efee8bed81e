public import Integrity

/// A rule pack as a check used it.
public struct PackUse: Hashable, Sendable {
  public let id: Identifier<PackSubject>
  public let version: String
  /// SHA-256 of the pack's file.
  public let digest: Digest

  public init(id: PackID, version: String, digest: Digest) {
    self.id = id
    self.version = version
    self.digest = digest
  }
}

/// What a ``PackID`` names.
public enum PackSubject {}
/// What a ``RuleID`` names.
public enum RuleSubject {}

public typealias PackID = Identifier<PackSubject>
public typealias RuleID = Identifier<RuleSubject>

extension PackUse: FieldValue {
  public static var schema: JSON {
    [
      "type": "object", "additionalProperties": false, "required": ["id", "version", "sha256"],
      "properties": ["id": PackID.schema, "version": String.schema, "sha256": Digest.schema],
    ]
  }

  public init?(json: JSON) {
    guard let members = json.object, members.count == 3,
      let id = members["id"].flatMap(PackID.init(json:)),
      let version = members["version"].flatMap(String.init(json:)),
      let digest = members["sha256"].flatMap(Digest.init(json:))
    else { return nil }
    self.init(id: id, version: version, digest: digest)
  }

  public var json: JSON {
    ["id": id.json, "version": .string(version), "sha256": digest.json]
  }
}
