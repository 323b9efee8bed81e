public import Phrasebook

/// Why a key, certificate or signature could not be used at all.
public enum SigningError: Error, Equatable, Sendable {
  case wrongPassphrase
  case keyMalformed(detail: String)
  case keyUnsupported(detail: String)
  case certificateMalformed
  case signatureMalformed(detail: String)
  case tokenMalformed(detail: String)
  case failed(detail: String)
}

extension SigningError: ExplainedError {
  public var problem: Phrase {
    switch self {
    case .wrongPassphrase: Phrase("signing.wrongPassphrase")
    case .keyMalformed(let detail): Phrase("signing.keyMalformed", ["detail": detail])
    case .keyUnsupported(let detail): Phrase("signing.keyUnsupported", ["detail": detail])
    case .certificateMalformed: Phrase("signing.certificateMalformed")
    case .signatureMalformed(let detail): Phrase("signing.signatureMalformed", ["detail": detail])
    case .tokenMalformed(let detail): Phrase("signing.tokenMalformed", ["detail": detail])
    case .failed(let detail): Phrase("signing.failed", ["detail": detail])
    }
  }
}

extension SigningError {
  /// Runs `body`, wording what OpenSSL says as a failure of signing.
  static func wording<Value: ~Copyable>(_ body: () throws -> Value) throws -> Value {
    do { return try body() } catch let error as OpenSSLError {
      throw SigningError.failed(detail: error.description)
    }
  }
}
