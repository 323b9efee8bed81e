/// Reads `main.xml` of an X3P file.
///
/// Elements are known by their path below the root, so that it is no matter which prefix a writer used.
struct ScanHeaderReader {
  /// The most bytes of `main.xml`, whose points may stand in it as text.
  static let byteLimit = 64 * 1024 * 1024
  /// The most points that are read from text.
  static let datumLimit = 2_000_000
  /// The largest number along one axis that is believed.
  private static let sizeLimit = 1 << 40

  let header: ScanHeader
  /// The points that stand in the XML itself, as text; nil when they are in a file beside it.
  let data: [String]?

  init(_ bytes: [UInt8]) throws(ScanError) {
    let gathered = Gathered()
    let handlers = XMLReader.Handlers(
      start: { name, _, _ in gathered.open(name) },
      end: { _, text, _ in gathered.close(text) })
    do {
      try XMLReader.read(bytes, handlers)
    } catch {
      throw .malformed(part: "main.xml", detail: error.words)
    }
    guard gathered.data.count <= Self.datumLimit else {
      throw .malformed(part: "main.xml", detail: "> \(Self.datumLimit) Datum")
    }
    header = try Self.header(gathered.values)
    data = gathered.values["Record3/DataList"] == nil ? nil : gathered.data
  }

  /// What the elements say, by their paths below the root.
  private final class Gathered {
    private(set) var values: [String: String] = [:]
    private(set) var data: [String] = []
    private var path: [String] = []

    func open(_ name: String) { path.append(name) }

    func close(_ text: String) {
      let place = path.dropFirst().joined(separator: "/")
      path.removeLast()
      let value = text.trimmed
      if place == "Record3/DataList/Datum" {
        if data.count <= ScanHeaderReader.datumLimit { data.append(value) }
      } else if values[place] == nil, values.count < 1000 {
        values[place] = value
      }
    }
  }

  private static func header(_ values: [String: String]) throws(ScanError) -> ScanHeader {
    func text(_ place: String) -> String? {
      values[place].flatMap { $0.isEmpty ? nil : $0 }
    }
    guard values["Record1"] != nil, values["Record3"] != nil else {
      throw .malformed(part: "main.xml", detail: "Record1, Record3")
    }
    return ScanHeader(
      revision: values["Record1/Revision"] ?? "", featureType: values["Record1/FeatureType"] ?? "",
      x: try axis("CX", values), y: try axis("CY", values), z: try axis("CZ", values),
      dimensions: try dimensions(values), date: text("Record2/Date"),
      calibrationDate: text("Record2/CalibrationDate"), creator: text("Record2/Creator"),
      comment: text("Record2/Comment"), manufacturer: text("Record2/Instrument/Manufacturer"),
      model: text("Record2/Instrument/Model"), serial: text("Record2/Instrument/Serial"),
      version: text("Record2/Instrument/Version"), probingType: text("Record2/ProbingSystem/Type"),
      probingIdentification: text("Record2/ProbingSystem/Identification"),
      pointLink: text("Record3/DataLink/PointDataLink"),
      pointMD5: text("Record3/DataLink/MD5ChecksumPointData")?.lowercased(),
      validLink: text("Record3/DataLink/ValidPointsLink"),
      validMD5: text("Record3/DataLink/MD5ChecksumValidPoints")?.lowercased(),
      checksumLink: text("Record4/ChecksumFile") ?? "md5checksum.hex")
  }

  private static func axis(_ name: String, _ values: [String: String]) throws(ScanError)
    -> ScanHeader.Axis
  {
    let place = "Record1/Axes/\(name)"
    guard let kind = values["\(place)/AxisType"].flatMap(ScanHeader.Axis.Kind.init(rawValue:)),
      let type = ScanHeader.DataType(rawValue: values["\(place)/DataType"] ?? "D"),
      let increment = number(values["\(place)/Increment"], otherwise: 1),
      let offset = number(values["\(place)/Offset"], otherwise: 0)
    else { throw .malformed(part: "main.xml", detail: place) }
    return ScanHeader.Axis(kind: kind, type: type, increment: increment, offset: offset)
  }

  /// A finite number; `otherwise` when there is none.
  private static func number(_ text: String?, otherwise value: Double) -> Double? {
    guard let text, !text.isEmpty else { return value }
    return Double(text).flatMap { $0.isFinite ? $0 : nil }
  }

  private static func dimensions(_ values: [String: String]) throws(ScanError)
    -> ScanHeader.Dimensions
  {
    func size(_ place: String) throws(ScanError) -> Int {
      guard let size = values["Record3/\(place)"].flatMap({ Int($0) }),
        (1...sizeLimit).contains(size)
      else { throw .malformed(part: "main.xml", detail: "Record3/\(place)") }
      return size
    }
    if values["Record3/ListDimension"] != nil { return .list(try size("ListDimension")) }
    return .matrix(
      x: try size("MatrixDimension/SizeX"), y: try size("MatrixDimension/SizeY"),
      z: try size("MatrixDimension/SizeZ"))
  }
}

extension XMLProblem {
  /// What expat said, or which limit was met.
  fileprivate var words: String {
    switch self {
    case .malformed(let detail, let line): "\(detail), line \(line)"
    case .documentType(let line): "DOCTYPE, line \(line)"
    case .tooLarge(let limit, let line): "\(limit), line \(line)"
    }
  }
}

extension String {
  /// The text without white space at its ends.
  fileprivate var trimmed: String {
    let isSpace: (Character) -> Bool = { $0.isWhitespace }
    guard let start = firstIndex(where: { !isSpace($0) }),
      let end = lastIndex(where: { !isSpace($0) })
    else { return "" }
    return String(self[start...end])
  }
}
