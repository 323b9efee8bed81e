import Integrity
import Phrasebook

/// What an X3P file says of itself, checked against itself and against what scans are like.
///
/// An inner MD5 shows that the file is of one piece, never who made it: whoever changes the points can write a new MD5.
struct ScanCheck {
  /// A step larger than this, in metres, is hardly that of a surface scan: the writer meant micrometres.
  private static let incrementLimit = 1e-4
  /// A field of view or a range of heights larger than this, in metres, is hardly that of a surface scan.
  private static let extentLimit = 0.1
  /// A calibration older than this many days at the time of the scan is stale.
  private static let calibrationDays = 366

  private let header: ScanHeader
  private(set) var findings: [FormatFinding] = []

  init(_ header: ScanHeader) {
    self.header = header
    examineKind()
    examineUnits()
    examineDates()
    examineOrigin()
  }

  private mutating func warn(_ code: String, _ facts: [String: String] = [:]) {
    findings.append(.warning(code, facts))
  }

  private mutating func note(_ code: String, _ facts: [String: String] = [:]) {
    findings.append(.note(code, facts))
  }

  private mutating func fail(_ code: String, _ facts: [String: String] = [:]) {
    findings.append(.error(code, facts))
  }

  mutating func examine(_ container: ScanContainer) {
    if !container.prefix.isEmpty { warn("formats.scan.nested", ["folder": container.prefix]) }
    if let first = container.foreign.first {
      note("formats.scan.foreign", ["count": "\(container.foreign.count)", "name": first])
    }
  }

  /// Compares `main.xml` with the checksum beside it.
  mutating func examineChecksum(of main: [UInt8], stated: String?) {
    guard let stated else {
      return warn("formats.scan.checksumMissing", ["name": header.checksumLink])
    }
    compare(Self.md5(main), named: ScanContainer.mainName, with: stated)
  }

  /// Compares a part with the MD5 that `main.xml` says it has.
  mutating func examineChecksum(of bytes: [UInt8], named name: String, stated: String?) {
    compare(Self.md5(bytes), named: name, with: stated)
  }

  /// Compares the MD5 that a part has with the one that the file states.
  mutating func compare(_ found: String, named name: String, with stated: String?) {
    guard let stated else { return warn("formats.scan.checksumMissing", ["name": name]) }
    if found != stated {
      fail("formats.scan.inconsistent", ["name": name, "expected": stated, "found": found])
    }
  }

  private static func md5(_ bytes: [UInt8]) -> String {
    var hasher = AcquisitionHasher(.md5)
    bytes.withUnsafeBytes { hasher.update($0) }
    return hasher.finish().hex
  }

  mutating func examine(_ statistics: ScanStatistics) {
    if statistics.missingCount > 0 {
      note(
        "formats.scan.missingPoints",
        ["count": "\(statistics.missingCount)", "total": "\(statistics.pointCount)"])
    }
    if statistics.infiniteCount > 0 {
      warn("formats.scan.infinitePoints", ["count": "\(statistics.infiniteCount)"])
    }
    if let lowest = statistics.lowest, let highest = statistics.highest,
      highest - lowest > Self.extentLimit
    {
      warn("formats.scan.units", ["what": "Z", "value": "\(highest - lowest)"])
    }
    if statistics.pointCount > 0, statistics.pointCount == statistics.missingCount {
      fail("formats.scan.nothingMeasured")
    }
  }

  private mutating func examineKind() {
    guard !header.isSurface else { return }
    note(
      "formats.scan.notAnalysable",
      [
        "feature": header.featureType,
        "axes": [header.x, header.y, header.z].map(\.kind.rawValue).joined(),
      ])
  }

  private mutating func examineUnits() {
    guard case .matrix(let x, let y, _) = header.dimensions else { return }
    for (name, axis, count) in [("X", header.x, x), ("Y", header.y, y)]
    where axis.kind == .incremental {
      let step = abs(axis.increment)
      if step == 0 {
        warn("formats.scan.noStep", ["axis": name])
      } else if step > Self.incrementLimit || step * Double(count) > Self.extentLimit {
        warn("formats.scan.units", ["what": name, "value": "\(axis.increment)"])
      }
    }
  }

  private mutating func examineDates() {
    let scanned = header.date.flatMap(ScanDay.init)
    if header.date == nil || scanned == nil {
      warn("formats.scan.dateUnknown", ["value": header.date ?? "–"])
    }
    guard let stated = header.calibrationDate, let calibrated = ScanDay(stated) else {
      return warn("formats.scan.calibrationUnknown", ["value": header.calibrationDate ?? "–"])
    }
    guard let scanned else { return }
    if calibrated.number > scanned.number {
      warn("formats.scan.calibrationLater", ["calibrated": stated, "scanned": header.date ?? "–"])
    } else if scanned.number - calibrated.number > Self.calibrationDays {
      warn(
        "formats.scan.calibrationStale",
        ["calibrated": stated, "days": "\(scanned.number - calibrated.number)"])
    }
  }

  private mutating func examineOrigin() {
    if header.manufacturer == nil || header.model == nil || header.serial == nil {
      warn("formats.scan.instrumentUnknown")
    }
    if let comment = header.comment?.lowercased(),
      ["converted", "sub-sampled", "subsampled", "downsampled", "resampled"].contains(where: {
        comment.contains($0)
      })
    {
      warn("formats.scan.derivedCopy", ["comment": header.comment ?? ""])
    }
  }
}

/// A day, counted so that differences are days.
private struct ScanDay {
  let number: Int

  /// Reads the `yyyy-mm-dd` that an ISO 8601 text begins with.
  init?(_ text: String) {
    let parts = text.prefix(10).split(separator: "-", omittingEmptySubsequences: false)
    guard text.utf8.count >= 10, parts.map(\.utf8.count) == [4, 2, 2], let year = Int(parts[0]),
      let month = Int(parts[1]), let day = Int(parts[2]), (1900...2200).contains(year),
      (1...12).contains(month), (1...31).contains(day)
    else { return nil }
    // Counted from March, so that the leap day comes last.
    let (shiftedYear, shiftedMonth) = month > 2 ? (year, month - 3) : (year - 1, month + 9)
    number =
      shiftedYear * 365 + shiftedYear / 4 - shiftedYear / 100 + shiftedYear / 400
      + (153 * shiftedMonth + 2) / 5 + day
  }
}
