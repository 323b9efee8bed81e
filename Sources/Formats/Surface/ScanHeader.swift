/// What an X3P file says of its scan: the records of its `main.xml`.
///
/// Texts stand as the file has them; lengths are in metres.
///
/// - Source: ISO 5436-2 and ISO 25178-72 (openGPS, `p:ISO5436_2`).
public struct ScanHeader: Hashable, Sendable {
  /// One axis of record 1.
  public struct Axis: Hashable, Sendable {
    public enum Kind: String, Sendable {
      /// Points stand at equal steps; no coordinates are stored.
      case incremental = "I"
      /// Every point has its coordinate.
      case absolute = "A"
    }

    public let kind: Kind
    public let type: DataType
    /// Metres a step, or metres a unit of the stored number.
    public let increment: Double
    public let offset: Double
  }

  /// How a stored number is spelt, little-endian.
  public enum DataType: String, Sendable {
    case int16 = "I"
    case int32 = "L"
    case float32 = "F"
    case float64 = "D"

    public var byteCount: Int {
      switch self {
      case .int16: 2
      case .int32, .float32: 4
      case .float64: 8
      }
    }
  }

  /// How many points there are.
  public enum Dimensions: Hashable, Sendable {
    case matrix(x: Int, y: Int, z: Int)
    case list(Int)

    /// nil when the product is past what any computer holds.
    public var pointCount: Int? {
      switch self {
      case .list(let count): return count
      case .matrix(let x, let y, let z):
        let (plane, isTooLarge) = x.multipliedReportingOverflow(by: y)
        let (all, isStillTooLarge) = plane.multipliedReportingOverflow(by: z)
        return isTooLarge || isStillTooLarge ? nil : all
      }
    }
  }

  public let revision: String
  /// `SUR` a surface, `PRF` a profile, `PCL` a cloud of points.
  public let featureType: String
  public let x, y, z: Axis
  public let dimensions: Dimensions
  public let date, calibrationDate: String?
  public let creator, comment: String?
  public let manufacturer, model, serial, version: String?
  public let probingType, probingIdentification: String?
  /// Where the points and the mask of valid points are, and the MD5 of each, as the file says.
  let pointLink, pointMD5, validLink, validMD5: String?
  /// Where the MD5 of `main.xml` is.
  let checksumLink: String

  /// Bytes of the points, by what the header says; nil when no file can be so large.
  var expectedByteCount: Int? {
    guard let count = dimensions.pointCount else { return nil }
    let width = [x, y, z].reduce(0) {
      $0 + ($1.kind == .absolute ? $1.type.byteCount : 0)
    }
    let (bytes, isTooLarge) = count.multipliedReportingOverflow(by: width)
    return isTooLarge ? nil : bytes
  }

  /// A grid of heights: what can be drawn and compared.
  var isSurface: Bool {
    guard case .matrix(_, _, 1) = dimensions else { return false }
    return featureType == "SUR" && x.kind == .incremental && y.kind == .incremental
      && z.kind == .absolute
  }
}
