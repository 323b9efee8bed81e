import Integrity

/// The rules by which an identifier shows that it was not made up or misread.
///
/// - Source: the sources that the detectors' table names; vectors in the tests.
enum CheckDigits {
  /// What a check says of a match.
  enum Answer { case passed, failed, weak }

  /// Luhn's sum over digits (ISO/IEC 7812-1, annex B).
  static func luhn(_ digits: [UInt8]) -> Bool {
    var sum = 0
    for (place, digit) in digits.reversed().enumerated() {
      let value = Int(digit) * (place.isMultiple(of: 2) ? 1 : 2)
      sum += value > 9 ? value - 9 : value
    }
    return sum.isMultiple(of: 10)
  }

  /// CLABE: weights 3, 7, 1 over seventeen digits, each product's last digit (Banxico, SPEI).
  static func clabe(_ digits: [UInt8]) -> Bool {
    guard digits.count == 18 else { return false }
    let sum = (0..<17).reduce(0) { $0 + Int(digits[$1]) * [3, 7, 1][$1 % 3] % 10 }
    return (10 - sum % 10) % 10 == Int(digits[17])
  }

  /// ABA routing number: weights 3, 7, 1 over nine digits.
  static func routing(_ digits: [UInt8]) -> Bool {
    guard digits.count == 9, digits.contains(where: { $0 != 0 }) else { return false }
    return (0..<9).reduce(0) { $0 + Int(digits[$1]) * [3, 7, 1][$1 % 3] }.isMultiple(of: 10)
  }

  /// CURP: the last digit (RENAPO).
  static func curp(_ letters: [UInt8]) -> Bool {
    guard letters.count == 18, let last = letters.last, Letter.isDigit(last) else { return false }
    var sum = 0
    for place in 0..<17 {
      guard let value = curpValue(letters[place]) else { return false }
      sum += value * (18 - place)
    }
    return (10 - sum % 10) % 10 == Int(last - 0x30)
  }

  /// `0-9 A-N Ñ O-Z`, from 0 on.
  private static func curpValue(_ letter: UInt8) -> Int? {
    switch letter {
    case 0x30...0x39: Int(letter) - 0x30
    case 0x41...0x4E: Int(letter) - 0x41 + 10
    case 0xD1: 24
    case 0x4F...0x5A: Int(letter) - 0x4F + 25
    default: nil
    }
  }

  /// RFC: the last digit, over twelve letters and digits; a company's eleven have a blank before them (SAT).
  static func rfc(_ letters: [UInt8]) -> Bool {
    guard letters.count == 12 || letters.count == 13, let last = letters.last else { return false }
    let body = (letters.count == 12 ? [0x20] : []) + letters.dropLast()
    var sum = 0
    for (place, letter) in body.enumerated() {
      guard let value = rfcValue(letter) else { return false }
      sum += value * (13 - place)
    }
    let expected: UInt8 =
      switch 11 - sum % 11 {
      case 11: 0x30
      case 10: 0x41
      case let digit: UInt8(digit) + 0x30
      }
    return last == expected
  }

  /// `0-9 A-N & O-Z`, blank, `Ñ`, from 0 on.
  private static func rfcValue(_ letter: UInt8) -> Int? {
    switch letter {
    case 0x30...0x39: Int(letter) - 0x30
    case 0x41...0x4E: Int(letter) - 0x41 + 10
    case 0x26: 24
    case 0x4F...0x5A: Int(letter) - 0x4F + 25
    case 0x20: 37
    case 0xD1: 38
    default: nil
    }
  }

  /// VIN: the ninth sign, for North America (49 CFR 565.15).
  static func vin(_ letters: [UInt8]) -> Bool {
    guard letters.count == 17 else { return false }
    let weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2]
    var sum = 0
    for (place, letter) in letters.enumerated() {
      guard let value = vinValue(letter) else { return false }
      sum += value * weights[place]
    }
    let expected = sum % 11 == 10 ? UInt8(ascii: "X") : UInt8(sum % 11) + 0x30
    return letters[8] == expected
  }

  private static func vinValue(_ letter: UInt8) -> Int? {
    switch letter {
    case 0x30...0x39: Int(letter) - 0x30
    case 0x41...0x48: Int(letter) - 0x41 + 1
    case 0x4A...0x4E: Int(letter) - 0x4A + 1
    case 0x50: 7
    case 0x52: 9
    case 0x53...0x5A: Int(letter) - 0x53 + 2
    default: nil
    }
  }

  /// IBAN: the length of its country and 1 as the remainder by 97 (ISO 13616-1).
  static func iban(_ letters: [UInt8]) -> Bool {
    guard letters.count >= 15,
      ibanLengths[String(decoding: letters.prefix(2), as: UTF8.self)] == letters.count
    else { return false }
    var remainder = 0
    for letter in letters.dropFirst(4) + letters.prefix(4) {
      switch letter {
      case 0x30...0x39: remainder = (remainder * 10 + Int(letter) - 0x30) % 97
      case 0x41...0x5A: remainder = (remainder * 100 + Int(letter) - 0x41 + 10) % 97
      default: return false
      }
    }
    return remainder == 1
  }

  private static let ibanLengths: [String: Int] = {
    let table = """
      AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28
      EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26
      IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30
      NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 ST25 SV28 TL23
      TN24 TR26 UA29 VA22 VG24 XK20
      """
    return Dictionary(
      uniqueKeysWithValues: table.split(whereSeparator: \.isWhitespace).map {
        (String($0.prefix(2)), Int($0.dropFirst(2)) ?? 0)
      })
  }()

  /// Base58Check: the last four bytes are of the double SHA-256 of the rest (Bitcoin, TRON).
  static func base58Check(_ letters: [UInt8], versions: Set<UInt8>) -> Bool {
    var bytes = [UInt8](repeating: 0, count: 25)
    for letter in letters {
      guard let value = base58.firstIndex(of: letter) else { return false }
      var carry = value
      for place in bytes.indices.reversed() {
        carry += 58 * Int(bytes[place])
        bytes[place] = UInt8(truncatingIfNeeded: carry)
        carry >>= 8
      }
      guard carry == 0 else { return false }
    }
    guard versions.contains(bytes[0]) else { return false }
    let check = Digest(of: Digest(of: Array(bytes.prefix(21))).bytes)
    return check.bytes.prefix(4).elementsEqual(bytes.suffix(4))
  }

  private static let base58 = Array(
    "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".utf8)

  /// Bech32 and Bech32m (BIP 173, BIP 350) of `bc1` addresses.
  static func bech32(_ letters: [UInt8]) -> Bool {
    var sum: UInt32 = 1
    func add(_ value: UInt32) {
      let top = sum >> 25
      sum = (sum & 0x1FF_FFFF) << 5 ^ value
      let generator: [UInt32] = [
        0x3B6A_57B2, 0x2650_8E6D, 0x1EA1_19FA, 0x3D42_33DD, 0x2A14_62B3,
      ]
      for bit in 0..<5 where top >> UInt32(bit) & 1 == 1 { sum ^= generator[bit] }
    }
    for letter in "bc".utf8 { add(UInt32(letter) >> 5) }
    add(0)
    for letter in "bc".utf8 { add(UInt32(letter) & 31) }
    for letter in letters.dropFirst(3) {
      guard let value = bech32Letters.firstIndex(of: Letter.lower(letter)) else { return false }
      add(UInt32(value))
    }
    return sum == 1 || sum == 0x2BC8_30A3
  }

  private static let bech32Letters = Array("qpzry9x8gf2tvdw0s3jn54khce6mua7l".utf8)
}
