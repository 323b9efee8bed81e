import Foundation
public import Phrasebook
import Yams

/// Wording that a report should not have, in English and Spanish.
public struct Wording: Sendable {
  /// The most bytes of a text that is searched.
  public static let byteLimit = 16 << 20
  /// The most problems that are named.
  static let problemLimit = 1000

  private struct Family: Decodable, Sendable {
    let reason: PairedText
    let phrases: [String]
  }

  /// One place in a text.
  public struct Problem: Hashable, Sendable {
    /// From 1.
    public let line: Int
    public let text: String
    public let reason: PairedText
  }

  private let families: [Family]

  /// The list that comes with the program.
  public static func builtIn() throws -> Wording {
    Wording(families: try YAMLDecoder().decode([Family].self, from: Texts.embedded("wording.yaml")))
  }

  private init(families: [Family]) { self.families = families }

  /// Where `text` says what it should not; a phrase may run on from one line to the next.
  public func problems(in text: String) -> [Problem] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(Self.folded)
    var found: [Problem] = []
    for (index, line) in lines.enumerated() {
      let next = index + 1 < lines.count ? lines[index + 1] : ""
      let both = line + " " + next
      for family in families {
        for phrase in family.phrases {
          let folded = Self.folded(phrase)
          let isHere = line.contains(folded)
          let runsOn = !isHere && both.contains(folded) && !next.contains(folded)
          guard isHere || runsOn else { continue }
          found.append(Problem(line: index + 1, text: phrase, reason: family.reason))
          guard found.count < Self.problemLimit else { return found }
        }
      }
    }
    return found
  }

  /// Without case and accents, and with one space between words.
  private static func folded(_ text: some StringProtocol) -> String {
    text.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
      .split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
