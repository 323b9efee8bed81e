public import Phrasebook

/// Why detectors or rules cannot be used.
public enum DetectorError: Error, Equatable, Sendable {
  case pattern(String)
  case malformed(name: String, detail: String)
}

extension DetectorError: ExplainedError {
  public var problem: Phrase {
    switch self {
    case .pattern(let text): Phrase("redaction.pattern", ["pattern": text])
    case .malformed(let name, let detail):
      Phrase("redaction.malformed", ["name": name, "detail": detail])
    }
  }
}
