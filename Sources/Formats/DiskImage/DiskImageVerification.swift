public import Integrity

/// What reading all of a disk image's media found.
public struct DiskImageVerification: Sendable {
  /// Whether the media is what was imaged.
  public enum Outcome: String, Sendable {
    /// Every segment is there, every chunk's checksum is right, and a stored digest matches.
    case intact
    /// Nothing is wrong, but the image stores no digest to compare with.
    case unproven
    /// A segment, a chunk or a digest is not what it must be.
    case damaged
  }

  /// A run of sectors that could not be read as they were imaged.
  public struct BadSectors: Hashable, Sendable {
    /// Counted from 0.
    public let first: UInt64
    public let count: UInt64
    /// Where the run begins, in bytes of the media.
    public let offset: UInt64
  }

  /// The digest of one segment file, all its bytes.
  public struct SegmentDigest: Hashable, Sendable {
    public let name: String
    /// In bytes.
    public let byteCount: Int64
    public let digest: Digest
  }

  public let outcome: Outcome
  /// Bytes of media that were read.
  public let mediaByteCount: Int64
  public let md5: AcquisitionHash
  /// Computed when the image stores one.
  public let sha1: AcquisitionHash?
  public let sha256: Digest
  public let badSectors: [BadSectors]
  public let segments: [SegmentDigest]
  /// Those of the segments first.
  public let findings: [FormatFinding]
}
