import Casework
import Foundation
import Phrasebook

/// Shows how far long work has come, on standard error: a line that is drawn over on a terminal, a
/// line every few seconds elsewhere, nothing with `--quiet`.
///
/// Work that is over in a second shows nothing.
final class ProgressPrinter {
  private let terminal: Terminal
  private let book: Phrasebook
  private let isQuiet: Bool
  private let start = ContinuousClock.now
  private var lastShown: ContinuousClock.Instant
  private var activity = ""
  private var hasLine = false

  init(_ terminal: Terminal, _ book: Phrasebook, isQuiet: Bool) {
    self.terminal = terminal
    self.book = book
    self.isQuiet = isQuiet
    lastShown = start
  }

  func show(_ progress: WorkProgress) {
    guard !isQuiet else { return }
    let now = ContinuousClock.now
    let interval: Duration = terminal.isWatched ? .milliseconds(200) : .seconds(5)
    guard now - start > .seconds(1), now - lastShown > interval else { return }
    lastShown = now
    let line = words(progress, elapsed: now - start)
    if terminal.isWatched {
      terminal.errors("\r\u{1B}[2K" + line)
      hasLine = true
    } else {
      terminal.complain(line)
    }
  }

  /// Takes the drawn line away.
  func finish() {
    if hasLine { terminal.errors("\r\u{1B}[2K") }
  }

  private func words(_ progress: WorkProgress, elapsed: Duration) -> String {
    let seconds = Double(elapsed.components.seconds) + 0.001
    let rate = Double(progress.bytesDone) / seconds
    var parts = [book.words("progress.\(progress.activity)")]
    if progress.itemsTotal > 0 { parts.append("\(progress.itemsDone)/\(progress.itemsTotal)") }
    parts.append(ByteCount.text(progress.bytesDone))
    parts.append(ByteCount.text(Int64(rate)) + "/s")
    if progress.bytesTotal > progress.bytesDone, rate > 0 {
      let left = Int64(Double(progress.bytesTotal - progress.bytesDone) / rate)
      parts.append(book.words(for: Phrase("progress.left", ["time": Span.text(left)])))
    }
    return parts.joined(separator: " · ")
  }
}

/// Sizes for people.
enum ByteCount {
  /// Such as `1.4 MB`: powers of 1000.
  static func text(_ bytes: Int64) -> String {
    var value = Double(bytes)
    for unit in ["B", "kB", "MB", "GB"] {
      if value < 1000 { return unit == "B" ? "\(bytes) B" : String(format: "%.1f %@", value, unit) }
      value /= 1000
    }
    return String(format: "%.1f TB", value)
  }
}

/// Lengths of time for people, the same in both languages.
enum Span {
  /// Such as `1 d 2 h 35 min`.
  static func text(_ seconds: Int64) -> String {
    let minutes = seconds / 60
    if minutes == 0 { return "\(seconds) s" }
    let parts = [(minutes / 1440, "d"), (minutes / 60 % 24, "h"), (minutes % 60, "min")]
    return parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: " ")
  }
}
