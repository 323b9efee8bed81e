/// A date and a time of day as a clock on the wall shows them, in no zone.
public struct CivilTime: Hashable, Sendable, Comparable, CustomStringConvertible {
  public let year: Int
  /// 1 to 12.
  public let month: Int
  public let day: Int
  public let hour: Int
  public let minute: Int
  /// 0 to 60: a leap second is a time of day.
  public let second: Int

  /// Returns nil for a date that no calendar has or a time that no clock shows.
  public init?(
    year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int
  ) {
    guard (1...9999).contains(year), (1...12).contains(month),
      (1...Self.dayCount(of: month, in: year)).contains(day),
      (0...23).contains(hour), (0...59).contains(minute), (0...60).contains(second)
    else { return nil }
    (self.year, self.month, self.day) = (year, month, day)
    (self.hour, self.minute, self.second) = (hour, minute, second)
  }

  /// Reads `2008:10:22 16:28:39`, as EXIF writes times; nil for anything else.
  public init?(exif text: String) {
    let digits = Array(text.utf8)
    let separators: [Int: UInt8] = [4: 0x3A, 7: 0x3A, 10: 0x20, 13: 0x3A, 16: 0x3A]
    guard digits.count == 19, separators.allSatisfy({ digits[$0.key] == $0.value }) else {
      return nil
    }
    let numbers = [0..<4, 5..<7, 8..<10, 11..<13, 14..<16, 17..<19].compactMap {
      Self.number(digits[$0])
    }
    guard numbers.count == 6 else { return nil }
    self.init(
      year: numbers[0], month: numbers[1], day: numbers[2], hour: numbers[3],
      minute: numbers[4], second: numbers[5])
  }

  /// `2008-10-22T16:28:39`.
  public var description: String {
    func padded(_ number: Int, _ width: Int = 2) -> String {
      String(repeating: "0", count: max(0, width - String(number).count)) + String(number)
    }
    return "\(padded(year, 4))-\(padded(month))-\(padded(day))"
      + "T\(padded(hour)):\(padded(minute)):\(padded(second))"
  }

  /// Unix seconds of the moment at which a clock in UTC shows this time.
  public var secondsInUTC: Int64 {
    Int64(daysSince1970) * 86_400 + Int64(hour * 3600 + minute * 60 + second)
  }

  public static func < (a: CivilTime, b: CivilTime) -> Bool { a.secondsInUTC < b.secondsInUTC }

  /// Days of the Gregorian calendar, counted in years that begin in March so that leap days come last.
  private var daysSince1970: Int {
    let shifted = month > 2 ? year : year - 1
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return 365 * shifted + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
  }

  private static func dayCount(of month: Int, in year: Int) -> Int {
    let isLeap = year.isMultiple(of: 4) && !year.isMultiple(of: 100) || year.isMultiple(of: 400)
    return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    digits.allSatisfy { (0x30...0x39).contains($0) }
      ? digits.reduce(0) { $0 * 10 + Int($1 - 0x30) } : nil
  }
}
