// The zip around a scan. Real files nest their folder and carry what other systems left there: both are read past,
// and said.

import Integrity

/// The parts of an X3P file.
struct ScanContainer {
  static let mainName = "main.xml"
  /// The most bytes of a checksum file.
  private static let checksumLimit = 4096
  /// A multiple of the size of every number.
  private static let chunkByteCount = 128 * 1024
  /// The most bytes of points or of the mask of valid ones.
  static let dataByteLimit = 2 << 30

  /// What stands before the name of every part: empty, or a folder with its slash.
  let prefix: String
  let main: [UInt8]
  /// Members that are none of the format's, such as `__MACOSX/…`.
  let foreign: [String]
  private let source: Source

  /// Where parts come from.
  private enum Source {
    /// The file's bytes, and what opens it anew; it is gone through more than once.
    case archive(any ByteSource, () throws -> ArchiveReader)
    case memory([String: [UInt8]])
  }

  /// `open`: opens the file anew; it is gone through more than once.
  init(_ bytes: any ByteSource, _ open: @escaping () throws -> ArchiveReader) throws {
    var names: Set<String> = []
    var found: (prefix: String, content: [UInt8])?
    var foreign: [String] = []
    try Self.eachMember(open) { archive, name in
      guard !name.hasPrefix("/"), !name.split(separator: "/").contains("..") else {
        throw ScanError.malformed(part: name, detail: "..")
      }
      guard names.insert(name).inserted else { throw ScanError.malformed(part: name, detail: "2×") }
      if Self.isRubbish(name) {
        foreign.append(name)
      } else if name == Self.mainName || name.hasSuffix("/\(Self.mainName)") {
        let prefix = String(name.dropLast(Self.mainName.count))
        if found == nil || prefix.count < (found?.prefix.count ?? 0) {
          found = (prefix, try Self.content(archive, name, limit: ScanHeaderReader.byteLimit))
        }
      }
      return true
    }
    guard let found else { throw ScanError.notAScan(detail: Self.mainName) }
    (prefix, main) = found
    self.foreign = foreign
    source = .archive(bytes, open)
  }

  /// Parts at hand: for mutation runs, which hardly ever get past a zip's checksums.
  init(main: [UInt8], parts: [String: [UInt8]]) {
    (prefix, self.main, foreign, source) = ("", main, [], .memory(parts))
  }

  private static func isRubbish(_ name: String) -> Bool {
    name.hasPrefix("__MACOSX/") || name.hasSuffix(".DS_Store")
  }

  /// The MD5 that the file named `link` says `main.xml` has; nil when there is no such file or it says none.
  func checksum(_ link: String) throws -> String? {
    guard let bytes = try part(link, limit: Self.checksumLimit) else { return nil }
    let word = bytes.prefix { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D }
    let text = String(decoding: word, as: UTF8.self).lowercased()
    return AcquisitionHash(hex: text)?.algorithm == .md5 ? text : nil
  }

  /// A part by its name in the format; nil when it is not there.
  func part(_ name: String, limit: Int) throws -> [UInt8]? {
    guard case .archive(_, let open) = source else {
      guard case .memory(let parts) = source, let part = parts[name] else { return nil }
      guard part.count <= limit else { throw ScanError.tooLarge(part: name, limit: limit) }
      return part
    }
    var content: [UInt8]?
    try Self.eachMember(open) { archive, member in
      guard member == prefix + name else { return true }
      content = try Self.content(archive, member, limit: limit)
      return false
    }
    return content
  }

  /// Hands a part over in chunks of whole numbers; false when it is not there.
  func eachChunk(of name: String, _ body: ([UInt8]) throws -> Void) throws -> Bool {
    guard case .archive(let bytes, let open) = source else {
      guard case .memory(let parts) = source, let part = parts[name] else { return false }
      try body(part)
      return true
    }
    do {
      if let member = try DeflatedMember(prefix + name, in: bytes),
        try member.eachChunk(ofByteCount: Self.chunkByteCount, body)
      {
        return true
      }
    } catch let problem as ArchiveProblem {
      throw ScanError.notAScan(detail: problem.detail)
    }
    var isThere = false
    try Self.eachMember(open) { archive, member in
      guard member == prefix + name else { return true }
      isThere = true
      try archive.eachChunk(ofByteCount: Self.chunkByteCount, body)
      return false
    }
    return isThere
  }

  /// Goes through the members until `body` returns false.
  private static func eachMember(
    _ open: () throws -> ArchiveReader, _ body: (ArchiveReader, String) throws -> Bool
  ) throws {
    do {
      let archive = try open()
      while let member = try archive.next() {
        guard !member.isEncrypted else {
          throw ScanError.malformed(part: member.name, detail: "encrypted")
        }
        guard try body(archive, member.name) else { return }
      }
    } catch let problem as ArchiveProblem {
      throw ScanError.notAScan(detail: problem.detail)
    }
  }

  private static func content(_ archive: ArchiveReader, _ name: String, limit: Int) throws
    -> [UInt8]
  {
    guard let content = try archive.content(limit: limit) else {
      throw ScanError.tooLarge(part: name, limit: limit)
    }
    return content
  }
}
