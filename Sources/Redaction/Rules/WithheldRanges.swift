/// The decisions of a plan about one file, put into effect.
public struct WithheldRanges: Sendable {
  /// One decision and the bytes that go by it.
  public struct Part: Sendable {
    public let ranges: [Range<Int>]
    public let rule: WithholdingRule
    public let form: WithholdingForm
    /// What stands in the box, besides the code.
    public let word: String?

    public init(
      ranges: [Range<Int>], rule: WithholdingRule, form: WithholdingForm, word: String?
    ) {
      self.ranges = ranges
      self.rule = rule
      self.form = form
      self.word = word
    }
  }

  private let parts: [Part]
  /// Every range with its part, in order.
  private let inOrder: [(range: Range<Int>, part: Part)]

  public init(_ parts: [Part]) {
    self.parts = parts
    inOrder = parts.flatMap { part in part.ranges.map { (range: $0, part: part) } }
      .sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  /// Everything that goes.
  public var ranges: ByteRanges { ByteRanges(parts.flatMap(\.ranges)) }

  /// Why the bytes of each gap went, for the proof.
  public func notes(_ gaps: [Range<Int>]) -> [GapNote] {
    var next = 0
    var notes: [GapNote] = []
    for (number, gap) in gaps.enumerated() {
      var seen: Set<String> = []
      while next < inOrder.count, inOrder[next].range.upperBound <= gap.lowerBound { next += 1 }
      var place = next
      while place < inOrder.count, inOrder[place].range.lowerBound < gap.upperBound {
        let part = inOrder[place].part
        if seen.insert(part.rule.id).inserted {
          notes.append(
            GapNote(
              gap: number, rule: part.rule.id, reason: part.rule.reason.code,
              basis: part.rule.basis.law, form: part.form.rawValue))
        }
        place += 1
      }
    }
    return notes
  }

  /// The first part that lies in a range.
  private func firstPart(in source: Range<Int>) -> Part? {
    var low = 0
    var high = inOrder.count
    while low < high {
      let middle = (low + high) / 2
      if inOrder[middle].range.upperBound > source.lowerBound {
        high = middle
      } else {
        low = middle + 1
      }
    }
    guard low < inOrder.count, inOrder[low].range.overlaps(source) else { return nil }
    return inOrder[low].part
  }

  /// What stands in the gap for `source`: the box, and the code or the made-up name where nothing is left of it.
  public func placeholder(for source: Range<Int>, _ segmenter: String, _ first: UInt8?) -> [UInt8] {
    let part = firstPart(in: source)
    var text = "█"
    if let part {
      switch part.form {
      case .pseudonym, .category: text += "[\(part.word ?? part.rule.reason.code)]"
      case .full: text += "[\(part.rule.reason.code)]"
      default: break
      }
    }
    let isQuoted = segmenter == "json-1" || segmenter == "csv-1" && text.contains(",")
    guard isQuoted, first == UInt8(ascii: "\"") || segmenter == "csv-1" else {
      return Array(text.utf8)
    }
    return Array("\"\(text)\"".utf8)
  }
}
