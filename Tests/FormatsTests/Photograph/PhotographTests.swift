// Expected values: `exiftool -n -s -G1 -a` 12.57 on each file. The files are those of ianare/exif-samples (CC BY-SA
// 4.0) and stay beside the checkout.

import Foundation
import Formats
import TestSupport
import Testing

@Suite(.enabled(if: Samples.hasDigital)) struct PhotographTests {
  /// What exiftool says of one file.
  struct Expected: Sendable, CustomTestStringConvertible {
    var file: String
    var make: String?
    var model: String?
    var software: String?
    var modified: String?
    var original: String?
    var digitized: String?
    var size: [Int]?
    var findings: [String]
    var testDescription: String { file }
  }

  static let expected: [Expected] = [
    Expected(
      file: "Canon_40D.jpg", make: "Canon", model: "Canon EOS 40D", software: "GIMP 2.4.5",
      modified: "2008:07:31 10:38:11", original: "2008:05:30 15:56:01",
      digitized: "2008:05:30 15:56:01", size: [100, 68],
      findings: ["photo.changedLater", "photo.editor"]),
    Expected(
      file: "Canon_40D_photoshop_import.jpg", software: "GIMP 2.4.5",
      modified: "2008:07:31 10:05:49", size: [100, 77], findings: ["photo.editor"]),
    Expected(
      file: "Nikon_D70.jpg", make: "NIKON CORPORATION", model: "NIKON D70",
      software: "GIMP 2.4.5", modified: "2008:07:31 10:03:44", original: "2008:03:15 09:52:01",
      size: [100, 66], findings: ["photo.changedLater", "photo.editor"]),
    Expected(
      file: "PaintTool_sample.jpg", software: "GIMP 2.4.5", size: [88, 100],
      findings: ["photo.editor"]),
    Expected(
      file: "Samsung_Digimax_i50_MP3.jpg", make: "Samsung Techwin",
      model: "<Digimax i50 MP3, Samsung #1 MP3>", software: "GIMP 2.4.5",
      modified: "2008:07:31 19:03:37", original: "2006:08:15 17:50:57",
      digitized: "2006:08:15 17:50:57", size: [100, 75],
      findings: ["photo.changedLater", "photo.editor"]),
    Expected(
      file: "gps_DSCN0010.jpg", make: "NIKON", model: "COOLPIX P6000",
      software: "Nikon Transfer 1.1 W", modified: "2008:11:01 21:15:07",
      original: "2008:10:22 16:28:39", digitized: "2008:10:22 16:28:39", size: [640, 480],
      findings: ["photo.changedLater", "photo.positionTime"]),
    Expected(
      file: "gps_DSCN0012.jpg", make: "NIKON", model: "COOLPIX P6000",
      software: "Nikon Transfer 1.1 W", modified: "2008:11:01 21:15:07",
      original: "2008:10:22 16:29:49", digitized: "2008:10:22 16:29:49", size: [640, 480],
      findings: ["photo.changedLater", "photo.positionTime"]),
    Expected(
      file: "gps_DSCN0021.jpg", make: "NIKON", model: "COOLPIX P6000",
      software: "Nikon Transfer 1.1 W", modified: "2008:11:01 21:15:08",
      original: "2008:10:22 16:38:20", digitized: "2008:10:22 16:38:20", size: [640, 480],
      findings: ["photo.changedLater", "photo.positionTime"]),
    Expected(
      file: "hdr_canon_hdr_NO.jpg", make: "Canon", model: "Canon PowerShot SX60 HS",
      modified: "2015:02:26 04:20:03", original: "2015:02:09 22:47:44",
      digitized: "2015:02:09 22:47:44", size: [2048, 1536], findings: ["photo.changedLater"]),
    Expected(file: "invalid_image01137.jpg", findings: ["photo.noExif"]),
    Expected(
      file: "mobile_jolla.jpg", make: "Jolla", model: "Jolla", modified: "2014:09:21 16:00:56",
      original: "2014:09:21 16:00:56", findings: []),
    Expected(
      file: "xmp_no_exif.jpg", software: "Adobe Photoshop CC (Macintosh)",
      modified: "2014:09:22 10:56:35", size: [322, 466], findings: ["photo.editor"]),
    Expected(
      file: "IMG_5195.HEIC", make: "Apple", model: "iPhone 11 Pro Max", software: "14.4.2",
      modified: "2021:04:11 15:47:53", original: "2021:04:11 15:47:53",
      digitized: "2021:04:11 15:47:53", size: [4032, 3024], findings: ["photo.sizeDiffers"]),
    Expected(file: "Arbitro.tiff", size: [174, 38], findings: ["photo.noExif"]),
  ]

  @Test("A photograph says what exiftool reads from it", arguments: expected)
  func facts(_ expected: Expected) throws {
    let facts = try PhotographReader.read(path: Samples.shared("photos/" + expected.file))
    #expect(facts.make == expected.make)
    #expect(facts.model == expected.model)
    #expect(facts.software == expected.software)
    #expect(facts.modified?.text == expected.modified)
    #expect(facts.original?.text == expected.original)
    #expect(facts.digitized?.text == expected.digitized)
    #expect(facts.width == expected.size?[0])
    #expect(facts.height == expected.size?[1])
    #expect(facts.findings.codes == expected.findings)
  }

  @Test("A telephone's picture has its lens, place and zone")
  func telephone() throws {
    let facts = try PhotographReader.read(path: Samples.shared("photos/IMG_5195.HEIC"))
    #expect(facts.container == .heif)
    #expect(facts.lensMake == "Apple")
    #expect(facts.lensModel == "iPhone 11 Pro Max back triple camera 4.25mm f/1.8")
    let position = try #require(facts.position)
    #expect(abs((position.latitude ?? 0) - 39.0513444444444) < 1e-9)
    #expect(abs((position.longitude ?? 0) - -94.2887722222222) < 1e-9)
    #expect(abs((position.altitude ?? 0) - 260.5606383) < 1e-6)
    #expect(position.time == nil)
    // exiftool: OffsetTimeOriginal -05:00; `date -u -d '2021-04-11 15:47:53 -0500' +%s`.
    #expect(facts.original?.offsetMinutes == -300)
    #expect(facts.original?.unixSeconds == 1_618_174_073)
    // exiftool: File:ImageWidth 2566, ImageHeight 3313: the picture was cut out of a larger one.
    #expect(facts.findings.fact("found", of: "photo.sizeDiffers") == "2566×3313")
  }

  @Test("A camera with a receiver has its place and the satellites' time")
  func receiver() throws {
    let facts = try PhotographReader.read(path: Samples.shared("photos/gps_DSCN0010.jpg"))
    let position = try #require(facts.position)
    #expect(abs((position.latitude ?? 0) - 43.4674483333333) < 1e-9)
    #expect(abs((position.longitude ?? 0) - 11.8851266666639) < 1e-9)
    #expect(position.altitude == nil)
    #expect(position.datum == "WGS-84")
    #expect(position.time.map { "\($0)" } == "2008-10-23T14:27:07")
    // The camera's clock has no zone, so no moment is claimed.
    #expect(facts.original?.unixSeconds == nil)
    #expect(facts.original?.civil.map { "\($0)" } == "2008-10-22T16:28:39")
  }

  @Test("What is no photograph is refused")
  func refused() throws {
    let path = Samples.resource("mail_test_3.eml")
    #expect(throws: MediaError.notRecognised(path: path)) { try PhotographReader.read(path: path) }
  }
}
