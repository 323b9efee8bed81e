import BoundedYAML
import Custody
import Foundation
import Integrity
import Phrasebook
import Yams

extension RulePack {
  /// The most bytes of a pack, rules in it, rows of an example, and values in its YAML.
  static let byteLimit = 2 << 20
  static let ruleLimit = 500
  static let exampleRowLimit = 200
  static let valueLimit = 100_000

  /// Reads a pack; `name` is what errors call it.
  ///
  /// - Throws: ``PackError`` when it is not one.
  public init(_ bytes: [UInt8], named name: String) throws {
    guard bytes.count <= Self.byteLimit else {
      throw PackError.tooLarge(name: name, limit: Self.byteLimit)
    }
    let text = String(decoding: bytes, as: UTF8.self)
    let file: PackFile
    do {
      guard let node = try BoundedYAML.document(text, valueLimit: Self.valueLimit) else {
        throw PackError.malformed(name: name, detail: "> \(Self.valueLimit)")
      }
      if let unknown = node.firstUnknownKey {
        throw PackError.malformed(name: name, detail: unknown)
      }
      file = try YAMLDecoder().decode(PackFile.self, from: node)
    } catch let error as PackError {
      throw error
    } catch let error as DecodingError {
      throw PackError.malformed(name: name, detail: error.place)
    } catch {
      throw PackError.malformed(name: name, detail: "\(error)")
    }
    guard file.rules.count <= Self.ruleLimit else {
      throw PackError.malformed(name: name, detail: "rules > \(Self.ruleLimit)")
    }
    var seen: Set<RuleID> = []
    for rule in file.rules {
      guard seen.insert(rule.id).inserted else {
        throw PackError.malformed(name: name, detail: "\(rule.id) 2×")
      }
      for rows in [rule.passes, rule.fails] {
        guard rows.values.reduce(0, { $0 + $1.count }) <= Self.exampleRowLimit else {
          throw PackError.malformed(name: name, detail: "\(rule.id) > \(Self.exampleRowLimit)")
        }
      }
    }
    id = file.id
    version = file.version
    forums = file.forums
    title = file.title
    rules = file.rules
    digest = Digest(of: bytes)
  }
}

private struct PackFile: Decodable {
  let id: PackID
  let version: String
  let forums: [Forum]
  let title: PairedText
  let rules: [Rule]
}

extension Node {
  /// A key that a pack or a rule does not have: most likely a slip of the pen.
  fileprivate var firstUnknownKey: String? {
    let own = ["id", "version", "forums", "title", "rules"]
    let ofRules = Rule.CodingKeys.allCases.map(\.rawValue)
    if let key = unknownKey(own) { return key }
    for rule in self["rules"]?.array() ?? [] {
      if let key = rule.unknownKey(ofRules) { return "\(rule["id"]?.string ?? "rules").\(key)" }
    }
    return nil
  }

  private func unknownKey(_ known: [String]) -> String? {
    mapping?.keys.compactMap(\.string).first { !known.contains($0) }
  }
}

extension DecodingError {
  /// Where in the file it went wrong, and how.
  fileprivate var place: String {
    let context: Context
    switch self {
    case .dataCorrupted(let found), .keyNotFound(_, let found), .typeMismatch(_, let found),
      .valueNotFound(_, let found):
      context = found
    @unknown default: return "\(self)"
    }
    var path = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }
    if case .keyNotFound(let key, _) = self { path.append(key.stringValue) }
    return path.joined(separator: ".") + ": " + context.debugDescription
  }
}
