import Integrity

/// The name of one event for ever: a UUID that begins with the time of its making.
///
/// - Source: RFC 9562, §5.7 (UUID version 7).
public struct EventID: Hashable, Sendable, CustomStringConvertible {
  public let description: String

  /// Reads 36 lowercase characters of a version 7 UUID.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 36, bytes[14] == UInt8(ascii: "7"), "89ab".utf8.contains(bytes[19]) else {
      return nil
    }
    for (place, byte) in bytes.enumerated() {
      let isDash = place == 8 || place == 13 || place == 18 || place == 23
      guard
        isDash ? byte == 0x2D : (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
      else { return nil }
    }
    description = text
  }

  /// Makes a new name from the time, in milliseconds since 1970, and ten random bytes.
  public init(milliseconds: Int64, random: [UInt8]) {
    precondition(random.count == 10, "a version 7 UUID takes ten random bytes")
    let time = (0..<6).map { UInt8(truncatingIfNeeded: milliseconds >> (40 - 8 * $0)) }
    var bytes = time + random
    bytes[6] = bytes[6] & 0x0F | 0x70
    bytes[8] = bytes[8] & 0x3F | 0x80
    description = Hex.uuid(bytes)
  }
}
