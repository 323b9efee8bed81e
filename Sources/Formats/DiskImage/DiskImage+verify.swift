// Reading all of the media and judging it. Each way in which an image may be less than whole makes its own finding,
// and any finding that is an error keeps the outcome from being `intact`: a matching digest alone proves nothing,
// since libewf reads missing segments as zeros, which the media may have held.

import Integrity

extension DiskImage {
  /// Reads the whole media and every segment file.
  ///
  /// - `progress`: called with the bytes of media read so far, on the calling thread; throwing stops the reading.
  /// - Throws: what `progress` throws; ``DiskImageError`` or ``MediaError`` when a segment file cannot be read.
  public func verify(progress: (Int64) throws -> Void = { _ in }) throws -> DiskImageVerification {
    let hasher = SegmentHasher(segments.files)
    defer { hasher.cancel() }
    let media = try readMedia { offset in
      hasher.advance(to: Double(offset) / Double(max(mediaByteCount, 1)))
      try progress(offset)
    }
    let files = try hasher.finish()
    let findings = segments.findings + judge(media)
    let hasStoredHash = storedMD5 != nil || storedSHA1 != nil
    let outcome: DiskImageVerification.Outcome =
      findings.contains { $0.severity == .error }
      ? .damaged : hasStoredHash ? .intact : .unproven
    return DiskImageVerification(
      outcome: outcome, mediaByteCount: media.byteCount, md5: media.md5, sha1: media.sha1,
      sha256: media.sha256, badSectors: media.badSectors, segments: files, findings: findings)
  }

  private func readMedia(_ progress: (Int64) throws -> Void) throws -> MediaReading {
    let algorithms: [AcquisitionAlgorithm] = storedSHA1 == nil ? [] : [.sha1]
    let hasher = MediaHasher([.sha256, .md5] + algorithms)
    var unreadable: [(first: UInt64, count: UInt64)] = []
    var offset: Int64 = 0
    try handle.wording(segments) { try handle.seek(to: 0) }
    // libewf makes up zeros for chunks that no table places, and keeps each of them in memory.
    while offset < heldByteCount {
      var chunk: [UInt8]
      do {
        chunk = try handle.read(Int(min(Int64(Self.readByteCount), heldByteCount - offset)))
        if chunk.isEmpty { break }
      } catch {
        chunk = try skip(from: offset, noting: &unreadable)
      }
      hasher.take(chunk)
      offset += Int64(chunk.count)
      try progress(offset)
    }
    if offset < mediaByteCount { unreadable.append(sectors(from: offset, to: mediaByteCount)) }
    let errors = try handle.wording(segments) { try handle.checksumErrors }
    return MediaReading(
      byteCount: offset, hashes: hasher.finish(), badSectors: badSectors(errors + unreadable))
  }

  /// Bytes of media for which the set holds chunks.
  private var heldByteCount: Int64 {
    let (held, overflow) = segments.chunkCount.multipliedReportingOverflow(
      by: Int64(chunkByteCount))
    return overflow ? mediaByteCount : min(held, mediaByteCount)
  }

  /// Passes over the chunk at `offset`, which libewf will not read, and counts it as zeros.
  private func skip(from offset: Int64, noting runs: inout [(first: UInt64, count: UInt64)]) throws
    -> [UInt8]
  {
    let chunkSize = Int64(max(chunkByteCount, 1))
    let left = min(chunkSize - offset % chunkSize, heldByteCount - offset)
    let step = min(left, Int64(Self.readByteCount))
    runs.append(sectors(from: offset, to: offset + step))
    try handle.wording(segments) { try handle.seek(to: offset + step) }
    return [UInt8](repeating: 0, count: Int(step))
  }

  private func sectors(from start: Int64, to end: Int64) -> (first: UInt64, count: UInt64) {
    let sector = Int64(max(bytesPerSector, 1))
    let whole = (end - start) / sector
    return (UInt64(start / sector), UInt64((end - start) % sector == 0 ? whole : whole + 1))
  }

  private func badSectors(_ runs: [(first: UInt64, count: UInt64)])
    -> [DiskImageVerification.BadSectors]
  {
    Set(
      runs.map {
        DiskImageVerification.BadSectors(
          first: $0.first, count: $0.count,
          offset: $0.first.multipliedReportingOverflow(by: UInt64(bytesPerSector)).partialValue)
      }
    ).sorted { ($0.first, $0.count) < ($1.first, $1.count) }
  }

  private func judge(_ media: MediaReading) -> [FormatFinding] {
    var findings: [FormatFinding] = []
    for run in media.badSectors {
      let facts = [
        "first": String(run.first), "count": String(run.count), "offset": String(run.offset),
      ]
      findings.append(.error("formats.image.badSectors", facts))
    }
    if media.byteCount != mediaByteCount {
      let facts = ["expected": String(mediaByteCount), "found": String(media.byteCount)]
      findings.append(.error("formats.image.mediaCut", facts))
    }
    if handle.isCorrupted, segments.isComplete, media.badSectors.isEmpty {
      findings.append(.error("formats.image.tablesDamaged"))
    }
    for (stored, found) in [(storedMD5, Optional(media.md5)), (storedSHA1, media.sha1)] {
      if let stored, let found, stored != found {
        let facts = [
          "algorithm": stored.algorithm.rawValue, "stored": stored.hex, "found": found.hex,
        ]
        findings.append(.error("formats.image.hashMismatch", facts))
      }
    }
    if storedMD5 == nil, storedSHA1 == nil {
      findings.append(.warning("formats.image.noStoredHash"))
    } else {
      // No E01 stores more than MD5 and SHA-1, for both of which collisions are made at will.
      findings.append(.note("formats.image.weakHash", ["sha256": media.sha256.description]))
    }
    return findings
  }
}

/// The media as it was read.
private struct MediaReading {
  let byteCount: Int64
  let md5: AcquisitionHash
  let sha1: AcquisitionHash?
  let sha256: Digest
  let badSectors: [DiskImageVerification.BadSectors]

  /// Takes SHA-256, MD5 and perhaps SHA-1, in that order.
  init(
    byteCount: Int64, hashes: [AcquisitionHash], badSectors: [DiskImageVerification.BadSectors]
  ) {
    guard let sha256 = Digest(bytes: hashes[0].bytes) else {
      preconditionFailure("SHA-256 has 32 bytes")
    }
    self.byteCount = byteCount
    self.sha256 = sha256
    md5 = hashes[1]
    sha1 = hashes.count > 2 ? hashes[2] : nil
    self.badSectors = badSectors
  }
}

extension EWFHandle {
  /// Runs `body`, wording what libewf says as a failure of this image.
  fileprivate func wording<Value>(
    _ segments: DiskImageSegments, _ body: () throws -> Value
  ) throws -> Value {
    do { return try body() } catch let error as EWFError {
      throw DiskImageError.cannotOpen(path: segments.files.first?.path ?? "", detail: error.detail)
    }
  }
}
