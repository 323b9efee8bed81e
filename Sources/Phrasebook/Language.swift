/// A language that Precinto speaks.
public enum Language: String, CaseIterable, Sendable, Codable {
  case english = "en"
  case spanish = "es"

  /// Reads a POSIX locale name such as `es_MX.UTF-8`; nil when it names neither language.
  public init?(locale: String) {
    self.init(rawValue: String(locale.prefix(2)).lowercased())
  }
}
