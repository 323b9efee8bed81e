/// When something happened, as the person there would read it off a clock: an instant and the clock's offset.
///
/// Written as RFC 3339: `2026-03-04T21:15:00-08:00`, with milliseconds only when they are not zero.
public struct Moment: Hashable, Sendable, CustomStringConvertible {
  /// Milliseconds since 1970-01-01T00:00:00 UTC, leap seconds not counted.
  public let milliseconds: Int64
  /// Minutes that the clock is ahead of UTC; negative west of Greenwich.
  public let offsetMinutes: Int

  public init(milliseconds: Int64, offsetMinutes: Int) {
    self.milliseconds = milliseconds
    self.offsetMinutes = offsetMinutes
  }

  public init(unixSeconds: Int64, offsetMinutes: Int = 0) {
    self.init(milliseconds: unixSeconds * 1000, offsetMinutes: offsetMinutes)
  }

  /// Whole seconds since 1970-01-01T00:00:00 UTC, rounded down.
  public var unixSeconds: Int64 { Int64((Double(milliseconds) / 1000).rounded(.down)) }

  /// Reads RFC 3339 with an offset.
  ///
  /// Years 1970 to 9999; a time without offset means nothing in two countries.
  ///
  /// - Source: RFC 3339, §5.6.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count >= 20, let date = CivilDate(bytes[0..<10]),
      bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"),
      bytes[16] == UInt8(ascii: ":"),
      let hour = number(bytes[11..<13], 0...23), let minute = number(bytes[14..<16], 0...59),
      let second = number(bytes[17..<19], 0...59)
    else { return nil }
    var rest = bytes[19...]
    guard let fraction = Self.takeFraction(from: &rest), let offset = Self.offset(rest) else {
      return nil
    }
    let local = ((date.daysSince1970 * 24 + hour) * 60 + minute) * 60 + second
    milliseconds = Int64(local - offset * 60) * 1000 + Int64(fraction)
    offsetMinutes = offset
    guard milliseconds >= 0 else { return nil }
  }

  /// Milliseconds of an optional fraction of 1 to 3 digits; nil when it is malformed.
  private static func takeFraction(from rest: inout ArraySlice<UInt8>) -> Int? {
    guard rest.first == UInt8(ascii: ".") else { return 0 }
    let digits = rest.dropFirst().prefix { (0x30...0x39).contains($0) }
    guard (1...3).contains(digits.count), let value = number(digits, 0...999) else { return nil }
    rest = rest.dropFirst(1 + digits.count)
    return [100, 10, 1][digits.count - 1] * value
  }

  private static func offset(_ text: ArraySlice<UInt8>) -> Int? {
    if text.elementsEqual("Z".utf8) { return 0 }
    let bytes = Array(text)
    guard bytes.count == 6, bytes[3] == UInt8(ascii: ":"),
      bytes[0] == UInt8(ascii: "+") || bytes[0] == UInt8(ascii: "-"),
      let hours = number(bytes[1..<3], 0...14), let minutes = number(bytes[4..<6], 0...59)
    else { return nil }
    return (bytes[0] == UInt8(ascii: "-") ? -1 : 1) * (hours * 60 + minutes)
  }

  public var description: String {
    let local = milliseconds + Int64(offsetMinutes) * 60_000
    let (days, inDay) = local.floored(by: 86_400_000)
    let date = CivilDate(daysSince1970: Int(days))
    let seconds = Int(inDay / 1000)
    let fraction = Int(inDay % 1000)
    return
      "\(date)T\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
      + (fraction == 0 ? "" : ".\(padded(fraction, to: 3))") + offsetText
  }

  private var offsetText: String {
    guard offsetMinutes != 0 else { return "Z" }
    let minutes = abs(offsetMinutes)
    return "\(offsetMinutes < 0 ? "-" : "+")\(two(minutes / 60)):\(two(minutes % 60))"
  }

  /// Whole seconds from `earlier` to this moment; negative when it is later.
  public func seconds(since earlier: Moment) -> Int64 { unixSeconds - earlier.unixSeconds }
}

/// A day of the Gregorian calendar.
private struct CivilDate: CustomStringConvertible {
  let year: Int
  let month: Int
  let day: Int

  init?(_ text: ArraySlice<UInt8>) {
    let bytes = Array(text)
    guard bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
      let year = number(bytes[0..<4], 1970...9999), let month = number(bytes[5..<7], 1...12)
    else { return nil }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard let day = number(bytes[8..<10], 1...lengths[month - 1]) else { return nil }
    (self.year, self.month, self.day) = (year, month, day)
  }

  /// Counts in eras of 400 years that begin on 1 March, so that the leap day comes last.
  init(daysSince1970: Int) {
    let days = daysSince1970 + 719_468
    let era = days / 146_097
    let dayOfEra = days % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shifted + 2) / 5 + 1
    month = shifted < 10 ? shifted + 3 : shifted - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  var daysSince1970: Int {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = shiftedYear / 400
    let yearOfEra = shiftedYear % 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  var description: String { "\(padded(year, to: 4))-\(two(month))-\(two(day))" }
}

private func number(_ digits: ArraySlice<UInt8>, _ range: ClosedRange<Int>) -> Int? {
  var value = 0
  for digit in digits {
    guard (0x30...0x39).contains(digit) else { return nil }
    value = value * 10 + Int(digit - 0x30)
  }
  return range.contains(value) ? value : nil
}

private func two(_ value: Int) -> String { padded(value, to: 2) }

private func padded(_ value: Int, to width: Int) -> String {
  let digits = String(value)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

extension Int64 {
  /// Quotient and remainder with the remainder never negative.
  fileprivate func floored(by divisor: Int64) -> (Int64, Int64) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
