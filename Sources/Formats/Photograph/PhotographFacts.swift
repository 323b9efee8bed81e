/// What a photograph says of itself.
///
/// All of it was written by a camera or by whoever edited the file: it is what the file claims.
public struct PhotographFacts: Equatable, Sendable {
  /// The container that carries the picture.
  public enum Container: String, Sendable { case jpeg, tiff, heif }

  public let container: Container
  public internal(set) var make: String?
  public internal(set) var model: String?
  /// The serial number of the camera's body.
  public internal(set) var bodySerial: String?
  /// The lens's maker and model.
  public internal(set) var lensMake: String?
  public internal(set) var lensModel: String?
  public internal(set) var software: String?
  /// `DateTime`: when the file was last changed.
  public internal(set) var modified: CameraTime?
  /// `DateTimeOriginal`: when the picture was taken.
  public internal(set) var original: CameraTime?
  /// `DateTimeDigitized`: when the picture became digital.
  public internal(set) var digitized: CameraTime?
  public internal(set) var position: CameraPosition?
  /// In pixels, as the EXIF block states them.
  public internal(set) var width: Int?
  public internal(set) var height: Int?
  /// Whether there is an EXIF block at all.
  public internal(set) var hasExif = false
  public internal(set) var findings: [FormatFinding] = []

  init(container: Container) { self.container = container }
}

/// A time that a camera wrote.
public struct CameraTime: Hashable, Sendable {
  /// The characters that are stored.
  public let text: String
  /// What they mean on the camera's clock; nil when they are no time.
  public let civil: CivilTime?
  /// The `OffsetTime` tag's characters, where there is one.
  public let offsetText: String?
  /// East of UTC, in minutes; nil without a usable offset tag.
  public let offsetMinutes: Int?

  /// The moment in Unix seconds; nil unless the camera wrote its zone, since nobody else knows it.
  public var unixSeconds: Int64? {
    guard let civil, let offsetMinutes else { return nil }
    return civil.secondsInUTC - Int64(offsetMinutes) * 60
  }
}

/// Where a camera says it was.
public struct CameraPosition: Equatable, Sendable {
  /// Degrees, north positive.
  public internal(set) var latitude: Double?
  /// Degrees, east positive.
  public internal(set) var longitude: Double?
  /// Metres above sea level.
  public internal(set) var altitude: Double?
  /// The time of the fix in UTC, without the fraction of its second.
  public internal(set) var time: CivilTime?
  /// The datum's name, such as `WGS-84`.
  public internal(set) var datum: String?
}
