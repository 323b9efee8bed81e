/// The tags that are read, with the directory in which each stands.
///
/// - Source: CIPA DC-008 (EXIF 2.32), tables 4 to 15.
struct ExifTag: Hashable, Sendable {
  enum Directory: Int, CaseIterable, Sendable { case main, exif, position }

  let directory: Directory
  let number: UInt16
  /// The tag's name in the standard.
  let name: String

  private init(_ directory: Directory, _ number: UInt16, _ name: String) {
    self.directory = directory
    self.number = number
    self.name = name
  }

  static let width = ExifTag(.main, 0x0100, "ImageWidth")
  static let height = ExifTag(.main, 0x0101, "ImageLength")
  static let make = ExifTag(.main, 0x010F, "Make")
  static let model = ExifTag(.main, 0x0110, "Model")
  static let software = ExifTag(.main, 0x0131, "Software")
  static let modified = ExifTag(.main, 0x0132, "DateTime")
  static let original = ExifTag(.exif, 0x9003, "DateTimeOriginal")
  static let digitized = ExifTag(.exif, 0x9004, "DateTimeDigitized")
  static let modifiedOffset = ExifTag(.exif, 0x9010, "OffsetTime")
  static let originalOffset = ExifTag(.exif, 0x9011, "OffsetTimeOriginal")
  static let digitizedOffset = ExifTag(.exif, 0x9012, "OffsetTimeDigitized")
  static let pixelWidth = ExifTag(.exif, 0xA002, "PixelXDimension")
  static let pixelHeight = ExifTag(.exif, 0xA003, "PixelYDimension")
  static let bodySerial = ExifTag(.exif, 0xA431, "BodySerialNumber")
  static let lensMake = ExifTag(.exif, 0xA433, "LensMake")
  static let lensModel = ExifTag(.exif, 0xA434, "LensModel")
  static let latitudeRef = ExifTag(.position, 0x0001, "GPSLatitudeRef")
  static let latitude = ExifTag(.position, 0x0002, "GPSLatitude")
  static let longitudeRef = ExifTag(.position, 0x0003, "GPSLongitudeRef")
  static let longitude = ExifTag(.position, 0x0004, "GPSLongitude")
  static let altitudeRef = ExifTag(.position, 0x0005, "GPSAltitudeRef")
  static let altitude = ExifTag(.position, 0x0006, "GPSAltitude")
  static let time = ExifTag(.position, 0x0007, "GPSTimeStamp")
  static let datum = ExifTag(.position, 0x0012, "GPSMapDatum")
  static let date = ExifTag(.position, 0x001D, "GPSDateStamp")

  static let all: [ExifTag] = [
    width, height, make, model, software, modified, original, digitized, modifiedOffset,
    originalOffset, digitizedOffset, pixelWidth, pixelHeight, bodySerial, lensMake, lensModel,
    latitudeRef, latitude, longitudeRef, longitude, altitudeRef, altitude, time, datum, date,
  ]
  private static let byPlace = Dictionary(
    uniqueKeysWithValues: all.map { (UInt32($0.directory.rawValue) << 16 | UInt32($0.number), $0) })

  static func find(_ directory: Directory, _ number: UInt16) -> ExifTag? {
    byPlace[UInt32(directory.rawValue) << 16 | UInt32(number)]
  }
}
