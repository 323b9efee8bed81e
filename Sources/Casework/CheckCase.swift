// Asking of a case what courts ask: the check itself, its record, what changed since, and persons' statements.

public import Admissibility
public import Custody
import Foundation
import Integrity
import Ledger
import OfficeStore
import Signing

extension Office {
  /// The packs that come with the program, and those at `paths`.
  ///
  /// A pack at a path stands for the built-in one of the same id.
  public static func rulePacks(and paths: [String] = []) throws -> [RulePack] {
    let own = try paths.map { try rulePack(at: $0) }
    let replaced = Set(own.map(\.id))
    return try BuiltInPacks.all().filter { !replaced.contains($0.id) } + own
  }

  /// Reads one pack.
  public static func rulePack(at path: String) throws -> RulePack {
    guard let data = try? Data(contentsOf: URL(filePath: path)) else {
      throw PackError.unreadable(path: path)
    }
    return try RulePack(Array(data), named: path)
  }

  /// Asks a case what the packs of `forums` ask; nothing is recorded.
  ///
  /// `forums`: empty for those of the case.
  public func check(
    _ caseID: CaseID, forums: [Forum], with packs: @escaping () throws -> [RulePack]
  ) throws -> CheckReport {
    let record = try caseFile(caseID)
    let asked = forums.isEmpty ? record.forums : forums
    guard !asked.isEmpty else { throw CaseworkError.forumNotChosen(caseID) }
    return try Checker(forums: asked, packs: packs).check(caseSource(caseID))
  }

  /// Where rules and papers find what they ask about.
  func caseSource(_ caseID: CaseID) throws -> CaseSource {
    let validities = try allCertificates().map { digest, certificate in
      CertificateValidity(
        certificate: digest, algorithm: try VerifyingKey(certificate).algorithm.rawValue,
        notBefore: certificate.notBefore, notAfter: certificate.notAfter)
    }
    return CaseSource(
      path: layout.database.path, caseID: try caseFile(caseID).id, certificates: validities,
      now: workplace.now())
  }

  /// Asks a case the same, and records that it was done.
  public func checkOnRecord(
    _ caseID: CaseID, forums: [Forum], with packs: @escaping () throws -> [RulePack],
    by person: PersonID?
  ) throws -> CheckReport {
    let actor = try beginActing(person)
    let report = try check(caseID, forums: forums, with: packs)
    try record(report, by: actor.take())
    return report
  }

  /// Keeps a check's report, and records that it was made: with which packs, and how it came out.
  @discardableResult
  private func record(_ report: CheckReport, by actor: ActingPerson) throws -> RecordedEvent {
    let bytes = report.json.bytes
    let digest = Digest(of: bytes)
    try FileManager.default.createDirectory(
      at: layout.checks, withIntermediateDirectories: true)
    try SafeFile.write(bytes, to: layout.check(digest).path)
    var facts = Facts()
    facts[.forums] = report.forums
    facts[.packs] = report.packs
    facts[.rulesMet] = report.count(.met)
    facts[.rulesNotMet] = report.count(.notMet)
    facts[.rulesToJudge] = report.count(.toJudge)
    facts[.rulesNotAssessable] = report.count(.notAssessable)
    facts[.report] = digest
    return try record(
      Act(.checkRun, in: report.caseID, facts, under: Circumstance(at: report.at)), by: actor)
  }

  /// The recorded checks of a case, oldest first.
  ///
  /// - Throws: ``PackError/report(detail:)`` when a report is gone or is not what was recorded.
  public func checks(of caseID: CaseID, newest limit: Int) throws -> [CheckReport] {
    _ = try caseFile(caseID)
    let digests = try database.read { db in
      let rows = LedgerRows(db)
      return try EventRecord.all(ofType: .checkRun, in: caseID, db).suffix(limit).compactMap {
        try rows.event(at: $0.entry).event[.report]
      }
    }
    return try digests.map { digest in
      let url = layout.check(digest)
      guard let data = try? Data(contentsOf: url), Digest(of: Array(data)) == digest,
        let json = try? JSON(parsing: Array(data))
      else { throw PackError.report(detail: url.lastPathComponent) }
      return try CheckReport(json)
    }
  }

  /// Records what a person states for a rule that asks for it.
  ///
  /// - Throws: ``CaseworkError/notAnAttestation(_:)`` when the rule asks for no statement.
  @discardableResult
  public func attest(
    _ rule: RuleID, of packs: [RulePack], _ statement: String, in caseID: CaseID,
    about items: [ItemID], under circumstance: Circumstance, by actor: ActingPerson
  ) throws -> RecordedEvent {
    guard try packs.rule(rule).rule.mode == .attestation else {
      throw CaseworkError.notAnAttestation(rule)
    }
    var facts = Facts()
    facts[.ruleID] = rule
    facts[.statement] = statement
    return try record(
      Act(
        .checkAttest, on: items, in: caseID, facts, under: circumstance,
        requiring: [.caseOpen(caseID)]), by: actor)
  }
}
