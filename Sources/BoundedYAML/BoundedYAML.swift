public import Yams

/// YAML of people whom we do not know: rule packs, redaction profiles and plans, mock cases.
public enum BoundedYAML {
  /// The document in `text`, its scalars as they are written.
  ///
  /// Nil when there is none, or when it unfolds to more than `valueLimit` values: a reference (`*name`) stands for all that
  /// it names, so that a few lines can be a thousand million values. They are counted before anything is made of them.
  ///
  /// - Throws: what the parser says of a text that is no YAML.
  public static func document(_ text: String, valueLimit: Int) throws -> Node? {
    var budget = valueLimit
    guard let node = try Yams.compose(yaml: text, .basic), node.fits(&budget) else { return nil }
    return node
  }
}

extension Node {
  /// Whether the node and all below it are no more than `budget` values, which it uses up.
  fileprivate func fits(_ budget: inout Int) -> Bool {
    budget -= 1
    guard budget >= 0 else { return false }
    switch self {
    case .scalar, .alias: return true
    case .sequence(let sequence): return sequence.allSatisfy { $0.fits(&budget) }
    case .mapping(let mapping):
      return mapping.allSatisfy { $0.key.fits(&budget) && $0.value.fits(&budget) }
    }
  }
}
