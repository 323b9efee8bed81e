// Photographs made wrong on purpose. Each oddity is a finding; none stops the reading of the rest.

import Formats
import TestSupport
import Testing

@Suite struct PhotographOddityTests {
  private func read(_ tags: [PictureBuilder.Tag]) throws -> PhotographFacts {
    try #require(PhotographReader.attempt(PictureBuilder(tags: tags).jpeg))
  }

  private static let camera = PictureBuilder.text(0, 0x010F, "ACME")

  @Test("The same tags read the same from a JPEG, a TIFF and a HEIC file")
  func containers() throws {
    let picture = PictureBuilder(tags: [
      Self.camera, PictureBuilder.text(1, 0xA431, "SN-12345"),
      PictureBuilder.text(1, 0xA434, "50 mm f/1.8"),
    ])
    for (bytes, container) in [
      (picture.jpeg, PhotographFacts.Container.jpeg), (picture.tiff, .tiff),
      (picture.heic(), .heif),
    ] {
      let facts = try #require(PhotographReader.attempt(bytes))
      #expect(facts.container == container)
      #expect(facts.make == "ACME")
      #expect(facts.bodySerial == "SN-12345")
      #expect(facts.lensModel == "50 mm f/1.8")
      #expect(facts.findings == [])
    }
  }

  @Test("Nothing is added that the file does not say, such as today's date")
  func nothingAdded() throws {
    let facts = try read([Self.camera])
    #expect(facts.modified == nil)
    #expect(facts.original == nil)
    #expect(facts.width == nil)
  }

  @Test("A TIFF whose directory lies beyond 64 KiB is read")
  func farDirectory() throws {
    let picture = PictureBuilder(tags: [Self.camera]).tiff
    // The structure is moved behind 100 000 bytes by shifting every offset.
    let shift = UInt32(100_000)
    var bytes = Array(picture.prefix(4)) + PictureBuilder.big(UInt32(8) + shift)
    bytes += [UInt8](repeating: 7, count: Int(shift))
    var rest = Array(picture[8...])
    // Three entries: the make's value and two directories.
    for entry in 0..<3 {
      let place = 2 + entry * 12 + 8
      let old = rest[place..<place + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      rest.replaceSubrange(place..<place + 4, with: PictureBuilder.big(old + shift))
    }
    #expect(PhotographReader.attempt(bytes + rest)?.make == "ACME")
  }

  @Test("An offset far outside the block is named, and the other tags are read")
  func absurdOffset() throws {
    var tag = PictureBuilder.text(0, 0x0110, "a model's name")
    tag.offset = 0xFFFF_FFF0
    let facts = try read([Self.camera, tag])
    #expect(facts.make == "ACME")
    #expect(facts.model == nil)
    #expect(facts.findings.codes == ["photo.valueOutside"])
    #expect(facts.findings.fact("tag", of: "photo.valueOutside") == "Model")
    #expect(facts.findings.fact("offset", of: "photo.valueOutside") == "4294967280")
  }

  @Test("A count that overflows is named")
  func absurdCount() throws {
    var tag = PictureBuilder.text(0, 0x0110, "a model's name")
    tag.count = .max
    #expect(try read([tag]).findings.codes == ["photo.valueOutside"])
  }

  @Test("A directory that points at itself or outside ends the reading of it")
  func directoryLoop() throws {
    var bytes = PictureBuilder(tags: [Self.camera]).tiff
    // The second and third entries are the pointers to the other directories.
    bytes.replaceSubrange(8 + 2 + 12 + 8..<8 + 2 + 12 + 12, with: PictureBuilder.big(UInt32(8)))
    bytes.replaceSubrange(
      8 + 2 + 24 + 8..<8 + 2 + 24 + 12, with: PictureBuilder.big(UInt32(0x7FFF_FFFF)))
    let facts = try #require(PhotographReader.attempt(bytes))
    #expect(facts.make == "ACME")
    #expect(facts.findings.codes == ["photo.directoryOutside"])
  }

  @Test(
    "A position that is on no map is a finding",
    arguments: [
      ([(91, 1), (0, 1), (0, 1)], [(10, 1), (0, 1), (0, 1)], "photo.positionAbsurd"),
      ([(10, 1), (0, 1), (0, 1)], [(180, 1), (1, 1), (0, 1)], "photo.positionAbsurd"),
      ([(0, 1), (0, 1), (0, 1)], [(0, 1), (0, 1), (0, 1)], "photo.positionNull"),
      ([(10, 1), (0, 0), (0, 1)], [(10, 1), (0, 1), (0, 1)], "photo.positionHalf"),
    ] as [([(UInt32, UInt32)], [(UInt32, UInt32)], String)])
  func position(
    _ latitude: [(UInt32, UInt32)], _ longitude: [(UInt32, UInt32)], _ code: String
  ) throws {
    let facts = try read([
      PictureBuilder.text(2, 1, "N"), PictureBuilder.fractions(2, latitude),
      PictureBuilder.text(2, 3, "E"), PictureBuilder.fractions(4, longitude),
    ])
    #expect(facts.findings.codes == [code])
  }

  @Test("South and west are negative, and below the sea is below zero")
  func hemispheres() throws {
    let below = PictureBuilder.Tag(directory: 2, number: 5, type: 1, count: 1, content: [1])
    let facts = try read([
      PictureBuilder.text(2, 1, "S"), PictureBuilder.fractions(2, [(33, 1), (30, 1), (0, 1)]),
      PictureBuilder.text(2, 3, "W"), PictureBuilder.fractions(4, [(70, 1), (15, 1), (0, 1)]),
      below, PictureBuilder.fractions(6, [(25, 2)]),
    ])
    #expect(facts.position?.latitude == -33.5)
    #expect(facts.position?.longitude == -70.25)
    #expect(facts.position?.altitude == -12.5)
  }

  @Test(
    "A time that is none keeps its text",
    arguments: [
      ("2024:02:30 10:00:00", "photo.timeMalformed"), ("yesterday", "photo.timeMalformed"),
      ("0000:00:00 00:00:00", "photo.timeUnset"), ("    :  :     :  :  ", "photo.timeUnset"),
    ])
  func time(_ text: String, _ code: String) throws {
    let facts = try read([PictureBuilder.text(1, 0x9003, text)])
    #expect(facts.original?.civil == nil)
    #expect(facts.findings.codes == [code])
  }

  @Test("A leap day is a day in leap years only")
  func leapDay() {
    #expect(CivilTime(exif: "2024:02:29 00:00:00") != nil)
    #expect(CivilTime(exif: "2023:02:29 00:00:00") == nil)
    #expect(CivilTime(exif: "1900:02:29 00:00:00") == nil)
    // `date -u -d '2024-02-29 12:00:01' +%s`
    #expect(CivilTime(exif: "2024:02:29 12:00:01")?.secondsInUTC == 1_709_208_001)
    #expect(CivilTime(exif: "1969:12:31 23:59:59")?.secondsInUTC == -1)
  }

  @Test(
    "An offset is read up to 14 hours, and only in its one spelling",
    arguments: [
      ("+05:30", 330), ("-06:00", -360), ("+14:00", 840), ("+15:00", nil), ("-5", nil),
      ("+05:60", nil),
    ] as [(String, Int?)])
  func offset(_ text: String, _ minutes: Int?) throws {
    let facts = try read([
      PictureBuilder.text(1, 0x9003, "2024:05:01 10:00:00"), PictureBuilder.text(1, 0x9011, text),
    ])
    #expect(facts.original?.offsetMinutes == minutes)
    #expect(facts.findings.codes == (minutes == nil ? ["photo.offsetAbsurd"] : []))
  }

  @Test("A picture of another size than its tags say was cut or scaled")
  func size() throws {
    func number(_ tag: UInt16, _ value: UInt16) -> PictureBuilder.Tag {
      PictureBuilder.Tag(
        directory: 1, number: tag, type: 3, count: 1, content: PictureBuilder.big(value))
    }
    // The frame of the test's JPEG is 10 by 20; turned is the same.
    #expect(try read([number(0xA002, 20), number(0xA003, 10)]).findings.codes == [])
    let facts = try read([number(0xA002, 40), number(0xA003, 30)])
    #expect(facts.findings.codes == ["photo.sizeDiffers"])
  }

  @Test("A HEIC box that claims more than the file has is named, and nothing is made up")
  func lyingBoxes() throws {
    let picture = PictureBuilder(tags: [Self.camera])
    let huge = try #require(PhotographReader.attempt(picture.heic(metaSize: 0x7FFF_FFFF)))
    #expect(huge.make == nil)
    #expect(huge.findings.codes == ["photo.boxMisfit", "photo.noExif"])
    let tiny = try #require(PhotographReader.attempt(picture.heic(metaSize: 3)))
    #expect(tiny.findings.codes == ["photo.boxMisfit", "photo.noExif"])
    let long = try #require(PhotographReader.attempt(picture.heic(itemLength: 0xFFFF_FFFF)))
    #expect(long.findings.codes == ["photo.itemOutside", "photo.noExif"])
    let far = try #require(PhotographReader.attempt(picture.heic(itemOffset: 0xFFFF_FF00)))
    #expect(far.findings.codes == ["photo.itemOutside", "photo.noExif"])
  }

  @Test("A HEIC picture that claims to be 4 294 967 295 pixels wide and high is read")
  func hugePicture() throws {
    let picture = PictureBuilder(tags: [Self.camera]).heic(ispe: (.max, .max))
    #expect(PhotographReader.attempt(picture)?.make == "ACME")
  }

  @Test("A photograph cut anywhere is read as far as it goes")
  func cut() {
    let picture = PictureBuilder(tags: [Self.camera, PictureBuilder.text(1, 0x9003, "x")])
    for bytes in [picture.jpeg, picture.tiff, picture.heic()] {
      for count in 0..<bytes.count { _ = PhotographReader.attempt(Array(bytes.prefix(count))) }
    }
    let half = picture.jpeg.prefix(30)
    #expect(
      PhotographReader.attempt(Array(half))?.findings.codes == ["photo.jpegCut", "photo.noExif"])
  }
}
