import Bundles
import Foundation
import Integrity

/// What a forger does to a bundle: takes something out of it and packs it again, so that only its proofs can tell.
public struct Forgery: Sendable, Hashable, Decodable {
  /// What is taken out of the entry.
  public enum Cut: String, Sendable, Decodable {
    /// All of it.
    case entry
    /// Its last line: the latest event, when it is the list of events.
    case lastLine = "last-line"
    /// Nothing, but the lowest bit of its middle byte is another.
    case bit
  }

  public let from: String
  public let to: String
  public let entry: String
  public let cut: Cut

  /// Writes the forged copy in the story's folder.
  func forge(in folder: URL) throws {
    let source = folder.appending(path: from)
    let target = folder.appending(path: to)
    guard let reader = try? CanonicalZipReader(path: source.path), reader.failures.isEmpty,
      reader.entry(entry) != nil
    else { throw MockCaseError.unreadable(path: source.path) }
    let file = try SafeFile(at: target.path, existing: .isKept)
    var writer = CanonicalZipWriter(file.writer())
    for entry in reader.entries {
      let content = try reader.read(entry)
      let isMeant = entry.name == self.entry
      if let forged = isMeant ? forged(content) : content { try writer.add(entry.name, forged) }
    }
    try writer.finishDirectory()
    try file.commit()
  }

  /// What becomes of the entry; nil when it goes.
  private func forged(_ content: [UInt8]) -> [UInt8]? {
    switch cut {
    case .entry: return nil
    case .lastLine: return Self.withoutLastLine(content)
    case .bit:
      var content = content
      if !content.isEmpty { content[content.count / 2] ^= 1 }
      return content
    }
  }

  private static func withoutLastLine(_ content: [UInt8]) -> [UInt8] {
    let newline = UInt8(ascii: "\n")
    let end = content.last == newline ? content.count - 1 : content.count
    guard let last = content[..<end].lastIndex(of: newline) else { return [] }
    return Array(content[...last])
  }
}
