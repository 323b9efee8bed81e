import Custody
import Integrity
import Phrasebook
import Signing

/// Judges when it was signed, by whose clock, and whether the clocks agree.
struct TimeCheck {
  /// How far a signer's own clock may be from the timestamp's, in seconds.
  static let tolerance: Int64 = 24 * 60 * 60

  private(set) var result = LayerResult()

  init(_ signatures: [FoundSignature], _ archives: [FoundTimestamp]) {
    for found in signatures { examine(found) }
    for archive in archives { examine(archive.token, archive.name) }
    if result.checked == 0 {
      result.failures.append(VerdictFailure(.altered, Phrase("time.none")))
    }
  }

  private mutating func fail(
    _ code: String, _ name: String, _ effect: FailureEffect = .altered
  ) {
    result.failures.append(VerdictFailure(effect, Phrase(code, ["name": name])))
  }

  private mutating func examine(_ found: FoundSignature) {
    guard let token = found.signature.timestamp else { return fail("time.missing", found.name) }
    if !found.signature.isTimestampOverSignature { fail("time.ofOther", found.name) }
    if abs(token.time - found.signature.signingTime) > Self.tolerance {
      fail("time.disagrees", found.name)
    }
    if !found.signature.certificate.isInForce(at: token.time) {
      // No byte is another: nobody vouched for the signer any more, or not yet.
      fail("time.outsideValidity", found.name, .unknownSigner)
    }
    examine(token, found.name)
  }

  private mutating func examine(_ token: TimestampToken, _ name: String) {
    result.checked += 1
    for problem in token.problems {
      result.failures.append(
        VerdictFailure(
          .altered, Phrase(problem.code, problem.facts.merging(["name": name]) { $1 })))
    }
    let moment = Moment(unixSeconds: token.time)
    result.notes.append(
      Phrase(
        "time.stamped",
        ["name": name, "at": "\(moment)", "subject": token.certificate.subject]))
  }
}
