public import Integrity

/// What a sealed file is: signed together with the root of its tree.
public struct SealHeader: Hashable, Sendable {
  static let algorithm = "precinto-seal-1"

  /// The file: its item and its place there, such as `TIJ-01/0001`.
  public let item: String
  /// A salted link to the digest of the whole original.
  public let original: Digest
  /// How it was cut, such as `txt-1`.
  public let segmenter: String
  /// Of a picture: its size and what its samples are.
  public let picture: Picture?

  /// The pixels that a picture was decoded to.
  public struct Picture: Hashable, Sendable {
    public let width: Int
    public let height: Int
    public let mode: SampleMode
    /// Pixels along an edge of a tile.
    public let tile: Int

    /// The largest picture, in pixels, and the longest edge.
    static let pixelLimit = 200_000_000
    static let edgeLimit = 65_535

    public init(width: Int, height: Int, mode: SampleMode, tile: Int) {
      self.width = width
      self.height = height
      self.mode = mode
      self.tile = tile
    }

    public var segmenter: TileSegmenter {
      TileSegmenter(width: width, height: height, pixelByteCount: mode.byteCount, tile: tile)
    }
  }

  init(item: String, original: Digest, segmenter: String, picture: Picture? = nil) {
    self.item = item
    self.original = original
    self.segmenter = segmenter
    self.picture = picture
  }

  /// One spelling for each header (RFC 8785): names in order, no white space.
  var bytes: [UInt8] { JSON.object(json).bytes }

  var json: JSONObject {
    var members: JSONObject = [
      "alg": .string(Self.algorithm), "item": .string(item),
      "orig": .string(original.base64URL), "seg": .string(segmenter),
    ]
    if let picture {
      members["w"] = JSON(picture.width)
      members["h"] = JSON(picture.height)
      members["mode"] = .string(picture.mode.rawValue)
      members["tile"] = JSON(picture.tile)
    }
    return members
  }

  init(json: JSON) throws(ProofFlaw) {
    guard let members = json.object, members["alg"]?.string == Self.algorithm,
      let item = members["item"]?.string, item.utf8.count <= 200,
      let segmenter = members["seg"]?.string,
      let original = members["orig"]?.string.flatMap({ Base64.url.bytes(of: $0) })
        .flatMap(Digest.init(bytes:))
    else { throw .header }
    var picture: Picture?
    if segmenter == "img-1" {
      guard members.count == 8, let width = members["w"]?.integer,
        let height = members["h"]?.integer, let tile = members["tile"]?.integer,
        let mode = members["mode"]?.string.flatMap(SampleMode.init(rawValue:)),
        (1...Int64(Picture.edgeLimit)).contains(width),
        (1...Int64(Picture.edgeLimit)).contains(height), (4...256).contains(tile),
        width * height <= Picture.pixelLimit
      else { throw .header }
      picture = Picture(width: Int(width), height: Int(height), mode: mode, tile: Int(tile))
    } else {
      guard members.count == 4 else { throw .header }
    }
    self.init(item: item, original: original, segmenter: segmenter, picture: picture)
  }

  func makeSegmenter() throws(ProofFlaw) -> any Segmenter {
    switch segmenter {
    case "txt-1": return TextSegmenter()
    case "json-1": return JSONSegmenter()
    case "csv-1": return TableSegmenter()
    case "line-1": return LineSegmenter()
    case "blk-1": return BlockSegmenter()
    case "img-1":
      guard let picture else { throw .header }
      return picture.segmenter
    default: throw .header
    }
  }
}

/// What the samples of a pixel are, named as imaging programs name them.
public enum SampleMode: String, CaseIterable, Sendable {
  case gray = "L"
  case grayAlpha = "LA"
  case rgb = "RGB"
  case rgba = "RGBA"
  case gray16 = "L;16"
  case grayAlpha16 = "LA;16"
  case rgb16 = "RGB;16"
  case rgba16 = "RGBA;16"

  public var channelCount: Int {
    switch self {
    case .gray, .gray16: 1
    case .grayAlpha, .grayAlpha16: 2
    case .rgb, .rgb16: 3
    case .rgba, .rgba16: 4
    }
  }

  public var isSixteenBit: Bool {
    switch self {
    case .gray16, .grayAlpha16, .rgb16, .rgba16: true
    default: false
    }
  }

  var hasAlpha: Bool { channelCount.isMultiple(of: 2) }

  /// Bytes of one pixel; 16-bit samples lie with their high byte first.
  public var byteCount: Int { channelCount * (isSixteenBit ? 2 : 1) }

  /// One pixel of a box: black, and opaque.
  public var boxPixel: [UInt8] {
    let sample = isSixteenBit ? 2 : 1
    let black = [UInt8](repeating: 0, count: byteCount - (hasAlpha ? sample : 0))
    return black + [UInt8](repeating: 0xFF, count: hasAlpha ? sample : 0)
  }
}
