import Integrity

/// The cryptographic parts that a proof and an unsealing share.
struct ProofParts: Hashable, Sendable {
  /// The most gaps.
  static let gapLimit = 1_000_000

  var gaps: [Proof.Gap] = []
  /// What is said of each node, two bits each, the low ones first.
  var operations: [UInt8] = []
  var operationCount = 0
  /// Kinds, counts and lengths in LEB128.
  var numbers: [UInt8] = []
  /// Entities in view: pairs of first token and count, in LEB128.
  var entities: [UInt8] = []
  var seeds: [UInt8] = []
  var hashes: [UInt8] = []

  /// Seven members.
  var json: JSONObject {
    [
      "gaps": .array(gaps.map { .array([JSON($0.offset), JSON($0.length)]) }),
      "ops": .string(Base64.url.text(of: operations)), "nops": JSON(operationCount),
      "nums": .string(Base64.url.text(of: numbers)),
      "ents": .string(Base64.url.text(of: entities)),
      "seeds": .string(Base64.url.text(of: seeds)),
      "hashes": .string(Base64.url.text(of: hashes)),
    ]
  }
}

extension ProofParts {
  /// Reads the seven members; others are the caller's.
  init(json members: JSONObject) throws(ProofFlaw) {
    guard let list = members["gaps"]?.array, list.count <= Self.gapLimit,
      let count = members["nops"]?.integer, count >= 0, count <= 4 * Proof.byteLimit
    else { throw .keys }
    gaps = try list.map { (pair) throws(ProofFlaw) in
      guard let pair = pair.array, pair.count == 2, let offset = pair[0].integer,
        let length = pair[1].integer, offset >= 0, length >= 0, offset <= 1 << 48,
        length <= 1 << 48
      else { throw .gapOrder }
      return Proof.Gap(offset: Int(offset), length: Int(length))
    }
    operationCount = Int(count)
    operations = try Self.bytes(members["ops"])
    numbers = try Self.bytes(members["nums"])
    entities = try Self.bytes(members["ents"])
    seeds = try Self.bytes(members["seeds"])
    hashes = try Self.bytes(members["hashes"])
  }

  static func bytes(_ json: JSON?) throws(ProofFlaw) -> [UInt8] {
    guard let text = json?.string, let bytes = Base64.url.bytes(of: text) else { throw .base64 }
    return bytes
  }
}

/// One of the four things that a proof says of a node.
enum ProofOperation: UInt8 {
  /// It is wholly shown: its seed follows.
  case full = 0
  /// It is hidden: its hash follows.
  case opaque = 1
  /// Its two branches follow.
  case branch = 2
  /// It is a group: kind and count, then its body.
  case group = 3
}
