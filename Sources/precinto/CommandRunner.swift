import ArgumentParser
import Casework
import Foundation
import Integrity
import Phrasebook

/// Runs one command line: parses it, calls the command, prints the report or the problem, and says how it ended.
struct CommandRunner {
  var surroundings: Surroundings

  /// `arguments`: without the program's name.
  func run(_ arguments: [String]) -> ExitStatus {
    do {
      var parsed = try Precinto.parseAsRoot(arguments)
      if let command = parsed as? any Command { return run(command) }
      // A noun without its verb, or a request for help: the parser answers by throwing.
      try parsed.run()
      return .done
    } catch {
      return finishParsing(error, arguments)
    }
  }

  private func run(_ command: some Command) -> ExitStatus {
    let book = Phrasebook.of(language(of: command))
    let name = type(of: command).name
    let printer = ProgressPrinter(
      surroundings.terminal, book, isQuiet: command.common.isQuiet || command.common.isJSON)
    let session = Session(
      surroundings: surroundings, common: command.common, book: book,
      progress: {
        try Interruption.check()
        printer.show($0)
      })
    do {
      let report = try command.report(in: session)
      printer.finish()
      print(report, of: name, isJSON: command.common.isJSON, book)
      return report.exitStatus
    } catch {
      printer.finish()
      return complain(error, of: name, isJSON: command.common.isJSON, book)
    }
  }

  /// `--lang`, else the office's language, else the locale's.
  private func language(of command: some Command) -> Language {
    if let language = command.common.language { return language }
    if let folder = try? Office.find(from: surroundings.folder),
      let settings = try? OfficeSettings(readingFrom: folder.appending(path: "office.json"))
    {
      return settings.language
    }
    return HelpLanguage.ofLocale(surroundings.environment) ?? .english
  }

  private func print(_ report: Report, of name: String, isJSON: Bool, _ book: Phrasebook) {
    guard isJSON else { return report.lines(book).forEach(surroundings.terminal.print) }
    let envelope: JSON = [
      "precinto": 1, "command": .string(name), "ok": .bool(report.exitStatus == .done),
      "exit": .integer(Int64(report.exitStatus.rawValue)), "result": report.json,
    ]
    surroundings.terminal.output(envelope.pretty)
  }

  private func complain(_ error: any Error, of name: String, isJSON: Bool, _ book: Phrasebook)
    -> ExitStatus
  {
    let problem =
      (error as? any ExplainedError)?.problem ?? Phrase("cli.failed", ["detail": "\(error)"])
    let status = (error as? any ExplainedError)?.exitStatus ?? .usage
    let words = printable(book.words(for: problem))
    let next = book.nextStep(after: problem).map(printable)
    if isJSON {
      let envelope: JSON = [
        "precinto": 1, "command": .string(name), "ok": false,
        "exit": .integer(Int64(status.rawValue)),
        "error": .object([
          "code": .string(problem.code), "message": .string(words), "next": .text(next),
          "facts": JSON.texts(problem.facts),
        ]),
      ]
      surroundings.terminal.output(envelope.pretty)
    }
    surroundings.terminal.complain("precinto: \(words) [\(problem.code)]")
    if let next { surroundings.terminal.complain("precinto: → \(next)") }
    return status
  }

  /// Help, version and completion scripts go to standard output; mistakes to standard error, with status 2.
  private func finishParsing(_ error: any Error, _ arguments: [String]) -> ExitStatus {
    let language = HelpLanguage.language(
      arguments: arguments, environment: surroundings.environment)
    let text = ParserWords(language).translated(Precinto.fullMessage(for: error))
    if Precinto.exitCode(for: error) == .success {
      surroundings.terminal.print(text)
      return .done
    }
    surroundings.terminal.complain(text)
    return .usage
  }
}
