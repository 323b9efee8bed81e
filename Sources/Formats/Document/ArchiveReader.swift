// Members of a zip container that another program wrote, through libarchive. Only members that are asked for are
// unpacked, and never beyond a limit: what a container claims of their size is not believed.

import CArchive

/// A zip container, read once from its first member to its last.
///
/// Owns libarchive's reader and frees it.
final class ArchiveReader {
  /// The most members of a container.
  static let memberLimit = 20_000

  private let archive: OpaquePointer
  /// What libarchive reads from, when that is memory.
  private var memory: UnsafeMutableRawBufferPointer?
  private var memberCount = 0

  /// A member's name, and whether it is encrypted.
  struct Member {
    let name: String
    let isEncrypted: Bool
  }

  /// Opens the file at `path`; throws when it is no zip container.
  convenience init(path: String) throws(ArchiveProblem) {
    try self.init(memory: nil) { archive_read_open_filename($0, path, 64 * 1024) }
  }

  /// Opens a container in memory.
  convenience init(_ bytes: [UInt8]) throws(ArchiveProblem) {
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
    memory.copyBytes(from: bytes)
    try self.init(memory: memory) {
      archive_read_open_memory($0, memory.baseAddress, memory.count)
    }
  }

  private init(
    memory: UnsafeMutableRawBufferPointer?, open: (OpaquePointer) -> Int32
  ) throws(ArchiveProblem) {
    guard let archive = archive_read_new() else { throw ArchiveProblem(detail: "memory") }
    self.archive = archive
    self.memory = memory
    archive_read_support_format_zip_seekable(archive)
    guard open(archive) == ARCHIVE_OK else { throw ArchiveProblem(archive) }
  }

  deinit {
    archive_read_free(archive)
    memory?.deallocate()
  }

  /// The next member; nil after the last.
  func next() throws(ArchiveProblem) -> Member? {
    var entry: OpaquePointer?
    let status = archive_read_next_header(archive, &entry)
    if status == ARCHIVE_EOF { return nil }
    guard status == ARCHIVE_OK || status == ARCHIVE_WARN else { throw ArchiveProblem(archive) }
    memberCount += 1
    guard memberCount <= Self.memberLimit else {
      throw ArchiveProblem(detail: "more than \(Self.memberLimit) members")
    }
    let name = archive_entry_pathname_utf8(entry) ?? archive_entry_pathname(entry)
    return Member(
      name: name.map { String(cString: $0) } ?? "",
      isEncrypted: archive_entry_is_data_encrypted(entry) == 1)
  }

  /// Unpacks the present member in chunks, all but the last of that size.
  func eachChunk(ofByteCount size: Int, _ body: ([UInt8]) throws -> Void) throws {
    while true {
      var failed = false
      let chunk = [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
        while filled < size {
          let count = archive_read_data(
            archive, buffer.baseAddress?.advanced(by: filled), size - filled)
          if count < 0 { failed = true }
          guard count > 0 else { return }
          filled += count
        }
      }
      guard !failed else { throw ArchiveProblem(archive) }
      guard !chunk.isEmpty else { return }
      try body(chunk)
    }
  }

  /// Unpacks the present member; nil when it has more than `limit` bytes.
  func content(limit: Int) throws(ArchiveProblem) -> [UInt8]? {
    var content: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 64 * 1024)
    while true {
      let count = archive_read_data(archive, &part, part.count)
      if count == 0 { return content }
      guard count > 0 else { throw ArchiveProblem(archive) }
      guard content.count + count <= limit else { return nil }
      content += part[..<count]
    }
  }
}

/// What libarchive said.
struct ArchiveProblem: Error {
  let detail: String

  init(detail: String) { self.detail = detail }

  fileprivate init(_ archive: OpaquePointer) {
    detail = archive_error_string(archive).map { String(cString: $0) } ?? "malformed"
  }
}
