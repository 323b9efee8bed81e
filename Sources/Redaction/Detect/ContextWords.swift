/// The words beside which a number is what it looks like.
struct ContextWords: Sendable {
  /// How far before and after a match words are looked for, in letters.
  static let reachBefore = 80
  static let reachAfter = 40

  /// One word or phrase.
  private struct Entry: Sendable {
    let rest: [UInt8]
    let detectors: UInt64
  }

  /// By the hash of the phrase's first word.
  private let entries: [UInt64: [Entry]]
  /// Whether any phrase begins with a word of that hash: most words begin none.
  private let filter: [Bool]
  static let gun: UInt64 = 1 << 63
  private static let gunWords = [
    "arma", "armas", "pistola", "pistolas", "rifle", "fusil", "revolver", "escopeta", "carabina",
    "gun", "firearm", "handgun", "shotgun", "glock", "colt", "beretta", "ruger", "taurus",
    "romarm", "barrett", "calibre", "cal", "caliber", "subametralladora", "cuerno", "ar-15",
    "ak-47", "smith", "carbine", "upper", "receiver", "slide", "corredera", "canon", "barrel",
  ]

  init(_ detectors: [Detector]) {
    precondition(detectors.count < 63, "one bit for each detector")
    var entries: [UInt64: [Entry]] = [:]
    func add(_ text: String, _ mask: UInt64) {
      let letters = Array(text.utf8)
      let first = letters.prefix { Letter.isWord($0) }
      entries[Self.hash(first), default: []].append(
        Entry(rest: Array(letters.dropFirst(first.count)), detectors: mask))
    }
    for (number, detector) in detectors.enumerated() {
      for word in detector.words { add(word, 1 << UInt64(number)) }
    }
    for word in Self.gunWords { add(word, Self.gun) }
    self.entries = entries
    var filter = [Bool](repeating: false, count: 1 << 12)
    for hash in entries.keys { filter[Int(hash & 0xFFF)] = true }
    self.filter = filter
  }

  private static func hash(_ letters: some Collection<UInt8>) -> UInt64 {
    letters.reduce(0xCBF2_9CE4_8422_2325) {
      ($0 ^ UInt64(Letter.lower($1))) &* 0x100_0000_01B3
    }
  }

  /// The words in `range`: where each stands, and which detectors wait for it.
  func found(
    in letters: UnsafeBufferPointer<UInt8>, _ range: Range<Int>
  ) -> [(place: Range<Int>, detectors: UInt64)] {
    var found: [(Range<Int>, UInt64)] = []
    var place = range.lowerBound
    while place < range.upperBound {
      guard Letter.isWord(letters[place]) else {
        place += 1
        continue
      }
      let start = place
      var hash: UInt64 = 0xCBF2_9CE4_8422_2325
      while place < range.upperBound, Letter.isWord(letters[place]) {
        hash = (hash ^ UInt64(Letter.lower(letters[place]))) &* 0x100_0000_01B3
        place += 1
      }
      guard filter[Int(hash & 0xFFF)], let candidates = entries[hash] else { continue }
      for entry in candidates {
        let end = place + entry.rest.count
        guard end <= letters.count else { continue }
        let fits = entry.rest.indices.allSatisfy { number in
          let letter = Letter.lower(letters[place + number])
          return letter == entry.rest[number]
            || entry.rest[number] == 0x20 && (letter == 0x5F || letter == 0x2D)
        }
        if fits { found.append((start..<end, entry.detectors)) }
      }
    }
    return found
  }
}
