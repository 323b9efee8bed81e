import Custody
import Foundation
import Glibc
import Phrasebook
import Signing

/// What a command meets outside itself: where it prints, which folder it is in, what time it is.
///
/// The program hands in the real ones; the demonstration plays the same commands with a story's clock.
struct Surroundings {
  var folder: URL
  var environment: [String: String]
  var now: () -> Moment
  /// The timestamp authority's clock; nil when it agrees with ``now``.
  var timestampClock: (() -> Moment)?
  var terminal: Terminal
  /// How new key files are guarded: hardly at all in mock cases.
  var keyFileGuard = KeyFileGuard.strong

  /// Those of the running process.
  static func ofProcess() -> Surroundings {
    Surroundings(
      folder: URL(filePath: FileManager.default.currentDirectoryPath),
      environment: ProcessInfo.processInfo.environment, now: systemMoment,
      terminal: Terminal())
  }

  /// A path as the user wrote it, seen from this folder.
  func path(_ text: String) -> String {
    text.hasPrefix("/") ? text : folder.appending(path: text).standardizedFileURL.path
  }

  func url(_ text: String) -> URL { URL(filePath: path(text)) }
}

/// The time now, with the offset of this place's clock: the one place that reads it.
private func systemMoment() -> Moment {
  var now = timespec()
  clock_gettime(CLOCK_REALTIME, &now)
  var local = tm()
  var seconds = now.tv_sec
  localtime_r(&seconds, &local)
  return Moment(
    milliseconds: Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec / 1_000_000),
    offsetMinutes: local.tm_gmtoff / 60)
}
