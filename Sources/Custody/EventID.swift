import Integrity

/// The name of one event for ever: a UUID that begins with the time of its making.
///
/// - Source: RFC 9562, §5.7 (UUID version 7).
public struct EventID: Hashable, Sendable, CustomStringConvertible {
  public let description: String

  /// Reads 36 lowercase characters of a version 7 UUID.
  public init?(_ text: String) {
    let groups = text.split(separator: "-", omittingEmptySubsequences: false)
    guard groups.map(\.count) == [8, 4, 4, 4, 12],
      text.utf8.allSatisfy({
        $0 == 0x2D || (0x30...0x39).contains($0) || (0x61...0x66).contains($0)
      }),
      groups[2].hasPrefix("7"), "89ab".contains(groups[3].prefix(1))
    else { return nil }
    description = text
  }

  /// Makes a new name from the time, in milliseconds since 1970, and ten random bytes.
  public init(milliseconds: Int64, random: [UInt8]) {
    precondition(random.count == 10, "a version 7 UUID takes ten random bytes")
    let time = (0..<6).map { UInt8(truncatingIfNeeded: milliseconds >> (40 - 8 * $0)) }
    var bytes = time + random
    bytes[6] = bytes[6] & 0x0F | 0x70
    bytes[8] = bytes[8] & 0x3F | 0x80
    let hex = Array(Hex.text(of: bytes))
    description = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
      .map { String(hex[$0]) }.joined(separator: "-")
  }
}
