import Integrity

/// A line of a BagIt manifest: a digest, white space, and a path below the bag, in which `%0A`, `%0D` and `%25` stand
/// for a line feed, a carriage return and a percent sign.
///
/// - Source: RFC 8493, §2.1.3.
enum BagManifestLine {
  static func parse(_ line: ArraySlice<UInt8>, _ algorithm: AcquisitionAlgorithm) -> LineResult {
    guard !line.isEmpty else { return .bad("formats.list.lineBlank") }
    let isSpace: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
    let hex = line.prefix { !isSpace($0) }
    let rest = line.dropFirst(hex.count)
    guard let first = rest.first, isSpace(first) else { return .bad("formats.list.lineMalformed") }
    let digest = AcquisitionHash(hex: String(decoding: hex, as: UTF8.self))
    guard let digest, digest.algorithm == algorithm else {
      return .bad("formats.list.digestMalformed")
    }
    let name = decoded(rest.drop(while: isSpace))
    let result = SumLine.entry(name[...], nil, [digest])
    if case .entry(let entry) = result, isOutside(entry.path) {
      return .bad("formats.list.pathOutside", ["path": entry.path])
    }
    return result
  }

  /// Whether a path leads out of the bag.
  private static func isOutside(_ path: String) -> Bool {
    path.hasPrefix("/") || path.hasPrefix("~")
      || path.split(separator: "/").contains("..")
  }

  private static func decoded(_ name: ArraySlice<UInt8>) -> [UInt8] {
    let codes: [[UInt8]: UInt8] = [
      Array("%0A".utf8): 0x0A, Array("%0D".utf8): 0x0D, Array("%25".utf8): 0x25,
    ]
    var result: [UInt8] = []
    var rest = name
    while let byte = rest.first {
      let code = rest.prefix(3).map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 }
      if byte == 0x25, let meant = codes[code] {
        result.append(meant)
        rest = rest.dropFirst(3)
      } else {
        result.append(byte)
        rest = rest.dropFirst()
      }
    }
    return result
  }
}
