import Custody
import Integrity
import Testing

@testable import Redaction

@Suite struct ProfileTests {
  @Test("Five profiles come with the program, each rule with its law in both languages")
  func builtIn() throws {
    let profiles = try Profile.builtIn()
    #expect(
      profiles.map { "\($0.id)" } == [
        "mx-court", "mx-victims", "public-release", "us-discovery", "us-public-filing",
      ])
    var ids: Set<String> = []
    for profile in profiles {
      #expect(!profile.rules.isEmpty)
      for rule in profile.rules {
        #expect(ids.insert(rule.id).inserted, "\(rule.id)")
        #expect(!rule.reason.en.isEmpty && !rule.reason.es.isEmpty && !rule.reason.code.isEmpty)
        #expect(!rule.basis.law.isEmpty && rule.basis.url.hasPrefix("https://"))
        let target = rule.withhold
        #expect(target.roles != nil || target.identifiers != nil)
      }
    }
  }

  static func left(_ form: WithholdingForm, _ text: String) -> String {
    let bytes = Array(text.utf8)
    let hidden = ByteRanges(
      form.hidden(bytes[...], at: 100).map { $0.lowerBound - 100..<$0.upperBound - 100 })
    // What the seal can hide: whole leaves.
    let file = try? SealedFile(
      BytesInMemory(bytes), item: "I", segmenter: "txt-1", root: Digest(of: []),
      plain: Digest(of: bytes))
    let out = Sink()
    _ = try? file?.redacted(
      hidden, placeholder: { _, _ in Array("█".utf8) }, write: { out.bytes += $0 })
    return String(decoding: out.bytes, as: UTF8.self)
  }

  @Test("What a form leaves is exactly what the law lets stand")
  func forms() {
    #expect(Self.left(.initials, "Ana López Ruiz") == "A█ L█ R█")
    #expect(Self.left(.initials, "Élida Ñu") == "É█ Ñ█")
    #expect(Self.left(.lastFour, "123-45-6789") == "█6789")
    #expect(Self.left(.lastFour, "032180000118359719") == "█9719")
    #expect(Self.left(.lastFour, "4111 1111 1111 1234") == "█1234")
    #expect(Self.left(.lastFour, "12345") == "█")
    #expect(Self.left(.lastFour, "PEGJ850714HNLRRN08") == "█RN08")
    #expect(Self.left(.year, "1985-07-14") == "1985█")
    #expect(Self.left(.year, "14 de julio de 1985") == "█1985")
    #expect(Self.left(.year, "14/07/85") == "█")
    #expect(Self.left(.municipality, "32.51492, -117.03824") == "32.5█, -117.0█")
    #expect(Self.left(.municipality, "12 Main St, Laredo, TX 78040") == "█, Laredo, TX █")
    #expect(Self.left(.municipality, "Calle Hidalgo 731") == "█")
    #expect(Self.left(.full, "Ana López") == "█")
  }

  @Test("Of several rules the strictest form counts")
  func strictest() throws {
    let profile = try Profile(
      Array(
        """
        id: p
        version: 1.0.0
        title: {en: a, es: a}
        audience: {en: a, es: a}
        forums: []
        rules:
          - {id: one, withhold: {identifiers: [ssn]}, form: last-four, severity: block, reason: {code: a, en: a, es: a}, basis: {law: a, url: a}, authority: {en: a, es: a}, lift: {en: a, es: a}}
          - {id: two, withhold: {identifiers: [ssn]}, form: full, severity: block, reason: {code: b, en: a, es: a}, basis: {law: a, url: a}, authority: {en: a, es: a}, lift: {en: a, es: a}, expires: 2026-01-01}
        """.utf8), named: "p")
    let hit = Hit(
      range: 0..<1, source: "us.ssn", kind: "ssn", score: 100, isCheckFailed: false,
      isEvidence: false)
    #expect(profile.rule(for: hit, of: [])?.id == "two")
    // What has expired withholds nothing new.
    let text = BytesInMemory(Array("SSN 123-45-6789".utf8))
    #expect(
      try PlanMaker(profile, parties: [], on: "2026-11-24").decisions(for: text, .text, file: 1)
        .map(\.rule) == ["one"])
    #expect(
      try PlanMaker(profile, parties: [], on: "2025-11-24").decisions(for: text, .text, file: 1)
        .map(\.rule) == ["two"])
  }

  @Test("Columns and members are withheld by their names")
  func fields() throws {
    let table = Array("nombre,edad\n\"López, Ana\",12\nLuis,40\n".utf8)
    let cells = try FieldFinder.values(in: BytesInMemory(table), .table, named: ["nombre"])
    #expect(cells.map { String(decoding: table[$0], as: UTF8.self) } == ["\"López, Ana\"", "Luis"])
    let json = Array(
      "{\"v\":{\"nombre\" : \"Ana\",\"x\":[1,\"nombre\"]},\"nombre\":{\"a\":[1]}}".utf8)
    let members = try FieldFinder.values(in: BytesInMemory(json), .json, named: ["nombre"])
    #expect(
      members.map { String(decoding: json[$0], as: UTF8.self) } == ["\"Ana\"", "{\"a\":[1]}"])
  }

  @Test("A made-up name is the same throughout a release, and another for another audience")
  func pseudonyms() {
    let party = Party(id: "V-1", role: .minor, name: "Ana López")
    let one = Pseudonyms(secret: Digest(of: [1]), audience: "a")
    #expect(one.name(of: party, word: "MENOR") == one.name(of: party, word: "MENOR"))
    #expect(
      one.name(of: party, word: "M")
        != Pseudonyms(secret: Digest(of: [1]), audience: "b").name(of: party, word: "M"))
    #expect(
      one.name(of: party, word: "M")
        != Pseudonyms(secret: Digest(of: [2]), audience: "a").name(of: party, word: "M"))
    // RFC 4231, test case 2.
    #expect(
      KeyedHash.of(Array("what do ya want for nothing?".utf8), key: Array("Jefe".utf8)).description
        == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
  }

  @Test(
    "A plan that a person has broken is refused with the place",
    arguments: [
      "plan: 2", "- 1", "plan: 1\nitem: &a [*a]",
      "plan: 1\nitem: I\nprofile: p\nprofileVersion: 1\nprofileSHA256: x\nfiles: []\ndecisions:\n- {file: 1, at: 9-3, rule: r, form: full, decision: accept}",
    ])
  func brokenPlans(text: String) {
    #expect(throws: DetectorError.self) { try RedactionPlan(Array(text.utf8), named: "plan") }
  }

  @Test("A plan whose references unfold to 10^10 values is refused at once")
  func unfoldingPlan() {
    var text = "plan: 1\nitem: &l0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...9 {
      let references = Array(repeating: "*l\(level - 1)", count: 10).joined(separator: ", ")
      text += "l\(level): &l\(level) [\(references)]\n"
    }
    #expect(
      throws: DetectorError.malformed(name: "plan", detail: "> \(RedactionPlan.valueLimit)")
    ) { try RedactionPlan(Array(text.utf8), named: "plan") }
  }
}
