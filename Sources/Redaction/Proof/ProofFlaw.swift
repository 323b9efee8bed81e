public import Phrasebook

/// Why a proof, or what it is about, is refused.
///
/// The list of the construction's own rules; each is a way to say more, or something else, than was sealed.
public enum ProofFlaw: String, Error, CaseIterable, Sendable {
  case json, version, header, keys, base64, varint, opsLength, opsPadding, opsExhausted
  case numbersExhausted, hashesExhausted, seedsExhausted, trailing
  case gapOrder, gapUndeclared, gapInDocument, runExhausted, partLength, partRange
  case branchOnSingle, notCanonical, groupInRange, count, kindNesting, entity, depth, notes
  case sealDiffers, pictureGeometry, pictureExtra, tileNotSolid, tooLarge
}

extension ProofFlaw: ExplainedError {
  public var problem: Phrase { Phrase("redaction.proof.\(rawValue)") }
  public var exitStatus: ExitStatus { .integrityFailed }
}
