import Integrity

/// The points of a scan, read from the file beside `main.xml` or from text within it, in one pass and little memory.
struct ScanPoints {
  private(set) var heights: [Float] = []
  private(set) var statistics = ScanStatistics()

  /// `keepsHeights`: whether every height is kept, for drawing, or only described.
  init(
    _ header: ScanHeader, _ texts: [String]?, _ container: ScanContainer, keepsHeights: Bool,
    _ check: inout ScanCheck
  ) throws {
    guard let count = header.dimensions.pointCount else {
      throw ScanError.malformed(part: ScanContainer.mainName, detail: "\(header.dimensions)")
    }
    var gatherer = HeightGatherer(header, keepsHeights: keepsHeights)
    if let texts {
      try Self.read(texts, count, into: &gatherer)
    } else {
      gatherer.mask = try Self.mask(container, header, count, &check)
      gatherer = try Self.read(container, header, gatherer, &check)
    }
    if header.isSurface {
      (heights, statistics) = (gatherer.heights, gatherer.statistics)
    } else {
      // Only heights that stand alone can be laid out as a grid.
      statistics.pointCount = count
    }
  }

  /// Points as text: one `Datum` each, coordinates parted by semicolons, the height last; an empty one was not measured.
  private static func read(
    _ texts: [String], _ count: Int, into gatherer: inout HeightGatherer
  ) throws {
    guard texts.count == count else {
      throw ScanError.malformed(part: "DataList", detail: "\(texts.count) ≠ \(count)")
    }
    for text in texts {
      gatherer.add(text.split(separator: ";").last.flatMap { Double(String($0)) } ?? .nan)
    }
  }

  private static func read(
    _ container: ScanContainer, _ header: ScanHeader, _ gatherer: HeightGatherer,
    _ check: inout ScanCheck
  ) throws -> HeightGatherer {
    guard let link = header.pointLink,
      let expected = header.expectedByteCount, expected <= ScanContainer.dataByteLimit
    else { throw ScanError.tooLarge(part: "Record3", limit: ScanContainer.dataByteLimit) }
    let isSurface = header.isSurface
    let worker = ChunkThread { PointWorker(isSurface ? gatherer : nil) }
    defer { worker.finish() }
    var byteCount = 0
    let isThere = try container.eachChunk(of: link) { chunk in
      byteCount += chunk.count
      guard byteCount <= expected else {
        throw ScanError.malformed(part: link, detail: "> \(expected)")
      }
      worker.take(chunk)
    }
    guard isThere else { throw ScanError.malformed(part: link, detail: "–") }
    let (md5, heights) = worker.finish()
    check.compare(md5.hex, named: link, with: header.pointMD5)
    guard byteCount == expected else {
      throw ScanError.malformed(part: link, detail: "\(byteCount) ≠ \(expected)")
    }
    return heights ?? gatherer
  }

  /// One bit a point, the lowest first; a set bit is a valid point.
  ///
  /// Empty when there is no mask.
  private static func mask(
    _ container: ScanContainer, _ header: ScanHeader, _ count: Int, _ check: inout ScanCheck
  ) throws -> [UInt8] {
    guard let link = header.validLink else { return [] }
    guard let mask = try container.part(link, limit: count / 8 + 9) else {
      throw ScanError.malformed(part: link, detail: "–")
    }
    check.examineChecksum(of: mask, named: link, stated: header.validMD5)
    guard mask.count >= (count + 7) / 8 else {
      throw ScanError.malformed(part: link, detail: "\(mask.count) < \((count + 7) / 8)")
    }
    return mask
  }
}

/// Sums up the points, and describes their heights if there are any, while the next ones are unpacked.
private struct PointWorker: ChunkWorker, ~Copyable {
  private var hasher = AcquisitionHasher(.md5)
  private var gatherer: HeightGatherer?

  init(_ gatherer: HeightGatherer?) { self.gatherer = gatherer }

  mutating func take(_ chunk: [UInt8]) {
    chunk.withUnsafeBytes { hasher.update($0) }
    gatherer?.add(chunk)
  }

  consuming func finish() -> (md5: AcquisitionHash, heights: HeightGatherer?) {
    let heights = gatherer
    return (hasher.finish(), heights)
  }
}

/// Describes heights as they come, and keeps them if asked.
private struct HeightGatherer: Sendable {
  private(set) var heights: [Float] = []
  /// The mask of valid points; empty when all are.
  var mask: [UInt8] = []
  private let type: ScanHeader.DataType
  private let increment, offset: Double
  private let keepsHeights: Bool
  private var count = 0
  private var missing = 0
  private var infinite = 0
  private var lowest = Double.infinity
  private var highest = -Double.infinity
  private var sum = 0.0

  init(_ header: ScanHeader, keepsHeights: Bool) {
    type = header.z.type
    (increment, offset) = (header.z.increment, header.z.offset)
    self.keepsHeights = keepsHeights
  }

  var statistics: ScanStatistics {
    let measured = count - missing
    return ScanStatistics(
      pointCount: count, missingCount: missing, infiniteCount: infinite,
      lowest: measured > 0 ? lowest : nil, highest: measured > 0 ? highest : nil,
      mean: measured > 0 ? sum / Double(measured) : nil)
  }

  /// Adds stored numbers; a chunk holds whole ones.
  mutating func add(_ chunk: [UInt8]) {
    if keepsHeights { heights.reserveCapacity(heights.count + chunk.count / type.byteCount) }
    chunk.withUnsafeBytes { buffer in
      switch type {
      case .int16:
        for place in stride(from: 0, to: buffer.count - 1, by: 2) {
          let bits = buffer.loadUnaligned(fromByteOffset: place, as: Int16.self)
          add(Double(Int16(littleEndian: bits)))
        }
      case .int32:
        for place in stride(from: 0, to: buffer.count - 3, by: 4) {
          let bits = buffer.loadUnaligned(fromByteOffset: place, as: Int32.self)
          add(Double(Int32(littleEndian: bits)))
        }
      case .float32:
        for place in stride(from: 0, to: buffer.count - 3, by: 4) {
          let bits = buffer.loadUnaligned(fromByteOffset: place, as: UInt32.self)
          add(Double(Float(bitPattern: UInt32(littleEndian: bits))))
        }
      case .float64:
        for place in stride(from: 0, to: buffer.count - 7, by: 8) {
          let bits = buffer.loadUnaligned(fromByteOffset: place, as: UInt64.self)
          add(Double(bitPattern: UInt64(littleEndian: bits)))
        }
      }
    }
  }

  /// Adds the next stored number.
  mutating func add(_ stored: Double) {
    let height = stored * increment + offset
    let isValid = mask.isEmpty || mask[count >> 3] >> (count & 7) & 1 == 1
    count += 1
    guard height.isFinite, isValid else {
      if height.isInfinite { infinite += 1 }
      missing += 1
      if keepsHeights { heights.append(.nan) }
      return
    }
    lowest = min(lowest, height)
    highest = max(highest, height)
    sum += height
    if keepsHeights { heights.append(Float(height)) }
  }
}
