import Formats

/// The parsers, by the name that they have on the command line.
enum Target {
  /// Tries one input; tells whether the parser made anything of it.
  typealias Run = @Sendable (_ bytes: [UInt8], _ scratch: String) -> Bool

  static let all: [String: Run] = [
    "scan": { bytes, _ in SurfaceScan.attempt(bytes) },
    "scan-parts": { bytes, _ in SurfaceScan.attempt(parts: bytes) },
    "segment": { bytes, _ in DiskImageSegments.attempt(bytes) != nil },
    "image": { bytes, scratch in DiskImage.attempt(bytes, scratch: scratch) != nil },
    "photograph": { bytes, _ in PhotographReader.attempt(bytes) != nil },
    "document": { bytes, _ in DocumentReader.attempt(bytes) != nil },
    "list": { bytes, _ in HashList.attempt(bytes) != nil },
    "manifest": { bytes, _ in HashList.attempt(bytes, named: "manifest-sha256.txt") != nil },
    "type": { bytes, _ in FileTypeReader.attempt(bytes) },
    "verify": { _, _ in false }, "read": { _, _ in false }, "draw": { _, _ in false },
    "count": { _, _ in false },
  ]
}
