// What a verification looked at and what came of it. There is no overall Bool: "nothing wrong found" and
// "nothing looked at" must not read alike.

public import Phrasebook

/// The layers of a bundle, in the order in which they are judged.
public enum VerdictLayer: String, CaseIterable, Sendable {
  case container, files, signatures, trust, time, custody, redactions
}

/// What a failed check says of the whole.
public enum FailureEffect: String, Sendable {
  /// Something is not as it was signed.
  case altered
  /// Something that was signed is not there.
  case incomplete
  /// Sound, but by nobody whom the verifier chose to trust.
  case unknownSigner
  /// Signed with a key that its authority had revoked.
  case revoked
}

/// One failed check, worded by its phrase.
public struct VerdictFailure: Hashable, Sendable {
  public let effect: FailureEffect
  public let phrase: Phrase

  public init(_ effect: FailureEffect, _ phrase: Phrase) {
    self.effect = effect
    self.phrase = phrase
  }
}

/// What was found in one layer.
public struct LayerResult: Hashable, Sendable {
  public enum Status: String, Sendable {
    case passed = "PASS"
    case failed = "FAIL"
    case notChecked = "NOT CHECKED"
  }

  /// How many things were checked, passed or not.
  public var checked = 0
  public var failures: [VerdictFailure] = []
  /// What is worth knowing and is no failure, such as the names of signers.
  public var notes: [Phrase] = []
  /// Why the layer could not be checked, or not in full.
  public var notChecked: Phrase?
  /// Whether ``notChecked`` leaves the verdict incomplete; false when there was nothing that needed checking.
  public var leavesGap = true

  public init() {}

  /// Nothing checked and nothing said about it is a failure, never a pass.
  public var status: Status {
    if !failures.isEmpty { return .failed }
    if notChecked != nil { return .notChecked }
    return checked > 0 ? .passed : .failed
  }
}

/// Whether the bundle is as it was signed.
public enum IntegrityAnswer: String, Sendable {
  case intact = "INTACT"
  case altered = "ALTERED"
  case incomplete = "INCOMPLETE"
}

/// Whether it was signed by somebody whom the verifier chose to trust.
public enum TrustAnswer: String, Sendable {
  case trusted = "TRUSTED"
  case unknownSigner = "UNKNOWN SIGNER"
  case revoked = "REVOKED"
  case notEvaluated = "NOT EVALUATED"
}

/// The outcome of verifying one bundle: seven layers and two separate answers.
public struct Verdict: Sendable {
  private var results: [VerdictLayer: LayerResult] = [:]

  public init() {}

  public subscript(layer: VerdictLayer) -> LayerResult {
    get { results[layer] ?? LayerResult() }
    set { results[layer] = newValue }
  }

  private var failures: [VerdictFailure] {
    VerdictLayer.allCases.flatMap { self[$0].failures }
  }

  public var integrity: IntegrityAnswer {
    let effects = Set(failures.map(\.effect))
    if effects.contains(.altered) || self[.container].status == .failed { return .altered }
    if effects.contains(.incomplete) { return .incomplete }
    let unchecked = [VerdictLayer.container, .files, .signatures].contains {
      self[$0].status != .passed
    }
    return unchecked ? .incomplete : .intact
  }

  public var trust: TrustAnswer {
    let effects = Set(failures.map(\.effect))
    if effects.contains(.revoked) { return .revoked }
    if effects.contains(.unknownSigner) { return .unknownSigner }
    return self[.trust].status == .passed ? .trusted : .notEvaluated
  }

  /// 1 not intact · 3 trust not met · 5 something left unchecked · 0 all checked and sound.
  public var exitStatus: ExitStatus {
    guard integrity == .intact else { return .integrityFailed }
    guard trust == .trusted || trust == .notEvaluated else { return .trustNotMet }
    let gap = VerdictLayer.allCases.contains {
      self[$0].status != .passed && (self[$0].status == .failed || self[$0].leavesGap)
    }
    return gap ? .incomplete : .done
  }
}
