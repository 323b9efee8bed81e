import CArchive
import CEwf
import CExpat
import CMagic
import CQpdf
import Foundation
import Integrity
public import Phrasebook

/// What a file says of itself, whichever its format: facts by name, what calls for a question, and who read it.
public struct FileReport: Sendable {
  /// `x3p`, `ewf`, `photograph`, `document`, or `file` for all others.
  public let format: String
  /// Facts that describe the file and the instrument.
  public private(set) var facts: [String: String] = [:]
  /// Facts that name, locate or describe a person.
  public private(set) var personal: [String: String] = [:]
  public internal(set) var findings: [FormatFinding] = []
  /// The libraries that read it, with their versions.
  public private(set) var readers: [String] = []
  /// Unix seconds of the moment at which a camera says that the picture was taken; on the camera's clock, as if that
  /// were UTC, when it wrote no zone.
  public fileprivate(set) var takenAt: Int64?

  init(_ format: String, readers: [String]) {
    self.format = format
    self.readers = readers
  }

  /// A report on files that were not read.
  public static let ofRest = FileReport("file", readers: [])

  /// Adds what calls for a question.
  public mutating func add(_ severity: FormatFinding.Severity, _ phrase: Phrase) {
    findings.append(FormatFinding(severity, phrase))
  }

  mutating func put(_ name: String, _ value: (some CustomStringConvertible)?) {
    if let value { facts[name] = value.description }
  }

  mutating func putPersonal(_ name: String, _ value: (some CustomStringConvertible)?) {
    if let value { personal[name] = value.description }
  }
}

/// Reads files of evidence, whichever their format.
///
/// Owns libmagic's database; use it from one thread at a time.
public final class FileReporter {
  private let types = FileTypeReader()

  public init() {}

  /// What the file at `path` says of itself; nil when it is of no format that is read and its name contradicts nothing.
  ///
  /// `progress`: called with the bytes of a disk image's media that are verified; throwing stops the reading, and is
  /// all that is thrown. A file that cannot be read as what it seems to be is a finding.
  public func report(
    ofFileAt path: String, progress: (Int64) throws -> Void = { _ in }
  ) throws -> FileReport? {
    // libmagic is told not to follow links; where a link leads is the caller's affair.
    let target = URL(filePath: path).resolvingSymlinksInPath().path
    let type = types.type(ofFileAt: target, named: path)
    let contradictions = type.findings.filter { $0.severity != .note && type.mimeType != nil }
    var report = try read(path, type.mimeType ?? "", progress)
    if report == nil, !contradictions.isEmpty {
      report = FileReport("file", readers: [Self.magic])
      report?.put("type", type.mimeType)
    }
    report?.findings += contradictions
    return report
  }

  private func read(
    _ path: String, _ type: String, _ progress: (Int64) throws -> Void
  ) throws -> FileReport? {
    let name = path.lowercased()
    if name.hasSuffix(".x3p") { return Self.scan(path) }
    // By the file's own first bytes: a computer without a database of types reads photographs too.
    let head = Self.head(path)
    if head.starts(with: [0x45, 0x56, 0x46, 0x09, 0x0D, 0x0A, 0xFF, 0x00]) {
      return try Self.image(path, progress)
    }
    if JPEGLocator.begins(head) || HEIFLocator.begins(head)
      || [[0x49, 0x49, 0x2A, 0], [0x4D, 0x4D, 0, 0x2A]].contains(where: head.starts(with:))
    {
      return Self.photograph(path)
    }
    let isOffice = [".docx", ".xlsx", ".pptx", ".docm", ".xlsm"].contains { name.hasSuffix($0) }
    if PDFReader.begins(head) || isOffice || type.contains("openxmlformats") {
      return Self.document(path)
    }
    return nil
  }

  private static func head(_ path: String) -> [UInt8] {
    guard let source = try? FileSource.opened(path) else { return [] }
    return (try? source.bytes(at: 0, count: 16)) ?? []
  }

  private static let magic = "libmagic \(magic_version())"
  private static let expat = XML_ExpatVersion().map { String(cString: $0) } ?? "expat"
  private static let archive = archive_version_string().map { String(cString: $0) } ?? "libarchive"
  private static let ewf = "libewf " + (libewf_get_version().map { String(cString: $0) } ?? "")
  private static let qpdf = "qpdf " + (precinto_qpdf_version().map { String(cString: $0) } ?? "–")
}

/// The readers of each format.
extension FileReporter {
  private static func scan(_ path: String) -> FileReport {
    var report = FileReport("x3p", readers: [archive, expat])
    do {
      let scan = try SurfaceScan(path: path, keepingHeights: false)
      let header = scan.header
      report.put("revision", header.revision)
      report.put("feature", header.featureType)
      report.put("dimensions", header.dimensions.text)
      report.put("step_x_m", header.x.increment)
      report.put("step_y_m", header.y.increment)
      report.put("date", header.date)
      report.put("calibration_date", header.calibrationDate)
      report.put("manufacturer", header.manufacturer)
      report.put("model", header.model)
      report.put("instrument_serial", header.serial)
      report.put("instrument_version", header.version)
      report.put("probing_system", header.probingType)
      report.put("comment", header.comment)
      report.put("points", scan.statistics.pointCount)
      report.put("missing_points", scan.statistics.missingCount)
      report.put("lowest_m", scan.statistics.lowest)
      report.put("highest_m", scan.statistics.highest)
      report.putPersonal("creator", header.creator)
      report.findings = scan.findings
    } catch {
      report.findings = [FormatFinding(failure: error)]
    }
    return report
  }

  /// A disk image, its whole media verified; nil for a segment after the first, which is read with the first.
  private static func image(_ path: String, _ progress: (Int64) throws -> Void) throws
    -> FileReport?
  {
    var report = FileReport("ewf", readers: [ewf])
    do {
      let image = try DiskImage(path: path)
      report.put("media_bytes", image.mediaByteCount)
      report.put("bytes_per_sector", image.bytesPerSector)
      report.put("segments", image.segments.files.count)
      report.put("stored_md5", image.storedMD5?.hex)
      report.put("stored_sha1", image.storedSHA1?.hex)
      report.put("acquired", image.acquisition.acquired?.shown)
      report.put("system_time", image.acquisition.systemTime?.shown)
      report.put("software", image.acquisition.softwareVersion)
      report.put("operating_system", image.acquisition.operatingSystem)
      report.put("case_number", image.acquisition.caseNumber)
      report.put("evidence_number", image.acquisition.evidenceNumber)
      report.putPersonal("examiner", image.acquisition.examiner)
      report.putPersonal("description", image.acquisition.description)
      report.putPersonal("notes", image.acquisition.notes)
      var failure: (any Error)?
      let verification = try image.verify { count in
        do { try progress(count) } catch {
          failure = error
          throw error
        }
      }
      if let failure { throw failure }
      report.put("outcome", verification.outcome.rawValue)
      report.put("media_md5", verification.md5.hex)
      report.put("media_sha1", verification.sha1?.hex)
      report.put("media_sha256", verification.sha256)
      report.findings = verification.findings
    } catch DiskImageError.notTheFirstSegment {
      return nil
    } catch let error as any ExplainedError
      where error is DiskImageError || error is MediaError || error is FileError
    {
      report.findings = [FormatFinding(failure: error)]
    }
    return report
  }

  private static func photograph(_ path: String) -> FileReport? {
    var report = FileReport("photograph", readers: ["libexif"])
    do {
      let facts = try PhotographReader.read(path: path)
      guard facts.hasExif || !facts.findings.isEmpty else { return nil }
      report.put("container", facts.container.rawValue)
      report.put("make", facts.make)
      report.put("model", facts.model)
      report.put("lens", facts.lensModel)
      report.put("software", facts.software)
      report.put("taken", facts.original?.text)
      report.put("changed", facts.modified?.text)
      report.put("offset", facts.original?.offsetText)
      report.putPersonal("body_serial", facts.bodySerial)
      report.putPersonal("latitude", facts.position?.latitude)
      report.putPersonal("longitude", facts.position?.longitude)
      report.putPersonal("altitude_m", facts.position?.altitude)
      report.takenAt = facts.original?.unixSeconds ?? facts.original?.civil?.secondsInUTC
      report.findings = facts.findings
    } catch {
      report.findings = [FormatFinding(failure: error)]
    }
    return report
  }

  private static func document(_ path: String) -> FileReport {
    var report = FileReport("document", readers: [qpdf, archive, expat])
    do {
      let facts = try DocumentReader.read(path: path)
      report.put("kind", facts.kind.rawValue)
      report.put("application", facts.application)
      report.put("producer", facts.producer)
      report.put("created", facts.created?.text)
      report.put("modified", facts.modified?.text)
      report.put("pages", facts.pageCount)
      report.put("encrypted", facts.isEncrypted)
      report.putPersonal("title", facts.title)
      report.putPersonal("creator", facts.creator)
      report.putPersonal("last_modified_by", facts.lastModifiedBy)
      report.findings = facts.findings
    } catch {
      report.findings = [FormatFinding(failure: error)]
    }
    return report
  }
}

extension FormatFinding {
  /// A file that cannot be read as what it seems to be.
  fileprivate init(failure: any Error) {
    let problem = (failure as? any ExplainedError)?.problem
    self.init(.error, problem ?? Phrase("formats.file.failed", ["detail": "\(failure)"]))
  }
}

extension ScanHeader.Dimensions {
  /// Such as `918 × 256`.
  fileprivate var text: String {
    switch self {
    case .list(let count): "\(count)"
    case .matrix(let x, let y, let z): z == 1 ? "\(x) × \(y)" : "\(x) × \(y) × \(z)"
    }
  }
}

extension StoredTime {
  /// The stored characters; seconds since 1970, which no person reads, as the UTC time that they are.
  fileprivate var shown: String {
    guard let unixSeconds, (0...253_402_300_799).contains(unixSeconds) else { return text }
    return Date(timeIntervalSince1970: Double(unixSeconds)).formatted(.iso8601)
  }
}
