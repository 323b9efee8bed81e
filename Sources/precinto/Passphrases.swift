import Custody
import Casework
import Foundation
import Glibc
import Phrasebook

/// Why no passphrase could be had.
enum PassphraseError: ExplainedError {
  case fileUnreadable(path: String)
  case descriptorUnreadable(Int32)
  case nobodyToAsk(owner: String)

  var problem: Phrase {
    switch self {
    case .fileUnreadable(let path): Phrase("cli.passphraseFile", ["path": path])
    case .descriptorUnreadable(let descriptor):
      Phrase("cli.passphraseDescriptor", ["descriptor": "\(descriptor)"])
    case .nobodyToAsk(let owner): Phrase("cli.passphraseNobody", ["owner": owner])
    }
  }
}

/// Where passphrases come from: a file, a descriptor or the terminal; never a flag, which others can see.
///
/// Each is asked for once, however many keys it opens.
final class Passphrases {
  static let lengthLimit = 1024

  private let file: String?
  private let descriptor: Int32?
  private let officeFile: String?
  private let surroundings: Surroundings
  private let book: Phrasebook
  private var known: [KeyOwner: [UInt8]] = [:]

  init(
    file: String? = nil, descriptor: Int32? = nil, officeFile: String? = nil,
    surroundings: Surroundings, book: Phrasebook
  ) {
    self.file = file
    self.descriptor = descriptor
    self.officeFile = officeFile
    self.surroundings = surroundings
    self.book = book
  }

  /// The passphrase of one key: the first line of its source.
  func passphrase(of owner: KeyOwner) throws -> [UInt8] {
    if let passphrase = known[owner] { return passphrase }
    let passphrase = try askFor(owner)
    known[owner] = passphrase
    return passphrase
  }

  private func askFor(_ owner: KeyOwner) throws -> [UInt8] {
    let (name, source, variable) =
      switch owner {
      case .office: ("office", officeFile, "PRECINTO_OFFICE_PASSPHRASE_FILE")
      case .person(let id): (id.description, file, "PRECINTO_PASSPHRASE_FILE")
      }
    if case .person = owner, let descriptor { return try read(descriptor) }
    if let path = source ?? surroundings.environment[variable] { return try read(path) }
    let prompt = book.words(for: Phrase("cli.passphrasePrompt", ["owner": name]))
    guard let secret = surroundings.terminal.askSecret(prompt) else {
      try Interruption.check()
      throw PassphraseError.nobodyToAsk(owner: name)
    }
    return secret
  }

  private func read(_ path: String) throws -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: surroundings.path(path)),
      let line = Self.firstLine(Array(data))
    else { throw PassphraseError.fileUnreadable(path: path) }
    return line
  }

  private func read(_ descriptor: Int32) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: Self.lengthLimit + 1)
    var count = 0
    while count < bytes.count {
      let step = bytes.withUnsafeMutableBytes {
        Glibc.read(descriptor, $0.baseAddress?.advanced(by: count), $0.count - count)
      }
      guard step > 0 else { break }
      count += step
    }
    guard let line = Self.firstLine(Array(bytes.prefix(count))) else {
      throw PassphraseError.descriptorUnreadable(descriptor)
    }
    return line
  }

  private static func firstLine(_ bytes: [UInt8]) -> [UInt8]? {
    let line = Array(bytes.prefix { $0 != 0x0A && $0 != 0x0D })
    return (1...lengthLimit).contains(line.count) ? line : nil
  }
}
