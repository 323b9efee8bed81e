import Custody
import Casework
import Foundation
import Glibc
import Integrity
import Phrasebook
import Signing

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
  private var known: [KeyOwner: Secret] = [:]

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
  func passphrase(of owner: KeyOwner) throws -> Secret {
    if let passphrase = known[owner] { return passphrase }
    let passphrase = try askFor(owner)
    known[owner] = passphrase
    return passphrase
  }

  private func askFor(_ owner: KeyOwner) throws -> Secret {
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

  private func read(_ path: String) throws -> Secret {
    guard
      let file = try? Descriptor(opening: surroundings.path(path), O_RDONLY),
      let line = Self.line(from: file.number), line.characterCount > 0
    else { throw PassphraseError.fileUnreadable(path: path) }
    return line
  }

  private func read(_ descriptor: Int32) throws -> Secret {
    guard let line = Self.line(from: descriptor), line.characterCount > 0 else {
      throw PassphraseError.descriptorUnreadable(descriptor)
    }
    return line
  }

  /// The next line of a terminal, pipe or file; nil where there is none, or it is longer than a passphrase may be.
  ///
  /// Byte by byte: what follows the line is for somebody else.
  static func line(from descriptor: Int32) -> Secret? {
    var isWhole = true
    var isEnd = true
    let line = Secret(capacity: lengthLimit) { buffer in
      var count = 0
      var byte: UInt8 = 0
      while true {
        let step = Glibc.read(descriptor, &byte, 1)
        if step < 0, errno == EINTR, !Interruption.isRequested { continue }
        if step != 1 { break }
        isEnd = false
        if byte == 0x0A { break }
        guard count < buffer.count else {
          isWhole = false
          break
        }
        buffer[count] = byte
        count += 1
      }
      if count > 0, buffer[count - 1] == 0x0D { count -= 1 }
      return count
    }
    return isWhole && !isEnd ? line : nil
  }
}
