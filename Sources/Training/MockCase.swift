import Foundation
import Integrity
public import Phrasebook
import Yams

/// Why a mock case could not be read or played.
public enum MockCaseError: Error, Equatable, Sendable {
  case unknown(id: String)
  case malformed(id: String, detail: String)
  case folderNotEmpty(path: String)
  case unwritable(path: String)
}

extension MockCaseError: ExplainedError {
  public var problem: Phrase {
    switch self {
    case .unknown(let id): Phrase("training.unknown", ["id": id])
    case .malformed(let id, let detail):
      Phrase("training.malformed", ["id": id, "detail": detail])
    case .folderNotEmpty(let path): Phrase("training.folderNotEmpty", ["path": path])
    case .unwritable(let path): Phrase("training.unwritable", ["path": path])
    }
  }
}

/// A story over real evidence files, played with real commands; see `schemas/mock-case.json`.
public struct MockCase: Sendable, Decodable {
  /// One thing that happens: a command, something carried to another place, or an attack.
  public struct Step: Sendable, Decodable {
    /// What the teller says before it; nil to go on with the same scene.
    public let says: PairedText?
    /// When it happens (RFC 3339 with offset): the story's clock is set to it.
    public let at: String?
    /// The folder in which the command is typed, from the story's own; nil for that itself.
    public let place: String?
    /// The command line as a person types it.
    public let run: String?
    /// The exit status that it must have.
    public let ends: Int32?
    public let carry: Move?
    /// Copies a file with the lowest bit of its middle byte changed.
    public let flip: Move?

    private enum CodingKeys: String, CodingKey {
      case says, at, run, ends, carry, flip
      case place = "in"
    }
  }

  /// From one path to another, in the story's folder.
  public struct Move: Sendable, Hashable, Decodable {
    public let from: String
    public let to: String
  }

  public let id: String
  public let title: PairedText
  /// That all of it is fictional.
  public let warning: PairedText
  public let steps: [Step]
  public let ending: PairedText

  /// The case of that name that is built in.
  public init(builtIn id: String) throws {
    guard let base64 = Embedded.base64["\(id)/case.yaml"], let data = Data(base64Encoded: base64)
    else { throw MockCaseError.unknown(id: id) }
    do {
      self = try YAMLDecoder().decode(MockCase.self, from: data)
    } catch {
      throw MockCaseError.malformed(id: id, detail: "\(error)")
    }
  }

  /// The evidence files of the case: name and content.
  var evidence: [(name: String, content: Data)] {
    let prefix = "\(id)/evidence/"
    return Embedded.base64.keys.filter { $0.hasPrefix(prefix) }.sorted().compactMap { path in
      Embedded.base64[path].flatMap { Data(base64Encoded: $0) }
        .map { (String(path.dropFirst(prefix.count)), $0) }
    }
  }
}
