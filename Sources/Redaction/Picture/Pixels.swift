/// A decoded picture: its samples, row by row from the upper left corner.
public struct Pixels: Sendable {
  public let width: Int
  public let height: Int
  public let mode: SampleMode
  public internal(set) var samples: [UInt8]

  /// The largest picture that is decoded, in pixels: a small file can say that it is a huge one.
  public static let pixelLimit = 100_000_000

  init(width: Int, height: Int, mode: SampleMode, samples: [UInt8]) {
    precondition(samples.count == width * height * mode.byteCount, "every pixel has its samples")
    self.width = width
    self.height = height
    self.mode = mode
    self.samples = samples
  }

  var rowByteCount: Int { width * mode.byteCount }

  /// The samples in the order of the tiles, without those of `hidden` tiles, which come in order.
  func stream(_ tiles: TileSegmenter, without hidden: [Int] = []) -> [UInt8] {
    let pixel = mode.byteCount
    let count =
      samples.count - hidden.reduce(0) { $0 + tiles.offsets[$1 + 1] - tiles.offsets[$1] }
    return [UInt8](unsafeUninitializedCapacity: count) { out, filled in
      samples.withUnsafeBytes { samples in
        let target = UnsafeMutableRawBufferPointer(out)
        var hidden = hidden[...]
        for index in 0..<tiles.tileCount {
          if hidden.first == index {
            hidden.removeFirst()
            continue
          }
          let box = tiles.box(index)
          let width = (box.right - box.left) * pixel
          for row in box.top..<box.bottom {
            let start = row * rowByteCount + box.left * pixel
            UnsafeMutableRawBufferPointer(rebasing: target[filled..<filled + width]).copyMemory(
              from: UnsafeRawBufferPointer(rebasing: samples[start..<start + width]))
            filled += width
          }
        }
      }
    }
  }

  /// Blacks out a tile.
  mutating func fill(_ box: PixelBox) {
    let row = [[UInt8]](repeating: mode.boxPixel, count: box.right - box.left).flatMap { $0 }
    for line in box.top..<box.bottom {
      let start = line * rowByteCount + box.left * mode.byteCount
      samples.replaceSubrange(start..<start + row.count, with: row)
    }
  }

  func isFilled(_ box: PixelBox) -> Bool {
    let pixel = mode.boxPixel
    return (box.top..<box.bottom).allSatisfy { line in
      (box.left..<box.right).allSatisfy { column in
        let start = line * rowByteCount + column * mode.byteCount
        return samples[start..<start + pixel.count].elementsEqual(pixel)
      }
    }
  }
}
