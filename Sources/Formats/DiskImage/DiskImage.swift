// EnCase evidence files (E01): what was written when the image was made, and whether the media is still what was
// imaged then. libewf unpacks the media; which files belong to the set is our own reading.

public import Integrity

/// An EnCase evidence file, opened for reading only.
///
/// Owns libewf's handle. Use it from one thread at a time.
public final class DiskImage {
  /// Bytes read at a time.
  static let readByteCount = 1 << 20
  /// The most bytes of one chunk: libewf unpacks a chunk at a time, and EnCase makes none beyond 16 MiB.
  static let chunkLimit = 64 << 20

  public let segments: DiskImageSegments
  public let acquisition: AcquisitionData
  /// Size of the imaged media, in bytes.
  public let mediaByteCount: Int64
  public let bytesPerSector: Int
  /// The digests that the image stores of its media; nil when it stores none.
  public let storedMD5: AcquisitionHash?
  public let storedSHA1: AcquisitionHash?
  let chunkByteCount: Int
  let handle: EWFHandle

  /// Opens the image whose first segment is at `path`, and finds the other segments beside it.
  ///
  /// - Throws: ``DiskImageError``. A set with damage is opened as far as libewf can; ``segments`` says what is wrong.
  public init(path: String) throws {
    segments = try DiskImageSegments(first: path)
    do throws(EWFError) {
      handle = try EWFHandle(paths: segments.files.map(\.path))
      mediaByteCount = Int64(clamping: try handle.mediaByteCount)
      bytesPerSector = try handle.bytesPerSector
      chunkByteCount = try handle.chunkByteCount
      storedMD5 = try handle.storedHash(.md5)
      storedSHA1 = try handle.storedHash(.sha1)
    } catch {
      throw DiskImageError.cannotOpen(path: path, detail: error.detail)
    }
    guard chunkByteCount <= Self.chunkLimit else {
      throw DiskImageError.cannotOpen(path: path, detail: "chunks of \(chunkByteCount) bytes")
    }
    acquisition = AcquisitionData(
      handle, times: segments.headerText.flatMap { EWFHeaderText(packed: $0) })
  }
}

extension AcquisitionData {
  fileprivate init(_ handle: EWFHandle, times: EWFHeaderText?) {
    self.init(
      caseNumber: handle.headerValue("case_number"),
      evidenceNumber: handle.headerValue("evidence_number"),
      examiner: handle.headerValue("examiner_name"),
      description: handle.headerValue("description"),
      notes: handle.headerValue("notes"),
      operatingSystem: handle.headerValue("acquiry_operating_system"),
      softwareVersion: handle.headerValue("acquiry_software_version"),
      acquired: times?.acquired, systemTime: times?.systemTime)
  }
}
