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
    let status = parseAndRun(arguments)
    guard let code = surroundings.terminal.standardOutput.failure else { return status }
    let lost = OutputLost(code: code)
    let language = HelpLanguage.language(
      arguments: arguments, environment: surroundings.environment)
    complain(of: lost.problem, Phrasebook.of(language))
    // What the command found out is said by its status, if nowhere else.
    return status == .done ? lost.exitStatus : status
  }

  private func parseAndRun(_ arguments: [String]) -> ExitStatus {
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
      try print(report, of: name, isJSON: command.common.isJSON, book)
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

  private func print(_ report: Report, of name: String, isJSON: Bool, _ book: Phrasebook)
    throws
  {
    let terminal = surroundings.terminal
    if let product = report.product { try terminal.standardOutput.write(product) }
    let output = report.product == nil ? terminal.output : terminal.errors
    guard isJSON else { return report.lines(book).forEach { output($0 + "\n") } }
    let envelope: JSON = [
      "precinto": 1, "command": .string(name), "ok": .bool(report.exitStatus == .done),
      "exit": .integer(Int64(report.exitStatus.rawValue)), "result": report.json,
    ]
    output(envelope.pretty)
  }

  private func complain(_ error: any Error, of name: String, isJSON: Bool, _ book: Phrasebook)
    -> ExitStatus
  {
    let problem =
      (error as? any ExplainedError)?.problem ?? Phrase("cli.failed", ["detail": "\(error)"])
    let status = (error as? any ExplainedError)?.exitStatus ?? .usage
    if isJSON {
      let words = printable(book.words(for: problem))
      let next = book.nextStep(after: problem).map(printable)
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
    complain(of: problem, book)
    return status
  }

  private func complain(of problem: Phrase, _ book: Phrasebook) {
    let terminal = surroundings.terminal
    terminal.complain("precinto: \(printable(book.words(for: problem))) [\(problem.code)]")
    if let next = book.nextStep(after: problem) {
      terminal.complain("precinto: → \(printable(next))")
    }
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
