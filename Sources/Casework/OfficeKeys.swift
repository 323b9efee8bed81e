import OfficeStore
public import Custody
import Foundation
import Integrity
import Signing

/// The office's own keys, each in its file of `keys/`, all under the office's passphrase.
enum OfficeKey: String, CaseIterable {
  /// Signs the events by which the office keeps its books.
  case registrar = "office"
  /// Signs checkpoints. Ed25519.
  case ledger = "log"
  /// The root of the training authority.
  case authority
  /// The root of the training timestamp authority.
  case timestampRoot = "tsa-root"
  case timestamps = "tsa"
}

extension Office {
  /// The office itself as one who acts: it enrols persons and closes the books.
  ///
  /// `key`: the office's key, if it is being unlocked already; so in the functions below.
  func registrar(_ key: KeyBeingUnlocked? = nil) throws -> ActingPerson {
    guard let id = Roster.registrar else { preconditionFailure("the registrar has an id") }
    return ActingPerson(
      id: id, certificate: try certificates(of: OfficeKey.registrar.rawValue)[0],
      key: try (key ?? startUnlocking(.registrar)).take())
  }

  func noteSigner(_ key: KeyBeingUnlocked? = nil) throws -> NoteSigner {
    try NoteSigner(name: settings.origin, key: (key ?? startUnlocking(.ledger)).take())
  }

  func timestampAuthority(_ key: KeyBeingUnlocked? = nil) throws -> TimestampAuthority {
    TimestampAuthority(
      key: try (key ?? startUnlocking(.timestamps)).take(),
      certificate: try certificates(of: OfficeKey.timestamps.rawValue)[0],
      clock: { workplace.timestampClock().unixSeconds },
      random: workplace.random)
  }

  func unlock(_ key: OfficeKey) throws -> PrivateKey { try startUnlocking(key).take() }

  /// Begins to unlock a key on another core: making the secret from a passphrase is slow on purpose.
  func startUnlocking(_ key: OfficeKey) throws -> KeyBeingUnlocked {
    try startUnlocking(keyNamed: key.rawValue, of: .office)
  }

  /// The person who acts, with their key unlocked: the one named, or the office's usual one.
  ///
  /// - Throws: when they are unknown or revoked, their certificate has expired, or the passphrase is wrong.
  public func actingPerson(_ id: PersonID?) throws -> ActingPerson { try beginActing(id).take() }

  /// The same, with the key being unlocked by another core while something else is done.
  func beginActing(_ id: PersonID?) throws -> PersonBeingUnlocked {
    guard let id = id ?? settings.actingPerson else { throw CaseworkError.personNotChosen }
    let record = try person(id)
    guard record.revokedAt == nil else { throw CaseworkError.personRevoked(id) }
    guard id != Roster.registrar else { throw CaseworkError.notEntitled(id) }
    let certificate = try certificates(of: "\(record.certificate)")[0]
    guard certificate.thumbprint == record.certificate else {
      throw CaseworkError.certificateMismatch(id)
    }
    guard certificate.isInForce(at: workplace.now().unixSeconds) else {
      throw CaseworkError.certificateExpired(id, until: Moment(unixSeconds: certificate.notAfter))
    }
    return PersonBeingUnlocked(
      id: id, certificate: certificate,
      key: try startUnlocking(keyNamed: "\(record.certificate)", of: .person(id)))
  }

  private func startUnlocking(keyNamed name: String, of owner: KeyOwner) throws -> KeyBeingUnlocked
  {
    let path = layout.key(name).path
    guard let file = try? FileSource(path: path, followingLink: false) else {
      throw CaseworkError.keyMissing(person: name)
    }
    guard file.status.st_mode & 0o077 == 0 else {
      throw CaseworkError.keyOpenToOthers(path: path)
    }
    let pem = try file.bytes(at: 0, count: PrivateKey.sizeLimit)
    return KeyBeingUnlocked(pem: pem, passphrase: try workplace.passphrase(owner))
  }

  /// A certificate, followed by those of the authorities between it and a root.
  ///
  /// `name`: of a file in `certs/`: an office key's, or the SHA-256 of a person's certificate.
  func certificates(of name: String) throws -> [Certificate] {
    let path = layout.certificate(name).path
    guard let pem = FileManager.default.contents(atPath: path) else {
      throw CaseworkError.keyMissing(person: name)
    }
    let list = try Certificate.list(pem: Array(pem))
    guard !list.isEmpty else { throw CaseworkError.keyMissing(person: name) }
    return list
  }

  /// Every certificate that the office has, by thumbprint.
  func allCertificates() throws -> [Digest: Certificate] {
    let names = try FileManager.default.contentsOfDirectory(atPath: layout.certificates.path)
    var found: [Digest: Certificate] = [:]
    for name in names.sorted() where name.hasSuffix(".pem") {
      for certificate in try certificates(of: String(name.dropLast(4))) {
        found[certificate.thumbprint] = certificate
      }
    }
    return found
  }

  func save(_ certificates: [Certificate], of name: String) throws {
    try SafeFile.write(
      certificates.map(\.pem).joined().utf8, to: layout.certificate(name).path)
  }
}
