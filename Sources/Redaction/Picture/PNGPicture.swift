import CPng
import Glibc

/// PNG, in and out, with the samples as they are: no colour is converted.
///
/// - Source: PNG specification, third edition (2025).
enum PNGPicture {
  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
  static let version = "libpng \(PNG_LIBPNG_VER_STRING)"

  /// The types of a PNG's chunks in order; nil when the bytes are no PNG, are cut off, or go on after the end.
  static func chunks(_ bytes: [UInt8]) -> [String]? {
    guard bytes.starts(with: signature) else { return nil }
    var types: [String] = []
    var place = signature.count
    while place + 12 <= bytes.count, types.last != "IEND" {
      let length = bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
      types.append(String(decoding: bytes[place + 4..<place + 8], as: UTF8.self))
      guard length <= bytes.count - place - 12 else { return nil }
      place += 12 + length
    }
    return types.last == "IEND" && place == bytes.count ? types : nil
  }

  /// `strictly`: whether a PNG that libpng had to say something of is refused.
  static func decode(_ bytes: [UInt8], strictly: Bool) throws(PictureError) -> Pixels {
    var shape = precinto_png_picture()
    guard precinto_png_decode(bytes, bytes.count, &shape, nil) != 1 else { throw .malformed }
    let width = Int(shape.width)
    let height = Int(shape.height)
    guard width * height <= Pixels.pixelLimit else { throw .tooLarge(limit: Pixels.pixelLimit) }
    guard let mode = SampleMode.of(channels: Int(shape.channels), bits: Int(shape.bit_depth))
    else { throw .unsupported("\(shape.channels) × \(shape.bit_depth)") }
    var status: Int32 = 1
    let count = width * height * mode.byteCount
    let samples = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      status = precinto_png_decode(bytes, bytes.count, &shape, buffer.baseAddress)
      filled = count
    }
    guard status == 0 || status == 2 && !strictly else { throw .malformed }
    return Pixels(width: width, height: height, mode: mode, samples: samples)
  }

  /// A PNG of IHDR, IDAT and IEND alone.
  static func encode(_ pixels: Pixels) throws(PictureError) -> [UInt8] {
    let shape = precinto_png_picture(
      width: UInt32(pixels.width), height: UInt32(pixels.height),
      channels: Int32(pixels.mode.channelCount), bit_depth: pixels.mode.isSixteenBit ? 16 : 8)
    var bytes: UnsafeMutablePointer<UInt8>?
    var count = 0
    guard precinto_png_encode(shape, pixels.samples, 4, &bytes, &count) == 0, let bytes else {
      throw .unwritable
    }
    defer { free(bytes) }
    return Array(UnsafeBufferPointer(start: bytes, count: count))
  }
}

extension SampleMode {
  static func of(channels: Int, bits: Int) -> SampleMode? {
    allCases.first { $0.channelCount == channels && $0.isSixteenBit == (bits == 16) }
  }
}
