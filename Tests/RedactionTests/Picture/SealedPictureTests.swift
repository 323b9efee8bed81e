import Integrity
import Testing

@testable import Redaction

@Suite struct SealedPictureTests {
  static func picture(_ mode: SampleMode, width: Int = 75, height: Int = 50) -> Pixels {
    let samples = (0..<width * height * mode.byteCount).map {
      UInt8(truncatingIfNeeded: $0 * 7 ^ $0 >> 5)
    }
    return Pixels(width: width, height: height, mode: mode, samples: samples)
  }

  static let note = GapNote(gap: 0, rule: nil, reason: "49.1(a)(3)", basis: nil, form: nil)
  static let root = Digest(of: [9])

  @Test(
    "A box is black, everything else is as sealed, in every kind of pixel",
    arguments: SampleMode.allCases)
  func boxes(mode: SampleMode) throws {
    let pixels = Self.picture(mode)
    let sealed = try SealedPicture(pixels, item: "E", root: Self.root)
    let seal = try sealed.seal()
    let box = PixelBox(left: 20, top: 20, right: 30, bottom: 30)
    let (png, proof) = try sealed.redacted([(box, Self.note)])
    let read = try RedactedPicture(png: png, proof)
    #expect(try read.seal() == seal)
    #expect(PNGPicture.chunks(png)?.allSatisfy { ["IHDR", "IDAT", "IEND"].contains($0) } == true)
    let again = try read.redacted([(PixelBox(left: 60, top: 0, right: 75, bottom: 10), Self.note)])
    #expect(try RedactedPicture(png: again.png, again.proof).seal() == seal)
    let once = try sealed.redacted([
      (box, Self.note), (PixelBox(left: 60, top: 0, right: 75, bottom: 10), Self.note),
    ])
    #expect(once.proof == again.proof)
    #expect(once.png == again.png)
    let token = try sealed.unsealing(
      [box], showing: PixelBox(left: 16, top: 16, right: 32, bottom: 32))
    #expect(!token.isEmpty)
    let opened = try read.applying(token)
    #expect(opened.proof.hiddenTiles == [])
    #expect(try PNGPicture.decode(opened.png, strictly: true).samples == pixels.samples)
    #expect(try RedactedPicture(png: opened.png, opened.proof).seal() == seal)
  }

  @Test("A changed pixel, a grey box, hidden data after the end and extra chunks are refused")
  func tampering() throws {
    let pixels = Self.picture(.rgb)
    let sealed = try SealedPicture(pixels, item: "E", root: Self.root)
    let seal = try sealed.seal()
    let (png, proof) = try sealed.redacted([
      (PixelBox(left: 20, top: 20, right: 30, bottom: 30), Self.note)
    ])
    var shown = try PNGPicture.decode(png, strictly: true)
    shown.samples[0] ^= 1
    #expect(try RedactedPicture(png: PNGPicture.encode(shown), proof).seal() != seal)
    var grey = try PNGPicture.decode(png, strictly: true)
    grey.samples[(20 * 75 + 20) * 3] = 1
    #expect(throws: ProofFlaw.tileNotSolid) {
      try RedactedPicture(png: PNGPicture.encode(grey), proof)
    }
    #expect(throws: ProofFlaw.pictureExtra) { try RedactedPicture(png: png + [0], proof) }
    let text: [UInt8] = [0, 0, 0, 2] + Array("tEXt".utf8) + [65, 0] + [0x9C, 0x1B, 0xD2, 0x6D]
    let extra = Array(png.dropLast(12)) + text + Array(png.suffix(12))
    #expect(throws: ProofFlaw.pictureExtra) { try RedactedPicture(png: extra, proof) }
    var moved = proof
    moved.hiddenTiles = proof.hiddenTiles?.map { $0 + 1 }
    #expect(throws: ProofFlaw.self) { try RedactedPicture(png: png, moved) }
    let small = Self.picture(.rgb, width: 74)
    #expect(throws: ProofFlaw.pictureGeometry) {
      try RedactedPicture(png: PNGPicture.encode(small), proof)
    }
  }

  @Test("What is no whole picture is refused")
  func hostile() throws {
    let png = try PNGPicture.encode(Self.picture(.gray))
    for count in 0..<png.count {
      #expect(throws: PictureError.self) {
        try PNGPicture.decode(Array(png.prefix(count)), strictly: true)
      }
    }
    for format in PictureFormat.allCases {
      #expect(throws: PictureError.self) { try format.decode([]) }
      #expect(throws: PictureError.self) {
        try format.decode(
          Array("nothing of the kind, but long enough for a header, says this text".utf8))
      }
    }
  }
}
