/// Windows bitmaps of 24 or 32 bits a pixel, not compressed: what scanners and old programs write.
///
/// - Source: BITMAPFILEHEADER and BITMAPINFOHEADER of the Windows GDI reference.
enum BitmapPicture {
  static func decode(_ bytes: [UInt8]) throws(PictureError) -> Pixels {
    guard bytes.count >= 54 else { throw .malformed }
    let start = number(bytes, 10, 4)
    let headerCount = number(bytes, 14, 4)
    let width = signed(bytes, 18)
    let storedHeight = signed(bytes, 22)
    let height = abs(storedHeight)
    let bits = number(bytes, 28, 2)
    let compression = number(bytes, 30, 4)
    guard headerCount >= 40, width > 0, height > 0, start >= 14 + headerCount else {
      throw .malformed
    }
    guard compression == 0, bits == 24 || bits == 32 else {
      throw .unsupported("BMP \(bits) bit, compression \(compression)")
    }
    guard width * height <= Pixels.pixelLimit else { throw .tooLarge(limit: Pixels.pixelLimit) }
    let pixel = bits / 8
    let stride = (width * pixel + 3) / 4 * 4
    guard start <= bytes.count, bytes.count - start >= stride * height else { throw .malformed }
    var samples: [UInt8] = []
    samples.reserveCapacity(width * height * 3)
    for line in 0..<height {
      let row = start + (storedHeight > 0 ? height - 1 - line : line) * stride
      for column in 0..<width {
        let place = row + column * pixel
        samples.append(bytes[place + 2])
        samples.append(bytes[place + 1])
        samples.append(bytes[place])
      }
    }
    return Pixels(width: width, height: height, mode: .rgb, samples: samples)
  }

  private static func number(_ bytes: [UInt8], _ place: Int, _ count: Int) -> Int {
    bytes[place..<place + count].reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  private static func signed(_ bytes: [UInt8], _ place: Int) -> Int {
    Int(Int32(truncatingIfNeeded: number(bytes, place, 4)))
  }
}
