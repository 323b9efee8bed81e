import Integrity

/// Digital Forensics XML: `fileobject` elements with `filename`, `filesize` and `hashdigest`.
///
/// Digests of parts (inside `byte_run`) and of the other side of a difference (inside `original_fileobject`) are not
/// digests of the file and are left aside.
///
/// - Source: DFXML schema 1.2.0 (dfxml-working-group).
enum DFXMLReader {
  static func read(
    _ source: some ByteSource, _ problems: inout ProblemCollection,
    _ body: (HashList.Entry, _ line: Int) throws -> Void
  ) throws {
    let state = State()
    let reader = try XMLReader(
      XMLReader.Handlers(
        start: { state.start($0, $1, $2) }, end: { state.end($0, $1, $2) }))
    var offset: Int64 = 0
    var failure: XMLProblem?
    while failure == nil {
      let bytes = try source.bytes(at: offset, count: HashListReader.readByteCount)
      offset += Int64(bytes.count)
      do throws(XMLProblem) {
        try reader.take(bytes, isLast: bytes.isEmpty)
      } catch { failure = error }
      for problem in state.problems { problems.add(problem.finding, at: problem.line) }
      state.problems = []
      for (entry, line) in state.entries { try body(entry, line) }
      state.entries = []
      if bytes.isEmpty { break }
    }
    if let failure { problems.add(failure.finding(in: "DFXML"), at: failure.line) }
  }

  /// What has been read of the present file object.
  private final class State {
    var entries: [(HashList.Entry, Int)] = []
    var problems: [HashList.Problem] = []
    private var path: [String] = []
    private var line = 0
    private var name: String?
    private var size: Int64?
    private var digests: [AcquisitionHash] = []
    private var digestType = ""
    private var isBad = false
    private var passedOver: Set<String> = []

    func start(_ element: String, _ attributes: [String: String], _ line: Int) {
      path.append(element)
      if element == "fileobject" {
        (self.line, name, size, digests, isBad) = (line, nil, nil, [], false)
      } else if element == "hashdigest" {
        digestType = attributes["type"] ?? ""
      }
    }

    func end(_ element: String, _ text: String, _ line: Int) {
      path.removeLast()
      if element == "fileobject" { return finish() }
      guard path.last == "fileobject" else { return }
      switch element {
      case "filename": name = name ?? text
      case "filesize":
        size = Int64(text)
        if size.map({ $0 < 0 }) ?? true { refuse("formats.list.sizeMalformed", line) }
      case "hashdigest": take(text, line)
      default: break
      }
    }

    private func take(_ text: String, _ line: Int) {
      guard let algorithm = SumLine.algorithm(named: digestType) else {
        if passedOver.count < 100, passedOver.insert(digestType).inserted {
          problems.append(
            HashList.Problem(
              line: line, finding: .note("formats.list.columnsPassedOver", ["names": digestType])))
        }
        return
      }
      guard let digest = AcquisitionHash(hex: text), digest.algorithm == algorithm else {
        return refuse("formats.list.digestMalformed", line)
      }
      digests.append(digest)
    }

    private func finish() {
      guard !isBad else { return }
      guard let name, !name.isEmpty else { return refuse("formats.list.nameMalformed", line) }
      entries.append((HashList.Entry(path: name, byteCount: size, digests: digests), line))
    }

    private func refuse(_ code: String, _ line: Int) {
      isBad = true
      problems.append(HashList.Problem(line: line, finding: .error(code)))
    }
  }
}
