public import Integrity

/// A person as the ledger knows them.
public struct Person: Hashable, Sendable {
  public let id: PersonID
  public let role: PersonRole
  public let agency: String
  public let country: String
  /// nil when withheld from this reader.
  public let name: String?
  /// SHA-256 of the certificate with which the person signs.
  public let certificate: Digest
  public let enrolledAt: Moment
  public internal(set) var revokedAt: Moment?
}

/// Who may sign in an office, as of the events read so far.
public struct Roster: Sendable {
  /// The office itself, which enrols persons and closes the books with its own key.
  public static let registrar = PersonID("office")

  public private(set) var persons: [PersonID: Person] = [:]
  private var owners: [Digest: PersonID] = [:]

  public init() {}

  /// Takes note of `event` if it opens the office or enrols or revokes a person.
  public mutating func note(_ event: Event) {
    switch event.type {
    case .officeOpen:
      if let registrar = Self.registrar, let person = Self.office(registrar, event) { add(person) }
    case .personEnrol:
      if let person = Self.person(event) { add(person) }
    case .personRevoke:
      if let id = event[.person] { persons[id]?.revokedAt = event.at }
    default: break
    }
  }

  /// The person who signs with that certificate.
  public func person(withCertificate thumbprint: Digest) -> Person? {
    owners[thumbprint].flatMap { persons[$0] }
  }

  private mutating func add(_ person: Person) {
    persons[person.id] = person
    owners[person.certificate] = person.id
  }

  private static func office(_ id: PersonID, _ event: Event) -> Person? {
    guard let certificate = event[.certificate], let name = event[.officeName],
      let country = event[.country]
    else { return nil }
    return Person(
      id: id, role: .registrar, agency: name, country: country, name: name,
      certificate: certificate, enrolledAt: event.at)
  }

  private static func person(_ event: Event) -> Person? {
    guard let id = event[.person], let certificate = event[.certificate], let role = event[.role],
      let agency = event[.agency], let country = event[.country]
    else { return nil }
    return Person(
      id: id, role: role, agency: agency, country: country, name: event[.name],
      certificate: certificate, enrolledAt: event.at)
  }
}
