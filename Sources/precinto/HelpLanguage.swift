import Foundation
import Phrasebook

/// The language of help texts, which exist before any option is parsed: `--lang` on the command line, else the
/// locale of the environment.
enum HelpLanguage {
  static let current: Language = language(
    arguments: CommandLine.arguments, environment: ProcessInfo.processInfo.environment)

  static let book = Phrasebook.of(current)

  static func language(arguments: [String], environment: [String: String]) -> Language {
    asked(in: arguments) ?? ofLocale(environment) ?? .english
  }

  /// What `--lang es` or `--lang=es` asks for.
  static func asked(in arguments: [String]) -> Language? {
    for (index, argument) in arguments.enumerated() {
      if argument == "--lang", index + 1 < arguments.count {
        return Language(rawValue: arguments[index + 1])
      }
      if argument.hasPrefix("--lang=") { return Language(rawValue: String(argument.dropFirst(7))) }
    }
    return nil
  }

  /// - Source: POSIX.1, environment variables: `LC_ALL`, then `LC_MESSAGES`, then `LANG`.
  static func ofLocale(_ environment: [String: String]) -> Language? {
    ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
      .flatMap(Language.init(locale:))
  }
}
