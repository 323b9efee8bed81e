// libewf behind one type: its handle, its errors, its silence.

import CEwf
import Glibc
import Integrity

/// An open set of segment files.
///
/// Owns libewf's handle and closes it.
final class EWFHandle {
  private var handle: UnsafeMutablePointer<libewf_handle_t>?

  /// Opens exactly these files, in this order.
  init(paths: [String]) throws(EWFError) {
    libewf_notify_set_verbose(0)
    try Self.check("initialize") { libewf_handle_initialize(&handle, $0) == 1 }
    var names = paths.map { strdup($0) }
    defer { for name in names { free(name) } }
    do {
      try Self.check("open") {
        libewf_handle_open(handle, &names, Int32(names.count), libewf_get_access_flags_read(), $0)
          == 1
      }
    } catch {
      libewf_handle_free(&handle, nil)
      throw error
    }
  }

  deinit {
    libewf_handle_close(handle, nil)
    libewf_handle_free(&handle, nil)
  }

  var mediaByteCount: UInt64 {
    get throws(EWFError) {
      var count: size64_t = 0
      try Self.check("media size") { libewf_handle_get_media_size(handle, &count, $0) == 1 }
      return count
    }
  }

  var bytesPerSector: Int {
    get throws(EWFError) {
      var count: UInt32 = 0
      try Self.check("bytes per sector") {
        libewf_handle_get_bytes_per_sector(handle, &count, $0) == 1
      }
      return Int(count)
    }
  }

  var chunkByteCount: Int {
    get throws(EWFError) {
      var count: size32_t = 0
      try Self.check("chunk size") { libewf_handle_get_chunk_size(handle, &count, $0) == 1 }
      return Int(count)
    }
  }

  /// Whether libewf had to rebuild tables, or found segments cut.
  var isCorrupted: Bool { libewf_handle_segment_files_corrupted(handle, nil) != 0 }

  /// A header value, such as `case_number`; nil when the image has none.
  func headerValue(_ identifier: String) -> String? {
    // libewf looks at the byte after the key, too: it must be there, and zero.
    let key = Array(identifier.utf8) + [0]
    let length = key.count - 1
    var size = 0
    let status = libewf_handle_get_utf8_header_value_size(handle, key, length, &size, nil)
    guard status == 1, size > 0, size <= Self.headerValueLimit else { return nil }
    var text = [UInt8](repeating: 0, count: size)
    guard libewf_handle_get_utf8_header_value(handle, key, length, &text, size, nil) == 1 else {
      return nil
    }
    return String(decoding: text.prefix { $0 != 0 }, as: UTF8.self)
  }

  /// The MD5 or SHA-1 that the image stores; nil when it stores none.
  func storedHash(_ algorithm: AcquisitionAlgorithm) throws(EWFError) -> AcquisitionHash? {
    var bytes = [UInt8](repeating: 0, count: algorithm.byteCount)
    var status: Int32 = 0
    try Self.check("stored hash") { error in
      status =
        algorithm == .md5
        ? libewf_handle_get_md5_hash(handle, &bytes, bytes.count, error)
        : libewf_handle_get_sha1_hash(handle, &bytes, bytes.count, error)
      return status >= 0
    }
    return status == 1 ? AcquisitionHash(algorithm: algorithm, bytes: bytes) : nil
  }

  /// Moves to `offset`, in bytes of the media.
  func seek(to offset: Int64) throws(EWFError) {
    try Self.check("seek") { libewf_handle_seek_offset(handle, offset, SEEK_SET, $0) == offset }
  }

  /// Reads up to `count` bytes of the media from the present place; none at the end.
  func read(_ count: Int) throws(EWFError) -> [UInt8] {
    var step = 0
    var failure: EWFError?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      do throws(EWFError) {
        try Self.check("read") {
          step = libewf_handle_read_buffer(handle, buffer.baseAddress, count, $0)
          return step >= 0
        }
      } catch { failure = error }
      filled = max(0, step)
    }
    if let failure { throw failure }
    return bytes
  }

  /// The runs of sectors whose checksum was wrong when they were read.
  var checksumErrors: [(first: UInt64, count: UInt64)] {
    get throws(EWFError) {
      var count: UInt32 = 0
      try Self.check("checksum errors") {
        libewf_handle_get_number_of_checksum_errors(handle, &count, $0) == 1
      }
      var runs: [(first: UInt64, count: UInt64)] = []
      for index in 0..<count {
        var (first, length) = (UInt64(0), UInt64(0))
        try Self.check("checksum error") {
          libewf_handle_get_checksum_error(handle, index, &first, &length, $0) == 1
        }
        runs.append((first, length))
      }
      return runs
    }
  }

  private static let headerValueLimit = 1 << 20

  private static func check(
    _ call: String, _ body: (UnsafeMutablePointer<UnsafeMutablePointer<libewf_error_t>?>) -> Bool
  ) throws(EWFError) {
    var error: UnsafeMutablePointer<libewf_error_t>?
    defer { libewf_error_free(&error) }
    guard !body(&error) else { return }
    var text = [CChar](repeating: 0, count: 1024)
    libewf_error_sprint(error, &text, text.count)
    let detail = String(
      decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    throw EWFError(detail: detail.isEmpty ? call : "\(call): \(detail)")
  }
}

/// What libewf said when a call failed.
struct EWFError: Error {
  let detail: String
}
