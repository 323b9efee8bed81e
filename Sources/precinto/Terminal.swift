// The only file that talks to the terminal. Rules: results go to standard output; everything else (problems, hints,
// progress, prompts) to standard error; problems begin with the program's name; nothing depends on colour.

import Foundation
import Glibc
import Integrity
import Phrasebook
import Signing

/// Where a command prints.
struct Terminal {
  let standardOutput: StandardOutput
  /// Receives standard output.
  var output: (String) -> Void
  /// Receives standard error; where that cannot be written, there is nowhere left to say so.
  var errors: (String) -> Void = { text in _ = Self.write(Array(text.utf8), to: STDERR_FILENO) }
  /// Whether a person is watching standard error.
  var isWatched = isatty(STDERR_FILENO) == 1

  init() {
    let standardOutput = StandardOutput()
    self.standardOutput = standardOutput
    output = { standardOutput.write(Array($0.utf8)) }
  }

  func print(_ line: String) { output(line + "\n") }
  func complain(_ line: String) { errors(line + "\n") }

  /// Whether a person who is asked wants to go on: Enter goes on, q or the end of the input does not.
  ///
  /// Where nobody can be asked, it goes on.
  var goesOn: (String) -> Bool = { prompt in
    guard isatty(STDIN_FILENO) == 1 else { return true }
    _ = write(Array(prompt.utf8), to: STDERR_FILENO)
    guard let line = Passphrases.line(from: STDIN_FILENO) else { return false }
    return line.withBytes { $0.first != UInt8(ascii: "q") }
  }

  /// Asks for a secret without showing it.
  ///
  /// - Returns: nil when there is no terminal to ask at, or the person ended the input.
  func askSecret(_ prompt: String) -> Secret? {
    let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
    guard terminal >= 0 else { return nil }
    defer { close(terminal) }
    var before = termios()
    guard tcgetattr(terminal, &before) == 0 else { return nil }
    var silent = before
    silent.c_lflag &= ~tcflag_t(ECHO)
    tcsetattr(terminal, TCSAFLUSH, &silent)
    defer { tcsetattr(terminal, TCSAFLUSH, &before) }
    _ = Self.write(Array(prompt.utf8), to: terminal)
    let line = Passphrases.line(from: terminal)
    _ = Self.write([0x0A], to: terminal)
    return line
  }

  /// Writes all of `bytes`; a reader that went away is no error of ours.
  ///
  /// - Returns: the system's errno, or 0.
  fileprivate static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return errno == EPIPE ? 0 : errno }
      rest = rest.dropFirst(count)
    }
    return 0
  }
}

/// Standard output, and whether everything that was written to it arrived.
final class StandardOutput {
  /// Why something did not arrive: from there on, nothing more is written.
  private(set) var failure: Int32?

  func write(_ bytes: [UInt8]) {
    guard failure == nil else { return }
    let code = Terminal.write(bytes, to: STDOUT_FILENO)
    if code != 0 { failure = code }
  }

  /// Copies a file that may be larger than memory.
  func write(_ source: any ByteSource) throws {
    _ = try HashedStream(reading: source) { write(Array($0)) }
  }
}

/// What was printed did not arrive: the work itself was done.
struct OutputLost: ExplainedError {
  let code: Int32
  var problem: Phrase { Phrase("cli.outputLost", ["detail": FileError.text(code)]) }
  var exitStatus: ExitStatus { .outputLost }
}
