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
struct Passphrases {
  static let lengthLimit = 1024

  var file: String?
  var descriptor: Int32?
  var officeFile: String?
  var surroundings: Surroundings
  var book: Phrasebook

  /// The passphrase of one key: the first line of its source.
  func passphrase(of owner: KeyOwner) throws -> [UInt8] {
    let (name, source, variable) =
      switch owner {
      case .office: ("office", officeFile, "PRECINTO_OFFICE_PASSPHRASE_FILE")
      case .person(let id): (id.description, file, "PRECINTO_PASSPHRASE_FILE")
      }
    if case .person = owner, let descriptor { return try read(descriptor) }
    if let path = source ?? surroundings.environment[variable] { return try read(path) }
    let prompt = book.words(for: Phrase("cli.passphrasePrompt", ["owner": name]))
    guard let secret = surroundings.terminal.askSecret(prompt) else {
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
