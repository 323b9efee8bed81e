import Glibc
import Integrity
import Redaction

/// A folder of its own for copies that are being made.
final class CopyFolder {
  private let folder: WorkFolder
  private var count = 0

  init() throws { folder = try WorkFolder() }

  /// A new file to be written piece by piece.
  func file() throws -> CopyFile {
    count += 1
    return try CopyFile(path: "\(folder.path)/\(count)")
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
  private let descriptor: Descriptor
  private var writer: FileWriter

  init(path: String) throws {
    self.path = path
    let descriptor = try Descriptor(
      opening: path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600)
    writer = FileWriter(descriptor, path: path)
    self.descriptor = descriptor
  }

  func write(_ bytes: ArraySlice<UInt8>) throws { try writer.append(bytes) }

  /// What was written, to be read a range at a time.
  func bytes() throws -> BytesOfFile { BytesOfFile(try FileSource(path: path)) }
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
