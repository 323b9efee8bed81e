import CTiff
import CTurboJPEG

/// A picture format whose pixels can be sealed.
public enum PictureFormat: String, CaseIterable, Sendable {
  case png, jpeg, tiff, bmp

  /// What the first bytes of a file say it is.
  public init?(of bytes: some Collection<UInt8>) {
    let start = Array(bytes.prefix(8))
    switch true {
    case start == PNGPicture.signature: self = .png
    case start.starts(with: [0xFF, 0xD8, 0xFF]): self = .jpeg
    case start.starts(with: [0x49, 0x49, 0x2A, 0x00]),
      start.starts(with: [0x4D, 0x4D, 0x00, 0x2A]):
      self = .tiff
    case start.starts(with: [0x42, 0x4D]): self = .bmp
    default: return nil
    }
  }

  /// The largest file that is decoded, in bytes.
  public static let byteLimit = 512 << 20

  /// The program that decodes it, with its version: another may see other pixels.
  public var decoder: String {
    switch self {
    case .png: PNGPicture.version
    case .jpeg: "libjpeg-turbo"
    case .tiff:
      precinto_tiff_version().map {
        String(String(cString: $0).prefix { $0 != "\n" })
      } ?? "libtiff"
    case .bmp: "precinto BMP"
    }
  }

  /// The pixels, as they are stored: no rotation, no conversion of colours.
  public func decode(_ bytes: [UInt8]) throws(PictureError) -> Pixels {
    switch self {
    case .png:
      if Self.isAnimated(bytes) { throw .animated }
      return try PNGPicture.decode(bytes, strictly: false)
    case .jpeg: return try Self.jpeg(bytes)
    case .tiff: return try Self.tiff(bytes)
    case .bmp: return try BitmapPicture.decode(bytes)
    }
  }

  private static func isAnimated(_ bytes: [UInt8]) -> Bool {
    var place = PNGPicture.signature.count
    while place + 12 <= bytes.count {
      let type = bytes[place + 4..<place + 8]
      if type.elementsEqual("acTL".utf8) { return true }
      if type.elementsEqual("IDAT".utf8) { return false }
      place += 12 + bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
    }
    return false
  }

  private static func jpeg(_ bytes: [UInt8]) throws(PictureError) -> Pixels {
    guard let handle = tjInitDecompress() else { throw .noDecoder("JPEG") }
    defer { tjDestroy(handle) }
    var width: Int32 = 0
    var height: Int32 = 0
    var sampling: Int32 = 0
    var colours: Int32 = 0
    guard
      tjDecompressHeader3(
        handle, bytes, UInt(bytes.count), &width, &height, &sampling, &colours) == 0
    else { throw .malformed }
    let isGray = colours == Int32(TJCS_GRAY.rawValue)
    guard isGray || [TJCS_RGB.rawValue, TJCS_YCbCr.rawValue].contains(UInt32(colours)) else {
      throw .unsupported("CMYK")
    }
    guard Int(width) * Int(height) <= Pixels.pixelLimit else {
      throw .tooLarge(limit: Pixels.pixelLimit)
    }
    let mode = isGray ? SampleMode.gray : .rgb
    let count = Int(width) * Int(height) * mode.byteCount
    var status: Int32 = -1
    let samples = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      buffer.initialize(repeating: 0)
      status = tjDecompress2(
        handle, bytes, UInt(bytes.count), buffer.baseAddress, width, 0, height,
        Int32(isGray ? TJPF_GRAY.rawValue : TJPF_RGB.rawValue), TJFLAG_ACCURATEDCT)
      filled = count
    }
    guard status == 0 || tjGetErrorCode(handle) == Int32(TJERR_WARNING.rawValue) else {
      throw .malformed
    }
    return Pixels(width: Int(width), height: Int(height), mode: mode, samples: samples)
  }

  private static func tiff(_ bytes: [UInt8]) throws(PictureError) -> Pixels {
    var width: UInt32 = 0
    var height: UInt32 = 0
    let limit = UInt64(Pixels.pixelLimit)
    try check(
      precinto_tiff_decode(bytes, UInt64(bytes.count), limit, &width, &height, nil))
    let count = Int(width) * Int(height) * 4
    var status: Int32 = 0
    let samples = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      buffer.initialize(repeating: 0)
      UnsafeMutableRawBufferPointer(buffer).withMemoryRebound(to: UInt32.self) { pixels in
        status = precinto_tiff_decode(
          bytes, UInt64(bytes.count), limit, &width, &height, pixels.baseAddress)
      }
      filled = count
    }
    try check(status)
    return Pixels(width: Int(width), height: Int(height), mode: .rgba, samples: samples)
  }

  private static func check(_ status: Int32) throws(PictureError) {
    switch precinto_tiff_status(rawValue: UInt32(bitPattern: status)) {
    case PRECINTO_TIFF_DONE: return
    case PRECINTO_TIFF_NO_LIBRARY: throw .noDecoder("TIFF")
    case PRECINTO_TIFF_SEVERAL_PAGES: throw .severalPages
    case PRECINTO_TIFF_TOO_LARGE: throw .tooLarge(limit: Pixels.pixelLimit)
    default: throw .malformed
    }
  }
}
