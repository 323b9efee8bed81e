public import Phrasebook

/// Something that a file says or fails to say, and that a person who relies on the file should know.
///
/// Finding out is not judging: a finding never stops the reading of a file.
public struct FormatFinding: Hashable, Sendable {
  /// How much a finding weighs.
  public enum Severity: String, Hashable, Sendable {
    /// The file is damaged, incomplete or contradicts itself.
    case error
    /// The file can be read, but something about it calls for a question.
    case warning
    /// A circumstance that is worth writing down.
    case note
  }

  public let severity: Severity
  /// The code, such as `formats.image.segmentMissing`, and the facts of its sentence.
  public let phrase: Phrase

  public init(_ severity: Severity, _ phrase: Phrase) {
    self.severity = severity
    self.phrase = phrase
  }

  static func error(_ code: String, _ facts: [String: String] = [:]) -> Self {
    Self(.error, Phrase(code, facts))
  }

  static func warning(_ code: String, _ facts: [String: String] = [:]) -> Self {
    Self(.warning, Phrase(code, facts))
  }

  static func note(_ code: String, _ facts: [String: String] = [:]) -> Self {
    Self(.note, Phrase(code, facts))
  }
}
