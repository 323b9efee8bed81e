import BoundedYAML
import Custody
public import Foundation
import Integrity
public import Phrasebook
import Yams

/// A story over real evidence files, played with real commands; see `schemas/mock-case.json`.
public struct MockCase: Sendable, Decodable {
  /// One thing that happens: a command, something carried to another place, or an attack.
  public struct Step: Sendable, Decodable {
    /// By which flaws find it; nil for steps that none changes.
    public let id: String?
    /// What the teller says before it; nil to go on with the same scene.
    public internal(set) var says: PairedText?
    /// When it happens (RFC 3339 with offset): the story's clock is set to it.
    public internal(set) var at: String?
    /// When it is by the timestamp authority's clock (the same form), where the story's is wrong.
    public internal(set) var stamped: String?
    /// The folder in which the command is typed, from the story's own; nil for that itself.
    public let place: String?
    /// The command line as a person types it.
    public internal(set) var run: String?
    /// The exit status that it must have.
    public let ends: Int32?
    public let carry: Move?
    /// Copies a file with the lowest bit of its middle byte changed.
    public let flip: Move?
    public let forge: Forgery?

    /// What time it is; nil when the story does not say it.
    var clocks: StoryClocks? {
      guard let office = at.flatMap({ Moment($0) }) else { return nil }
      guard let stamped else { return StoryClocks(office: office) }
      return Moment(stamped).map { StoryClocks(office: office, timestamps: $0) }
    }

    /// What happens, as a line of a shell.
    var line: String {
      let moved = carry.map { "cp -r \($0.from) \($0.to)" }
      let flipped = flip.map { "cp \($0.from) \($0.to)   # + 1 bit" }
      let forged = forge.map { "cp \($0.from) \($0.to)   # \($0.entry): \($0.cut.rawValue)" }
      return run ?? moved ?? flipped ?? forged ?? ""
    }

    private enum CodingKeys: String, CodingKey {
      case id, says, at, stamped, run, ends, carry, flip, forge
      case place = "in"
    }
  }

  /// From one path to another, in the story's folder.
  public struct Move: Sendable, Hashable, Decodable {
    public let from: String
    public let to: String
  }

  /// A story is text: more than this is none.
  static let byteLimit = 1_000_000
  static let valueLimit = 100_000

  public let id: String
  public let title: PairedText
  /// That all of it is fictional.
  public let warning: PairedText
  public internal(set) var steps: [Step]
  public let ending: PairedText
  /// What makes it a lesson; nil for the demonstration.
  public let exercise: Exercise?
  /// The SHA-256 of the text it was read from.
  private(set) var digest = Digest(of: [])

  private enum CodingKeys: String, CodingKey {
    case id, title, warning, steps, ending, exercise
  }

  /// The case of that name that is built in.
  public init(builtIn id: String) throws {
    let base64 = Embedded.base64["cases/\(id).yaml"] ?? Embedded.base64["\(id)/case.yaml"]
    guard let data = base64.flatMap({ Data(base64Encoded: $0) }) else {
      throw MockCaseError.unknown(id: id)
    }
    try self.init(reading: data, named: id)
  }

  /// A case that an author wrote; `name` is for messages.
  public init(reading data: Data, named name: String) throws {
    guard data.count <= Self.byteLimit else {
      throw MockCaseError.malformed(id: name, detail: "> \(Self.byteLimit) B")
    }
    do {
      let text = String(decoding: data, as: UTF8.self)
      guard let node = try BoundedYAML.document(text, valueLimit: Self.valueLimit) else {
        throw MockCaseError.malformed(id: name, detail: "> \(Self.valueLimit)")
      }
      let unknown = CaseForm.mockCase.unknownKeys(in: node)
      guard unknown.isEmpty else {
        throw MockCaseError.malformed(id: name, detail: unknown.joined(separator: ", "))
      }
      self = try YAMLDecoder().decode(MockCase.self, from: node)
      digest = Digest(of: Array(data))
    } catch let error as MockCaseError {
      throw error
    } catch {
      throw MockCaseError.malformed(id: name, detail: "\(error)")
    }
    if let format = exercise?.format, format > Exercise.format {
      throw MockCaseError.newer(id: name, format: format)
    }
    if let fault = fault() { throw MockCaseError.malformed(id: name, detail: fault) }
  }

  /// What would make it dangerous or impossible to play.
  private func fault() -> String? {
    let moves = steps.flatMap { step in
      let forged = step.forge.map { [$0.from, $0.to] } ?? []
      return [step.carry, step.flip].compactMap(\.self).flatMap { [$0.from, $0.to] } + forged
        + [step.place].compactMap(\.self)
    }
    let names = exercise.map { Array($0.files.keys) + Array($0.evidence.keys) + [$0.office] } ?? []
    if let path = (moves + names).first(where: { !Self.isInside($0) }) { return path }
    guard let exercise else { return nil }
    if let flaw = exercise.flaws.first(where: \.places.isEmpty) { return "\(flaw.id): places" }
    let plant = exercise.plant
    guard plant.count == 2, 0 <= plant[0], plant[0] <= plant[1], plant[1] <= exercise.flaws.count
    else { return "plant: \(plant)" }
    return nil
  }

  /// Whether a path stays in the story's folder.
  private static func isInside(_ path: String) -> Bool {
    !path.isEmpty && !path.hasPrefix("/") && !path.split(separator: "/").contains("..")
  }

  /// The names of the built-in cases that are lessons.
  public static var lessons: [String] {
    Embedded.base64.keys.filter { $0.hasPrefix("cases/") && $0.hasSuffix(".yaml") }
      .map { String($0.dropFirst(6).dropLast(5)) }.sorted()
  }

  /// The case that authors begin with.
  public static var template: String {
    Embedded.base64["template.yaml"].flatMap { Data(base64Encoded: $0) }
      .map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  /// What is to be learned from it.
  func lesson() throws -> Exercise {
    guard let exercise else {
      throw MockCaseError.malformed(id: id, detail: "it has no exercise")
    }
    return exercise
  }

  /// The evidence files of the case: name and content.
  func evidence() throws -> [(name: String, content: Data)] {
    if let exercise {
      return try exercise.evidence.sorted { $0.key < $1.key }.map { name, source in
        guard let content = Embedded.base64[source].flatMap({ Data(base64Encoded: $0) }) else {
          throw MockCaseError.malformed(id: id, detail: "no evidence file \(source)")
        }
        return (name, content)
      }
    }
    let prefix = "\(id)/evidence/"
    return Embedded.base64.keys.filter { $0.hasPrefix(prefix) }.sorted().compactMap { path in
      Embedded.base64[path].flatMap { Data(base64Encoded: $0) }
        .map { ("evidence/" + path.dropFirst(prefix.count), $0) }
    }
  }
}
