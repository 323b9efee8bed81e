import Foundation
import Integrity
import TestSupport
import Testing

@testable import Redaction

@Suite struct PictureDecoderTests {
  private static func little(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  /// A bitmap of 5 × 3 pixels, stored from below.
  static let bitmap: [UInt8] = {
    let row: [UInt8] = [0, 20, 30, 1, 20, 30, 2, 20, 30, 3, 20, 30, 4, 20, 30, 0]
    let header: [(Int, Int)] = [
      (40, 4), (5, 4), (3, 4), (1, 2), (24, 2), (0, 4), (48, 4), (0, 4), (0, 4), (0, 4), (0, 4),
    ]
    var bytes = Array("BM".utf8)
    bytes += little(102, 4)
    bytes += little(0, 4)
    bytes += little(54, 4)
    for (value, count) in header { bytes += little(value, count) }
    return bytes + row + row + row
  }()

  /// Sixteen by sixteen grey pixels.
  static let tiff: [UInt8] = {
    let data = (0..<256).map { UInt8($0) }
    let entries: [(tag: Int, type: Int, value: Int)] = [
      (256, 3, 16), (257, 3, 16), (258, 3, 8), (259, 3, 1), (262, 3, 1), (273, 4, 8),
      (278, 3, 16), (279, 4, 256),
    ]
    var bytes: [UInt8] = [0x49, 0x49, 0x2A, 0]
    bytes += little(264, 4)
    bytes += data
    bytes += little(8, 2)
    for entry in entries {
      bytes += little(entry.tag, 2)
      bytes += little(entry.type, 2)
      bytes += little(1, 4)
      bytes += little(entry.value, 4)
    }
    return bytes + little(0, 4)
  }()

  @Test("Bitmaps, TIFF and JPEG give their pixels")
  func decode() throws {
    let bitmap = try PictureFormat.bmp.decode(Self.bitmap)
    #expect(bitmap.width == 5 && bitmap.height == 3 && bitmap.mode == .rgb)
    #expect(bitmap.samples.prefix(6).elementsEqual([30, 20, 0, 30, 20, 1]))
    let tiff = try PictureFormat.tiff.decode(Self.tiff)
    #expect(tiff.width == 16 && tiff.height == 16 && tiff.mode == .rgba)
    #expect(tiff.samples[4 * 17] == 17 && tiff.samples[4 * 17 + 3] == 255)
    let photograph = Session.evidence.appending(path: "scene-1.jpg")
    let jpeg = Array(try Data(contentsOf: photograph))
    #expect(PictureFormat(of: jpeg) == .jpeg)
    let pixels = try PictureFormat.jpeg.decode(jpeg)
    let sealed = try SealedPicture(pixels, item: "E/0001", root: Digest(of: [1]))
    let (png, proof) = try sealed.redacted([
      (
        PixelBox(left: 10, top: 10, right: 50, bottom: 40),
        GapNote(gap: 0, rule: nil, reason: "r", basis: nil, form: nil)
      )
    ])
    #expect(try RedactedPicture(png: png, proof).seal() == sealed.seal())
    #expect(!png.contains(Array("GPS".utf8)) && !png.contains(Array("Exif".utf8)))
  }

  @Test("Cut off or altered pictures never crash", arguments: ["bmp", "tiff", "jpeg", "png"])
  func altered(name: String) throws {
    let format = try #require(PictureFormat(rawValue: name))
    let photograph = Session.evidence.appending(path: "scene-1.jpg")
    let bytes: [UInt8] =
      switch format {
      case .bmp: Self.bitmap
      case .tiff: Self.tiff
      case .jpeg: Array(try Data(contentsOf: photograph).prefix(40_000))
      case .png: try PNGPicture.encode(SealedPictureTests.picture(.rgba))
      }
    var random = PredictableRandomNumbers(seed: 3)
    for _ in 0..<300 {
      var altered = bytes
      for _ in 0..<3 {
        altered[Int(random.next() % UInt64(min(bytes.count, 600)))] = UInt8(
          truncatingIfNeeded: random.next())
      }
      if random.next() % 3 == 0 {
        altered = Array(altered.prefix(Int(random.next() % UInt64(bytes.count))))
      }
      _ = try? format.decode(altered)
    }
  }

  @Test("A small file that says it is huge is refused before anything is decoded")
  func bomb() {
    var bitmap = Self.bitmap
    bitmap.replaceSubrange(18..<26, with: Self.little(60_000, 4) + Self.little(60_000, 4))
    #expect(throws: PictureError.tooLarge(limit: Pixels.pixelLimit)) {
      try PictureFormat.bmp.decode(bitmap)
    }
  }
}
