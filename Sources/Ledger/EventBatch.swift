public import Integrity
public import Signing

/// What came of reading one token.
public struct EventReading: Sendable {
  /// nil when the token is no event of ours.
  public let event: SignedEvent?
  /// Whether the event is signed by the certificate that it names, and that certificate is known.
  public let isSigned: Bool
  /// The ledger's leaf of the token as it stands, event or not.
  public let leafHash: Digest
}

/// Tokens that are being read, and their signatures checked, on all cores, while the caller goes on with others.
public struct EventBatch: Sendable {
  private let work: ParallelWork<String, EventReading>

  /// Begins to read `tokens`.
  public init(_ tokens: [String], certificates: [Digest: Certificate]) {
    work = ParallelWork(tokens, sliceSize: 256) { slice in
      var keys = KeyRing(certificates)
      return slice.map { keys.reading(of: $0) }
    }
  }

  /// Waits for the readings, in the order of the tokens.
  public func finish() throws -> [EventReading] { try work.finish() }
}

/// The parsed keys of one worker.
///
/// OpenSSL's keys are not shared between threads.
private struct KeyRing {
  private final class ParsedKey {
    let key: VerifyingKey
    init(_ certificate: Certificate) throws { key = try VerifyingKey(certificate) }
  }

  private let certificates: [Digest: Certificate]
  private var parsed: [Digest: ParsedKey] = [:]

  init(_ certificates: [Digest: Certificate]) { self.certificates = certificates }

  mutating func reading(of token: String) -> EventReading {
    guard let event = try? SignedEvent(parsing: token) else {
      let jwt = Array(token.utf8.prefix { $0 != UInt8(ascii: "~") })
      return EventReading(event: nil, isSigned: false, leafHash: MerkleTree.leafHash(jwt))
    }
    return EventReading(event: event, isSigned: accepts(event), leafHash: event.leafHash)
  }

  private mutating func accepts(_ signed: SignedEvent) -> Bool {
    if let known = parsed[signed.certificate] { return signed.token.isSigned(by: known.key) }
    guard let certificate = certificates[signed.certificate],
      let fresh = try? ParsedKey(certificate)
    else { return false }
    parsed[signed.certificate] = fresh
    return signed.token.isSigned(by: fresh.key)
  }
}
