// Expected values: `exiftool -s` 12.57 on each file, and the arguments of Resources/make-documents.py.

import Formats
import TestSupport
import Testing

@Suite struct DocumentTests {
  @Test(
    "An office document says what exiftool reads from it",
    arguments: [
      ("acta.docx", .text, "Acta 12", "Microsoft Macintosh Word"),
      ("lista.xlsx", .spreadsheet, "Lista", "Microsoft Excel Compatible / Openpyxl 3.1.5"),
      ("croquis.pptx", .presentation, "Croquis", "Microsoft Macintosh PowerPoint"),
    ] as [(String, DocumentFacts.Kind, String, String)])
  func office(_ name: String, _ kind: DocumentFacts.Kind, _ title: String, _ application: String)
    throws
  {
    let facts = try DocumentReader.read(path: Samples.resource(name))
    #expect(facts.kind == kind)
    #expect(facts.title == title)
    #expect(facts.creator == "Ana Pérez")
    #expect(facts.lastModifiedBy == "Luis Gómez")
    #expect(facts.application == application)
    #expect(facts.created?.text == "2024-03-01T09:30:00Z")
    // `date -u -d 2024-03-01T09:30:00Z +%s`
    #expect(facts.created?.unixSeconds == 1_709_285_400)
    // openpyxl writes the time of saving instead of the one it is given.
    if kind != .spreadsheet { #expect(facts.modified?.unixSeconds == 1_709_405_110) }
    #expect(facts.findings == [])
  }

  @Test("A PDF says what exiftool reads from it")
  func pdf() throws {
    let facts = try DocumentReader.read(path: Samples.resource("oficio.pdf"))
    #expect(facts.kind == .pdf)
    #expect(facts.title == "Oficio 7")
    #expect(facts.creator == "Ana Pérez")
    #expect(facts.application == "mk.py")
    #expect(facts.producer == "reportlab")
    #expect(facts.created?.text == "D:20240301093000-06'00'")
    // `date -u -d '2024-03-01 09:30:00 -0600' +%s`
    #expect(facts.created?.unixSeconds == 1_709_307_000)
    #expect(facts.modified?.unixSeconds == 1_709_426_710)
    #expect(facts.pageCount == 2)
    #expect(!facts.isEncrypted)
    #expect(facts.findings == [])
  }

  @Test("An encrypted PDF is read with the empty password, and one that needs another says so")
  func encrypted() throws {
    let open = try DocumentReader.read(path: Samples.resource("cifrado.pdf"))
    #expect(open.isEncrypted)
    #expect(open.title == "Oficio 7")
    #expect(open.pageCount == 2)
    #expect(open.findings.codes == ["document.pdfEncrypted"])
    let closed = try DocumentReader.read(path: Samples.resource("cerrado.pdf"))
    #expect(closed.isEncrypted)
    #expect(closed.title == nil)
    #expect(closed.findings.codes == ["document.pdfPassword"])
  }

  @Test(
    "A time in a PDF may end after any of its parts",
    arguments: [
      ("D:2024", nil), ("D:20240301", nil), ("D:20240301093000Z", 1_709_285_400),
      ("D:20240301093000-06'00", 1_709_307_000), ("20240301093000-06", 1_709_307_000),
    ] as [(String, Int64?)])
  func pdfTimes(_ text: String, _ seconds: Int64?) throws {
    let bytes = try Samples.bytes(Samples.resource("oficio.pdf"))
    let old = Array("D:20240301093000-06'00'".utf8)
    let new = Array((text + String(repeating: "\0", count: old.count - text.count)).utf8)
    let place = try #require(
      bytes.indices.first { bytes[$0...].starts(with: old) })
    var changed = bytes
    changed.replaceSubrange(place..<place + old.count, with: new)
    let facts = try #require(DocumentReader.attempt(changed))
    #expect(facts.created?.text == text)
    #expect(facts.created?.civil != nil)
    #expect(facts.created?.unixSeconds == seconds)
  }

  @Test(
    "A document that attacks its reader is named, and nothing is unpacked beyond the limits",
    arguments: [
      ("bomb.docx", ["document.partTooLarge", "document.noProperties"]),
      ("entities.docx", ["xml.documentType"]), ("deep.docx", ["xml.tooLarge"]),
      ("twice.docx", ["document.partTwice"]),
    ])
  func attacks(_ name: String, _ codes: [String]) throws {
    let facts = try DocumentReader.read(path: Samples.resource(name))
    #expect(facts.kind == .text)
    #expect(facts.title == nil)
    #expect(facts.findings.codes == codes)
  }

  @Test("Macros, times in the wrong order and properties in an unusual part are seen")
  func macros() throws {
    let facts = try DocumentReader.read(path: Samples.resource("macros.docm"))
    #expect(facts.creator == "Ana")
    #expect(facts.findings.codes == ["document.macros", "document.modifiedBeforeCreated"])
  }

  @Test("What is neither is refused")
  func refused() throws {
    for name in ["mail_test_3.eml", "plaso_image.E01"] {
      let path = Samples.resource(name)
      #expect(throws: MediaError.notRecognised(path: path)) { try DocumentReader.read(path: path) }
    }
    let missing = MediaError.unreadable(path: "/nowhere", code: 2)
    #expect(throws: missing) { try DocumentReader.read(path: "/nowhere") }
  }

  @Test(
    "A document cut anywhere is refused or has a finding", arguments: ["acta.docx", "oficio.pdf"])
  func cut(_ name: String) throws {
    let bytes = try Samples.bytes(Samples.resource(name))
    for count in stride(from: 0, to: bytes.count, by: bytes.count / 50) {
      let facts = DocumentReader.attempt(Array(bytes.prefix(count)))
      #expect(facts.map { !$0.findings.isEmpty } ?? true)
    }
  }
}
