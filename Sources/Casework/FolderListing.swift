import Custody
import Foundation
import Glibc

/// Every regular file below a folder, in byte order of the names inside it.
///
/// Links, sockets and devices are refused by name rather than passed over: an item must not silently lack a part.
struct FolderListing {
  /// How deep folders may nest.
  static let depthLimit = 64

  private(set) var files: [(path: String, name: String)] = []

  init(_ path: String) throws {
    try walk(path, prefix: "", depth: 0)
    guard !files.isEmpty else { throw CaseworkError.folderEmpty(path: path) }
    files.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  private mutating func walk(_ folder: String, prefix: String, depth: Int) throws {
    guard depth <= Self.depthLimit,
      let names = try? FileManager.default.contentsOfDirectory(atPath: folder)
    else { throw CaseworkError.fileUnreadable(path: folder) }
    for name in names {
      let path = folder + "/" + name
      var info = stat()
      guard lstat(path, &info) == 0 else { throw CaseworkError.fileUnreadable(path: path) }
      switch info.st_mode & S_IFMT {
      case S_IFDIR: try walk(path, prefix: prefix + name + "/", depth: depth + 1)
      case S_IFREG: files.append((path, prefix + name))
      default: throw CaseworkError.notAFile(path: path)
      }
      guard files.count <= EvidenceFile.countLimit else {
        throw CaseworkError.tooManyFiles(path: folder, limit: EvidenceFile.countLimit)
      }
    }
  }
}
