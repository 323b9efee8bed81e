import Integrity
import Foundation

extension DiskImage {
  /// Opens and verifies an image of one segment, given as bytes; nil when it cannot be opened.
  ///
  /// For mutation runs.
  ///
  /// libewf reads files by name, so `scratch` names a folder in memory where the bytes are put.
  package static func attempt(_ bytes: [UInt8], scratch: String) -> DiskImageVerification? {
    let path = scratch + "/attempt.E01"
    guard (try? Data(bytes).write(to: URL(filePath: path))) != nil else { return nil }
    return try? DiskImage(path: path).verifyUpTo(Self.attemptLimit)
  }

  /// The most bytes of media that a mutation run reads: a changed header may promise any size.
  private static let attemptLimit: Int64 = 64 << 20

  private struct Enough: Error {}

  private func verifyUpTo(_ limit: Int64) throws -> DiskImageVerification {
    try verify { if $0 > limit { throw Enough() } }
  }
}

extension DiskImageSegments {
  /// Walks the sections of one segment, given as bytes.
  ///
  /// For mutation runs.
  package static func attempt(_ bytes: [UInt8]) -> Int? {
    guard let segment = try? EWFSegment(MemorySource(bytes)) else { return nil }
    _ = segment.headerText.flatMap { EWFHeaderText(packed: $0)?.acquired }
    return segment.number
  }
}
