import Integrity

/// A scan of a surface in an X3P file: a bullet's land, a breech face, a firing pin's mark.
///
/// - Source: ISO 5436-2, ISO 25178-72.
public struct SurfaceScan: Sendable {
  public let header: ScanHeader
  /// Heights in metres, row after row along x; a point that was not measured is NaN.
  ///
  /// Empty unless the file is a grid, and when they were not to be kept.
  public let heights: [Float]
  public let statistics: ScanStatistics
  /// What the file says of itself that calls for a question.
  public let findings: [FormatFinding]

  /// Reads the file at `path`.
  ///
  /// `keepsHeights`: false to have the heights described but not kept.
  ///
  /// Throws ``ScanError`` when it cannot be read as a scan; what is merely wrong with it is in ``findings``.
  public init(path: String, keepingHeights keepsHeights: Bool = true) throws {
    let bytes: FileSource
    do throws(MediaError) { bytes = try FileSource.opened(path) } catch {
      throw ScanError.notAScan(detail: path)
    }
    try self.init(ScanContainer(bytes) { try ArchiveReader(path: path) }, keepsHeights)
  }

  /// Reads a file in memory.
  public init(_ bytes: [UInt8]) throws {
    try self.init(ScanContainer(MemorySource(bytes)) { try ArchiveReader(bytes) }, true)
  }

  /// Reads a file in memory, and draws it; false when it cannot be read.
  ///
  /// For mutation runs.
  package static func attempt(_ bytes: [UInt8]) -> Bool {
    (try? SurfaceScan(bytes)).map(drawn) ?? false
  }

  /// The same with the parts at hand: 4 bytes of `main.xml`'s length, `main.xml`, and the points.
  package static func attempt(parts bytes: [UInt8]) -> Bool {
    guard let stated: UInt32 = bytes.integer(at: 0, .little) else { return false }
    let end = 4 + min(Int(stated), bytes.count - 4)
    let container = ScanContainer(
      main: Array(bytes[4..<end]), parts: ["bindata/data.bin": Array(bytes[end...])])
    return (try? SurfaceScan(container, true)).map(drawn) ?? false
  }

  private static func drawn(_ scan: SurfaceScan) -> Bool {
    ScanPicture(scan) != nil || !scan.findings.isEmpty
  }

  private init(_ container: ScanContainer, _ keepsHeights: Bool) throws {
    let reader = try ScanHeaderReader(container.main)
    let header = reader.header
    var check = ScanCheck(header)
    check.examine(container)
    check.examineChecksum(
      of: container.main, stated: try container.checksum(header.checksumLink))
    let points = try ScanPoints(
      header, reader.data, container, keepsHeights: keepsHeights, &check)
    check.examine(points.statistics)
    self.header = header
    heights = points.heights
    statistics = points.statistics
    findings = check.findings
  }

  /// Points along x and y; nil unless the file is a grid of heights.
  public var size: (x: Int, y: Int)? {
    guard header.isSurface, case .matrix(let x, let y, _) = header.dimensions, !heights.isEmpty
    else {
      return nil
    }
    return (x, y)
  }
}

/// Numbers that describe a scan's heights, in metres.
public struct ScanStatistics: Hashable, Sendable {
  public internal(set) var pointCount = 0
  /// Points that were not measured: NaN, infinite, left empty, or marked as invalid.
  public internal(set) var missingCount = 0
  /// Of those, points that are infinite, as some writers have it.
  public internal(set) var infiniteCount = 0
  /// The lowest, highest and mean height of the others; nil when there are none.
  public internal(set) var lowest, highest, mean: Double?
}
