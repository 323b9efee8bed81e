/// A message before it is put into words: a stable code and the facts it mentions.
///
/// Scripts and signed reports use the code; only the words differ between languages.
public struct Phrase: Hashable, Sendable {
  /// The room and the matter, such as `custody.notHolder`.
  ///
  /// Never translated, never reused.
  public let code: String
  /// What the sentence mentions, by the name it has in braces in the wording.
  public let facts: [String: String]

  public init(_ code: String, _ facts: [String: String] = [:]) {
    self.code = code
    self.facts = facts
  }
}
