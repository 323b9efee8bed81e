import CDeflate
import Integrity

/// Searches what is about to be released for everything withheld, however it is encoded.
///
/// - Source: reference text on redaction, §4.3.
public struct LeakSearch: Sendable {
  /// How deep encodings may lie in one another, and the most bytes that are decoded in one file.
  static let depthLimit = 4
  static let decodedByteLimit = 256 << 20
  /// The most bytes of one packed stream.
  static let streamByteLimit = 16 << 20
  static let windowByteCount = 8 << 20
  static let overlapByteCount = 64 << 10

  private static let keyCount = 6

  private struct Needle {
    let letters: [UInt8]
    let value: Int
  }

  private let reasons: [String]
  /// By the first letters of the needle.
  private let tight: [UInt64: [Needle]]
  private let raw: [UInt64: [Needle]]
  /// Whether any needle begins with letters of that hash: most do not.
  private let filter: [Bool]

  public init(_ values: [LeakValue]) {
    reasons = values.map(\.reason)
    var tight: [UInt64: [Needle]] = [:]
    var raw: [UInt64: [Needle]] = [:]
    var filter = [Bool](repeating: false, count: 1 << 16)
    for (number, value) in values.enumerated() {
      for letters in value.tight where letters.count >= Self.keyCount {
        let key = Self.key(letters[...])
        tight[key, default: []].append(Needle(letters: letters, value: number))
        filter[Self.slot(key)] = true
      }
      for bytes in value.raw where bytes.count >= Self.keyCount {
        let key = Self.key(bytes[...])
        raw[key, default: []].append(Needle(letters: bytes, value: number))
        filter[Self.slot(key)] = true
      }
    }
    self.tight = tight
    self.raw = raw
    self.filter = filter
  }

  public var isEmpty: Bool { tight.isEmpty && raw.isEmpty }

  private static func key(_ letters: ArraySlice<UInt8>) -> UInt64 {
    letters.prefix(keyCount).reduce(0) { $0 << 8 | UInt64($1) }
  }

  private static func slot(_ key: UInt64) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 48)
  }

  /// What is withheld and stands in `bytes`.
  ///
  /// `place`: what the findings call it.
  public func leaks(in bytes: any SealBytes, place: String) throws -> Set<Leak> {
    guard !isEmpty else { return [] }
    var found = leaks(in: Array(place.utf8), place: place + "!name")
    var start = 0
    while start < bytes.count {
      let end = min(bytes.count, start + Self.windowByteCount)
      found.formUnion(leaks(in: Array(try bytes.read(start..<end)), place: place))
      start = end == bytes.count ? end : end - Self.overlapByteCount
    }
    return found
  }

  public func leaks(in bytes: [UInt8], place: String) -> Set<Leak> {
    var found: Set<Leak> = []
    var budget = Self.decodedByteLimit
    search(bytes, place, depth: 0, &budget, &found)
    return found
  }

  private func search(
    _ bytes: [UInt8], _ place: String, depth: Int, _ budget: inout Int, _ found: inout Set<Leak>
  ) {
    guard depth < Self.depthLimit, !bytes.isEmpty else { return }
    guard budget > 0 else {
      // What was not searched to its end is not known to be clean.
      found.insert(Leak(place: "\(place)!unsearched", reason: "limit"))
      return
    }
    budget -= bytes.count
    match(bytes, raw, place, &found)
    matchText(bytes, .utf8, place, &found)
    if bytes.contains(0) {
      for encoding in [FoldedText.Encoding.utf16LittleEndian, .utf16BigEndian] {
        matchText(bytes, encoding, place + "!utf16", &found)
        matchText(Array(bytes.dropFirst()), encoding, place + "!utf16", &found)
      }
    }
    for (kind, decoded) in Decoding.all(of: bytes) {
      search(decoded, "\(place)!\(kind)", depth: depth + 1, &budget, &found)
    }
  }

  private func matchText(
    _ bytes: [UInt8], _ encoding: FoldedText.Encoding, _ place: String, _ found: inout Set<Leak>
  ) {
    let folded = FoldedText(bytes[...], startingAt: 0, encoding)
    match(folded.letters.filter(Letter.isWord).map(Letter.lower), tight, place, &found)
  }

  private func match(
    _ text: [UInt8], _ needles: [UInt64: [Needle]], _ place: String, _ found: inout Set<Leak>
  ) {
    guard text.count >= Self.keyCount, !needles.isEmpty else { return }
    text.withUnsafeBufferPointer { text in
      filter.withUnsafeBufferPointer { filter in
        var key: UInt64 = 0
        for end in 0..<text.count {
          key = (key << 8 | UInt64(text[end])) & 0xFFFF_FFFF_FFFF
          guard end >= Self.keyCount - 1, filter[Self.slot(key)], let candidates = needles[key]
          else { continue }
          let start = end - Self.keyCount + 1
          for needle in candidates where start + needle.letters.count <= text.count {
            if needle.letters.indices.allSatisfy({ text[start + $0] == needle.letters[$0] }) {
              found.insert(Leak(place: place, reason: reasons[needle.value]))
            }
          }
        }
      }
    }
  }
}

/// Ways in which bytes stand for other bytes.
private enum Decoding {
  private static let runLimit = 16
  private static let streamCountLimit = 2000

  static func all(of bytes: [UInt8]) -> [(kind: String, bytes: [UInt8])] {
    var decoded: [(String, [UInt8])] = []
    decoded += base64(bytes).map { ("base64", $0) }
    if let hex = hex(bytes) { decoded.append(("hex", hex)) }
    if let escaped = escapes(bytes) { decoded.append(("escapes", escaped)) }
    decoded += streams(bytes).map { ("packed", $0) }
    return decoded
  }

  private static let base64Values: [UInt8] = {
    var values = [UInt8](repeating: 0xFF, count: 256)
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    for (value, letter) in alphabet.utf8.enumerated() { values[Int(letter)] = UInt8(value) }
    values[0x2D] = 62
    values[0x5F] = 63
    return values
  }()

  /// Runs of base64 in either alphabet, broken over lines or not, from each of four beginnings.
  private static func base64(_ bytes: [UInt8]) -> [[UInt8]] {
    var all = [[UInt8]](repeating: [], count: 4)
    var place = 0
    while place < bytes.count {
      guard base64Values[Int(bytes[place])] != 0xFF else {
        place += 1
        continue
      }
      var values: [UInt8] = []
      while place < bytes.count {
        let value = base64Values[Int(bytes[place])]
        if value != 0xFF {
          values.append(value)
        } else if bytes[place] != 0x0A && bytes[place] != 0x0D {
          break
        }
        place += 1
      }
      guard values.count >= runLimit else { continue }
      for start in 0..<4 {
        var bits: UInt32 = 0
        var count = 0
        for value in values[start...] {
          bits = bits << 6 | UInt32(value)
          count += 6
          if count >= 8 {
            count -= 8
            all[start].append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
          }
        }
        all[start].append(0x0A)
      }
    }
    return all.filter { !$0.isEmpty }
  }

  private static func hex(_ bytes: [UInt8]) -> [UInt8]? {
    var decoded: [UInt8] = []
    var digits: [UInt8] = []
    func value(_ byte: UInt8) -> UInt8? {
      switch byte {
      case 0x30...0x39: byte - 0x30
      case 0x41...0x46: byte - 0x37
      case 0x61...0x66: byte - 0x57
      default: nil
      }
    }
    func end() {
      if digits.count >= runLimit {
        for place in stride(from: 0, to: digits.count - 1, by: 2) {
          decoded.append(digits[place] << 4 | digits[place + 1])
        }
        decoded.append(0x0A)
      }
      digits.removeAll(keepingCapacity: true)
    }
    for byte in bytes {
      if let digit = value(byte) {
        digits.append(digit)
      } else if byte != 0x20 && byte != 0x3A {
        end()
      }
    }
    end()
    return decoded.isEmpty ? nil : decoded
  }

  /// `%41`, `=41`, `\u0041`, `&#65;`, and line ends after `=`.
  private static func escapes(_ bytes: [UInt8]) -> [UInt8]? {
    guard bytes.contains(where: { [0x25, 0x3D, 0x5C, 0x26].contains($0) }) else { return nil }
    var decoded: [UInt8] = []
    decoded.reserveCapacity(bytes.count)
    var place = 0
    var hasChanged = false
    func number(_ start: Int, _ count: Int, _ radix: Int) -> UInt32? {
      guard start + count <= bytes.count, count > 0 else { return nil }
      return UInt32(String(decoding: bytes[start..<start + count], as: UTF8.self), radix: radix)
    }
    func put(_ value: UInt32) {
      guard let scalar = Unicode.Scalar(value) else { return }
      decoded += Array(String(Character(scalar)).utf8)
    }
    while place < bytes.count {
      switch bytes[place] {
      case 0x25, 0x3D:
        if let value = number(place + 1, 2, 16), value < 256 {
          decoded.append(UInt8(value))
          place += 3
          hasChanged = true
          continue
        }
        if bytes[place] == 0x3D, place + 1 < bytes.count,
          bytes[place + 1] == 0x0A || bytes[place + 1] == 0x0D
        {
          place += bytes[place + 1] == 0x0D ? 3 : 2
          hasChanged = true
          continue
        }
      case 0x5C where place + 1 < bytes.count && bytes[place + 1] == 0x75:
        if let value = number(place + 2, 4, 16) {
          put(value)
          place += 6
          hasChanged = true
          continue
        }
      case 0x26 where place + 2 < bytes.count && bytes[place + 1] == 0x23:
        let isHex = bytes[place + 2] | 0x20 == 0x78
        let start = place + (isHex ? 3 : 2)
        let digits = bytes[min(start, bytes.count)...].prefix(8).prefix { $0 != 0x3B }
        if let value = number(start, digits.count, isHex ? 16 : 10) {
          put(value)
          place = start + digits.count + 1
          hasChanged = true
          continue
        }
      default: break
      }
      decoded.append(bytes[place])
      place += 1
    }
    return hasChanged ? decoded : nil
  }

  /// Deflated streams wherever they begin: zlib's, gzip's, members of zips.
  private static func streams(_ bytes: [UInt8]) -> [[UInt8]] {
    guard bytes.count > 8, let decompressor = libdeflate_alloc_decompressor() else { return [] }
    defer { libdeflate_free_decompressor(decompressor) }
    var found: [[UInt8]] = []
    var tries = 0
    var room = [UInt8](repeating: 0, count: LeakSearch.streamByteLimit)
    bytes.withUnsafeBytes { buffer in
      var place = 0
      while place + 8 < buffer.count, tries < streamCountLimit {
        defer { place += 1 }
        guard let base = buffer.baseAddress else { return }
        var count = 0
        var status = LIBDEFLATE_BAD_DATA
        switch (buffer[place], buffer[place + 1]) {
        case (0x78, 0x01), (0x78, 0x5E), (0x78, 0x9C), (0x78, 0xDA):
          tries += 1
          status = libdeflate_zlib_decompress_ex(
            decompressor, base + place, buffer.count - place, &room, room.count, nil, &count)
        case (0x1F, 0x8B):
          tries += 1
          status = libdeflate_gzip_decompress_ex(
            decompressor, base + place, buffer.count - place, &room, room.count, nil, &count)
        case (0x50, 0x4B) where buffer[place + 2] == 3 && buffer[place + 3] == 4:
          guard place + 30 < buffer.count else { continue }
          tries += 1
          let names = Int(buffer[place + 26]) | Int(buffer[place + 27]) << 8
          let extra = Int(buffer[place + 28]) | Int(buffer[place + 29]) << 8
          let start = place + 30 + names + extra
          guard start < buffer.count else { continue }
          status = libdeflate_deflate_decompress_ex(
            decompressor, base + start, buffer.count - start, &room, room.count, nil, &count)
        default: continue
        }
        if status == LIBDEFLATE_SUCCESS, count > 3 { found.append(Array(room.prefix(count))) }
      }
    }
    return found
  }
}
