import Integrity

// What a photograph says of itself, from its container to its values. The container is found by its first bytes, not
// by its name.

/// Reads photographs.
public enum PhotographReader {
  /// Reads the JPEG, TIFF or HEIF file at `path`.
  ///
  /// - Throws: ``MediaError`` when the file cannot be read or is none of the three. Damage inside is a finding.
  public static func read(path: String) throws -> PhotographFacts {
    guard let facts = try facts(of: FileSource.opened(path)) else {
      throw MediaError.notRecognised(path: path)
    }
    return facts
  }

  /// Reads a photograph in memory; nil when it is none.
  ///
  /// For tests and mutation runs.
  package static func attempt(_ bytes: [UInt8]) -> PhotographFacts? {
    try? facts(of: MemorySource(bytes))
  }

  private static func facts(of source: some ByteSource) throws -> PhotographFacts? {
    let head = try source.bytes(at: 0, count: 12)
    if JPEGLocator.begins(head) { return try jpeg(source) }
    if HEIFLocator.begins(head) { return try heif(source) }
    guard let reader = try TIFFReader(source, from: 0, byteCount: source.byteCount) else {
      return nil
    }
    var facts = PhotographFacts(container: .tiff)
    // A TIFF file has no block of its own: the tags of a photograph make it one.
    facts.hasExif = reader.entries.contains { $0.tag != .width && $0.tag != .height }
    fill(&facts, from: reader)
    return finished(facts)
  }

  private static func jpeg(_ source: some ByteSource) throws -> PhotographFacts {
    let locator = try JPEGLocator(source)
    var facts = PhotographFacts(container: .jpeg)
    facts.findings = locator.findings
    if let place = locator.exif {
      facts.hasExif = true
      if let reader = try TIFFReader(source, from: place.offset, byteCount: place.byteCount) {
        fill(&facts, from: reader)
      } else {
        facts.findings.append(.error("formats.photo.exifMalformed"))
      }
    }
    facts.compareSize(with: locator.size)
    return finished(facts)
  }

  private static func heif(_ source: some ByteSource) throws -> PhotographFacts {
    let locator = try HEIFLocator(source)
    var facts = PhotographFacts(container: .heif)
    facts.findings = locator.findings
    if let block = locator.exif {
      facts.hasExif = true
      let memory = MemorySource(block)
      if let reader = try TIFFReader(memory, from: 0, byteCount: memory.byteCount) {
        fill(&facts, from: reader)
      } else {
        facts.findings.append(.error("formats.photo.exifMalformed"))
      }
    }
    facts.compareSize(with: locator.size)
    return finished(facts)
  }

  private static func fill<Source>(_ facts: inout PhotographFacts, from reader: TIFFReader<Source>)
  {
    facts.findings += reader.findings
    guard let block = ExifBlock.bytes(of: reader.entries, reader.order),
      let values = ExifValues(block)
    else {
      facts.findings.append(.error("formats.photo.exifMalformed"))
      return
    }
    for entry in reader.entries where !values.has(entry.tag) && !entry.content.isEmpty {
      facts.findings.append(.warning("formats.photo.tagRefused", ["tag": entry.tag.name]))
    }
    facts.fill(from: values)
  }

  private static func finished(_ facts: PhotographFacts) -> PhotographFacts {
    var facts = facts
    if !facts.hasExif { facts.findings.append(.note("formats.photo.noExif")) }
    facts.findings += PhotographOddities.findings(in: facts)
    return facts
  }
}

extension PhotographFacts {
  /// Notes when the picture is not as large as its EXIF block says, turned or not.
  fileprivate mutating func compareSize(with size: (width: Int, height: Int)?) {
    guard let size, let width, let height,
      Set([size.width, size.height]) != Set([width, height])
    else { return }
    let stated = "\(width)×\(height)"
    let found = "\(size.width)×\(size.height)"
    findings.append(.warning("formats.photo.sizeDiffers", ["stated": stated, "found": found]))
  }

  fileprivate mutating func fill(from values: ExifValues) {
    make = values.text(.make)
    model = values.text(.model)
    bodySerial = values.text(.bodySerial)
    lensMake = values.text(.lensMake)
    lensModel = values.text(.lensModel)
    software = values.text(.software)
    modified = CameraTime(values, .modified, .modifiedOffset)
    original = CameraTime(values, .original, .originalOffset)
    digitized = CameraTime(values, .digitized, .digitizedOffset)
    position = CameraPosition(values)
    width = values.integer(.pixelWidth) ?? values.integer(.width)
    height = values.integer(.pixelHeight) ?? values.integer(.height)
  }
}

extension CameraTime {
  fileprivate init?(_ values: ExifValues, _ tag: ExifTag, _ offsetTag: ExifTag) {
    guard let text = values.text(tag) else { return nil }
    let offset = values.text(offsetTag)
    self.init(
      text: text, civil: CivilTime(exif: text), offsetText: offset,
      offsetMinutes: offset.flatMap { Self.minutes(of: $0) })
  }

  /// Reads `+02:00`, `-05:00` or `Z`; nil for anything else and beyond 14 hours, where no zone is.
  static func minutes(of text: String) -> Int? {
    if text == "Z" { return 0 }
    let digits = Array(text.utf8)
    guard digits.count == 6, digits[0] == 0x2B || digits[0] == 0x2D, digits[3] == 0x3A,
      [1, 2, 4, 5].allSatisfy({ (0x30...0x39).contains(digits[$0]) })
    else { return nil }
    let hours = Int(digits[1] - 0x30) * 10 + Int(digits[2] - 0x30)
    let rest = Int(digits[4] - 0x30) * 10 + Int(digits[5] - 0x30)
    guard rest < 60, hours * 60 + rest <= 14 * 60 else { return nil }
    return (digits[0] == 0x2D ? -1 : 1) * (hours * 60 + rest)
  }
}

extension CameraPosition {
  /// Nil when no position tag has a value.
  fileprivate init?(_ values: ExifValues) {
    latitude = Self.degrees(values, .latitude, .latitudeRef, negative: "S")
    longitude = Self.degrees(values, .longitude, .longitudeRef, negative: "W")
    let isBelow = values.integer(.altitudeRef) == 1
    altitude = values.fractions(.altitude, count: 1).map { isBelow ? -$0[0] : $0[0] }
    datum = values.text(.datum)
    if let date = values.text(.date), let clock = values.fractions(.time, count: 3),
      clock.allSatisfy({ (0..<100).contains($0) })
    {
      let parts = clock.map { $0 < 10 ? "0\(Int($0))" : "\(Int($0))" }
      time = CivilTime(exif: "\(date) \(parts.joined(separator: ":"))")
    }
    if latitude == nil, longitude == nil, altitude == nil, time == nil, datum == nil { return nil }
  }

  private static func degrees(
    _ values: ExifValues, _ tag: ExifTag, _ reference: ExifTag, negative: String
  ) -> Double? {
    guard let parts = values.fractions(tag, count: 3) else { return nil }
    let degrees = parts[0] + parts[1] / 60 + parts[2] / 3600
    return values.text(reference) == negative ? -degrees : degrees
  }
}
