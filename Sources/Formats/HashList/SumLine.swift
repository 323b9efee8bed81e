// Lines of md5sum and its kin. The three spellings cannot be mistaken for one another, so each line says by itself
// which it is.

import Integrity

/// A line of `sha256sum` (`<hex>  name`, `<hex> *name`), `md5deep -z` (a size first) or BSD's `SHA256 (name) = <hex>`.
///
/// A backslash before the line says that line feeds, carriage returns and backslashes of the name are written `\n`,
/// `\r` and `\\`.
///
/// - Source: GNU coreutils manual, *md5sum invocation*.
enum SumLine {
  static func parse(_ line: ArraySlice<UInt8>) -> LineResult {
    guard let first = line.first else { return .bad("formats.list.lineBlank") }
    if first == UInt8(ascii: "#") { return .nothing }
    let isEscaped = first == UInt8(ascii: "\\")
    let rest = isEscaped ? line.dropFirst() : line
    if let tagged = tagged(rest) { return finished(tagged, nil, isEscaped) }
    return plain(rest, isEscaped)
  }

  private typealias Pair = (digest: AcquisitionHash?, name: ArraySlice<UInt8>)

  private static func plain(_ line: ArraySlice<UInt8>, _ isEscaped: Bool) -> LineResult {
    var rest = line.drop { $0 == 0x20 }
    var size: Int64?
    let digits = rest.prefix { (0x30...0x39).contains($0) }
    if (1...19).contains(digits.count), rest.dropFirst(digits.count).starts(with: [0x20, 0x20]) {
      size = Int64(String(decoding: digits, as: UTF8.self))
      guard size != nil else { return .bad("formats.list.sizeMalformed") }
      rest = rest.dropFirst(digits.count + 2)
    } else if rest.count != line.count {
      return .bad("formats.list.lineMalformed")
    }
    let hex = rest.prefix { $0 != 0x20 }
    rest = rest.dropFirst(hex.count)
    guard rest.count > 2, rest.first == 0x20, let mark = rest.dropFirst().first,
      mark == 0x20 || mark == UInt8(ascii: "*")
    else { return .bad("formats.list.lineMalformed") }
    guard let digest = AcquisitionHash(hex: String(decoding: hex, as: UTF8.self)) else {
      return .bad("formats.list.digestMalformed")
    }
    return finished((digest, rest.dropFirst(2)), size, isEscaped)
  }

  /// Reads the tagged spelling; nil when the line is in another.
  private static func tagged(_ line: ArraySlice<UInt8>) -> Pair? {
    let tag = line.prefix { $0 != 0x20 }
    guard line.dropFirst(tag.count).starts(with: Array(" (".utf8)) else { return nil }
    let body = line.dropFirst(tag.count + 2)
    // The name itself may hold what parts it from the digest: the last one counts.
    let separator = Array(") = ".utf8)
    guard
      let end = body.indices.reversed().first(where: { body[$0...].starts(with: separator) })
    else { return nil }
    let algorithm = Self.algorithm(named: String(decoding: tag, as: UTF8.self))
    let hex = String(decoding: body[(end + separator.count)...], as: UTF8.self)
    let digest = AcquisitionHash(hex: hex)
    return (digest?.algorithm == algorithm ? digest : nil, body[..<end])
  }

  /// Reads `SHA256`, `sha-256`, `MD5` and the like; nil for an algorithm that we do not compute.
  static func algorithm(named name: String) -> AcquisitionAlgorithm? {
    AcquisitionAlgorithm(rawValue: name.lowercased().filter { $0 != "-" })
  }

  private static func finished(_ pair: Pair, _ size: Int64?, _ isEscaped: Bool) -> LineResult {
    guard let digest = pair.digest else { return .bad("formats.list.digestMalformed") }
    let name = isEscaped ? unescaped(pair.name) : Array(pair.name)
    guard let name else { return .bad("formats.list.escapeMalformed") }
    return entry(name[...], size, [digest])
  }

  /// An entry whose name is UTF-8, not empty, and holds no zero.
  static func entry(_ name: ArraySlice<UInt8>, _ size: Int64?, _ digests: [AcquisitionHash])
    -> LineResult
  {
    guard let path = String(validating: name, as: UTF8.self) else {
      return .bad("formats.list.nameNotText")
    }
    guard !path.isEmpty, !name.contains(0) else { return .bad("formats.list.nameMalformed") }
    return .entry(HashList.Entry(path: path, byteCount: size, digests: digests))
  }

  private static func unescaped(_ name: ArraySlice<UInt8>) -> [UInt8]? {
    var result: [UInt8] = []
    var bytes = name.makeIterator()
    while let byte = bytes.next() {
      guard byte == UInt8(ascii: "\\") else {
        result.append(byte)
        continue
      }
      switch bytes.next() {
      case UInt8(ascii: "\\"): result.append(byte)
      case UInt8(ascii: "n"): result.append(0x0A)
      case UInt8(ascii: "r"): result.append(0x0D)
      default: return nil
      }
    }
    return result
  }
}
