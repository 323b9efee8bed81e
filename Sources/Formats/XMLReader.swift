// XML as a stream of elements and text, through expat, for documents that nobody vouches for: no document type, so no
// entities; a limit to depth, to text and to the whole.

import CExpat

/// Why XML was not read to its end.
enum XMLProblem: Error, Equatable {
  /// expat's words.
  case malformed(detail: String, line: Int)
  /// A document type declaration, where entities are declared.
  case documentType(line: Int)
  /// Deeper or longer than is read.
  case tooLarge(limit: String, line: Int)
}

extension XMLProblem {
  /// Where reading stopped, counted from 1.
  var line: Int {
    switch self {
    case .malformed(_, let line), .documentType(let line), .tooLarge(_, let line): line
    }
  }

  /// The finding that names where in a part of a document reading stopped.
  func finding(in part: String) -> FormatFinding {
    switch self {
    case .malformed(let detail, let line):
      .error("formats.xml.malformed", ["part": part, "line": String(line), "detail": detail])
    case .documentType(let line):
      .error("formats.xml.documentType", ["part": part, "line": String(line)])
    case .tooLarge(let limit, let line):
      .error("formats.xml.tooLarge", ["part": part, "line": String(line), "limit": limit])
    }
  }
}

/// Reads one document.
///
/// Owns expat's parser and frees it.
final class XMLReader {
  /// What a parser of one format does with elements and text.
  struct Handlers {
    /// Called with the element's name without its prefix, its attributes, and the line.
    var start: (_ name: String, _ attributes: [String: String], _ line: Int) -> Void
    /// Called with the name and the text that stood directly in the element.
    var end: (_ name: String, _ text: String, _ line: Int) -> Void
  }

  static let depthLimit = 64
  /// Bytes of text directly in one element.
  static let textLimit = 64 * 1024
  static let attributeLimit = 64

  private let parser: XML_Parser
  private let handlers: Handlers
  private var texts: [[UInt8]] = []
  private var problem: XMLProblem?

  init(_ handlers: Handlers) throws(XMLProblem) {
    guard let parser = XML_ParserCreate(nil) else { throw .malformed(detail: "memory", line: 0) }
    self.parser = parser
    self.handlers = handlers
    let owner = Unmanaged.passUnretained(self).toOpaque()
    XML_SetUserData(parser, owner)
    XML_SetElementHandler(
      parser,
      { owner, name, attributes in XMLReader.of(owner)?.start(name, attributes) },
      { owner, name in XMLReader.of(owner)?.end(name) })
    XML_SetCharacterDataHandler(parser) { owner, text, count in
      XMLReader.of(owner)?.take(text, Int(count))
    }
    XML_SetStartDoctypeDeclHandler(parser) { owner, _, _, _, _ in
      XMLReader.of(owner)?.stopAtDocumentType()
    }
  }

  deinit { XML_ParserFree(parser) }

  /// The line that is being read, counted from 1.
  var line: Int { Int(XML_GetCurrentLineNumber(parser)) }

  /// Takes the next bytes; `isLast` ends the document.
  func take(_ bytes: [UInt8], isLast: Bool) throws(XMLProblem) {
    let status = bytes.withUnsafeBytes {
      XML_Parse(
        parser, $0.baseAddress?.assumingMemoryBound(to: CChar.self), Int32($0.count),
        isLast ? 1 : 0)
    }
    if let problem { throw problem }
    guard status == XML_STATUS_OK else {
      let words = XML_ErrorString(XML_GetErrorCode(parser)).map { String(cString: $0) }
      throw .malformed(detail: words ?? "malformed", line: line)
    }
  }

  /// Reads a whole document.
  static func read(_ bytes: [UInt8], _ handlers: Handlers) throws(XMLProblem) {
    try XMLReader(handlers).take(bytes, isLast: true)
  }

  private static func of(_ owner: UnsafeMutableRawPointer?) -> XMLReader? {
    owner.map { Unmanaged<XMLReader>.fromOpaque($0).takeUnretainedValue() }
  }

  private func start(
    _ name: UnsafePointer<CChar>?, _ list: UnsafeMutablePointer<UnsafePointer<CChar>?>?
  ) {
    guard problem == nil else { return }
    guard texts.count < Self.depthLimit else { return stop(.tooLarge(limit: "depth", line: line)) }
    texts.append([])
    var attributes: [String: String] = [:]
    var index = 0
    while let list, let key = list[index], let value = list[index + 1] {
      guard index / 2 < Self.attributeLimit else {
        return stop(.tooLarge(limit: "attributes", line: line))
      }
      attributes[String(cString: key)] = String(cString: value)
      index += 2
    }
    handlers.start(Self.local(name), attributes, line)
  }

  private func end(_ name: UnsafePointer<CChar>?) {
    guard problem == nil, let text = texts.popLast() else { return }
    handlers.end(Self.local(name), String(decoding: text, as: UTF8.self), line)
  }

  private func take(_ text: UnsafePointer<CChar>?, _ count: Int) {
    guard problem == nil, let text, let last = texts.indices.last else { return }
    guard texts[last].count + count <= Self.textLimit else {
      return stop(.tooLarge(limit: "text", line: line))
    }
    UnsafeRawBufferPointer(start: text, count: count).withMemoryRebound(to: UInt8.self) {
      texts[last].append(contentsOf: $0)
    }
  }

  private func stopAtDocumentType() { stop(.documentType(line: line)) }

  private func stop(_ problem: XMLProblem) {
    self.problem = problem
    XML_StopParser(parser, 0)
  }

  private static func local(_ name: UnsafePointer<CChar>?) -> String {
    guard let name else { return "" }
    let text = String(cString: name)
    return text.lastIndex(of: ":").map { String(text[text.index(after: $0)...]) } ?? text
  }
}
