import Custody
import Integrity
import Ledger
import Phrasebook

/// Judges whether the files in the bundle are those that the events say were collected.
struct PayloadCheck {
  private(set) var failures: [VerdictFailure] = []

  init(_ contents: BundleContents, _ events: [(index: Int, event: SignedEvent)]) {
    var unexplained: [ItemID: [Int: String]] = [:]
    for name in contents.names
    where name.hasPrefix(BundleLayout.payload) && !name.hasSuffix(BundleLayout.proofEnding) {
      guard let (item, place) = Self.place(of: name) else {
        fail("custody.fileUnexplained", ["name": name])
        continue
      }
      unexplained[item, default: [:]][place] = name
    }
    for (_, signed) in events {
      let event = signed.event
      guard [.itemCollect, .itemDerive].contains(event.type),
        let item = event.items.first(where: { $0.sequence == 1 })?.item, let files = event[.files]
      else { continue }
      guard var names = unexplained.removeValue(forKey: item) else { continue }
      for (place, file) in files.enumerated() {
        guard let name = names.removeValue(forKey: place + 1) else {
          fail("custody.fileWithheld", ["place": "\(place + 1)", "item": "\(item)"], .incomplete)
          continue
        }
        if contents.digests[name] != file.digest {
          fail("custody.fileNotCollected", ["name": name, "item": "\(item)"])
        }
      }
      unexplained[item] = names
    }
    for name in unexplained.values.flatMap(\.values).sorted() {
      fail("custody.fileUnexplained", ["name": name])
    }
  }

  private mutating func fail(
    _ code: String, _ facts: [String: String], _ effect: FailureEffect = .altered
  ) {
    failures.append(VerdictFailure(effect, Phrase(code, facts)))
  }

  /// The item of a file, and its place in the order of collection: `data/<item>/<place>.<ext>`.
  private static func place(of name: String) -> (ItemID, Int)? {
    let path = name.utf8.dropFirst(BundleLayout.payload.utf8.count)
    guard let slash = path.firstIndex(of: UInt8(ascii: "/")),
      let item = ItemID(String(path[..<slash]) ?? ""),
      let dot = path[slash...].firstIndex(of: UInt8(ascii: ".")),
      let place = Int(String(path[path.index(after: slash)..<dot]) ?? "")
    else { return nil }
    return (item, place)
  }
}
