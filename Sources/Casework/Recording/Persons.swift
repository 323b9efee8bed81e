// Enrolling, looking up and revoking the persons of an office.

public import Custody
public import Foundation
import Integrity
import Ledger
public import OfficeStore
public import Signing

/// Who is to be enrolled.
public struct PersonDescription: Sendable {
  public var id: PersonID
  public var name: String
  public var role: PersonRole
  public var agency: String
  /// ISO 3166-1 alpha-2.
  public var country: String
  /// When the training certificate ends; nil for the usual term.
  public var until: Moment?

  public init(
    id: PersonID, name: String, role: PersonRole, agency: String, country: String,
    until: Moment? = nil
  ) {
    self.id = id
    self.name = name
    self.role = role
    self.agency = agency
    self.country = country
    self.until = until
  }
}

/// A person who can sign now.
public struct EnrolledPerson: Sendable {
  public let certificate: Certificate
  public let recorded: RecordedEvent
}

extension Office {
  /// How long a person's training certificate is in force at most, in seconds: two years.
  private static let personValidity: Int64 = 2 * 366 * 24 * 60 * 60

  /// Enrols a person with a new key and a certificate from the office's training authority.
  ///
  /// The certificate names the person by their id only: it travels where their name may not.
  @discardableResult
  public func enrol(_ person: PersonDescription, at moment: Moment) throws -> EnrolledPerson {
    try requireNew(person)
    let key = try PrivateKey.generateP256()
    let now = workplace.now().unixSeconds
    let latest = now + Self.personValidity
    let end = person.until?.unixSeconds ?? latest
    guard (now + 1...latest).contains(end) else {
      throw CaseworkError.termInvalid(person.id, latest: Moment(unixSeconds: latest))
    }
    let root = try roots("root.crt")[0]
    let certificate = try TrainingAuthority.issue(
      CertificateSubject(
        commonName: "\(person.id) \(TrainingAuthority.mark)",
        organization: "\(TrainingAuthority.mark) \(person.agency)", country: person.country),
      for: key, profile: .signer, issuer: root, issuerKey: unlock(.authority),
      validity: Validity(notBefore: now - 86_400, notAfter: end), random: workplace.random)
    return try enrol(person, key: key, certificates: [certificate], at: moment)
  }

  /// Enrols a person with a key and certificates that they bring, such as those of an official authority.
  @discardableResult
  public func enrol(
    _ person: PersonDescription, importingKey keyFile: URL, certificates file: URL,
    at moment: Moment
  ) throws -> EnrolledPerson {
    try requireNew(person)
    guard let pem = FileManager.default.contents(atPath: keyFile.path) else {
      throw CaseworkError.fileUnreadable(path: keyFile.path)
    }
    guard let certificatePEM = FileManager.default.contents(atPath: file.path),
      let certificates = try? Certificate.list(pem: Array(certificatePEM)),
      let certificate = certificates.first
    else { throw CaseworkError.fileUnreadable(path: file.path) }
    let key = try PrivateKey(pem: Array(pem), passphrase: workplace.passphrase(.person(person.id)))
    guard key.matches(certificate) else { throw CaseworkError.certificateMismatch(person.id) }
    guard certificate.isInForce(at: workplace.now().unixSeconds) else {
      throw CaseworkError.certificateExpired(
        person.id, until: Moment(unixSeconds: certificate.notAfter))
    }
    guard !certificate.isAuthority, key.algorithm != .edDSA,
      !certificate.usages.isDisjoint(with: [.digitalSignature, .nonRepudiation])
    else {
      throw CaseworkError.certificateUnfit(person.id, reason: certificate.subject)
    }
    return try enrol(person, key: key, certificates: certificates, at: moment)
  }

  /// Says early that a person cannot be enrolled: before a key is made for them.
  private func requireNew(_ person: PersonDescription) throws {
    guard isCountryCode(person.country) else {
      throw CaseworkError.nameInvalid(field: "country", value: person.country)
    }
    try requireName(person.name, "name")
    try requireName(person.agency, "agency")
    guard try database.read({ try !LedgerIndex.isTaken(person.id, $0) }) else {
      throw CaseworkError.personExists(person.id)
    }
  }

  private func enrol(
    _ person: PersonDescription, key: borrowing PrivateKey, certificates: [Certificate],
    at moment: Moment
  ) throws -> EnrolledPerson {
    let thumbprint = certificates[0].thumbprint
    let pem = try key.encryptedPEM(
      passphrase: workplace.newPassphrase(.person(person.id)), guarded: workplace.keyFileGuard)
    var facts = Facts()
    facts[.person] = person.id
    facts[.name] = person.name
    facts[.role] = person.role
    facts[.agency] = person.agency
    facts[.country] = person.country
    facts[.certificate] = thumbprint
    let act = Act(
      EventDraft(.personEnrol, at: moment, facts: facts),
      requiring: [.personFree(person.id), .certificateFree(person.id, thumbprint)])
    let registrar = try registrar()
    do {
      let recorded = try database.write { db in
        let recorded = try Recorder(self, db).record([act], by: registrar)
        // Under the lock, and named by a certificate that is nobody's yet: nothing of another's is written over.
        try SafeFile.write(pem, to: layout.key("\(thumbprint)").path, mode: 0o600)
        try save(certificates, of: "\(thumbprint)")
        return recorded[0]
      }
      return EnrolledPerson(certificate: certificates[0], recorded: recorded)
    } catch {
      try removeKey(of: thumbprint)
      throw error
    }
  }

  /// Takes the files of a key away, unless they are a person's.
  private func removeKey(of thumbprint: Digest) throws {
    guard try database.read({ try LedgerIndex.owner(of: thumbprint, $0) }) == nil else { return }
    for url in [layout.key("\(thumbprint)"), layout.certificate("\(thumbprint)")]
    where FileManager.default.fileExists(atPath: url.path) {
      try FileManager.default.removeItem(at: url)
    }
  }

  /// Ends a person's right to sign.
  ///
  /// What they signed before stays valid.
  @discardableResult
  public func revoke(_ id: PersonID, reason: String, at moment: Moment) throws -> RecordedEvent {
    let record = try person(id)
    guard record.revokedAt == nil else { throw CaseworkError.personRevoked(id) }
    guard id != Roster.registrar else { throw CaseworkError.personUnknown(id) }
    var facts = Facts()
    facts[.person] = id
    facts[.certificate] = record.certificate
    facts[.reason] = reason
    return try self.record(
      Act(EventDraft(.personRevoke, at: moment, facts: facts), requiring: [.personInForce(id)]),
      by: registrar())
  }

  public func persons() throws -> [PersonRecord] { try database.read { try PersonRecord.all($0) } }

  /// The person of that id.
  ///
  /// - Throws: ``CaseworkError/personUnknown(_:)``.
  public func person(_ id: PersonID) throws -> PersonRecord {
    guard let record = try database.read({ try PersonRecord.fetch(id, $0) }) else {
      throw CaseworkError.personUnknown(id)
    }
    return record
  }

  func requirePerson(_ id: PersonID) throws {
    guard try person(id).revokedAt == nil else { throw CaseworkError.personRevoked(id) }
  }

  /// The certificates in a file of `trust/`.
  func roots(_ name: String) throws -> [Certificate] {
    let path = layout.trust.appending(path: name).path
    guard let pem = FileManager.default.contents(atPath: path) else {
      throw CaseworkError.fileUnreadable(path: path)
    }
    let list = try Certificate.list(pem: Array(pem))
    guard !list.isEmpty else { throw CaseworkError.fileUnreadable(path: path) }
    return list
  }
}
