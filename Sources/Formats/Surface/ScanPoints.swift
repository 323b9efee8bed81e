import Integrity

/// The points of a scan, read from the file beside `main.xml` or from text within it.
struct ScanPoints {
  private(set) var heights: [Float] = []
  private(set) var statistics = ScanStatistics()

  init(
    _ header: ScanHeader, _ texts: [String]?, _ container: ScanContainer, _ check: inout ScanCheck
  ) throws {
    guard let count = header.dimensions.pointCount else {
      throw ScanError.malformed(part: ScanContainer.mainName, detail: "\(header.dimensions)")
    }
    if let texts {
      try read(texts, header, count)
    } else {
      try read(container, header, count, &check)
    }
  }

  /// Points as text: one `Datum` each, coordinates parted by semicolons, the height last; an empty one was not measured.
  private mutating func read(_ texts: [String], _ header: ScanHeader, _ count: Int) throws {
    guard texts.count == count else {
      throw ScanError.malformed(part: "DataList", detail: "\(texts.count) ≠ \(count)")
    }
    let values = texts.map { text -> Double in
      text.split(separator: ";").last.flatMap { Double(String($0)) } ?? .nan
    }
    gather(values.count, header, isValid: { _ in true }) { values[$0] }
  }

  private mutating func read(
    _ container: ScanContainer, _ header: ScanHeader, _ count: Int, _ check: inout ScanCheck
  ) throws {
    guard let link = header.pointLink,
      let expected = header.expectedByteCount, expected <= ScanContainer.dataByteLimit
    else { throw ScanError.tooLarge(part: "Record3", limit: ScanContainer.dataByteLimit) }
    // One byte more than expected shows that there are too many.
    guard let bytes = try container.part(link, limit: expected + 1) else {
      throw ScanError.malformed(part: link, detail: "–")
    }
    check.examineChecksum(of: bytes, named: link, stated: header.pointMD5)
    guard bytes.count == expected else {
      throw ScanError.malformed(part: link, detail: "\(bytes.count) ≠ \(expected)")
    }
    let mask = try mask(container, header, count, &check)
    // Only heights that stand alone can be laid out as a grid.
    guard header.isSurface else {
      statistics.pointCount = count
      return
    }
    bytes.withUnsafeBytes { buffer in
      let isValid: (Int) -> Bool = { mask.isEmpty || mask[$0 >> 3] >> ($0 & 7) & 1 == 1 }
      switch header.z.type {
      case .int16:
        gather(count, header, isValid: isValid) {
          Double(Int16(littleEndian: buffer.loadUnaligned(fromByteOffset: 2 * $0, as: Int16.self)))
        }
      case .int32:
        gather(count, header, isValid: isValid) {
          Double(Int32(littleEndian: buffer.loadUnaligned(fromByteOffset: 4 * $0, as: Int32.self)))
        }
      case .float32:
        gather(count, header, isValid: isValid) {
          let bits = buffer.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self)
          return Double(Float(bitPattern: UInt32(littleEndian: bits)))
        }
      case .float64:
        gather(count, header, isValid: isValid) {
          let bits = buffer.loadUnaligned(fromByteOffset: 8 * $0, as: UInt64.self)
          return Double(bitPattern: UInt64(littleEndian: bits))
        }
      }
    }
  }

  /// One bit a point, the lowest first; a set bit is a valid point.
  ///
  /// Empty when there is no mask.
  private func mask(
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

  /// Lays the heights out and describes them.
  @inline(__always)
  private mutating func gather(
    _ count: Int, _ header: ScanHeader, isValid: (Int) -> Bool, value: (Int) -> Double
  ) {
    var lowest = Double.infinity
    var highest = -Double.infinity
    var sum = 0.0
    var missing = 0
    var infinite = 0
    let (increment, offset) = (header.z.increment, header.z.offset)
    heights = [Float](unsafeUninitializedCapacity: count) { buffer, filled in
      for place in 0..<count {
        let height = value(place) * increment + offset
        if height.isFinite, isValid(place) {
          lowest = min(lowest, height)
          highest = max(highest, height)
          sum += height
          buffer[place] = Float(height)
        } else {
          if height.isInfinite { infinite += 1 }
          missing += 1
          buffer[place] = .nan
        }
      }
      filled = count
    }
    let measured = count - missing
    statistics = ScanStatistics(
      pointCount: count, missingCount: missing, infiniteCount: infinite,
      lowest: measured > 0 ? lowest : nil, highest: measured > 0 ? highest : nil,
      mean: measured > 0 ? sum / Double(measured) : nil)
  }
}
