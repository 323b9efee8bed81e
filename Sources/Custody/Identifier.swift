/// A short name that stands for an item, a case or a person in records, commands and folder names.
///
/// 1 to 64 of `A-Z a-z 0-9 . _ -`, starting with a letter or digit and not ending with a dot: it is visible in
/// every event, so it must not say who somebody is, and it becomes a folder name in a bundle.
public struct Identifier<Subject>: Hashable, Sendable, CustomStringConvertible, Comparable {
  public static var lengthLimit: Int { 64 }

  public let description: String

  /// Returns nil for a text that cannot be an identifier.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard (1...Self.lengthLimit).contains(bytes.count),
      bytes.allSatisfy({ $0 == 0x2D || $0 == 0x2E || $0 == 0x5F || Self.isLetterOrDigit($0) }),
      let first = bytes.first, Self.isLetterOrDigit(first), bytes.last != 0x2E,
      !reservedNames.contains(text.prefix { $0 != "." }.lowercased())
    else { return nil }
    description = text
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }

  public static func < (a: Self, b: Self) -> Bool {
    a.description.utf8.lexicographicallyPrecedes(b.description.utf8)
  }
}

extension Identifier: Decodable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let identifier = Self(text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: text)
    }
    self = identifier
  }
}

/// Names that Windows keeps for devices: a court's computer could not unpack a folder called so.
private let reservedNames: Set<String> = Set(
  ["con", "prn", "aux", "nul"] + (0...9).flatMap { ["com\($0)", "lpt\($0)"] })

/// What an ``ItemID`` names.
public enum ItemSubject {}
/// What a ``CaseID`` names.
public enum CaseSubject {}
/// What a ``PersonID`` names.
public enum PersonSubject {}

public typealias ItemID = Identifier<ItemSubject>
public typealias CaseID = Identifier<CaseSubject>
public typealias PersonID = Identifier<PersonSubject>
