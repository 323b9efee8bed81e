// Words for codes, in English and Spanish. The wording lives in `Embedded/<room>.<language>.json`, one file a
// room, so that a translator reads prose and not Swift.

import Foundation

/// The wording of every phrase in one language.
public struct Phrasebook: Sendable {
  public static let english = Phrasebook(.english)
  public static let spanish = Phrasebook(.spanish)

  public let language: Language
  private let wording: [String: String]

  public static func of(_ language: Language) -> Phrasebook {
    switch language {
    case .english: english
    case .spanish: spanish
    }
  }

  private init(_ language: Language) {
    self.language = language
    let suffix = ".\(language.rawValue).json"
    var wording: [String: String] = [:]
    for (name, base64) in Embedded.base64 where name.hasSuffix(suffix) {
      guard let data = Data(base64Encoded: base64),
        let texts = try? JSONDecoder().decode([String: String].self, from: data)
      else { preconditionFailure("\(name) is not an object of texts") }
      wording.merge(texts) { _, _ in preconditionFailure("a code is worded twice, in \(name)") }
    }
    self.wording = wording
  }

  /// Every code that has words.
  public var codes: Set<String> { Set(wording.keys) }

  /// Returns the sentence, or nil when the code has no words.
  public func wordsIfAny(for phrase: Phrase) -> String? {
    guard let text = wording[phrase.code] else { return nil }
    return filled(text, with: phrase.facts)
  }

  /// Returns the sentence, or the bare code and facts when no wording exists.
  public func words(for phrase: Phrase) -> String {
    wordsIfAny(for: phrase)
      ?? ([phrase.code] + phrase.facts.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" })
      .joined(separator: " ")
  }

  /// Returns the sentence of a code that mentions no facts.
  public func words(_ code: String) -> String { words(for: Phrase(code)) }

  /// What to do next about a problem, if we know.
  public func nextStep(after problem: Phrase) -> String? {
    wordsIfAny(for: Phrase(problem.code + ".next", problem.facts))
  }

  /// Puts facts in place of `{names}` in one pass, so that a fact that itself holds braces stays as it is.
  private func filled(_ text: String, with facts: [String: String]) -> String {
    var result = ""
    var rest = Substring(text)
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      let name = String(rest[rest.index(after: open)..<close])
      result += rest[..<open]
      result += facts[name] ?? "{\(name)}"
      rest = rest[rest.index(after: close)...]
    }
    return result + rest
  }
}
