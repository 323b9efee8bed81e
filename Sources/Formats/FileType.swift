// What a file is, from its bytes and not from its name, through libmagic; and whether its name says otherwise.

import CMagic
import Synchronization

/// What a file is.
public struct FileType: Equatable, Sendable {
  /// Such as `image/jpeg`; nil when no database of types is installed or the file cannot be read.
  public let mimeType: String?
  /// A name that contradicts the bytes, or why there is no type.
  public let findings: [FormatFinding]
}

/// Tells what files are.
///
/// Owns libmagic's database and closes it; use it from one thread at a time.
public final class FileTypeReader {
  private let cookie: magic_t?
  private let problem: String

  /// Opens the system's database of types, or the one at `database`.
  ///
  /// Never fails: without a database every type is nil, and a finding says why.
  public init(database: String? = nil) {
    // Nothing is unpacked, no device is read, and no symbolic link is followed.
    let flags = MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS | MAGIC_ERROR
    guard let cookie = magic_open(flags) else {
      (self.cookie, problem) = (nil, "libmagic has no memory")
      return
    }
    if magic_load(cookie, database) == 0 {
      (self.cookie, problem) = (cookie, "")
    } else {
      problem = magic_error(cookie).map { String(cString: $0) } ?? "no database"
      self.cookie = nil
      magic_close(cookie)
    }
  }

  /// Tells whether these bytes have a type.
  ///
  /// For mutation runs, with one database for all.
  package static func attempt(_ bytes: [UInt8]) -> Bool {
    reader.withLock { $0.type(of: bytes).mimeType != nil }
  }

  private static let reader = Mutex(FileTypeReader())

  deinit { if let cookie { magic_close(cookie) } }

  /// Tells what the file at `path` is; the extension of its name, or of `name`, is compared with its bytes.
  public func type(ofFileAt path: String, named name: String? = nil) -> FileType {
    guard let cookie else { return unavailable }
    guard let text = magic_file(cookie, path) else {
      let detail = magic_error(cookie).map { String(cString: $0) } ?? ""
      let facts = ["path": path, "detail": detail]
      return FileType(mimeType: nil, findings: [.error("formats.type.unreadable", facts)])
    }
    let mimeType = String(cString: text)
    let finding = FileExtension.contradiction(of: name ?? path, with: mimeType)
    return FileType(mimeType: mimeType, findings: finding.map { [$0] } ?? [])
  }

  /// Tells what these bytes are.
  public func type(of bytes: [UInt8]) -> FileType {
    guard let cookie else { return unavailable }
    let text = bytes.withUnsafeBytes { magic_buffer(cookie, $0.baseAddress, $0.count) }
    return FileType(mimeType: text.map { String(cString: $0) }, findings: [])
  }

  private var unavailable: FileType {
    FileType(mimeType: nil, findings: [.note("formats.type.noDatabase", ["detail": problem])])
  }
}
