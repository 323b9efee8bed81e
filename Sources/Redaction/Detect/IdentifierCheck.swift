/// Whether what looks like an identifier is one.
enum IdentifierCheck: String, Decodable, Sendable {
  case curp, rfc, nss, clabe, elector, plate, ssn, itin, routing, card, iban, email
  case ipv4, ipv6, mac, imei, imsi, iccid, gps, birth, vin, btc, eth, tron
  case mxPhone = "mx-phone"
  case usPhone = "us-phone"

  /// `letters`: the match as it stands, with its separators.
  func answer(_ letters: ArraySlice<UInt8>) -> CheckDigits.Answer {
    // Made only for the checks that look at them.
    lazy var compact = letters.filter(Letter.isWord).map { $0 & 0x80 == 0 ? Self.upper($0) : $0 }
    lazy var digits = letters.filter(Letter.isDigit).map { $0 - 0x30 }
    switch self {
    case .curp: return Self.answer(CheckDigits.curp(compact))
    case .rfc:
      let whole = letters.filter { Letter.isWord($0) || $0 == 0x26 }.map(Self.upper)
      return Self.answer(CheckDigits.rfc(whole))
    case .nss: return Self.answer(digits.count == 11 && CheckDigits.luhn(digits))
    case .clabe: return Self.answer(CheckDigits.clabe(digits))
    case .elector: return Self.isDate(digits.prefix(6)) ? .weak : .failed
    case .plate: return Self.plate(letters)
    case .ssn: return Self.ssn(digits, isPlain: letters.count == digits.count)
    case .itin: return letters.count == digits.count ? .weak : .passed
    case .routing: return Self.answer(CheckDigits.routing(digits))
    case .card: return Self.card(digits)
    case .iban: return Self.answer(CheckDigits.iban(compact))
    case .email: return Self.email(letters)
    case .ipv4: return Self.ipv4(digits, letters)
    case .ipv6: return Self.ipv6(letters)
    case .mac: return Set(compact).count > 1 ? .passed : .failed
    case .imei:
      if digits.count == 16 || digits.count == 14 { return .weak }
      guard digits.count == 15, CheckDigits.luhn(digits) else { return .failed }
      // What the GSMA's reporting bodies give out most; others need a word beside them.
      let start = digits.prefix(2)
      return [[3, 5], [8, 6], [0, 1]].contains(Array(start)) ? .passed : .weak
    case .imsi: return .passed
    case .iccid: return Self.answer((19...20).contains(digits.count) && CheckDigits.luhn(digits))
    case .gps: return .passed
    case .birth: return Self.birth(letters) ? .weak : .failed
    case .vin:
      let hasBoth = !digits.isEmpty && digits.count < 17
      return hasBoth ? Self.answer(CheckDigits.vin(compact)) : .failed
    case .btc:
      if letters.starts(with: Array("bc1".utf8)) {
        return Self.answer(CheckDigits.bech32(Array(letters)))
      }
      return Self.answer(CheckDigits.base58Check(Array(letters), versions: [0, 5]))
    case .eth: return .passed
    case .tron: return Self.answer(CheckDigits.base58Check(Array(letters), versions: [0x41]))
    case .mxPhone: return Self.mexicanPhone(letters, digits)
    case .usPhone: return Self.usPhone(letters, digits)
    }
  }

  private static func answer(_ isRight: Bool) -> CheckDigits.Answer { isRight ? .passed : .failed }

  private static func upper(_ byte: UInt8) -> UInt8 {
    switch byte {
    case 0x61...0x7A: byte & 0xDF
    case 0xF1: 0xD1
    default: byte
    }
  }

  private static func plate(_ letters: ArraySlice<UInt8>) -> CheckDigits.Answer {
    let signs = letters.filter(Letter.isWord)
    let digits = signs.filter(Letter.isDigit).count
    return (5...8).contains(signs.count) && digits > 0 && digits < signs.count ? .weak : .failed
  }

  private static func ssn(_ digits: [UInt8], isPlain: Bool) -> CheckDigits.Answer {
    let number = digits.reduce(0) { $0 * 10 + Int($1) }
    let area = number / 1_000_000
    let isIssued =
      area != 0 && area != 666 && area < 900 && number / 10_000 % 100 != 0 && number % 10_000 != 0
      && ![78_051_120, 219_099_999, 457_555_462].contains(number)
    return !isIssued ? .failed : isPlain ? .weak : .passed
  }

  private static func card(_ digits: [UInt8]) -> CheckDigits.Answer {
    guard (12...19).contains(digits.count), CheckDigits.luhn(digits), Set(digits).count > 1 else {
      return .failed
    }
    let start = digits.prefix(4).reduce(0) { $0 * 10 + Int($1) }
    let isKnown =
      switch digits.count {
      case 13: start / 1000 == 4
      case 14: start / 100 == 36 || start / 100 == 38 || (3000...3059).contains(start)
      case 15: start / 100 == 34 || start / 100 == 37
      case 16:
        start / 1000 == 4 || start / 1000 == 6 || (5000...5999).contains(start)
          || (2221...2720).contains(start) || (3528...3589).contains(start)
      case 19: start / 1000 == 4 || start / 1000 == 6
      default: false
      }
    return isKnown ? .passed : .weak
  }

  private static func email(_ letters: ArraySlice<UInt8>) -> CheckDigits.Answer {
    let domain = letters.split(separator: UInt8(ascii: ".")).last ?? []
    let isName = domain.count >= 2 && domain.allSatisfy { Letter.isWord($0) && !Letter.isDigit($0) }
    return answer(isName)
  }

  private static func ipv4(_ digits: [UInt8], _ letters: ArraySlice<UInt8>) -> CheckDigits.Answer {
    let parts = letters.split(separator: UInt8(ascii: "."))
    guard parts.allSatisfy({ $0.count == 1 || $0.first != 0x30 }) else { return .failed }
    // Versions and chapters look alike: small numbers throughout call for a word.
    return digits.count >= 6 ? .passed : .weak
  }

  private static func ipv6(_ letters: ArraySlice<UInt8>) -> CheckDigits.Answer {
    let groups = letters.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    let empty = groups.filter(\.isEmpty).count
    let isShort = zip(letters, letters.dropFirst()).contains { $0 == 0x3A && $1 == 0x3A }
    guard isShort ? groups.count <= 8 && empty <= 2 : groups.count == 8 && empty == 0 else {
      return .failed
    }
    // A time such as 12:30:: is no address: some group has a letter, or there are many.
    let hasLetter = letters.contains { Letter.isWord($0) && !Letter.isDigit($0) }
    return answer(groups.count - empty >= 2 && (hasLetter || groups.count >= 5))
  }

  private static let ladas: Set<Int> = [33, 55, 56, 81]

  private static func mexicanPhone(
    _ letters: ArraySlice<UInt8>, _ digits: [UInt8]
  ) -> CheckDigits.Answer {
    var national = digits[...]
    let isAbroad = letters.first == UInt8(ascii: "+")
    if digits.count >= 12, digits.starts(with: [5, 2]) {
      national = national.dropFirst(2)
      if national.count == 11, national.first == 1 { national = national.dropFirst() }
    } else if digits.count == 12, digits.starts(with: [0, 1]) {
      national = national.dropFirst(2)
    } else if digits.count == 13, digits.starts(with: [0, 4, 4]) || digits.starts(with: [0, 4, 5]) {
      national = national.dropFirst(3)
    }
    guard national.count == 10, let first = national.first, first >= 2 else { return .failed }
    guard Set(national).count > 2 else { return .failed }
    if isAbroad { return digits.count >= 12 ? .passed : .failed }
    let hasSigns = letters.count > digits.count + 1
    guard hasSigns else { return .weak }
    let groups = letters.split { !Letter.isDigit($0) }
    if groups.first?.count == 2, groups.count > 1 {
      let lada = Int(national[national.startIndex]) * 10 + Int(national[national.startIndex + 1])
      return ladas.contains(lada) || letters.first == UInt8(ascii: "(") ? .passed : .weak
    }
    return letters.first == UInt8(ascii: "(") || groups.count >= 3 ? .passed : .weak
  }

  private static func usPhone(
    _ letters: ArraySlice<UInt8>, _ digits: [UInt8]
  ) -> CheckDigits.Answer {
    // 001 and 1 before, an extension after.
    let start = digits.starts(with: [0, 0, 1]) ? 3 : digits.first == 1 ? 1 : 0
    let national = Array(digits.dropFirst(start).prefix(10))
    guard national.count == 10, national[1] != 9 else { return .failed }
    guard !(national[1] == 1 && national[2] == 1), !(national[4] == 1 && national[5] == 1) else {
      return .failed
    }
    return letters.count > digits.count + 1 || letters.first == UInt8(ascii: "+") ? .passed : .weak
  }

  private static func isDate(_ digits: ArraySlice<UInt8>) -> Bool { digits.count == 6 }

  /// Whether it is a day of the calendar in the last 120 years.
  private static func birth(_ letters: ArraySlice<UInt8>) -> Bool {
    let numbers = letters.split { !Letter.isDigit($0) }.map {
      $0.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
    let hasMonthName = letters.contains { Letter.isWord($0) && !Letter.isDigit($0) }
    if hasMonthName, numbers.count == 2 {
      return (1...31).contains(numbers[0]) && (1900...2030).contains(numbers[1])
    }
    guard numbers.count == 3 else { return false }
    if numbers[0] > 1000 {
      return (1...12).contains(numbers[1]) && (1...31).contains(numbers[2])
    }
    let isDay = (1...31).contains(numbers[0]) && (1...12).contains(numbers[1])
    let isMonthFirst = (1...12).contains(numbers[0]) && (1...31).contains(numbers[1])
    return (isDay || isMonthFirst) && (numbers[2] < 100 || (1900...2030).contains(numbers[2]))
  }
}
