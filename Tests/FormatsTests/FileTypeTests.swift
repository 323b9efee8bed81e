// Expected types: `file --mime-type` 5.44.

import Formats
import TestSupport
import Testing

@Suite struct FileTypeTests {
  @Test(
    "A file's type is told from its bytes",
    arguments: [
      ("acta.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
      ("oficio.pdf", "application/pdf"), ("mail_test_3.eml", "message/rfc822"),
      ("mp4-with-audio.mp4", "video/mp4"), ("AudioVideoInterleave.avi", "video/x-msvideo"),
      ("plaso_image.E01", "application/octet-stream"),
    ])
  func types(_ name: String, _ mimeType: String) {
    let type = FileTypeReader().type(ofFileAt: Samples.resource(name))
    #expect(type.mimeType == mimeType)
    #expect(type.findings == [])
  }

  @Test("An extension that contradicts the bytes is a finding; one that nobody knows is none")
  func contradiction() throws {
    let folder = try TemporaryFolder()
    let pdf = try Samples.bytes(Samples.resource("oficio.pdf"))
    let reader = FileTypeReader()
    let photograph = reader.type(ofFileAt: try folder.write(pdf, to: "holiday.JPG"))
    #expect(photograph.mimeType == "application/pdf")
    #expect(photograph.findings.codes == ["type.contradiction"])
    #expect(photograph.findings.fact("extension", of: "type.contradiction") == "jpg")
    #expect(reader.type(ofFileAt: try folder.write(pdf, to: "holiday.xyz")).findings == [])
    #expect(reader.type(ofFileAt: try folder.write(pdf, to: ".jpg")).findings == [])
    #expect(reader.type(ofFileAt: try folder.write(pdf, to: "x.jpg/holiday")).findings == [])
  }

  @Test("Without a database there is no type, and the reason is said")
  func noDatabase() {
    let type = FileTypeReader(database: "/nowhere/magic").type(
      ofFileAt: Samples.resource("oficio.pdf"))
    #expect(type.mimeType == nil)
    #expect(type.findings.codes == ["type.noDatabase"])
  }

  @Test("A file that cannot be read has no type")
  func unreadable() {
    let type = FileTypeReader().type(ofFileAt: "/nowhere/a.pdf")
    #expect(type.mimeType == nil)
    #expect(type.findings.codes == ["type.unreadable"])
  }
}
