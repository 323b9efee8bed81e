public import Custody

/// A person of the case, as the rules see them.
public struct Party: Hashable, Sendable {
  /// As the case calls them, such as `P-03`.
  public let id: String
  /// What they are in the case.
  public let role: PartyRole
  /// The full name.
  public let name: String
  /// Other names that they are known by.
  public let aliases: [String]
  public let born: String?
  /// Numbers and addresses that are known to be theirs: found wherever they stand.
  public let identifiers: [String]

  public init(
    id: String, role: PartyRole, name: String, aliases: [String] = [], born: String? = nil,
    identifiers: [String] = []
  ) {
    self.id = id
    self.role = role
    self.name = name
    self.aliases = aliases
    self.born = born
    self.identifiers = identifiers
  }
}

/// Finds the names of the case's parties in every form that people write.
struct PartyNames: Sendable {
  private struct Form: Sendable {
    /// Its letters in ``letters``, a blank between words.
    let start: Int
    let end: Int
    let party: Int
    let score: Int
  }

  private let parties: [String]
  private let letters: [UInt8]
  private let forms: [Form]
  /// By the hash of the first word, the longest first.
  private let byFirstWord: [UInt64: Range<Int>]
  /// For the first letter of a word, whether any form begins with it.
  private let first: [Bool]

  /// Words of names that say nothing by themselves.
  private static let particles: Set<String> = [
    "de", "del", "la", "las", "los", "y", "san", "santa", "von", "van", "da", "dos", "el",
  ]
  /// Given names and surnames that are words of the language: they need a second word beside them.
  private static let commonWords: Set<String> = [
    "luz", "rosa", "sol", "mar", "cruz", "flores", "rios", "reyes", "leon", "angel", "may", "will",
    "mark", "grace", "hope", "faith", "joy", "art", "bill", "rich", "dolores", "consuelo",
    "esperanza", "mercedes", "pilar", "soledad", "blanca", "prado", "campos", "guerra", "paz",
    "roman", "domingo", "salvador", "victoria", "linda", "alba", "casas", "torres", "robles",
    "montes", "bueno", "bravo", "delgado", "moreno", "rubio", "young", "brown", "white", "black",
    "maria", "jose", "juan", "luis", "carlos", "jesus", "miguel", "pedro", "manuel", "francisco",
    "antonio", "guadalupe", "alejandro", "fernando", "jorge", "rafael", "ricardo", "john",
    "james", "robert", "michael", "david", "mary", "green", "king", "price", "case", "page", "long",
    "short", "hill", "woods", "rivers", "banks",
  ]

  init(_ parties: [Party]) {
    var first = [Bool](repeating: false, count: 256)
    var texts: [UInt64: [(letters: [UInt8], party: Int, score: Int)]] = [:]
    var seen: Set<String> = []
    for (number, party) in parties.enumerated() {
      for (words, score) in Self.forms(of: party) {
        guard let word = words.first, let letter = word.utf8.first else { continue }
        let text = words.joined(separator: " ")
        guard seen.insert("\(number) \(text)").inserted else { continue }
        texts[Self.hash(word.utf8), default: []].append((Array(text.utf8), number, score))
        first[Int(letter)] = true
        if (0x61...0x7A).contains(letter) { first[Int(letter ^ 0x20)] = true }
        if letter == 0x6E {
          first[0xD1] = true
          first[0xF1] = true
        }
      }
    }
    var letters: [UInt8] = []
    var forms: [Form] = []
    byFirstWord = texts.mapValues { texts in
      let start = forms.count
      // The longest form counts.
      for (text, party, score) in texts.sorted(by: { $0.letters.count > $1.letters.count }) {
        forms.append(
          Form(
            start: letters.count, end: letters.count + text.count, party: party, score: score))
        letters += text
      }
      return start..<forms.count
    }
    self.letters = letters
    self.forms = forms
    self.first = first
    self.parties = parties.map(\.id)
  }

  private static func hash(_ letters: some Collection<UInt8>) -> UInt64 {
    letters.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64(Letter.lower($1))) &* 0x100_0000_01B3 }
  }

  /// `found`: takes the range of letters, the party's id and how sure it is.
  func find(
    in text: UnsafeBufferPointer<UInt8>, _ found: (Range<Int>, String, Int) -> Void
  ) {
    guard !forms.isEmpty else { return }
    Letter.kinds.withUnsafeBufferPointer { kinds in
      first.withUnsafeBufferPointer { first in
        letters.withUnsafeBufferPointer { letters in
          forms.withUnsafeBufferPointer { forms in
            Search(text: text, kinds: kinds, first: first, letters: letters, forms: forms)
              .run(byFirstWord) { found($0, parties[$1.party], $1.score) }
          }
        }
      }
    }
  }

  /// A search over lent tables: it looks at every word of a text.
  private struct Search {
    let text: UnsafeBufferPointer<UInt8>
    let kinds: UnsafeBufferPointer<UInt8>
    let first: UnsafeBufferPointer<Bool>
    let letters: UnsafeBufferPointer<UInt8>
    let forms: UnsafeBufferPointer<Form>

    func run(_ byFirstWord: [UInt64: Range<Int>], _ found: (Range<Int>, Form) -> Void) {
      var place = 0
      while place < text.count {
        guard kinds[Int(text[place])] != 0 else {
          place += 1
          continue
        }
        let start = place
        let isCandidate = first[Int(text[start])]
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        while place < text.count, kinds[Int(text[place])] != 0 {
          if isCandidate {
            hash = (hash ^ UInt64(Letter.lower(text[place]))) &* 0x100_0000_01B3
          }
          place += 1
        }
        guard isCandidate, let candidates = byFirstWord[hash] else { continue }
        for number in candidates {
          guard let end = end(of: forms[number], from: start) else { continue }
          found(start..<end, forms[number])
          place = max(place, end)
          break
        }
      }
    }

    /// Between the words of a name stand blanks, line ends, hyphens, commas and dots.
    private func end(of form: Form, from start: Int) -> Int? {
      var place = start
      for number in form.start..<form.end {
        let letter = letters[number]
        if letter == 0x20 {
          var gap = 0
          while place < text.count, kinds[Int(text[place])] == 0 {
            gap += 1
            guard gap <= 4, text[place] < 0x80 else { return nil }
            place += 1
          }
          guard gap > 0 else { return nil }
        } else {
          guard place < text.count, Letter.lower(text[place]) == letter else { return nil }
          place += 1
        }
      }
      return place >= text.count || kinds[Int(text[place])] == 0 ? place : nil
    }
  }
}

// How a name can be written.
extension PartyNames {
  /// Words in lower case without accents.
  static func words(_ name: String) -> [String] {
    let folded = FoldedText(Array(name.utf8)[...], startingAt: 0).letters.map(Letter.lower)
    return folded.split { !Letter.isWord($0) }.map { String(decoding: $0, as: UTF8.self) }
  }

  /// Every form of a party's names, and how sure a hit of it is.
  static func forms(of party: Party) -> [(words: [String], score: Int)] {
    var forms: [(words: [String], score: Int)] = []
    for name in [party.name] + party.aliases {
      let words = words(name)
      guard !words.isEmpty else { continue }
      forms.append((words, 98))
      if name == party.name { forms += variants(of: words) }
    }
    for identifier in party.identifiers {
      let words = words(identifier)
      if words.joined().count >= 5 { forms.append((words, 98)) }
    }
    return forms
  }

  /// Given names before one or two surnames, as in Mexico; or a given name and a surname.
  private static func variants(of words: [String]) -> [(words: [String], score: Int)] {
    let telling = words.filter { !particles.contains($0) }
    var forms: [(words: [String], score: Int)] = []
    guard telling.count >= 2 else {
      return telling.filter { $0.count >= 3 && !commonWords.contains($0) }.map { ([$0], 70) }
    }
    let surnameCount = telling.count >= 3 ? 2 : 1
    let given = Array(telling.dropLast(surnameCount))
    let surnames = Array(telling.suffix(surnameCount))
    // Particles dropped; surnames first; one surname; one given name; initials.
    forms.append((telling, 97))
    forms.append((surnames + given, 96))
    forms.append((particled(words, surnames) + given, 96))
    for name in given {
      forms.append(([name] + surnames, 95))
      for surname in surnames {
        forms.append(([name, surname], 92))
        forms.append(([surname, name], 90))
      }
    }
    if surnames.count == 2 {
      forms.append((surnames, 90))
      forms.append((given + [surnames[0]], 95))
    }
    let initials = given.map { String($0.prefix(1)) }
    forms.append((initials + surnames, 88))
    for initial in initials {
      for surname in surnames where surname.count >= 3 {
        forms.append(([initial, surname], 80))
        forms.append(([surname, initial], 75))
      }
    }
    for name in given {
      forms.append(([name] + surnames.map { String($0.prefix(1)) }, 80))
      forms.append(([name, String(surnames[0].prefix(1))], 65))
    }
    forms.append((initials + surnames.map { String($0.prefix(1)) }, telling.count >= 3 ? 65 : 45))
    // One word alone: only where it is no word of the language, and to be looked at.
    for word in telling where word.count >= 4 && !commonWords.contains(word) {
      forms.append(([word], 62))
    }
    if given.first == "maria" {
      forms += forms.compactMap { form in
        form.words.first == "maria" ? (["ma"] + form.words.dropFirst(), form.score) : nil
      }
    }
    return forms.filter { form in form.score >= Detector.threshold }
  }

  private static func particled(_ words: [String], _ surnames: [String]) -> [String] {
    guard let first = surnames.first, var place = words.firstIndex(of: first) else {
      return surnames
    }
    while place > 0, particles.contains(words[place - 1]) { place -= 1 }
    return Array(words[place...])
  }
}
