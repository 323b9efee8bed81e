public import Integrity

/// One line of `events.jsonl`: an event, its place in the ledger, and the proof that it is there.
///
///     {"event":"eyJ…~WyJ…~","index":41,"proof":["CsUYapGG…=","…"]}
public struct EventLine: Sendable {
  /// The most bytes of a line: a token of 4 MiB with its proof.
  public static let lengthLimit = 5 * 1024 * 1024

  public let index: Int
  /// The compact SD-JWT, with the disclosures that its reader may see.
  public let token: String
  public let proof: [Digest]

  public init(index: Int, token: String, proof: [Digest]) {
    self.index = index
    self.token = token
    self.proof = proof
  }

  public init?(parsing line: ArraySlice<UInt8>) {
    guard line.count <= Self.lengthLimit, let json = try? JSON(parsing: line),
      let members = json.object, members.count == 3,
      let index = members["index"]?.integer, index >= 0, let token = members["event"]?.string,
      let proof = members["proof"].flatMap(Digest.path(json:))
    else { return nil }
    self.init(index: Int(index), token: token, proof: proof)
  }

  public var text: String {
    let json: JSON = [
      "index": JSON(index), "event": .string(token),
      "proof": .array(proof.map { .string(Base64.standard.text(of: $0.bytes)) }),
    ]
    return json.text + "\n"
  }
}
