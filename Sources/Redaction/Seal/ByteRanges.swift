/// Ranges of bytes, in order and apart from one another.
public struct ByteRanges: Hashable, Sendable {
  public private(set) var ranges: [Range<Int>]

  /// Sorts and joins what overlaps or touches; empty ranges say nothing.
  public init(_ ranges: some Sequence<Range<Int>>) {
    self.ranges = []
    for range in ranges.filter({ !$0.isEmpty }).sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = self.ranges.last, range.lowerBound <= last.upperBound {
        self.ranges[self.ranges.count - 1] =
          last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        self.ranges.append(range)
      }
    }
  }

  public var isEmpty: Bool { ranges.isEmpty }

  public func overlaps(_ range: Range<Int>) -> Bool {
    let next = first(endingAfter: range.lowerBound)
    return next < ranges.count && ranges[next].lowerBound < range.upperBound
  }

  func covers(_ range: Range<Int>) -> Bool {
    let next = first(endingAfter: range.lowerBound)
    return next < ranges.count && ranges[next].lowerBound <= range.lowerBound
      && ranges[next].upperBound >= range.upperBound
  }

  /// Everything in `range` that these are not.
  func complement(in range: Range<Int>) -> ByteRanges {
    var rest: [Range<Int>] = []
    var place = range.lowerBound
    for hidden in ranges where hidden.upperBound > range.lowerBound {
      guard hidden.lowerBound < range.upperBound else { break }
      if hidden.lowerBound > place { rest.append(place..<hidden.lowerBound) }
      place = max(place, hidden.upperBound)
    }
    if place < range.upperBound { rest.append(place..<range.upperBound) }
    return ByteRanges(rest)
  }

  private func first(endingAfter place: Int) -> Int {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound > place { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
