public import Phrasebook

/// Why a mock case could not be read or played, or a session of it not gone on with.
public enum MockCaseError: Error, Equatable, Sendable {
  case unknown(id: String)
  case malformed(id: String, detail: String)
  /// The case is of a later form.
  case newer(id: String, format: Int)
  case folderNotEmpty(path: String)
  case unwritable(path: String)
  case unreadable(path: String)
  /// A step did not end as the case says.
  case stepFailed(id: String, step: Int, detail: String)
  /// The checker and the answer key do not agree.
  case keyDiffers(id: String, detail: String)
  /// There is a session in the folder already.
  case sessionExists(path: String)
  case noSession(path: String)
  /// The file of answers was changed by other means.
  case sessionEdited(path: String)
  /// The session was made by another version of the program.
  case sessionOfOtherVersion(path: String, version: String)
  case sessionOfOtherCase(path: String, id: String)
  case noRule(name: String)
  case noItem(name: String)
  case answerUnclear(text: String)
  /// The debrief was given already.
  case sessionClosed
  /// There is a walk of another case or version in the folder.
  case walkOfOther(path: String)
  /// A new case needs a new file that ends in .yaml.
  case caseFileTaken(path: String)
}

extension MockCaseError: ExplainedError {
  public var problem: Phrase {
    switch self {
    case .unknown(let id): Phrase("training.unknown", ["id": id])
    case .malformed(let id, let detail):
      Phrase("training.malformed", ["id": id, "detail": detail])
    case .newer(let id, let format):
      Phrase("training.newer", ["id": id, "format": "\(format)"])
    case .folderNotEmpty(let path): Phrase("training.folderNotEmpty", ["path": path])
    case .unwritable(let path): Phrase("training.unwritable", ["path": path])
    case .unreadable(let path): Phrase("training.unreadable", ["path": path])
    case .stepFailed(let id, let step, let detail):
      Phrase("training.stepFailed", ["id": id, "step": "\(step)", "detail": detail])
    case .keyDiffers(let id, let detail):
      Phrase("training.keyDiffers", ["id": id, "detail": detail])
    case .sessionExists(let path): Phrase("training.sessionExists", ["path": path])
    case .noSession(let path): Phrase("training.noSession", ["path": path])
    case .sessionEdited(let path): Phrase("training.sessionEdited", ["path": path])
    case .sessionOfOtherVersion(let path, let version):
      Phrase("training.sessionOfOtherVersion", ["path": path, "version": version])
    case .sessionOfOtherCase(let path, let id):
      Phrase("training.sessionOfOtherCase", ["path": path, "id": id])
    case .noRule(let name): Phrase("training.noRule", ["name": name])
    case .noItem(let name): Phrase("training.noItem", ["name": name])
    case .answerUnclear(let text): Phrase("training.answerUnclear", ["text": text])
    case .sessionClosed: Phrase("training.sessionClosed")
    case .walkOfOther(let path): Phrase("training.walkOfOther", ["path": path])
    case .caseFileTaken(let path): Phrase("training.caseFileTaken", ["path": path])
    }
  }
}
