// What files say of themselves, read when they enter the record and written into the event.

import Custody
import Foundation
import Formats
import Glibc
import Phrasebook
import Vault

/// What the files of one item say of themselves.
struct FilesRead {
  /// How many files of one item are read; the others are said not to have been.
  static let fileLimit = 1000
  /// How far a camera's clock may be ahead of the record before that is said: clocks without a zone are up to 14 hours off.
  static let clockTolerance: Int64 = 15 * 60 * 60

  private(set) var facts: [FileFacts] = []
  private(set) var personal: [FileFacts] = []
  private var readers: Set<String> = []

  mutating func add(_ report: FileReport, place: Int) {
    facts.append(
      FileFacts(
        place: place, format: report.format, facts: report.facts,
        findings: report.findings.map {
          FileFacts.Finding(
            severity: $0.severity.rawValue, code: $0.phrase.code, facts: $0.phrase.facts)
        }))
    if !report.personal.isEmpty {
      personal.append(
        FileFacts(place: place, format: report.format, facts: report.personal, findings: []))
    }
    readers.formUnion(report.readers)
  }

  /// Writes what was read into an event's facts.
  func put(into facts: inout Facts) {
    guard !self.facts.isEmpty else { return }
    facts[.fileFacts] = self.facts
    facts[.factReaders] = readers.sorted()
    if !personal.isEmpty { facts[.personalFileFacts] = personal }
  }
}

extension Office {
  /// Reads what files of the vault say of themselves.
  ///
  /// Under their own names in a folder of their own: the segments of a disk image find one another by name.
  func readFiles(
    _ files: [EvidenceFile], names: [String], at moment: Moment
  ) throws -> FilesRead {
    var read = FilesRead()
    guard !files.isEmpty else { return read }
    let known = zip(files, names).prefix(FilesRead.fileLimit).map { ($0.digest, $1) }
    try vault.withLocalCopies(of: known) {
      try read.add($0, of: files.count, at: moment, workplace)
    }
    return read
  }
}

extension FilesRead {
  /// Reads files by their names; `count` is how many the item has.
  fileprivate mutating func add(
    _ paths: [String], of count: Int, at moment: Moment, _ workplace: Workplace
  ) throws {
    let reporter = FileReporter()
    for (place, path) in paths.enumerated() {
      let report = try reporter.report(ofFileAt: path) { bytes in
        try workplace.progress(
          WorkProgress(
            "image", itemsDone: place, itemsTotal: paths.count, bytesDone: bytes, bytesTotal: 0))
      }
      guard var report else { continue }
      if let taken = report.takenAt, taken - moment.unixSeconds > Self.clockTolerance {
        report.add(
          .warning,
          Phrase(
            "formats.photo.clockAhead",
            ["taken": report.facts["taken"] ?? "–", "recorded": "\(moment)"]))
      }
      add(report, place: place + 1)
    }
    if count > paths.count {
      var rest = FileReport.ofRest
      rest.add(
        .note, Phrase("formats.file.notRead", ["count": "\(count - paths.count)"]))
      add(rest, place: paths.count + 1)
    }
  }
}
