public import Phrasebook

/// Why a rule pack, or a rule of one, cannot be used.
public enum PackError: Error, Equatable, Sendable {
  case unknown(id: String)
  case ruleUnknown(id: String)
  case paperUnknown(id: String)
  case unreadable(path: String)
  case tooLarge(name: String, limit: Int)
  case malformed(name: String, detail: String)
  /// SQLite refused the rule's query, or what it asks for is not allowed.
  case query(rule: String, detail: String)
  /// The office's database could not be read for the check.
  case office(detail: String)
  /// A report of an earlier check is not one.
  case report(detail: String)
}

extension PackError: ExplainedError {
  public var problem: Phrase {
    switch self {
    case .unknown(let id): Phrase("rules.packUnknown", ["id": id])
    case .ruleUnknown(let id): Phrase("rules.ruleUnknown", ["id": id])
    case .paperUnknown(let id): Phrase("rules.paperUnknown", ["id": id])
    case .unreadable(let path): Phrase("rules.unreadable", ["path": path])
    case .tooLarge(let name, let limit):
      Phrase("rules.tooLarge", ["name": name, "limit": "\(limit)"])
    case .malformed(let name, let detail):
      Phrase("rules.malformed", ["name": name, "detail": detail])
    case .query(let rule, let detail): Phrase("rules.query", ["rule": rule, "detail": detail])
    case .office(let detail): Phrase("rules.office", ["detail": detail])
    case .report(let detail): Phrase("rules.report", ["detail": detail])
    }
  }

  public var exitStatus: ExitStatus { .usage }
}
