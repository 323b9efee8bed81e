import Foundation
import Glibc
import Integrity
import Redaction

/// A folder of its own for copies that are being made; nobody else may look in, and it goes with its owner.
final class CopyFolder {
  private let url: URL
  private var count = 0

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(
      path: "precinto-\(UInt64.random(in: 0...UInt64.max))")
    try FileManager.default.createDirectory(
      at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// A new file to be written piece by piece.
  func file() throws -> CopyFile {
    count += 1
    return try CopyFile(path: url.appending(path: "\(count)").path)
  }

  /// A new file with these bytes.
  func file(_ bytes: [UInt8]) throws -> CopyFile {
    let file = try file()
    try file.write(bytes[...])
    return file
  }
}

/// A copy being written: it may be too large for memory.
final class CopyFile {
  let path: String
  private let descriptor: Int32
  private var count: Int64 = 0

  init(path: String) throws {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw CaseworkError.fileUnwritable(path: path, detail: String(cString: strerror(errno)))
    }
  }

  deinit { close(descriptor) }

  func write(_ bytes: ArraySlice<UInt8>) throws {
    var writer = FileWriter(descriptor: descriptor)
    try bytes.withUnsafeBytes { try writer.write($0, at: count) }
    count += Int64(bytes.count)
  }

  /// What was written, to be read a range at a time.
  func bytes() throws -> BytesOfFile { try BytesOfFile(opening: path) }
}

extension BytesOfFile {
  /// - Throws: ``CaseworkError/fileUnreadable(path:)``.
  convenience init(opening path: String) throws {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw CaseworkError.fileUnreadable(path: path) }
    try self.init(closing: descriptor)
  }
}

extension RedactedCopy {
  /// A copy in a file: read into memory where it is small, a range at a time where it is cut into lines or blocks.
  init(file: BytesOfFile, _ proof: Proof) throws {
    let isLarge = ["line-1", "blk-1"].contains(proof.header.segmenter)
    let bytes: any SealBytes =
      isLarge ? file : BytesInMemory(Array(try file.read(0..<file.count)))
    try self.init(bytes, proof)
  }
}
