// Ctrl-C while long work goes on: the work is told to stop, so that nothing half-done stays behind.

import Glibc
import Phrasebook
import Synchronization

/// Whether somebody asked the program to stop.
enum Interruption {
  private static let request = Atomic(false)

  static var isRequested: Bool { request.load(ordering: .relaxed) }

  /// From here on, the first interrupt is noted and a second one ends the program at once.
  ///
  /// A write past a limit of file sizes becomes an error that can be worded, and a reader who went away is none.
  static func watch() {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { _ in
      Interruption.request.store(true, ordering: .relaxed)
    }
    action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
    for number in [SIGINT, SIGTERM, SIGHUP] { sigaction(number, &action, nil) }
    signal(SIGXFSZ, SIG_IGN)
    signal(SIGPIPE, SIG_IGN)
  }

  /// Stops the work that calls this, if that was asked for.
  static func check() throws {
    if isRequested { throw Interrupted() }
  }
}

/// The work was stopped before anything was recorded.
struct Interrupted: ExplainedError {
  var problem: Phrase { Phrase("cli.interrupted") }
  var exitStatus: ExitStatus { .interrupted }
}
