import ArgumentParser
import Casework
import Custody
import Foundation
import Integrity
import Phrasebook

/// A command: options in, one verb of `Casework` called, one report out.
///
/// Printing, `--json`, errors, exit statuses and progress are the same for all and live in
/// ``CommandRunner``.
protocol Command: ParsableCommand {
  /// The name in `--json` output, such as `item.show`.
  static var name: String { get }
  var common: CommonOptions { get }
  func report(in session: Session) throws -> Report
}

/// What a running command may use.
struct Session {
  var surroundings: Surroundings
  var common: CommonOptions
  var book: Phrasebook
  /// Shows how far work has come; throws when it is to stop.
  var progress: (WorkProgress) throws -> Void

  /// The time of the act: what `--at` says, or now.
  func moment(_ at: Moment?) -> Moment { at ?? surroundings.now() }
}

extension Session {
  /// The folder of the office: `--office`, `PRECINTO_OFFICE`, or the nearest one above this folder.
  func officeFolder(_ options: OfficeOptions) throws -> URL {
    if let path = options.office ?? surroundings.environment["PRECINTO_OFFICE"] {
      return surroundings.url(path)
    }
    return try Office.find(from: surroundings.folder)
  }

  /// Opens the office for looking things up.
  func office(_ options: OfficeOptions) throws -> Office { try office(at: officeFolder(options)) }

  /// Opens the office in that folder for looking things up.
  func office(at folder: URL) throws -> Office {
    try Office.open(
      folder,
      workplace: workplace(Passphrases(surroundings: surroundings, book: book)))
  }

  /// Opens the office for acting in it.
  func office(
    _ options: OfficeOptions, _ keys: KeyOptions, _ newKeys: NewKeyOptions? = nil
  ) throws -> Office {
    try Office.open(officeFolder(options), workplace: workplace(keys, newKeys))
  }

  func workplace(_ keys: KeyOptions, _ newKeys: NewKeyOptions? = nil) -> Workplace {
    var workplace = workplace(
      Passphrases(
        file: keys.passphraseFile, descriptor: keys.passphraseFd,
        officeFile: keys.officePassphraseFile, surroundings: surroundings, book: book))
    workplace.allowsWeakPassphrase = newKeys?.weakPassphrase ?? false
    return workplace
  }

  private func workplace(_ passphrases: Passphrases) -> Workplace {
    Workplace(
      now: surroundings.now, timestampClock: surroundings.timestampClock,
      passphrase: passphrases.passphrase(of:), keyFileGuard: surroundings.keyFileGuard,
      progress: progress)
  }

  /// Opens the office with the acting person's key unlocked.
  func acting(_ options: ActingOptions) throws -> (office: Office, actor: ActingPerson) {
    let office = try office(options.office, options.keys)
    return (office, try office.actingPerson(options.as))
  }
}
