// Expected values: `TZ=UTC ewfinfo` and `ewfverify -d sha1` of ewf-tools 20140813, sha256sum; the media's SHA-256
// with `ewfexport -u -f raw` and sha256sum. The images are plaso's (Apache-2.0).

import Foundation
import Formats
import Integrity
import TestSupport
import Testing

@Suite struct DiskImageTests {
  @Test("An image says what ewfinfo says of it")
  func facts() throws {
    let image = try DiskImage(path: Samples.resource("plaso_image.E01"))
    #expect(image.acquisition.caseNumber == "PyVFS")
    #expect(image.acquisition.evidenceNumber == "image.dd")
    #expect(image.acquisition.examiner == "John Doe")
    #expect(image.acquisition.description == "Test image for PyVFS")
    #expect(image.acquisition.notes == "Notes on test image for PyVFS")
    #expect(image.acquisition.operatingSystem == "Linux")
    #expect(image.acquisition.softwareVersion == "20131210")
    #expect(image.mediaByteCount == 102_400)
    #expect(image.bytesPerSector == 512)
    #expect(image.storedMD5?.hex == "d73c51f10c7ee6a681b7b619ccc6f1c4")
    #expect(image.storedSHA1 == nil)
    #expect(image.segments.files.map(\.name) == ["plaso_image.E01"])
    #expect(image.segments.findings == [])
  }

  @Test("The stored moment is the same in every zone: 2013-12-10 11:28:38 UTC")
  func moment() throws {
    let image = try DiskImage(path: Samples.resource("plaso_image.E01"))
    #expect(image.acquisition.acquired?.text == "1386674918")
    #expect(image.acquisition.acquired?.unixSeconds == 1_386_674_918)
    #expect(image.acquisition.systemTime?.unixSeconds == 1_386_674_918)
  }

  @Test("A whole image is intact, with the digests that ewfverify and ewfexport find")
  func intact() throws {
    var seen: [Int64] = []
    let image = try DiskImage(path: Samples.resource("plaso_image.E01"))
    let found = try image.verify { seen.append($0) }
    #expect(found.outcome == .intact)
    #expect(found.md5.hex == "d73c51f10c7ee6a681b7b619ccc6f1c4")
    #expect(found.sha1 == nil)
    #expect("\(found.sha256)" == "a9c0220b1dadd1812fc4bbe137f495d2c3b88c7b33b5a4de545d201fd31b3bc0")
    #expect(found.segments.map(\.byteCount) == [4_469])
    #expect(
      found.segments.map { "\($0.digest)" } == [
        "00f41c8cfa87f2aedfe81f9de3a28d1c6eb0d43e0d47ec4592f80cca3ada7868"
      ])
    #expect(found.findings.codes == ["image.weakHash"])
    #expect(seen.last == 102_400)
  }

  @Test("A set of two segments is read through both")
  func split() throws {
    let image = try DiskImage(path: Samples.resource("plaso_image-split.E01"))
    #expect(image.segments.files.map(\.name) == ["plaso_image-split.E01", "plaso_image-split.E02"])
    #expect(image.acquisition.acquired?.unixSeconds == 1_397_973_410)
    let found = try image.verify()
    #expect(found.outcome == .intact)
    #expect(found.mediaByteCount == 1_474_560)
    #expect(found.md5.hex == "38ea5af8a80e16e46c095c9110242fc0")
    #expect("\(found.sha256)" == "694da90e9fc6858c6dd77450add177670eb450534c3fecee2633356d6a969b98")
    #expect(
      found.segments.map { "\($0.digest)" } == [
        "0e3ad47cc5f61c1d7851a6ccbb0dbbc97834b93f2fa8033a5b99a5a154f579bc",
        "9f39804fa373b536802793e0783da801d9dafb882d4b632fe7706a6ae999b91a",
      ])
  }

  @Test("A stored SHA-1 is compared, too")
  func storedSHA1() throws {
    let image = try DiskImage(path: Samples.resource("own_sha1.E01"))
    #expect(image.acquisition.caseNumber == "Carpeta 12/2024")
    #expect(image.acquisition.examiner == "Ana Pérez")
    #expect(image.acquisition.notes == nil)
    #expect(image.storedMD5?.hex == "a8a7fe10dcc98df339c787d0fb572a98")
    #expect(image.storedSHA1?.hex == "32bc265e0fdd98ffff1739021d907f7b5f5b643e")
    let found = try image.verify()
    #expect(found.outcome == .intact)
    #expect(found.sha1 == image.storedSHA1)
    // sha256sum of the file that ewfacquire was given.
    #expect("\(found.sha256)" == "ce089e5464d1e99b1459424c3554bb9690474b526b3d9732f9171d698017cfc4")
  }

  @Test("An image can be verified twice, with the same result")
  func twice() throws {
    let image = try DiskImage(path: Samples.resource("plaso_image.E01"))
    #expect(try image.verify().sha256 == image.verify().sha256)
  }

  @Test("Reading stops when the caller says so")
  func stopped() throws {
    struct Enough: Error {}
    let image = try DiskImage(path: Samples.resource("plaso_image.E01"))
    #expect(throws: Enough.self) { try image.verify { _ in throw Enough() } }
  }
}
