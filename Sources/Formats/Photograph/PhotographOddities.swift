// What in a photograph's own statements calls for a question. None of it proves an edit, and none of its absence
// proves that there was none.

/// Compares a photograph's statements with each other.
enum PhotographOddities {
  /// Names of programs that change pictures, in lowercase.
  static let editors = [
    "gimp", "photoshop", "lightroom", "paint", "snapseed", "pixelmator", "affinity", "capture one",
    "acdsee", "picasa", "darktable", "rawtherapee", "luminar", "faceapp", "facetune", "canva",
    "imagemagick",
  ]
  /// The farthest that a camera set to some zone's time may be from UTC, in seconds.
  static let zoneLimit: Int64 = 14 * 3600

  static func findings(in facts: PhotographFacts) -> [FormatFinding] {
    times(facts) + edits(facts) + position(facts)
  }

  private static func times(_ facts: PhotographFacts) -> [FormatFinding] {
    let times = [
      (ExifTag.modified, facts.modified), (.original, facts.original),
      (.digitized, facts.digitized),
    ]
    return times.flatMap { tag, time -> [FormatFinding] in
      guard let time else { return [] }
      var findings: [FormatFinding] = []
      if time.civil == nil {
        // Cameras whose clock was never set write zeros or spaces between the colons.
        let isUnset = time.text.allSatisfy { "0: ".contains($0) }
        findings.append(
          isUnset
            ? .note("formats.photo.timeUnset", ["tag": tag.name])
            : .warning("formats.photo.timeMalformed", ["tag": tag.name, "text": time.text]))
      }
      if let offset = time.offsetText, time.offsetMinutes == nil {
        findings.append(.warning("formats.photo.offsetAbsurd", ["tag": tag.name, "text": offset]))
      }
      return findings
    }
  }

  private static func edits(_ facts: PhotographFacts) -> [FormatFinding] {
    var findings: [FormatFinding] = []
    if let modified = facts.modified, let original = facts.original, isLater(modified, original) {
      findings.append(
        .warning(
          "formats.photo.changedLater", ["modified": modified.text, "original": original.text]))
    }
    if let software = facts.software {
      let lowercase = software.lowercased()
      if editors.contains(where: { lowercase.contains($0) }) {
        findings.append(.warning("formats.photo.editor", ["software": software]))
      }
    }
    return findings
  }

  private static func isLater(_ a: CameraTime, _ b: CameraTime) -> Bool {
    if let first = a.unixSeconds, let second = b.unixSeconds { return first > second }
    guard let first = a.civil, let second = b.civil else { return false }
    return first > second
  }

  private static func position(_ facts: PhotographFacts) -> [FormatFinding] {
    guard let position = facts.position else { return [] }
    var findings: [FormatFinding] = []
    if let latitude = position.latitude, !(-90...90).contains(latitude) {
      findings.append(.warning("formats.photo.positionAbsurd", ["value": "latitude \(latitude)"]))
    }
    if let longitude = position.longitude, !(-180...180).contains(longitude) {
      findings.append(.warning("formats.photo.positionAbsurd", ["value": "longitude \(longitude)"]))
    }
    if (position.latitude == nil) != (position.longitude == nil) {
      findings.append(.warning("formats.photo.positionHalf"))
    }
    if position.latitude == 0, position.longitude == 0 {
      findings.append(.warning("formats.photo.positionNull"))
    }
    if let fix = position.time, let taken = facts.original {
      let moment = taken.unixSeconds ?? taken.civil?.secondsInUTC
      let slack = taken.unixSeconds == nil ? zoneLimit : 3600
      if let moment, abs(moment - fix.secondsInUTC) > slack {
        let facts = ["fix": "\(fix)", "original": taken.text]
        findings.append(.warning("formats.photo.positionTime", facts))
      }
    }
    return findings
  }
}
