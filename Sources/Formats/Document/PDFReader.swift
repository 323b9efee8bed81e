// What a PDF says of itself, through qpdf's C interface. qpdf reads objects as they are asked for and repairs what it
// can; what it repaired is a finding.

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
    document = qpdf_init()
    qpdf_silence_errors(document)
    qpdf_set_suppress_warnings(document, 1)
    let status = read(document)
    // Bit 0 is a warning, bit 1 an error.
    if status & 2 != 0 {
      let error = qpdf_get_error(document)
      throw PDFProblem(
        detail: Self.detail(document, error),
        needsPassword: qpdf_get_error_code(document, error) == qpdf_e_password)
    }
  }

  deinit { qpdf_cleanup(&document) }

  static func begins(_ head: [UInt8]) -> Bool { head.starts(with: Array("%PDF-".utf8)) }

  /// Reads the file at `path`.
  static func facts(path: String) -> DocumentFacts { facts { qpdf_read($0, path, nil) } }

  /// Reads a file in memory.
  static func facts(_ bytes: [UInt8]) -> DocumentFacts {
    bytes.withUnsafeBytes { buffer in
      facts {
        qpdf_read_memory(
          $0, "memory", buffer.baseAddress?.assumingMemoryBound(to: CChar.self),
          UInt64(buffer.count), nil)
      }
    }
  }

  private static func facts(_ read: (qpdf_data?) -> QPDF_ERROR_CODE) -> DocumentFacts {
    do throws(PDFProblem) { return try PDFReader(read).facts() } catch {
      var facts = DocumentFacts(kind: .pdf)
      facts.isEncrypted = error.needsPassword
      facts.findings = [
        error.needsPassword
          ? .warning("formats.document.pdfPassword")
          : .error("formats.document.pdfUnreadable", ["detail": error.detail])
      ]
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
    facts.isEncrypted = qpdf_is_encrypted(document) != 0
    let count = qpdf_get_num_pages(document)
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
    let trailer = qpdf_get_trailer(document)
    let dictionary = qpdf_oh_get_key_if_dict(document, trailer, "/Info")
    let value = qpdf_oh_get_key_if_dict(document, dictionary, key)
    defer { qpdf_oh_release_all(document) }
    var text: UnsafePointer<CChar>?
    var count = 0
    guard qpdf_oh_get_value_as_utf8(document, value, &text, &count) != 0, let text, count > 0 else {
      return nil
    }
    let bytes = UnsafeRawBufferPointer(start: text, count: count)
    return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
  }

  private func errors() -> [FormatFinding] {
    guard qpdf_has_error(document) != 0 else { return [] }
    let detail = Self.detail(document, qpdf_get_error(document))
    return [.error("formats.document.pdfDamaged", ["detail": detail])]
  }

  private func warnings() -> [FormatFinding] {
    var findings: [FormatFinding] = []
    while qpdf_more_warnings(document) != 0 {
      let detail = Self.detail(document, qpdf_next_warning(document))
      if findings.count < Self.warningLimit {
        findings.append(.warning("formats.document.pdfRepaired", ["detail": detail]))
      }
    }
    return findings
  }

  private static func detail(_ document: qpdf_data?, _ error: qpdf_error?) -> String {
    guard let text = qpdf_get_error_message_detail(document, error) else { return "" }
    return String(cString: text)
  }
}

/// Why qpdf could not read a file at all.
private struct PDFProblem: Error {
  let detail: String
  let needsPassword: Bool
}
