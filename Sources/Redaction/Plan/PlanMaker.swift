/// Proposes what to withhold of a file.
public struct PlanMaker: Sendable {
  /// From this score on a hit is proposed to be accepted; below it a person decides.
  public static let sureScore = 90

  private let profile: Profile
  private let parties: [Party]
  private let scanner: IdentifierScanner

  private let day: String

  /// `day`: today, as `2026-11-24`: a rule that has expired withholds nothing new.
  public init(_ profile: Profile, parties: [Party], on day: String) {
    self.profile = profile
    self.day = day
    self.parties = parties
    scanner = IdentifierScanner(parties: parties)
  }

  /// What the profile withholds of a text, hit by hit.
  public func decisions(
    for bytes: any SealBytes, _ layout: IdentifierScanner.Layout, file: Int
  ) throws -> [RedactionPlan.Decision] {
    var decisions: [RedactionPlan.Decision] = []
    for hit in try scanner.hits(in: bytes, layout) {
      guard let rule = profile.rule(for: hit, of: parties, on: day) else { continue }
      let text = String(decoding: try bytes.read(hit.range), as: UTF8.self)
      decisions.append(
        RedactionPlan.Decision(
          file: file, at: "\(hit.range.lowerBound)-\(hit.range.upperBound)", text: text,
          found: hit.source, score: hit.score, rule: rule.id, form: rule.form,
          decision: hit.score >= Self.sureScore ? .accept : .decide))
    }
    for rule in profile.rules where rule.isInForce(on: day) {
      let names = Set((rule.withhold.fields ?? []).map { $0.lowercased() })
      guard !names.isEmpty else { continue }
      for range in try FieldFinder.values(in: bytes, layout, named: names) {
        let text = try bytes.read(range)
        let at = "\(range.lowerBound)-\(range.upperBound)"
        guard !text.isEmpty, !decisions.contains(where: { $0.at == at }) else { continue }
        decisions.append(
          RedactionPlan.Decision(
            file: file, at: at, text: String(decoding: text, as: UTF8.self), found: "field",
            score: 100, rule: rule.id, form: rule.form, decision: .accept))
      }
    }
    return decisions
  }
}
