// Tag files of bags that other programs wrote: encodings, line ends and spellings that RFC 8493 and its drafts allow.

import Foundation

/// The version and encoding that a foreign `bagit.txt` declares.
struct ForeignDeclaration {
  let version: String
  let encoding: String

  static let versions: Set<String> = ["0.93", "0.94", "0.95", "0.96", "0.97", "1.0"]
  private static let encodings: [String: String.Encoding] = [
    "UTF-8": .utf8, "UTF-16": .utf16, "ISO-8859-1": .isoLatin1, "US-ASCII": .ascii,
  ]

  /// Reads exactly two lines, each with one space after its colon.
  ///
  /// - Source: RFC 8493 §2.1.1: UTF-8 without a byte order mark.
  init?(parsing bytes: [UInt8]) {
    guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
    var lines = ForeignTagFile.lines(in: text)
    if lines.last == "" { lines.removeLast() }
    guard lines.count == 2, let version = Self.value(of: "BagIt-Version", in: lines[0]),
      let encoding = Self.value(of: "Tag-File-Character-Encoding", in: lines[1]),
      version.wholeMatch(of: #/[0-9]+\.[0-9]+/#) != nil
    else { return nil }
    self.version = version
    self.encoding = encoding
  }

  var stringEncoding: String.Encoding? { Self.encodings[encoding.uppercased()] }

  private static func value(of label: String, in line: String) -> String? {
    guard line.hasPrefix(label + ": ") else { return nil }
    let value = line.dropFirst(label.count + 2)
    guard !value.isEmpty, value.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
    return String(value)
  }
}

/// Reads the lines of foreign tag files.
enum ForeignTagFile {
  /// One line of a foreign manifest.
  struct ManifestLine {
    /// Unescaped, without `./` before it.
    let path: String
    /// Lowercase hexadecimal digits.
    let digest: String
    /// Written in a way that RFC 8493 tolerates and we would not write.
    let isOddlyWritten: Bool
  }

  /// The lines of a text; each ends with a line feed, a carriage return, or both, or with the text.
  static func lines(in text: String) -> [String] {
    var lines: [String] = []
    var line = String.UnicodeScalarView()
    var previous: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
      if scalar == "\n" || scalar == "\r" {
        if !(scalar == "\n" && previous == "\r") {
          lines.append(String(line))
          line = String.UnicodeScalarView()
        }
      } else {
        line.append(scalar)
      }
      previous = scalar
    }
    lines.append(String(line))
    return lines
  }

  /// Reads `<digest> <path>`; nil when the line is neither that nor safe to follow.
  static func manifestLine(_ line: String, version: String) -> ManifestLine? {
    let scalars = line.unicodeScalars
    guard let gap = scalars.firstIndex(where: { $0 == " " || $0 == "\t" }) else { return nil }
    let digest = String(scalars[..<gap])
    var path = scalars[gap...].drop { $0 == " " || $0 == "\t" }
    guard !digest.isEmpty, digest.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
    var isOdd = digest.utf8.contains { (0x41...0x5A).contains($0) }
    if path.first == "*" {
      path = path.dropFirst()
      isOdd = true
    }
    if path.starts(with: "./".unicodeScalars) {
      path = path.dropFirst(2)
      isOdd = true
    }
    let text = unescaped(String(path), version: version)
    guard isWithinBag(text) else { return nil }
    return ManifestLine(path: text, digest: digest.lowercased(), isOddlyWritten: isOdd)
  }

  /// Undoes the escapes of the version: carriage return and line feed, and, from 1.0 on, the percent sign.
  ///
  /// - Source: RFC 8493 §2.1.3.
  private static func unescaped(_ path: String, version: String) -> String {
    guard path.contains("%") else { return path }
    var text = path.replacing(#/%0[aA]/#, with: "\n").replacing(#/%0[dD]/#, with: "\r")
    if version == "1.0" { text = text.replacing("%25", with: "%") }
    return text
  }

  /// Whether a path leads to a file below the bag's folder on any system.
  static func isWithinBag(_ path: String) -> Bool {
    guard let first = path.utf8.first, first != UInt8(ascii: "/"), first != UInt8(ascii: "~"),
      first != UInt8(ascii: "\\"), !path.utf8.contains(0)
    else { return false }
    return path.split(separator: "/", omittingEmptySubsequences: false)
      .allSatisfy { $0 != "" && $0 != "." && $0 != ".." }
  }

  /// The `Payload-Oxum` values of a foreign `bag-info.txt`; nil when it is not one.
  ///
  /// A line that begins with white space goes on with the one before it.
  static func oxums(in text: String) -> [String]? {
    var oxums: [String] = []
    for (number, line) in lines(in: text).enumerated() where !line.isEmpty {
      if line.hasPrefix(" ") || line.hasPrefix("\t") {
        guard number > 0 else { return nil }
        continue
      }
      guard let colon = line.firstIndex(of: ":"), colon != line.startIndex else { return nil }
      let label = line[..<colon].trimmingCharacters(in: .whitespaces)
      let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
      if label.lowercased() == "payload-oxum" { oxums.append(value) }
    }
    return oxums
  }

  /// Whether every file that `fetch.txt` names lies in the payload.
  ///
  /// - Source: RFC 8493 §2.2.3: URL, length or `-`, path.
  static func isSoundFetch(_ text: String, version: String) -> Bool {
    lines(in: text).allSatisfy { line in
      if line.isEmpty { return true }
      let parts = line.split(maxSplits: 2) { $0 == " " || $0 == "\t" }
      guard parts.count == 3 else { return false }
      let path = unescaped(String(parts[2]), version: version)
      return isWithinBag(path) && path.hasPrefix(BundleLayout.payload)
    }
  }
}
