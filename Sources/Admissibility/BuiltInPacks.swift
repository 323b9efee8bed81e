public import Custody
import Dispatch
import Integrity

/// The packs that come with the program.
public enum BuiltInPacks {
  /// In the order of their ids.
  public static func all() throws -> [RulePack] { try packs.get() }

  /// Begins to read them while something else is done.
  public static func prefetch() {
    DispatchQueue.global().async { _ = packs }
  }

  private static let packs = Result { () throws -> [RulePack] in
    let names = Embedded.base64.keys.filter { $0.hasPrefix("packs/") }.sorted()
    // Reading YAML takes as long as checking a small case.
    return try ParallelWork(names, sliceSize: 1) { slice in
      try slice.map { try RulePack(Array(Texts.embedded($0).utf8), named: $0) }
    }.finish()
  }
}

extension [RulePack] {
  /// The rule of that id, and its pack.
  ///
  /// - Throws: ``PackError/ruleUnknown(id:)``.
  public func rule(_ id: RuleID) throws -> (pack: RulePack, rule: Rule) {
    for pack in self {
      if let rule = pack.rules.first(where: { $0.id == id }) { return (pack, rule) }
    }
    throw PackError.ruleUnknown(id: "\(id)")
  }
}
