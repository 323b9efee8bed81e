// Salted commitments to files that may have to be shared in part: made when an item enters the record.

import Custody
import Foundation
import Integrity
import Redaction
import Signing
import Vault

/// What the office alone keeps of the seals of one item.
struct SealSecrets {
  /// What it takes to open the seal of one file.
  struct FileSecret {
    let place: Int
    let segmenter: String
    let root: Digest
    let entities: [SealEntity]
    /// What decoded a picture: another program may see other pixels.
    let decoder: String?
  }

  /// The most entities and files in one envelope.
  static let byteLimit = 64 << 20

  var files: [FileSecret] = []

  var json: JSON {
    .array(
      files.map { file in
        .object([
          "place": JSON(file.place), "segmenter": .string(file.segmenter),
          "seed": .string(file.root.base64URL), "decoder": .text(file.decoder),
          "entities": .array(
            file.entities.flatMap { [JSON($0.offset), JSON($0.tokenCount)] }),
        ])
      })
  }

  init() {}

  init?(json: JSON) {
    for member in json.array ?? [] {
      guard let place = member["place"]?.integer, let segmenter = member["segmenter"]?.string,
        let root = member["seed"]?.string.flatMap({ Base64.url.bytes(of: $0) })
          .flatMap(Digest.init(bytes:)),
        let numbers = member["entities"]?.array?.compactMap(\.integer),
        numbers.count.isMultiple(of: 2)
      else { return nil }
      files.append(
        FileSecret(
          place: Int(place), segmenter: segmenter, root: root,
          entities: stride(from: 0, to: numbers.count, by: 2).map {
            SealEntity(offset: Int(numbers[$0]), tokenCount: Int(numbers[$0 + 1]))
          }, decoder: member["decoder"]?.string))
    }
  }
}

extension Office {
  /// The most files of one item that are sealed, and the most bytes that are cut into words: sealing a megabyte takes a
  /// quarter of a second.
  private static let sealedFileLimit = 1000
  private static let wordByteBudget = 64 << 20

  /// Seals the redactable files of a new item.
  ///
  /// The secrets are on disk, encrypted to the office, before the event that needs them is signed.
  func sealFiles(_ files: [EvidenceFile], names: [String], of item: ItemID) throws -> [FileSeal] {
    var secrets = SealSecrets()
    var seals: [FileSeal] = []
    var budget = Self.wordByteBudget
    for (number, file) in files.prefix(Self.sealedFileLimit).enumerated() {
      try workplace.progress(
        WorkProgress(
          "seal", itemsDone: number, itemsTotal: files.count, bytesDone: 0, bytesTotal: 0))
      let bytes = try BytesOfFile(vault.open(file.digest))
      guard bytes.count > 0,
        let secret = try secret(for: bytes, named: names[number], place: number + 1, &budget)
      else { continue }
      let sealed = try SealedContent(bytes, file.digest, secret, item)
      secrets.files.append(secret)
      seals.append(
        FileSeal(place: number + 1, segmenter: secret.segmenter, seal: try sealed.seal()))
    }
    guard !seals.isEmpty else { return [] }
    try save(secrets, for: seals)
    return seals
  }

  private func secret(
    for bytes: any SealBytes, named name: String, place: Int, _ budget: inout Int
  ) throws -> SealSecrets.FileSecret? {
    guard let root = Digest(bytes: workplace.random.bytes(count: 32)) else {
      preconditionFailure("32 bytes are a digest")
    }
    switch try RedactableKind.of(bytes, named: name) {
    case .wholeOnly: return nil
    case .picture(let format):
      // What cannot be decoded, such as an animation, can only be withheld whole.
      guard (try? format.decode(Array(bytes.read(0..<bytes.count)))) != nil else { return nil }
      return SealSecrets.FileSecret(
        place: place, segmenter: "img-1", root: root, entities: [], decoder: format.decoder)
    case .text(let kind, let layout):
      let isWords = ["txt-1", "csv-1", "json-1"].contains(kind) && bytes.count <= budget
      let segmenter = isWords || !["txt-1", "csv-1", "json-1"].contains(kind) ? kind : "line-1"
      var entities: [SealEntity] = []
      if segmenter == "txt-1" {
        budget -= bytes.count
        let hits = try IdentifierScanner.plain.hits(in: bytes, layout)
        entities = EntityFinder.entities(in: Array(try bytes.read(0..<bytes.count)), hits)
      }
      return SealSecrets.FileSecret(
        place: place, segmenter: segmenter, root: root, entities: entities, decoder: nil)
    }
  }

  /// Where the secrets of an item's seals are: named by the seals, so that another item's are never written over.
  private func secretsFile(_ seals: [FileSeal]) -> URL {
    let name = Digest(of: seals.flatMap(\.seal.bytes))
    return layout.seals.appending(path: "\(name).p7m")
  }

  private func save(_ secrets: SealSecrets, for seals: [FileSeal]) throws {
    let registrar = try certificates(of: OfficeKey.registrar.rawValue)[0]
    let envelope = try SecretEnvelope.seal(secrets.json.bytes, to: registrar)
    try FileManager.default.createDirectory(
      at: layout.seals, withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700])
    try SafeFile.write(envelope, to: secretsFile(seals).path, mode: 0o600)
  }

  /// Opens the secrets of an item's seals with the office's key.
  ///
  /// - Throws: ``CaseworkError/sealsErased(_:)`` when they are gone.
  func secrets(for seals: [FileSeal], of item: ItemID, _ registrar: ActingPerson) throws
    -> SealSecrets
  {
    guard let envelope = FileManager.default.contents(atPath: secretsFile(seals).path) else {
      throw RedactionError.sealsErased(item)
    }
    let bytes = try SecretEnvelope.open(
      Array(envelope), with: registrar.key, registrar.certificate)
    guard let json = try? JSON(parsing: bytes), let secrets = SealSecrets(json: json) else {
      throw RedactionError.sealsErased(item)
    }
    return secrets
  }

  func hasSecrets(of seals: [FileSeal]) -> Bool {
    FileManager.default.fileExists(atPath: secretsFile(seals).path)
  }

  /// Deletes the secrets of an item's seals: what is withheld of it can never be opened again.
  func eraseSecrets(_ seals: [FileSeal]) throws {
    let url = secretsFile(seals)
    guard FileManager.default.fileExists(atPath: url.path) else { return }
    try FileManager.default.removeItem(at: url)
    try syncFolder(layout.seals.path)
  }
}

extension Office {
  /// The secret from which the made-up names of a case are worked out: made once, encrypted to the office.
  func pseudonymSecret(_ registrar: ActingPerson, _ caseID: CaseID) throws -> Digest {
    let url = layout.seals.appending(path: "names-\(caseID).p7m")
    if let envelope = FileManager.default.contents(atPath: url.path) {
      let bytes = try SecretEnvelope.open(
        Array(envelope), with: registrar.key, registrar.certificate)
      guard let secret = Digest(bytes: bytes) else {
        throw CaseworkError.fileUnreadable(path: url.path)
      }
      return secret
    }
    guard let secret = Digest(bytes: workplace.random.bytes(count: 32)) else {
      preconditionFailure("32 bytes are a digest")
    }
    try FileManager.default.createDirectory(
      at: layout.seals, withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700])
    try SafeFile.write(
      SecretEnvelope.seal(secret.bytes, to: registrar.certificate), to: url.path, mode: 0o600)
    return secret
  }
}

/// A file of the vault with its seal open.
enum SealedContent {
  case bytes(SealedFile, any SealBytes)
  case picture(SealedPicture)

  init(_ bytes: any SealBytes, _ digest: Digest, _ secret: SealSecrets.FileSecret, _ item: ItemID)
    throws
  {
    let name = FileSeal.name(item, secret.place)
    if secret.segmenter == "img-1" {
      let whole = Array(try bytes.read(0..<bytes.count))
      guard let format = PictureFormat(of: whole) else { throw PictureError.malformed }
      self = .picture(try SealedPicture(format.decode(whole), item: name, root: secret.root))
    } else {
      let isSmall = ["txt-1", "csv-1", "json-1"].contains(secret.segmenter)
      let source: any SealBytes =
        isSmall ? BytesInMemory(Array(try bytes.read(0..<bytes.count))) : bytes
      self = .bytes(
        try SealedFile(
          source, item: name, segmenter: secret.segmenter, root: secret.root, plain: digest,
          entities: secret.entities), source)
    }
  }

  func seal() throws -> Digest {
    switch self {
    case .bytes(let file, _): try file.seal()
    case .picture(let picture): try picture.seal()
    }
  }
}
