// The closed lists of words that records use. Texts for people are in the phrasebook, under `kind.…` and so on.

/// What an item is.
public enum ItemKind: String, CaseIterable, Sendable {
  case firearm, cartridgeCase = "cartridge-case", bullet, cartridge, testFire = "test-fire"
  case device, diskImage = "disk-image", file, document, recording
  case traceReport = "trace-report", other
}

/// How an item came from another.
public enum Derivation: String, CaseIterable, Sendable {
  case imageOf = "image-of", extractedFrom = "extracted-from", testFiredFrom = "test-fired-from"
  case sampledFrom = "sampled-from", copyOf = "copy-of", redactedFrom = "redacted-from"
  case scanOf = "scan-of"
}

/// What a person does in the chain of custody.
public enum PersonRole: String, CaseIterable, Sendable {
  case responder, custodian, examiner, prosecutor, clerk, registrar, other
}

/// What came of hashing an item's files again when it was received.
public enum FileComparison: String, CaseIterable, Sendable {
  case unchanged, changed, missing
}

/// A court system whose rules a case must meet.
///
/// Rule packs bear the same names.
public enum Forum: String, CaseIterable, Decodable, Sendable {
  case usFederal = "us-federal", mxFederal = "mx-federal"
}
