import Integrity
import Phrasebook
import Signing

/// Judges whether those whom the verifier chose vouch for the signers, the clocks and the ledger.
struct TrustCheck {
  private let trust: TrustMaterial?

  init(_ trust: TrustMaterial?) { self.trust = trust }

  func result(
    _ signatures: [FoundSignature], _ archives: [FoundTimestamp], _ custody: CustodyFindings
  ) -> LayerResult {
    var layer = LayerResult()
    guard let trust else {
      layer.notChecked = Phrase("trust.notChosen")
      return layer
    }
    for found in signatures {
      let signature = found.signature
      let time = signature.timestamp?.time ?? signature.signingTime
      judge(
        trust.anchors.judge(
          signature.certificate, intermediates: signature.intermediates, at: time, for: .signing),
        found.name, signature.certificate, &layer)
      if let token = signature.timestamp { judge(token, found.name, trust, &layer) }
    }
    for archive in archives { judge(archive.token, archive.name, trust, &layer) }
    for signer in custody.signers {
      for time in [signer.firstSigned, signer.lastSigned] {
        judge(
          trust.anchors.judge(
            signer.certificate, intermediates: custody.certificates, at: time, for: .signing),
          BundleLayout.events, signer.certificate, &layer)
      }
    }
    for checkpoint in custody.checkpoints {
      layer.checked += 1
      if case .failed(let phrase) = checkpoint.standing {
        layer.failures.append(VerdictFailure(.unknownSigner, phrase))
      }
    }
    return layer
  }

  private func judge(
    _ token: TimestampToken, _ name: String, _ trust: TrustMaterial, _ layer: inout LayerResult
  ) {
    judge(
      trust.anchors.judge(
        token.certificate, intermediates: token.intermediates, at: token.time, for: .timestamping),
      name, token.certificate, &layer)
  }

  private func judge(
    _ judgement: PathJudgement, _ name: String, _ certificate: Certificate,
    _ layer: inout LayerResult
  ) {
    layer.checked += 1
    let facts = ["name": name, "subject": certificate.subject]
    switch judgement {
    case .trusted: break
    case .revoked: add(VerdictFailure(.revoked, Phrase("trust.revoked", facts)), &layer)
    case .untrusted(let reason):
      let all = reason.facts.merging(facts) { first, _ in first }
      add(VerdictFailure(.unknownSigner, Phrase(reason.code, all)), &layer)
    }
  }

  private func add(_ failure: VerdictFailure, _ layer: inout LayerResult) {
    if !layer.failures.contains(failure) { layer.failures.append(failure) }
  }
}
