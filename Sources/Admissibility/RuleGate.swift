// What a rule may do: read the documented tables with harmless functions, for a limited time.

import CSQLite

/// SQLite's authorizer, limits and step counter for one connection, which must not outlive it.
final class RuleGate {
  /// SQLite's own steps that one query may take: some seconds.
  static let stepLimit = 400_000_000
  /// Steps between two looks at the counter.
  private static let stepCount: Int32 = 100_000
  /// The longest text that a query may build, in bytes.
  private static let textByteLimit: Int32 = 1 << 20

  /// Functions that look at nothing but their arguments, and take little memory.
  static let functions: Set<String> = [
    "abs", "avg", "coalesce", "count", "date", "format", "group_concat", "ifnull", "iif", "instr",
    "julianday", "lag", "lead", "length", "like", "lower", "ltrim", "max", "min", "nullif",
    "printf", "rank", "replace", "round", "row_number", "rtrim", "substr", "sum", "total", "trim",
    "typeof", "unixepoch", "upper",
  ]

  private var stepsLeft = 0
  /// What was refused last; nil when nothing was.
  private(set) var refusal: String?

  /// Puts the limits in place; from then on nothing else is possible on the connection.
  func close(_ connection: OpaquePointer) {
    for (kind, limit) in [
      (SQLITE_LIMIT_LENGTH, Self.textByteLimit), (SQLITE_LIMIT_COLUMN, 100),
      (SQLITE_LIMIT_EXPR_DEPTH, 100), (SQLITE_LIMIT_COMPOUND_SELECT, 20),
      (SQLITE_LIMIT_VDBE_OP, 25_000), (SQLITE_LIMIT_FUNCTION_ARG, 16),
      (SQLITE_LIMIT_ATTACHED, 0), (SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 200),
      (SQLITE_LIMIT_VARIABLE_NUMBER, 0), (SQLITE_LIMIT_TRIGGER_DEPTH, 1),
    ] {
      sqlite3_limit(connection, kind, limit)
    }
    let context = Unmanaged.passUnretained(self).toOpaque()
    sqlite3_set_authorizer(connection, authorize, context)
    sqlite3_progress_handler(connection, Self.stepCount, countSteps, context)
  }

  /// Gives the next query its steps.
  func refill() {
    stepsLeft = Self.stepLimit
    refusal = nil
  }

  fileprivate func allows(_ action: Int32, _ first: String?, _ second: String?) -> Bool {
    switch action {
    case SQLITE_SELECT: return true
    case SQLITE_READ:
      // SQLite's own tables hold the schema; everything else here is documented.
      if let first, !first.lowercased().hasPrefix("sqlite_") { return true }
      refusal = "\(first ?? "?") ✗"
    case SQLITE_FUNCTION:
      if let second, Self.functions.contains(second.lowercased()) { return true }
      refusal = "\(second ?? "?")() ✗"
    case SQLITE_RECURSIVE: refusal = "WITH RECURSIVE ✗"
    default: refusal = "SQL #\(action) \(first ?? "") ✗"
    }
    return false
  }

  fileprivate func mayGoOn() -> Bool {
    stepsLeft -= Int(Self.stepCount)
    if stepsLeft <= 0 { refusal = "> \(Self.stepLimit) VDBE" }
    return stepsLeft > 0
  }
}

private func authorize(
  _ context: UnsafeMutableRawPointer?, _ action: Int32, _ first: UnsafePointer<CChar>?,
  _ second: UnsafePointer<CChar>?, _: UnsafePointer<CChar>?, _: UnsafePointer<CChar>?
) -> Int32 {
  guard let context else { return SQLITE_DENY }
  let gate = Unmanaged<RuleGate>.fromOpaque(context).takeUnretainedValue()
  let isAllowed = gate.allows(
    action, first.map { String(cString: $0) }, second.map { String(cString: $0) })
  return isAllowed ? SQLITE_OK : SQLITE_DENY
}

private func countSteps(_ context: UnsafeMutableRawPointer?) -> Int32 {
  guard let context else { return 1 }
  return Unmanaged<RuleGate>.fromOpaque(context).takeUnretainedValue().mayGoOn() ? 0 : 1
}
