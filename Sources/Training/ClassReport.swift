public import Foundation
public import Phrasebook
import Reports

/// What a whole class did: each trainee's score, and what the class misses most.
public struct ClassReport {
  public struct Trainee: Sendable {
    public let name: String
    public let caseTitle: PairedText
    public let session: TrainingSession
    public let score: Score
  }

  public struct FlawTally: Sendable {
    public let flaw: Flaw
    public var planted = 0
    /// Sum of the shares that were found.
    public var found = 0.0

    /// Of a hundred who met it, how many missed it.
    public var missedPercent: Int { Int((100 * (1 - found / Double(planted))).rounded()) }
  }

  public let trainees: [Trainee]
  /// The most missed first.
  public let flaws: [FlawTally]
  /// Sessions that could not be read: folder and why.
  public let problems: [(folder: String, problem: Phrase)]

  /// Reads the sessions in the folders of `root`.
  public init(ofFoldersIn root: URL) throws {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: root.path) else {
      throw MockCaseError.unreadable(path: root.path)
    }
    var trainees: [Trainee] = []
    var problems: [(String, Phrase)] = []
    var tallies: [String: FlawTally] = [:]
    for name in names.sorted() {
      let folder = root.appending(path: name)
      guard TrainingSession.exists(in: folder) else { continue }
      do {
        let (session, planted) = try TrainingSession.open(in: folder)
        let score = Score(session, of: planted)
        trainees.append(
          Trainee(
            name: session.trainee, caseTitle: planted.story.title, session: session, score: score))
        for result in score.flaws {
          let flaw = result.planted.flaw
          tallies[flaw.id, default: FlawTally(flaw: flaw)].planted += 1
          tallies[flaw.id]?.found += result.share
        }
      } catch let error as any ExplainedError {
        problems.append((name, error.problem))
      }
    }
    guard !trainees.isEmpty || !problems.isEmpty else {
      throw MockCaseError.noSession(path: root.path)
    }
    self.trainees = trainees.sorted { ($0.name, $0.session.caseID) < ($1.name, $1.session.caseID) }
    self.problems = problems
    flaws = tallies.values.sorted {
      ($1.missedPercent, $1.planted, $0.flaw.id) < ($0.missedPercent, $0.planted, $1.flaw.id)
    }
  }

  /// The report as a page: no script, no network.
  public func page(_ language: Language) -> String {
    let book = Phrasebook.of(language)
    return ClassPage(
      language: language,
      trainees: trainees.map { trainee in
        [
          trainee.name, trainee.caseTitle.words(language),
          book.words("training.role.\(trainee.session.role.rawValue)"),
          "\(trainee.session.seed)", "\(trainee.score.points)",
          "\(trainee.score.foundCount) / \(trainee.score.flaws.count)",
          "\(trainee.score.falseAlarms.count)", "\(trainee.score.hintCount)",
          "\(trainee.score.minutes)",
          book.words(trainee.session.isClosed ? "training.state.closed" : "training.state.open"),
        ]
      },
      bars: flaws.map {
        ClassPage.Bar(
          name: $0.flaw.what.words(language), percent: $0.missedPercent, count: $0.planted)
      },
      problems: problems.map { "\($0.folder): \(book.words(for: $0.problem))" }
    ).html
  }
}
