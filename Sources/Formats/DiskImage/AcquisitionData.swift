/// What was written into a disk image when it was made, as stored; an empty text is kept apart from an absent one.
public struct AcquisitionData: Equatable, Sendable {
  public let caseNumber: String?
  public let evidenceNumber: String?
  public let examiner: String?
  public let description: String?
  public let notes: String?
  public let operatingSystem: String?
  public let softwareVersion: String?
  /// When the image was made.
  public let acquired: StoredTime?
  /// What the clock of the acquiring computer showed.
  public let systemTime: StoredTime?
}

/// A time as an image stores it.
public struct StoredTime: Equatable, Sendable {
  /// The characters that are stored: Unix seconds in newer images, civil time without a zone in the oldest.
  public let text: String

  /// The moment, in Unix seconds; nil for civil time, whose zone nobody wrote down.
  public var unixSeconds: Int64? { text.contains(" ") ? nil : Int64(text) }
}
