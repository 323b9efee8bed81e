// What a PDF says of itself, through qpdf's C interface. qpdf reads objects as they are asked for and repairs what it
// can; what it repaired is a finding. Where qpdf is not installed, that is the finding.

import CQpdf

/// Reads PDF files.
///
/// Owns qpdf's document and frees it.
final class PDFReader {
  /// The most bytes of a file: qpdf holds its table of objects in memory.
  static let sizeLimit: Int64 = 512 << 20
  /// The most warnings that are passed on.
  static let warningLimit = 20

  private var document: qpdf_data?

  private init(_ read: (qpdf_data?) -> QPDF_ERROR_CODE) throws(PDFProblem) {
    document = precinto_qpdf_init()
    guard document != nil else { throw .notInstalled }
    precinto_qpdf_be_quiet(document)
    let status = read(document)
    // Bit 0 is a warning, bit 1 an error.
    if status & 2 != 0 {
      let error = precinto_qpdf_get_error(document)
      throw .unreadable(
        detail: Self.detail(document, error),
        needsPassword: precinto_qpdf_get_error_code(document, error) == qpdf_e_password)
    }
  }

  deinit { if document != nil { precinto_qpdf_cleanup(&document) } }

  static func begins(_ head: [UInt8]) -> Bool { head.starts(with: Array("%PDF-".utf8)) }

  /// Reads the file at `path`.
  static func facts(path: String) -> DocumentFacts { facts { precinto_qpdf_read($0, path) } }

  /// Reads a file in memory.
  static func facts(_ bytes: [UInt8]) -> DocumentFacts {
    bytes.withUnsafeBytes { buffer in
      facts {
        precinto_qpdf_read_memory(
          $0, buffer.baseAddress?.assumingMemoryBound(to: CChar.self),
          UInt64(buffer.count))
      }
    }
  }

  private static func facts(_ read: (qpdf_data?) -> QPDF_ERROR_CODE) -> DocumentFacts {
    do throws(PDFProblem) { return try PDFReader(read).facts() } catch {
      var facts = DocumentFacts(kind: .pdf)
      switch error {
      case .notInstalled: facts.findings = [.note("formats.document.pdfNotRead")]
      case .unreadable(_, needsPassword: true):
        facts.isEncrypted = true
        facts.findings = [.warning("formats.document.pdfPassword")]
      case .unreadable(let detail, _):
        facts.findings = [.error("formats.document.pdfUnreadable", ["detail": detail])]
      }
      return facts
    }
  }

  private func facts() -> DocumentFacts {
    var facts = DocumentFacts(kind: .pdf)
    facts.title = info("/Title")
    facts.creator = info("/Author")
    facts.application = info("/Creator")
    facts.producer = info("/Producer")
    facts.created = info("/CreationDate").map { DocumentTime(pdf: $0) }
    facts.modified = info("/ModDate").map { DocumentTime(pdf: $0) }
    facts.isEncrypted = precinto_qpdf_is_encrypted(document) != 0
    let count = precinto_qpdf_get_num_pages(document)
    if count >= 0 { facts.pageCount = Int(count) }
    facts.findings += errors() + warnings()
    if facts.isEncrypted { facts.findings.append(.note("formats.document.pdfEncrypted")) }
    facts.compareTimes()
    return facts
  }

  /// A text of the document's information dictionary.
  ///
  /// `qpdf_get_info_key` would return it in PDF's own encoding.
  private func info(_ key: String) -> String? {
    let trailer = precinto_qpdf_get_trailer(document)
    let dictionary = precinto_qpdf_get_key(document, trailer, "/Info")
    let value = precinto_qpdf_get_key(document, dictionary, key)
    defer { precinto_qpdf_release_all(document) }
    var text: UnsafePointer<CChar>?
    var count = 0
    guard precinto_qpdf_get_utf8(document, value, &text, &count) != 0, let text, count > 0 else {
      return nil
    }
    let bytes = UnsafeRawBufferPointer(start: text, count: count)
    return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
  }

  private func errors() -> [FormatFinding] {
    guard precinto_qpdf_has_error(document) != 0 else { return [] }
    let detail = Self.detail(document, precinto_qpdf_get_error(document))
    return [.error("formats.document.pdfDamaged", ["detail": detail])]
  }

  private func warnings() -> [FormatFinding] {
    var findings: [FormatFinding] = []
    while precinto_qpdf_more_warnings(document) != 0 {
      let detail = Self.detail(document, precinto_qpdf_next_warning(document))
      if findings.count < Self.warningLimit {
        findings.append(.warning("formats.document.pdfRepaired", ["detail": detail]))
      }
    }
    return findings
  }

  private static func detail(_ document: qpdf_data?, _ error: qpdf_error?) -> String {
    guard let text = precinto_qpdf_get_error_detail(document, error) else { return "" }
    return String(cString: text)
  }
}

/// Why qpdf could not read a file at all.
private enum PDFProblem: Error {
  /// qpdf is not on this computer.
  case notInstalled
  case unreadable(detail: String, needsPassword: Bool)
}
