import ArgumentParser
import Custody
import Integrity
import Phrasebook

/// Options that every command takes.
struct CommonOptions: ParsableArguments {
  @Option(name: .customLong("lang"), help: .text("help.lang"))
  var language: Language?

  @Flag(name: .customLong("json"), help: .text("help.json"))
  var isJSON = false

  @Flag(name: .customLong("quiet"), help: .text("help.quiet"))
  var isQuiet = false
}

/// Which office a command works in.
struct OfficeOptions: ParsableArguments {
  @Option(name: .customLong("office"), help: .text("help.officeFolder", value: "help.value.folder"))
  var office: String?
}

/// Where the passphrases of keys come from.
struct KeyOptions: ParsableArguments {
  @Option(help: .text("help.passphraseFile", value: "help.value.file"))
  var passphraseFile: String?

  @Option(help: .text("help.passphraseFd", value: "help.value.number"))
  var passphraseFd: Int32?

  @Option(help: .text("help.officePassphraseFile", value: "help.value.file"))
  var officePassphraseFile: String?
}

/// What is asked of the passphrase of a new key.
struct NewKeyOptions: ParsableArguments {
  @Flag(help: .text("help.weakPassphrase")) var weakPassphrase = false
}

/// Who acts, in which office.
struct ActingOptions: ParsableArguments {
  @OptionGroup var office: OfficeOptions
  @OptionGroup var keys: KeyOptions

  @Option(name: .customLong("as"), help: .text("help.as", value: "help.value.person"))
  var `as`: PersonID?
}

/// When an act happened, and why it is recorded although it does not fit.
struct CircumstanceOptions: ParsableArguments {
  @Option(help: .text("help.at", value: "help.value.moment"))
  var at: Moment?

  @Option(name: .customLong("with"), help: .text("help.with", value: "help.value.particular"))
  var particulars: [Particular] = []

  @Option(help: .text("help.irregular", value: "help.value.reason"))
  var irregular: String?
}

extension ArgumentHelp {
  /// Help from the phrasebook, in the language of this process.
  static func text(_ code: String, value: String? = nil) -> ArgumentHelp {
    ArgumentHelp(
      stringLiteral: HelpLanguage.book.words(code), valueName: value.map(HelpLanguage.book.words))
  }

  private init(stringLiteral abstract: String, valueName: String?) {
    self.init(abstract, valueName: valueName)
  }
}

extension CommandConfiguration {
  /// A command whose abstract and examples are `help.<code>` and `help.<code>.examples`.
  init(
    _ commandName: String, code: String, subcommands: [any ParsableCommand.Type] = [],
    defaultSubcommand: (any ParsableCommand.Type)? = nil
  ) {
    self.init(
      commandName: commandName, abstract: HelpLanguage.book.words("help.\(code)"),
      discussion: HelpLanguage.book.wordsIfAny(for: Phrase("help.\(code).examples")) ?? "",
      subcommands: subcommands, defaultSubcommand: defaultSubcommand)
  }
}
