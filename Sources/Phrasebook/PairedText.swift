/// A text in both languages: none exists in only one.
public struct PairedText: Sendable, Hashable, Codable {
  public let en: String
  public let es: String

  public init(en: String, es: String) {
    self.en = en
    self.es = es
  }

  public func words(_ language: Language) -> String {
    switch language {
    case .english: en
    case .spanish: es
    }
  }
}
