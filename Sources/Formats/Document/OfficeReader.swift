// Office Open XML documents (docx, xlsx, pptx): which parts hold the properties, and what they say. The document's own
// text is never unpacked.

/// Reads the properties of Office Open XML documents.
///
/// - Source: ISO/IEC 29500-2, §10.1.2 (content types), §11 (core properties); ISO/IEC 29500-1, §22.2 (extended).
enum OfficeReader {
  /// The most unpacked bytes of one part.
  static let partLimit = 1 << 20

  private static let coreType = "application/vnd.openxmlformats-package.core-properties+xml"
  private static let extendedType =
    "application/vnd.openxmlformats-officedocument.extended-properties+xml"

  /// Reads a document; `open` is called twice, as members come in any order.
  static func read(_ open: () throws(ArchiveProblem) -> ArchiveReader) -> DocumentFacts? {
    var types = ContentTypes()
    var findings: [FormatFinding] = []
    do throws(ArchiveProblem) {
      let list = try parts(open(), [ContentTypes.partName], &findings)
      guard let bytes = list[ContentTypes.partName] else { return nil }
      findings += types.read(bytes)
      var facts = DocumentFacts(kind: types.kind)
      let core = types.part(of: coreType) ?? "docProps/core.xml"
      let extended = types.part(of: extendedType) ?? "docProps/app.xml"
      let contents = try parts(open(), [core, extended], &findings)
      facts.findings = findings
      if types.hasMacros { facts.findings.append(.warning("formats.document.macros")) }
      facts.take(contents[core], named: core) { $0.takeCore($1, $2) }
      facts.take(contents[extended], named: extended) { $0.takeExtended($1, $2) }
      if contents[core] == nil { facts.findings.append(.note("formats.document.noProperties")) }
      facts.compareTimes()
      return facts
    } catch {
      // A container whose list of types was read is a document, though a damaged one.
      guard !types.isEmpty else { return nil }
      var facts = DocumentFacts(kind: types.kind)
      facts.findings =
        findings + [.error("formats.document.containerDamaged", ["detail": error.detail])]
      return facts
    }
  }

  /// Unpacks the named parts; a part that comes twice, is encrypted or is too large is a finding.
  private static func parts(
    _ archive: ArchiveReader, _ names: Set<String>, _ findings: inout [FormatFinding]
  ) throws(ArchiveProblem) -> [String: [UInt8]] {
    var parts: [String: [UInt8]] = [:]
    while let member = try archive.next() {
      guard names.contains(member.name) else { continue }
      if member.isEncrypted {
        findings.append(.warning("formats.document.partEncrypted", ["part": member.name]))
      } else if parts[member.name] != nil {
        findings.append(.error("formats.document.partTwice", ["part": member.name]))
      } else if let content = try archive.content(limit: partLimit) {
        parts[member.name] = content
      } else {
        let facts = ["part": member.name, "limit": String(partLimit)]
        findings.append(.error("formats.document.partTooLarge", facts))
      }
    }
    return parts
  }
}

/// The list of what each part of a package is.
struct ContentTypes {
  static let partName = "[Content_Types].xml"

  private var parts: [(name: String, type: String)] = []
  private(set) var isEmpty = true

  /// Reads the list; what is wrong with it comes back.
  mutating func read(_ bytes: [UInt8]) -> [FormatFinding] {
    var found: [(name: String, type: String)] = []
    let handlers = XMLReader.Handlers(
      start: { name, attributes, _ in
        if name == "Override", let part = attributes["PartName"],
          let type = attributes["ContentType"]
        {
          found.append((part.hasPrefix("/") ? String(part.dropFirst()) : part, type))
        }
      }, end: { _, _, _ in })
    defer {
      parts = found
      isEmpty = found.isEmpty
    }
    do { try XMLReader.read(bytes, handlers) } catch {
      return [error.finding(in: Self.partName)]
    }
    return []
  }

  func part(of type: String) -> String? { parts.first { $0.type == type }?.name }

  var hasMacros: Bool { parts.contains { $0.type.contains("macroEnabled") } }

  var kind: DocumentFacts.Kind {
    for (_, type) in parts where type.hasSuffix(".main+xml") {
      if type.contains("wordprocessingml") || type.contains("ms-word") { return .text }
      if type.contains("spreadsheetml") || type.contains("ms-excel") { return .spreadsheet }
      if type.contains("presentationml") || type.contains("ms-powerpoint") { return .presentation }
    }
    return .unknown
  }
}

extension DocumentFacts {
  fileprivate mutating func take(
    _ bytes: [UInt8]?, named part: String,
    _ take: (inout DocumentFacts, _ name: String, _ text: String) -> Void
  ) {
    guard let bytes else { return }
    var values: [(String, String)] = []
    let handlers = XMLReader.Handlers(
      start: { _, _, _ in },
      end: { name, text, _ in
        if !text.isEmpty { values.append((name, text)) }
      })
    do { try XMLReader.read(bytes, handlers) } catch { findings.append(error.finding(in: part)) }
    for (name, text) in values { take(&self, name, text) }
  }

  fileprivate mutating func takeCore(_ name: String, _ text: String) {
    switch name {
    case "title": title = title ?? text
    case "creator": creator = creator ?? text
    case "lastModifiedBy": lastModifiedBy = lastModifiedBy ?? text
    case "created": created = created ?? DocumentTime(iso: text)
    case "modified": modified = modified ?? DocumentTime(iso: text)
    default: break
    }
  }

  fileprivate mutating func takeExtended(_ name: String, _ text: String) {
    if name == "Application" { application = application ?? text }
  }
}
