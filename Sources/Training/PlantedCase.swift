public import Phrasebook

/// A mock case as one seed makes it: names and numbers chosen, flaws planted, and the key to them.
public struct PlantedCase: Sendable {
  /// A flaw in the place where it was planted.
  public struct Planted: Sendable {
    public let flaw: Flaw
    public let raises: [Objection]

    /// The rules that it breaks, each once.
    public var rules: [String] {
      raises.reduce(into: []) { if !$0.contains($1.rule) { $0.append($1.rule) } }
    }
  }

  /// The story with its names, numbers and planted flaws.
  public let story: MockCase
  public let exercise: Exercise
  public let seed: UInt64
  public let planted: [Planted]
  /// What the placeholders stand for.
  public let values: [String: String]

  /// The case with the flaws that the seed chooses.
  public init(_ story: MockCase, seed: UInt64) throws {
    let exercise = try story.lesson()
    var chooser = SeededChooser(seed: seed)
    let values = Self.values(exercise, &chooser)
    let least = exercise.plant.first ?? 0
    let wanted = least + chooser.below((exercise.plant.last ?? least) - least + 1)
    var chosen: [(flaw: Flaw, place: Flaw.Place)] = []
    for flaw in chooser.shuffled(exercise.flaws) where chosen.count < wanted {
      let place = flaw.places[chooser.below(flaw.places.count)]
      let clashes = chosen.contains { Self.clashes($0, (flaw, place)) }
      if !clashes { chosen.append((flaw, place)) }
    }
    try self.init(story, exercise, seed, values, chosen)
  }

  /// The case with only the flaws named: none for the clean story.
  public init(_ story: MockCase, seed: UInt64, only chosen: [(flaw: Flaw, place: Flaw.Place)])
    throws
  {
    let exercise = try story.lesson()
    var chooser = SeededChooser(seed: seed)
    let values = Self.values(exercise, &chooser)
    try self.init(story, exercise, seed, values, chosen)
  }

  private init(
    _ story: MockCase, _ exercise: Exercise, _ seed: UInt64, _ values: [String: String],
    _ chosen: [(flaw: Flaw, place: Flaw.Place)]
  ) throws {
    let filler = Placeholders(values)
    var steps = story.steps
    for change in chosen.flatMap(\.place.changes) {
      guard change.apply(to: &steps) else {
        throw MockCaseError.malformed(
          id: story.id, detail: "change of \(change.target) finds nothing to change")
      }
    }
    var filled = story
    filled.steps = steps.map(filler.filled)
    self.story = filled
    self.exercise = exercise
    self.seed = seed
    self.values = values
    planted = chosen.map { flaw, place in
      Planted(flaw: flaw, raises: place.raises.map { Objection(filler.filled($0)) })
    }
  }

  /// Whether two flaws cannot be planted together.
  static func clashes(
    _ one: (flaw: Flaw, place: Flaw.Place), _ other: (flaw: Flaw, place: Flaw.Place)
  ) -> Bool {
    one.place.clashes(with: other.place) || (one.flaw.excludes ?? []).contains(other.flaw.id)
      || (other.flaw.excludes ?? []).contains(one.flaw.id)
  }

  private static func values(_ exercise: Exercise, _ chooser: inout SeededChooser)
    -> [String: String]
  {
    var values: [String: String] = [:]
    for name in exercise.vary.keys.sorted() {
      let alternatives = exercise.vary[name] ?? []
      guard !alternatives.isEmpty else { continue }
      values[name] = chooser.filled(alternatives[chooser.below(alternatives.count)])
    }
    return values
  }

  /// All that is planted, as the answer key.
  public var key: Set<Objection> { Set(planted.flatMap(\.raises)) }

  /// A text of the case with its names and numbers.
  public func words(_ text: PairedText, _ language: Language) -> String {
    Placeholders(values).filled(text.words(language))
  }

  /// The files that lie in the session's folder from the beginning.
  var textFiles: [String: String] {
    exercise.files.mapValues(Placeholders(values).filled)
  }
}

/// Names in braces, and what is put in their place.
struct Placeholders {
  private let values: [String: String]

  init(_ values: [String: String]) { self.values = values }

  func filled(_ text: String) -> String {
    var result = text
    for (name, value) in values { result.replace("{\(name)}", with: value) }
    return result
  }

  func filled(_ step: MockCase.Step) -> MockCase.Step {
    var step = step
    step.run = step.run.map(filled)
    step.says = step.says.map { PairedText(en: filled($0.en), es: filled($0.es)) }
    return step
  }
}

extension Flaw.Place {
  /// Whether both cannot be planted: they change the same step, or raise the same.
  func clashes(with other: Flaw.Place) -> Bool {
    !Set(raises).isDisjoint(with: other.raises)
      || !Set(changes.map(\.target)).isDisjoint(with: other.changes.map(\.target))
  }
}

extension Change {
  /// The step that it is about.
  var target: String { drop ?? edit ?? after ?? "?" }

  /// Whether there was something to change.
  func apply(to steps: inout [MockCase.Step]) -> Bool {
    guard let place = steps.firstIndex(where: { $0.id == target }) else { return false }
    if drop != nil {
      steps.remove(at: place)
    } else if edit != nil {
      if let replace {
        guard let run = steps[place].run, run.contains(replace) else { return false }
        steps[place].run = run.replacing(replace, with: with ?? "")
      }
      steps[place].at = at ?? steps[place].at
      steps[place].stamped = stamped ?? steps[place].stamped
    } else {
      steps.insert(contentsOf: self.steps ?? [], at: place + 1)
    }
    return true
  }
}
