// The published form of events, made from the same fields that write and read them.

public import Integrity

extension EventType {
  /// The JSON Schema (2020-12) of the visible claims of such events, as in `schemas/events/`.
  ///
  /// Disclosable claims are listed with their shapes under `$defs`: they stand in disclosures, never in sight.
  public var schema: JSON {
    var properties = Self.commonProperties
    properties["evt"] = ["const": .string(rawValue)]
    var required: [JSON] = ["iss", "evt", "jti", "at", "iat"]
    if needsCase { required.append("case") }
    if needsItems { required.append("items") }
    var hidden = JSONObject()
    for field in requiredFields + optionalFields {
      if field.visibility == .visible {
        properties[field.name] = field.schema
      } else {
        hidden[field.name] = field.schema
      }
    }
    required += requiredFields.filter { $0.visibility == .visible }.map { .string($0.name) }
    return [
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": .string("Precinto event \(rawValue): visible claims"), "type": "object",
      "additionalProperties": false, "required": .array(required),
      "properties": .object(properties), "$defs": .object(hidden),
    ]
  }

  private static var commonProperties: JSONObject {
    let digest: JSON = ["type": "string", "pattern": "^[A-Za-z0-9_-]{43}$"]
    let link: JSON = [
      "type": "object", "additionalProperties": false, "required": ["id", "n"],
      "properties": ["id": ItemID.schema, "n": ["type": "integer", "minimum": 1], "prev": digest],
    ]
    return [
      "iss": ["type": "string", "minLength": 1], "jti": EventID.schema, "at": Moment.schema,
      "iat": ["type": "integer"], "case": CaseID.schema,
      "items": ["type": "array", "minItems": 1, "items": link],
      "_sd": ["type": "array", "items": digest], "_sd_alg": ["const": "sha-256"],
    ]
  }
}
