import Yams

/// The keys that a mock case may have, place by place: a misspelt one would be passed over in silence.
///
/// The same as `schemas/mock-case.json` says.
indirect enum CaseForm: Sendable {
  case anything
  case list(CaseForm)
  case object([String: CaseForm])

  private static let text = CaseForm.object(["en": .anything, "es": .anything])
  private static let move = CaseForm.object(["from": .anything, "to": .anything])
  private static let step = CaseForm.object([
    "id": .anything, "says": text, "at": .anything, "stamped": .anything, "in": .anything,
    "run": .anything, "ends": .anything, "carry": move, "flip": move,
    "forge": .object([
      "from": .anything, "to": .anything, "entry": .anything, "cut": .anything,
    ]),
  ])
  private static let change = CaseForm.object([
    "drop": .anything, "edit": .anything, "replace": .anything, "with": .anything,
    "at": .anything, "stamped": .anything, "after": .anything, "steps": .list(step),
  ])
  private static let flaw = CaseForm.object([
    "id": .anything, "what": text, "hint": text, "cure": text, "excludes": .anything,
    "places": .list(.object(["raises": .anything, "changes": .list(change)])),
  ])
  private static let exercise = CaseForm.object([
    "format": .anything, "kind": .anything, "difficulty": .anything, "crossBorder": .anything,
    "office": .anything, "caseID": .anything,
    "delivery": .object(["bundle": .anything, "trust": .anything]), "checked": .anything,
    "brief": text, "debrief": text, "vary": .anything, "evidence": .anything,
    "files": .anything, "plant": .anything, "flaws": .list(flaw),
  ])
  static let mockCase = CaseForm.object([
    "id": .anything, "title": text, "warning": text, "exercise": exercise,
    "steps": .list(step), "ending": text,
  ])

  /// The keys in `node` that are none, each with its place.
  func unknownKeys(in node: Node, at place: String = "") -> [String] {
    switch (self, node) {
    case (.list(let form), .sequence(let nodes)):
      nodes.enumerated().flatMap { form.unknownKeys(in: $1, at: "\(place)[\($0 + 1)]") }
    case (.object(let forms), .mapping(let mapping)):
      mapping.flatMap { key, value -> [String] in
        let name = key.string ?? "?"
        let inner = place.isEmpty ? name : "\(place).\(name)"
        return forms[name].map { $0.unknownKeys(in: value, at: inner) } ?? [inner]
      }
    default: []
    }
  }
}
