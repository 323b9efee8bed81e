public import Integrity

/// Which log keys a verifier trusts, and which witnesses must have seen a checkpoint.
///
///     log precinto.example/mx+530d903a+ARpc…
///     witness w1 witness.example/w1+0f0e…+BB…
///     quorum w1
///
/// - Source: C2SP tlog-policy.
public struct LogPolicy: Hashable, Sendable {
  static let sizeLimit = 64 * 1024
  static let nameLimit = 256

  public let logs: [NoteKey]
  private let witnesses: [String: NoteKey]
  private let groups: [String: Group]
  private let quorum: String

  private struct Group: Hashable, Sendable {
    let threshold: Int
    let members: [String]
  }

  /// A policy that trusts one log and asks for no witness.
  public init(log: NoteKey) {
    logs = [log]
    witnesses = [:]
    groups = [:]
    quorum = "none"
  }

  /// Returns nil for a line that is not understood: a policy half read is no policy.
  public init?(parsing text: String) {
    guard text.utf8.count <= Self.sizeLimit else { return nil }
    var logs: [NoteKey] = []
    var witnesses: [String: NoteKey] = [:]
    var groups: [String: Group] = [:]
    var quorum: String?
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      let words = line.split { $0 == " " || $0 == "\t" }.map(String.init)
      switch (words.first, words.count) {
      case (nil, _): continue
      case ("log", 2...3):
        guard let key = NoteKey(parsing: words[1]) else { return nil }
        logs.append(key)
      case ("witness", 3...4):
        guard let key = NoteKey(parsing: words[2]), key.kind == .cosignature,
          witnesses[words[1]] == nil
        else { return nil }
        witnesses[words[1]] = key
      case ("group", 4...Self.nameLimit):
        let members = Array(words[3...])
        let known = members.allSatisfy { witnesses[$0] != nil || groups[$0] != nil }
        let threshold = ["any": 1, "all": members.count][words[2]] ?? Int(words[2])
        guard known, let threshold, (1...members.count).contains(threshold) else { return nil }
        groups[words[1]] = Group(threshold: threshold, members: members)
      case ("quorum", 2) where quorum == nil: quorum = words[1]
      default: return nil
      }
    }
    guard !logs.isEmpty, let quorum,
      quorum == "none" || witnesses[quorum] != nil || groups[quorum] != nil
    else { return nil }
    (self.logs, self.witnesses, self.groups, self.quorum) = (logs, witnesses, groups, quorum)
  }

  /// The text of a policy without witnesses.
  public var text: String {
    logs.map { "log \($0)\n" }.joined() + "quorum \(quorum)\n"
  }

  /// What a signed checkpoint is worth under this policy.
  public enum Judgement: Hashable, Sendable {
    case trusted(witnesses: Int)
    /// A signature that claims to be by a trusted key is not.
    case forged
    /// No trusted log signed it.
    case unknownLog
    /// Too few of the witnesses that the policy asks for have seen it.
    case tooFewWitnesses
  }

  public func judge(_ note: SignedNote) -> Judgement {
    let keys = logs + witnesses.values
    guard let signers = note.signers(among: keys) else { return .forged }
    let signed = Set(signers.compactMap { $0 as? NoteKey })
    guard logs.contains(where: signed.contains) else { return .unknownLog }
    guard quorum == "none" || isMet(quorum, signed) else { return .tooFewWitnesses }
    return .trusted(witnesses: witnesses.values.filter(signed.contains).count)
  }

  private func isMet(_ name: String, _ signed: Set<NoteKey>) -> Bool {
    if let witness = witnesses[name] { return signed.contains(witness) }
    guard let group = groups[name] else { return false }
    return group.members.filter { isMet($0, signed) }.count >= group.threshold
  }
}
