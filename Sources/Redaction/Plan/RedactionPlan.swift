import BoundedYAML
public import Custody
import Integrity
import Foundation
import Yams

/// What a person decides to withhold of one item for one audience: a file to be read, changed and then applied.
public struct RedactionPlan: Decodable, Sendable {
  /// The most bytes of a plan, and decisions in it.
  static let byteLimit = 64 << 20
  static let decisionLimit = 500_000
  /// A decision has some ten names and as many values.
  static let valueLimit = 20 * decisionLimit

  /// Of the format: 1.
  public var plan = 1
  public var item: String
  public var profile: String
  public var profileVersion: String
  public var profileSHA256: String
  public var files: [FileDecision]
  public var decisions: [Decision]

  /// What becomes of one file.
  public struct FileDecision: Decodable, Sendable {
    public enum Action: String, Decodable, Sendable { case redact, give, withhold, decide }

    /// The file's place in the item, from 1.
    public var file: Int
    public var name: String?
    public var format: String
    public var action: Action
    public var note: String?

    public init(file: Int, name: String?, format: String, action: Action, note: String?) {
      self.file = file
      self.name = name
      self.format = format
      self.action = action
      self.note = note
    }
  }

  /// Something that is withheld, or is not.
  public struct Decision: Decodable, Sendable {
    public enum Word: String, Decodable, Sendable { case accept, reject, decide }

    public var file: Int
    /// Bytes of the file, such as `120-137`: from the first up to, not including, the second.
    public var at: String?
    /// Of a picture: left, top, right and bottom in pixels.
    public var box: [Int]?
    /// What stands there; without ``at`` every place where it stands.
    public var text: String?
    /// Which detector or party, and how sure it is.
    public var found: String?
    public var score: Int?
    public var rule: String
    public var form: WithholdingForm
    public var decision: Word

    public init(
      file: Int, at: String?, box: [Int]? = nil, text: String?, found: String?, score: Int?,
      rule: String, form: WithholdingForm, decision: Word
    ) {
      self.file = file
      self.at = at
      self.box = box
      self.text = text
      self.found = found
      self.score = score
      self.rule = rule
      self.form = form
      self.decision = decision
    }

    /// The bytes that ``at`` names.
    public var range: Range<Int>? {
      let parts = at?.split(separator: "-").compactMap { Int($0) } ?? []
      guard parts.count == 2, parts[0] >= 0, parts[0] < parts[1] else { return nil }
      return parts[0]..<parts[1]
    }
  }

  public init(
    item: ItemID, profile: Profile, files: [FileDecision], decisions: [Decision]
  ) {
    self.item = "\(item)"
    self.profile = "\(profile.id)"
    profileVersion = profile.version
    profileSHA256 = "\(profile.digest)"
    self.files = files
    self.decisions = decisions
  }

  /// Reads a plan that a person may have changed.
  ///
  /// - Throws: ``DetectorError/malformed(name:detail:)``, naming what does not fit.
  public init(_ bytes: [UInt8], named name: String) throws {
    guard bytes.count <= Self.byteLimit else {
      throw DetectorError.malformed(name: name, detail: "> \(Self.byteLimit)")
    }
    do {
      let text = String(decoding: bytes, as: UTF8.self)
      guard let node = try BoundedYAML.document(text, valueLimit: Self.valueLimit) else {
        throw DetectorError.malformed(name: name, detail: "> \(Self.valueLimit)")
      }
      self = try YAMLDecoder().decode(RedactionPlan.self, from: node)
    } catch let error as DetectorError {
      throw error
    } catch { throw DetectorError.malformed(name: name, detail: "\(error)") }
    guard plan == 1, decisions.count <= Self.decisionLimit else {
      throw DetectorError.malformed(name: name, detail: "plan: \(plan)")
    }
    for (number, decision) in decisions.enumerated() {
      let isPlaced = decision.range != nil || decision.text != nil || decision.box?.count == 4
      guard isPlaced, decision.at == nil || decision.range != nil else {
        throw DetectorError.malformed(name: name, detail: "decisions[\(number)].at")
      }
    }
  }

  /// The plan as a person edits it; texts stand in quotes, as in JSON.
  public var yaml: String {
    var lines = [
      "plan: \(plan)", "item: \(item)", "profile: \(Self.quoted(profile))",
      "profileVersion: \(Self.quoted(profileVersion))",
      "profileSHA256: \(Self.quoted(profileSHA256))",
      files.isEmpty ? "files: []" : "files:",
    ]
    for file in files {
      lines.append("- file: \(file.file)")
      lines += Self.line("name", file.name)
      lines += Self.line("format", file.format)
      lines.append("  action: \(file.action.rawValue)")
      lines += Self.line("note", file.note)
    }
    lines.append(decisions.isEmpty ? "decisions: []" : "decisions:")
    for decision in decisions {
      lines.append("- file: \(decision.file)")
      lines += decision.at.map { ["  at: \($0)"] } ?? []
      lines += decision.box.map { ["  box: \($0)"] } ?? []
      lines += Self.line("text", decision.text)
      lines += Self.line("found", decision.found)
      lines += decision.score.map { ["  score: \($0)"] } ?? []
      lines += Self.line("rule", decision.rule)
      lines.append("  form: \(decision.form.rawValue)")
      lines.append("  decision: \(decision.decision.rawValue)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func line(_ name: String, _ text: String?) -> [String] {
    text.map { ["  \(name): \(quoted($0))"] } ?? []
  }

  private static func quoted(_ text: String) -> String { JSON.string(text).text }
}
