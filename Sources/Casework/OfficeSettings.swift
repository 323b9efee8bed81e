public import Custody
public import Foundation
public import Integrity
public import Phrasebook

/// What `office.json` says: which office this is, and its habits.
public struct OfficeSettings: Sendable, Hashable {
  /// Written to `precinto`; a file with another one was made by another Precinto.
  static let version: Int64 = 1
  static let sizeLimit = 64 * 1024

  public var name: String
  /// ISO 3166-1 alpha-2.
  public var country: String
  /// The name of the ledger in checkpoints and events.
  public var origin: String
  public var language: Language
  /// The C2SP verifier key of the ledger.
  public var logKey: String
  /// Who acts when a command does not say.
  public var actingPerson: PersonID?

  public init(
    name: String, country: String, origin: String, language: Language, logKey: String,
    actingPerson: PersonID? = nil
  ) {
    self.name = name
    self.country = country
    self.origin = origin
    self.language = language
    self.logKey = logKey
    self.actingPerson = actingPerson
  }

  public init(readingFrom url: URL) throws {
    let path = url.path
    guard let data = FileManager.default.contents(atPath: path), data.count <= Self.sizeLimit,
      let json = try? JSON(parsing: Array(data)), let version = json["precinto"]?.integer
    else { throw CaseworkError.settingsMalformed(path: path) }
    guard version == Self.version else { throw CaseworkError.settingsOfOther(path: path) }
    guard let name = json["name"]?.string, let country = json["country"]?.string,
      let origin = json["origin"]?.string, NoteKeyName.isValid(origin),
      let language = json["language"]?.string.flatMap(Language.init(rawValue:)),
      let logKey = json["logKey"]?.string
    else { throw CaseworkError.settingsMalformed(path: path) }
    self.init(
      name: name, country: country, origin: origin, language: language, logKey: logKey,
      actingPerson: json["actingPerson"]?.string.flatMap { PersonID($0) })
  }

  public var json: JSON {
    .object([
      "precinto": .integer(Self.version), "name": .string(name), "country": .string(country),
      "origin": .string(origin), "language": .string(language.rawValue), "logKey": .string(logKey),
      "timestampAuthority": "training", "actingPerson": .text(actingPerson?.description),
    ])
  }
}
