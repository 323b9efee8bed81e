public import Integrity

/// A day of the calendar, as forms have it: `2021-03-09`.
///
/// - Source: RFC 3339, §5.6 (`full-date`). Years 1900 to 9999.
public struct Day: Hashable, Sendable, CustomStringConvertible {
  public let year, month, day: Int

  public init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.utf8.count) == [4, 2, 2],
      text.utf8.allSatisfy({ $0 == 0x2D || (0x30...0x39).contains($0) }),
      let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]),
      (1900...9999).contains(year), (1...12).contains(month)
    else { return nil }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard (1...lengths[month - 1]).contains(day) else { return nil }
    (self.year, self.month, self.day) = (year, month, day)
  }

  public var description: String {
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return "\(year)-\(two(month))-\(two(day))"
  }

  /// Whole days from `earlier` to this day; negative when it is later.
  public func days(since earlier: Day) -> Int { number - earlier.number }

  /// Counted from March, so that the leap day comes last.
  private var number: Int {
    let shiftedYear = month > 2 ? year : year - 1
    let shiftedMonth = month > 2 ? month - 3 : month + 9
    return shiftedYear * 365 + shiftedYear / 4 - shiftedYear / 100 + shiftedYear / 400
      + (153 * shiftedMonth + 2) / 5 + day
  }
}

extension Day: FieldValue {
  public static var schema: JSON { ["type": "string", "format": "date"] }
  public init?(json: JSON) {
    guard let text = json.string else { return nil }
    self.init(text)
  }
  public var json: JSON { .string(description) }
}
