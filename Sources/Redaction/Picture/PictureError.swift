public import Phrasebook

/// Why a picture cannot be cut into tiles.
public enum PictureError: Error, Equatable, Sendable {
  case malformed
  case tooLarge(limit: Int)
  case unsupported(String)
  case animated
  case severalPages
  /// The library that decodes the format is not on this machine.
  case noDecoder(String)
  case unwritable
}

extension PictureError: ExplainedError {
  public var problem: Phrase {
    switch self {
    case .malformed: Phrase("redaction.picture.malformed")
    case .tooLarge(let limit): Phrase("redaction.picture.tooLarge", ["limit": "\(limit)"])
    case .unsupported(let what): Phrase("redaction.picture.unsupported", ["what": what])
    case .animated: Phrase("redaction.picture.animated")
    case .severalPages: Phrase("redaction.picture.severalPages")
    case .noDecoder(let format): Phrase("redaction.picture.noDecoder", ["format": format])
    case .unwritable: Phrase("redaction.picture.unwritable")
    }
  }
}
