// Making a new office: keys, training authority, database, first event; wholly or not at all.

import Custody
public import Foundation
import Glibc
import Integrity
import Ledger
import OfficeStore
public import Phrasebook
import Signing
import Vault

extension Office {
  /// How long the certificates of a training authority are in force, in seconds: ten years.
  private static let validity: Int64 = 10 * 366 * 24 * 60 * 60
  /// Certificates begin this long before they are made, for clocks that are behind.
  private static let headStart: Int64 = 24 * 60 * 60

  /// Makes a new office in an empty or new folder: keys, training authority, database, first event.
  ///
  /// It is made beside its place under another name and moved there when it is whole.
  ///
  /// `origin`: the name of its ledger for ever, such as `precinto.example/mx/tijuana`.
  public static func create(
    _ folder: URL, name: String, country: String, origin: String, language: Language,
    workplace: Workplace
  ) throws -> Office {
    guard isCountryCode(country) else {
      throw CaseworkError.nameInvalid(field: "country", value: country)
    }
    guard NoteKeyName.isValid(origin) else {
      throw CaseworkError.nameInvalid(field: "origin", value: origin)
    }
    try requireName(name, "name")
    try requireEmpty(folder)
    let parent = folder.standardizedFileURL.deletingLastPathComponent()
    let work = try WorkFolder(in: parent.path)
    let draft = URL(filePath: "\(work.path)/office")
    try build(draft, name, country, origin, language, workplace)
    try syncFolder(draft.path)
    guard rename(draft.path, folder.path) == 0 else {
      throw FileError.unwritable(path: folder.path, code: errno)
    }
    try syncFolder(parent.path)
    return try open(folder, workplace: workplace)
  }

  private static func requireEmpty(_ folder: URL) throws {
    let contents = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    guard contents?.isEmpty ?? !FileManager.default.fileExists(atPath: folder.path) else {
      throw CaseworkError.folderNotEmpty(path: folder.path)
    }
  }

  private static func build(
    _ folder: URL, _ name: String, _ country: String, _ origin: String, _ language: Language,
    _ workplace: Workplace
  ) throws {
    let layout = OfficeFolder(folder)
    for directory in [folder, layout.vault, layout.keys, layout.certificates, layout.trust] {
      let isSecret = directory == layout.keys
      guard mkdir(directory.path, isSecret ? 0o700 : 0o755) == 0 else {
        throw FileError.unwritable(path: directory.path, code: errno)
      }
    }
    let signer = try makeKeys(layout, name, country, origin, workplace)
    let settings = OfficeSettings(
      name: name, country: country, origin: origin, language: language,
      logKey: signer.noteKey.description)
    try SafeFile.write(settings.json.pretty.utf8, to: layout.settings.path)
    let office = Office(
      folder: folder, settings: settings,
      database: try OfficeDatabase.create(at: layout.database.path),
      vault: Vault(folder: layout.vault), workplace: workplace)
    let registrar = try office.registrar()
    var facts = Facts()
    facts[.officeName] = name
    facts[.country] = country
    facts[.logKey] = settings.logKey
    facts[.certificate] = registrar.certificate.thumbprint
    try office.record(
      Act(EventDraft(.officeOpen, at: workplace.now(), facts: facts)), by: registrar)
  }

  /// Makes the office's keys and the certificates of its training authority.
  private static func makeKeys(
    _ layout: OfficeFolder, _ name: String, _ country: String, _ origin: String,
    _ workplace: Workplace
  ) throws -> NoteSigner {
    let passphrase = try workplace.newPassphrase(.office)
    let now = workplace.now().unixSeconds
    let term = Validity(notBefore: now - headStart, notAfter: now + validity)
    func subject(_ text: String) -> CertificateSubject {
      CertificateSubject(
        commonName: "\(TrainingAuthority.mark) \(text)",
        organization: "\(TrainingAuthority.mark) \(name)",
        country: country)
    }
    func save(_ key: borrowing PrivateKey, _ role: OfficeKey) throws {
      try SafeFile.write(
        key.encryptedPEM(passphrase: passphrase, guarded: workplace.keyFileGuard),
        to: layout.key(role.rawValue).path, mode: 0o600)
    }
    func save(_ certificate: Certificate, _ url: URL) throws {
      try SafeFile.write(certificate.pem.utf8, to: url.path)
    }
    let random = workplace.random
    let authority = try PrivateKey.generateP256()
    let root = try TrainingAuthority.root(
      subject("root"), key: authority, validity: term, random: random)
    let registrar = try PrivateKey.generateP256()
    let office = try TrainingAuthority.issue(
      subject("office"), for: registrar, profile: .signer, issuer: root, issuerKey: authority,
      validity: term, random: random)
    let timestampAuthority = try PrivateKey.generateP256()
    let timestampRoot = try TrainingAuthority.root(
      subject("timestamp root"), key: timestampAuthority, validity: term, random: random)
    let timestamps = try PrivateKey.generateP256()
    let timestampSigner = try TrainingAuthority.issue(
      subject("timestamps"), for: timestamps, profile: .timestampAuthority, issuer: timestampRoot,
      issuerKey: timestampAuthority, validity: term, random: random)
    try save(authority, .authority)
    try save(registrar, .registrar)
    try save(timestampAuthority, .timestampRoot)
    try save(timestamps, .timestamps)
    try save(root, layout.trust.appending(path: "root.crt"))
    try save(timestampRoot, layout.trust.appending(path: "tsaroot.crt"))
    try save(office, layout.certificate(OfficeKey.registrar.rawValue))
    try save(timestampSigner, layout.certificate(OfficeKey.timestamps.rawValue))
    let ledger = try PrivateKey.generateEd25519()
    try save(ledger, .ledger)
    return try NoteSigner(name: origin, key: ledger)
  }
}
