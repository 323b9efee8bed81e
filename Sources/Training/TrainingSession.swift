public import Custody
public import Foundation
import Integrity

/// Who the trainee is in the story.
public enum TrainingRole: String, CaseIterable, Sendable {
  case prosecutor, defence, clerk
}

/// What a trainee has done in a session: an answer, or a hint that was asked for.
public enum SessionEntry: Hashable, Sendable {
  case answer(Objection, at: Moment)
  /// That there is no flaw (more).
  case nothingWrong(at: Moment)
  /// The flaw's hint of that level: 1 says where to look, 2 the item, 3 the rule.
  case hint(flaw: String, level: Int, at: Moment)
  /// That the debrief was given: nothing can be answered any more.
  case closed(at: Moment)

  var moment: Moment {
    switch self {
    case .answer(_, let at), .nothingWrong(let at), .hint(_, _, let at), .closed(let at): at
    }
  }
}

/// A trainee's session: which case by which seed, and what was answered; kept in `session.json` of its folder.
///
/// The file closes with a digest over itself and the case: an answer that was edited by other means is noticed.
/// It guards against mending one's marks, not against someone who rewrites the program.
public struct TrainingSession: Sendable {
  /// The form of the file that this version writes and reads.
  public static let version = 1
  public static let fileName = "session.json"
  private static let byteLimit = 4_000_000

  public let caseID: String
  /// The digest of the case, by which another version of it is noticed.
  let caseDigest: Digest
  public let seed: UInt64
  public let role: TrainingRole
  public let trainee: String
  public let started: Moment
  /// What the checker and the verifier raised when the session began.
  public let found: Set<Objection>
  /// How many tasks are done.
  public var tasksDone = 0
  public var entries: [SessionEntry] = []

  public init(
    _ planted: PlantedCase, role: TrainingRole, trainee: String, started: Moment,
    found: Set<Objection>
  ) {
    caseID = planted.story.id
    caseDigest = planted.story.digest
    seed = planted.seed
    self.role = role
    self.trainee = trainee
    self.started = started
    self.found = found
  }
}

extension TrainingSession {
  /// The author's case, when the session is not of one that is built in.
  public static let caseFileName = "case.yaml"

  /// Whether there is a session in the folder.
  public static func exists(in folder: URL) -> Bool {
    FileManager.default.fileExists(atPath: folder.appending(path: fileName).path)
  }

  /// The session in a folder, and the case as its seed made it.
  public static func open(in folder: URL) throws -> (
    session: TrainingSession, planted: PlantedCase
  ) {
    var story: MockCase?
    let session = try TrainingSession(in: folder) { id in
      let own = FileManager.default.contents(
        atPath: folder.appending(path: caseFileName).path)
      let found = try own.map { try MockCase(reading: $0, named: id) } ?? MockCase(builtIn: id)
      story = found
      return found
    }
    guard let story else { throw MockCaseError.unknown(id: session.caseID) }
    return (session, try PlantedCase(story, seed: session.seed))
  }

  /// Reads the session in a folder; `story` gives the case of that name.
  public init(in folder: URL, story: (String) throws -> MockCase) throws {
    let url = folder.appending(path: Self.fileName)
    guard Self.exists(in: folder) else {
      throw MockCaseError.noSession(path: folder.path)
    }
    guard let data = FileManager.default.contents(atPath: url.path), data.count <= Self.byteLimit
    else { throw MockCaseError.unreadable(path: url.path) }
    guard let json = try? JSON(parsing: Array(data)), let object = json.object else {
      throw MockCaseError.sessionEdited(path: url.path)
    }
    guard json["training"]?.integer == Int64(Self.version) else {
      let version = json["training"]?.integer.map { "\($0)" } ?? "?"
      throw MockCaseError.sessionOfOtherVersion(path: url.path, version: version)
    }
    let body = JSON.object(object.filter { $0.name != "seal" })
    guard json["seal"]?.string == Self.seal(body) else {
      throw MockCaseError.sessionEdited(path: url.path)
    }
    guard let session = Self(reading: json) else {
      throw MockCaseError.sessionEdited(path: url.path)
    }
    guard try story(session.caseID).digest == session.caseDigest else {
      throw MockCaseError.sessionOfOtherCase(path: url.path, id: session.caseID)
    }
    self = session
  }

  /// Writes the session, whole or not at all: what was there stays when the disk is full.
  public func write(to folder: URL) throws {
    let url = folder.appending(path: Self.fileName)
    guard case .object(var object) = json else { return }
    object["seal"] = .string(Self.seal(json))
    try SafeFile.write(JSON.object(object).pretty.utf8, to: url.path)
  }

  private static func seal(_ body: JSON) -> String {
    Digest(of: Array("precinto training session".utf8), [0], body.bytes).description
  }
}

extension TrainingSession {
  private var json: JSON {
    let key = JSON.array(found.sorted().map(\.json))
    return [
      "training": JSON(Self.version), "case": .string(caseID),
      "caseSHA256": .string(caseDigest.description), "seed": .string(String(seed)),
      "role": .string(role.rawValue), "trainee": .string(trainee),
      "started": .string("\(started)"),
      // Spelt so that it is not read by accident.
      "found": .string(Base64.url.text(of: key.bytes)), "tasksDone": JSON(tasksDone),
      "entries": .array(entries.map(\.json)),
    ]
  }

  private init?(reading json: JSON) {
    guard let caseID = json["case"]?.string,
      let caseDigest = json["caseSHA256"]?.string.flatMap(Digest.init(hex:)),
      let seed = json["seed"]?.string.flatMap({ UInt64($0) }),
      let role = json["role"]?.string.flatMap(TrainingRole.init(rawValue:)),
      let trainee = json["trainee"]?.string,
      let started = json["started"]?.string.flatMap({ Moment($0) }),
      let hidden = json["found"]?.string.flatMap({ Base64.url.bytes(of: $0) }),
      let found = try? JSON(parsing: hidden),
      let tasksDone = json["tasksDone"]?.integer, tasksDone >= 0,
      let entries = json["entries"]?.array
    else { return nil }
    self.caseID = caseID
    self.caseDigest = caseDigest
    self.seed = seed
    self.role = role
    self.trainee = trainee
    self.started = started
    self.found = Set((found.array ?? []).compactMap(Objection.init(reading:)))
    self.tasksDone = Int(tasksDone)
    self.entries = entries.compactMap(SessionEntry.init(reading:))
    guard self.entries.count == entries.count else { return nil }
  }
}

extension Objection {
  var json: JSON {
    .object(["rule": .string(rule), "item": .text(item), "event": .text(event)])
  }

  init?(reading json: JSON) {
    guard let rule = json["rule"]?.string else { return nil }
    self.init(rule: rule, item: json["item"]?.string, event: json["event"]?.string)
  }
}

extension SessionEntry {
  var json: JSON {
    switch self {
    case .answer(let finding, let at): ["at": .string("\(at)"), "answer": finding.json]
    case .nothingWrong(let at): ["at": .string("\(at)"), "nothingWrong": true]
    case .hint(let flaw, let level, let at):
      ["at": .string("\(at)"), "hint": .string(flaw), "level": JSON(level)]
    case .closed(let at): ["at": .string("\(at)"), "closed": true]
    }
  }

  init?(reading json: JSON) {
    guard let at = json["at"]?.string.flatMap({ Moment($0) }) else { return nil }
    if let finding = json["answer"].flatMap(Objection.init(reading:)) {
      self = .answer(finding, at: at)
    } else if let flaw = json["hint"]?.string, let level = json["level"]?.integer {
      self = .hint(flaw: flaw, level: Int(level), at: at)
    } else if json["nothingWrong"]?.bool == true {
      self = .nothingWrong(at: at)
    } else if json["closed"]?.bool == true {
      self = .closed(at: at)
    } else {
      return nil
    }
  }
}
