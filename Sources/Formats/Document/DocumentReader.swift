import Integrity

// Office Open XML documents and PDFs, told apart by their first bytes.

/// Reads what documents say of themselves.
public enum DocumentReader {
  /// Reads the docx, xlsx, pptx or PDF file at `path`.
  ///
  /// - Throws: ``MediaError`` when the file cannot be read, is too large, or is none of these. Damage is a finding.
  public static func read(path: String) throws(MediaError) -> DocumentFacts {
    let source = try FileSource.opened(path)
    let head = (try? source.bytes(at: 0, count: 8)) ?? []
    if PDFReader.begins(head) {
      guard source.byteCount <= PDFReader.sizeLimit else {
        throw .tooLarge(path: path, limit: PDFReader.sizeLimit)
      }
      return PDFReader.facts(path: path)
    }
    guard
      let facts = OfficeReader.read({ () throws(ArchiveProblem) in try ArchiveReader(path: path) })
    else { throw .notRecognised(path: path) }
    return facts
  }

  /// Reads a document in memory; nil when it is none.
  ///
  /// For tests and mutation runs.
  package static func attempt(_ bytes: [UInt8]) -> DocumentFacts? {
    if PDFReader.begins(Array(bytes.prefix(8))) { return PDFReader.facts(bytes) }
    return OfficeReader.read { () throws(ArchiveProblem) in try ArchiveReader(bytes) }
  }
}
