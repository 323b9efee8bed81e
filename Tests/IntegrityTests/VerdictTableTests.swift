// From what was found in each layer to the two answers and the exit status, row by row.

import Integrity
import Phrasebook
import enum Phrasebook.ExitStatus
import Testing

/// One row: what is unlike a bundle in which everything passed, and what must be said of it.
struct VerdictRow: Sendable, CustomTestStringConvertible {
  enum Finding: Sendable {
    case failure(FailureEffect)
    case gap
    case nothingToCheck
    case silence
  }

  let findings: [VerdictLayer: Finding]
  let integrity: IntegrityAnswer
  let trust: TrustAnswer
  let exit: ExitStatus

  init(
    _ findings: [VerdictLayer: Finding], _ integrity: IntegrityAnswer, _ trust: TrustAnswer,
    _ exit: ExitStatus
  ) {
    self.findings = findings
    self.integrity = integrity
    self.trust = trust
    self.exit = exit
  }

  var verdict: Verdict {
    var verdict = Verdict()
    for layer in VerdictLayer.allCases {
      var result = LayerResult()
      result.checked = 1
      switch findings[layer] {
      case nil: break
      case .failure(let effect): result.failures = [VerdictFailure(effect, Phrase("test.failed"))]
      case .gap: result.notChecked = Phrase("test.gap")
      case .nothingToCheck:
        result.checked = 0
        result.notChecked = Phrase("test.nothing")
        result.leavesGap = false
      case .silence: result.checked = 0
      }
      verdict[layer] = result
    }
    return verdict
  }

  var testDescription: String {
    findings.isEmpty
      ? "all passed" : findings.map { "\($0.key): \($0.value)" }.sorted().joined(separator: ", ")
  }
}

@Suite struct VerdictTableTests {
  static let rows: [VerdictRow] = [
    VerdictRow([:], .intact, .trusted, .done),
    VerdictRow([.redactions: .nothingToCheck], .intact, .trusted, .done),
    // A failure anywhere that alters the whole, whatever else is well.
    VerdictRow([.container: .failure(.altered)], .altered, .trusted, .integrityFailed),
    VerdictRow([.files: .failure(.altered)], .altered, .trusted, .integrityFailed),
    VerdictRow([.signatures: .failure(.altered)], .altered, .trusted, .integrityFailed),
    VerdictRow([.time: .failure(.altered)], .altered, .trusted, .integrityFailed),
    VerdictRow([.custody: .failure(.altered)], .altered, .trusted, .integrityFailed),
    VerdictRow([.redactions: .failure(.altered)], .altered, .trusted, .integrityFailed),
    VerdictRow([.files: .failure(.incomplete)], .incomplete, .trusted, .integrityFailed),
    VerdictRow([.custody: .failure(.incomplete)], .incomplete, .trusted, .integrityFailed),
    // Altered outweighs incomplete.
    VerdictRow(
      [.files: .failure(.incomplete), .custody: .failure(.altered)], .altered, .trusted,
      .integrityFailed),
    // Trust is another question: the bundle stays intact.
    VerdictRow([.trust: .failure(.unknownSigner)], .intact, .unknownSigner, .trustNotMet),
    VerdictRow([.trust: .failure(.revoked)], .intact, .revoked, .trustNotMet),
    VerdictRow([.time: .failure(.unknownSigner)], .intact, .unknownSigner, .trustNotMet),
    VerdictRow(
      [.trust: .failure(.unknownSigner), .custody: .failure(.revoked)], .intact, .revoked,
      .trustNotMet),
    // A broken bundle by a stranger is broken first.
    VerdictRow(
      [.files: .failure(.altered), .trust: .failure(.unknownSigner)], .altered, .unknownSigner,
      .integrityFailed),
    // Gaps are said, and never pass.
    VerdictRow([.trust: .gap], .intact, .notEvaluated, .incomplete),
    VerdictRow([.custody: .gap], .intact, .trusted, .incomplete),
    VerdictRow([.time: .gap], .intact, .trusted, .incomplete),
    VerdictRow([.redactions: .gap], .intact, .trusted, .incomplete),
    VerdictRow([.custody: .gap, .trust: .failure(.revoked)], .intact, .revoked, .trustNotMet),
    VerdictRow([.files: .gap], .incomplete, .trusted, .integrityFailed),
    VerdictRow([.signatures: .gap], .incomplete, .trusted, .integrityFailed),
    VerdictRow([.container: .gap], .incomplete, .trusted, .integrityFailed),
    // A layer about which nothing is said was not passed.
    VerdictRow([.container: .silence], .altered, .trusted, .integrityFailed),
    VerdictRow([.files: .silence], .incomplete, .trusted, .integrityFailed),
    VerdictRow([.custody: .silence], .intact, .trusted, .incomplete),
    VerdictRow([.trust: .silence], .intact, .notEvaluated, .incomplete),
    VerdictRow([.redactions: .silence], .intact, .trusted, .incomplete),
  ]

  @Test("Findings decide both answers and the exit status", arguments: rows)
  func row(_ row: VerdictRow) {
    #expect(row.verdict.integrity == row.integrity)
    #expect(row.verdict.trust == row.trust)
    #expect(row.verdict.exitStatus == row.exit)
  }

  @Test(
    "Exit 0 needs every layer passed, or nothing there to check", arguments: VerdictLayer.allCases)
  func noSilentPass(layer: VerdictLayer) {
    let bad: [VerdictRow.Finding] = [
      .failure(.altered), .failure(.incomplete), .failure(.unknownSigner), .failure(.revoked),
      .gap, .silence,
    ]
    for finding in bad {
      let row = VerdictRow([layer: finding], .intact, .trusted, .done)
      #expect(row.verdict.exitStatus != .done, "\(layer): \(finding)")
    }
  }

  @Test("A layer's status is its failures, else its gap, else its count")
  func status() {
    var result = LayerResult()
    #expect(result.status == .failed)
    result.checked = 3
    #expect(result.status == .passed)
    result.notChecked = Phrase("test.gap")
    #expect(result.status == .notChecked)
    result.failures = [VerdictFailure(.altered, Phrase("test.failed"))]
    #expect(result.status == .failed)
  }
}
