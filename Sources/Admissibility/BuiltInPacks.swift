import Foundation
public import Custody

/// The packs that come with the program.
public enum BuiltInPacks {
  /// In the order of their ids.
  public static func all() throws -> [RulePack] { try packs.get() }

  private static let packs = Result { () throws -> [RulePack] in
    try Embedded.base64.filter { $0.key.hasPrefix("packs/") }.sorted { $0.key < $1.key }.map {
      guard let data = Data(base64Encoded: $0.value) else {
        throw PackError.unknown(id: $0.key)
      }
      return try RulePack(Array(data), named: $0.key)
    }
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
