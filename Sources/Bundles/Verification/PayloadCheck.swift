import Custody
import Integrity
import Ledger
import Phrasebook

/// Judges whether the files in the bundle are those that the events say were collected.
struct PayloadCheck {
  private(set) var failures: [VerdictFailure] = []

  init(_ contents: BundleContents, _ events: [(index: Int, event: SignedEvent)]) {
    var unexplained = Set(contents.names.filter { $0.hasPrefix(BundleLayout.payload) })
    let places = Self.places(of: unexplained)
    for (_, signed) in events {
      let event = signed.event
      guard [.itemCollect, .itemDerive].contains(event.type),
        let item = event.items.first(where: { $0.sequence == 1 })?.item, let files = event[.files]
      else { continue }
      for (place, file) in files.enumerated() {
        guard let name = places["\(item)"]?[place + 1] else {
          if places["\(item)"] != nil {
            fail("custody.fileWithheld", ["place": "\(place + 1)", "item": "\(item)"], .incomplete)
          }
          continue
        }
        unexplained.remove(name)
        if contents.digests[name] != file.digest {
          fail("custody.fileNotCollected", ["name": name, "item": "\(item)"])
        }
      }
    }
    for name in unexplained.sorted() { fail("custody.fileUnexplained", ["name": name]) }
  }

  private mutating func fail(
    _ code: String, _ facts: [String: String], _ effect: FailureEffect = .altered
  ) {
    failures.append(VerdictFailure(effect, Phrase(code, facts)))
  }

  /// The files of each item by their place in the order of collection: `data/<item>/<place>.<ext>`.
  private static func places(of names: Set<String>) -> [String: [Int: String]] {
    var places: [String: [Int: String]] = [:]
    for name in names {
      let parts = name.split(separator: "/")
      guard parts.count == 3, let place = Int(parts[2].prefix { $0 != "." }) else { continue }
      places[String(parts[1]), default: [:]][place] = name
    }
    return places
  }
}
