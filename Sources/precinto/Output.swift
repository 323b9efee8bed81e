// Where a command puts what it makes: a file that is not there yet, or standard output for `-`. What is there already
// is refused before anything is done, unless `--force` says that it may go.

import ArgumentParser
import Foundation
import Glibc
import Integrity
import Phrasebook

/// Whether a file that is there already may be replaced.
struct ReplacingOptions: ParsableArguments {
  @Flag(help: .text("help.force")) var force = false

  var existing: SafeFile.Existing { force ? .isReplaced : .isKept }
}

/// One file that a command makes.
final class Output {
  /// The permissions of what holds something that others may not see.
  static let secretMode: UInt32 = 0o600

  /// As the user wrote it.
  let name: String
  /// nil for standard output.
  let path: String?
  private let mode: UInt32
  private let existing: SafeFile.Existing
  private var staged: SafeFile?
  private var product: (any ByteSource)?

  init(
    _ name: String, _ replacing: ReplacingOptions, mode: UInt32 = 0o644, in session: Session
  ) throws {
    self.name = name
    self.mode = mode
    existing = replacing.existing
    path = name == "-" ? nil : session.surroundings.path(name)
    if let path { try SafeFile.requireRoom(at: path, existing: existing) }
  }

  /// Where it is, for programs.
  var json: JSON { .string(path ?? name) }

  /// Puts the content beside its place; it gets its name by ``finish()``, or is gone with this object.
  func stage(_ content: some Sequence<UInt8>) throws {
    guard let path else {
      product = MemorySource(Array(content))
      return
    }
    let file = try SafeFile(at: path, mode: mode, existing: existing)
    var writer = file.writer()
    try writer.append(content)
    staged = consume file
  }

  func finish() throws {
    if let file = staged.take() { try file.commit() }
  }

  func write(_ content: some Sequence<UInt8>) throws {
    try stage(content)
    try finish()
  }

  /// Lends a path to what writes by itself.
  func withPath<Result>(_ body: (String) throws -> Result) throws -> Result {
    if let path { return try body(path) }
    let work = try WorkFolder()
    let file = "\(work.path)/output"
    let result = try body(file)
    product = try FileSource(path: file)
    return result
  }

  /// The report of the command; where the product is on standard output, it goes to standard error.
  func report(_ report: Report) -> Report {
    var report = report
    report.product = product
    return report
  }

  func report(_ json: JSON, _ phrase: Phrase) -> Report { report(Report(json, phrase)) }
}

/// A folder into which a command writes files.
struct OutputFolder {
  let path: String
  private let existing: SafeFile.Existing
  private(set) var names: [String] = []

  init(_ name: String, _ replacing: ReplacingOptions, in session: Session) throws {
    path = session.surroundings.path(name)
    existing = replacing.existing
    guard mkdir(path, 0o755) == 0 || errno == EEXIST else {
      throw FileError.unwritable(path: path, code: errno)
    }
  }

  mutating func write(_ content: some Sequence<UInt8>, to name: String) throws {
    try SafeFile.write(content, to: "\(path)/\(name)", existing: existing)
    names.append(name)
  }
}
