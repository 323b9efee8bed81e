public import Admissibility
public import Phrasebook

/// What is known of rules and of the verifier's findings by their names: for answers, debriefs and books.
public struct ObjectionGuide {
  /// The families of the verifier's findings, by the layer that finds them.
  private static let verdictFamilies = [
    "container.", "files.", "signatures.", "signing.", "custody.", "redactions.", "time.",
    "trust.", "verdict.answer.",
  ]

  private let rules: [String: Rule]
  private let codes: Set<String>

  public init(packs: [RulePack]) {
    rules = Dictionary(
      packs.flatMap(\.rules).map { ("\($0.id)", $0) }, uniquingKeysWith: { first, _ in first })
    codes = Phrasebook.english.codes.filter { code in
      !code.hasSuffix(".next") && Self.verdictFamilies.contains { code.hasPrefix($0) }
    }
  }

  public func knows(_ name: String) -> Bool { rules[name] != nil || codes.contains(name) }

  /// What must be so; nil for the verifier's findings.
  public func statement(_ name: String, _ language: Language) -> String? {
    rules[name]?.statement.words(language)
  }

  /// How the flaw is cured: its own cure, or that of the first rule it raises.
  public func cure(of planted: PlantedCase.Planted, _ language: Language) -> String {
    planted.flaw.cure?.words(language)
      ?? planted.raises.lazy.compactMap { rules[$0.rule]?.cure.words(language) }.first ?? ""
  }

  /// The law and the standards behind a flaw, each once, in the order of its rules.
  public func citations(of planted: PlantedCase.Planted) -> [String] {
    var texts: [String] = []
    for finding in planted.raises {
      for citation in rules[finding.rule]?.citations ?? [] {
        let text = "\(citation.instrument), \(citation.article)"
        if !texts.contains(text) { texts.append(text) }
      }
    }
    return texts.isEmpty ? [Self.verdictCitation] : texts
  }

  /// What stands behind the verifier's layers.
  private static let verdictCitation = "ETSI EN 319 162-1 (ASiC), RFC 8493 (BagIt), RFC 9162 § 2.1"
}
