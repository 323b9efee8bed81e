// A folder for work in progress: nobody else may look in, it goes with its owner, and one whose owner was killed is
// removed by a later run.

import CLinux
import Foundation
import Glibc

/// A folder of its own, under a name that nobody can foresee.
public final class WorkFolder: Sendable {
  public let path: String
  private let part: Part

  /// Makes a folder in `parent`; nil for the system's place for temporary files.
  public init(in parent: String? = nil) throws(FileError) {
    let parent = parent ?? FileManager.default.temporaryDirectory.path
    Leftovers.remove(from: try Descriptor(opening: parent, O_RDONLY | O_DIRECTORY), at: parent)
    part = try Part.folder(in: parent)
    path = "\(parent)/\(part.name)"
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Waits until the disk has everything that was written to this file system: for many files, cheaper than one by one.
  public func syncFileSystem() throws(FileError) {
    guard syncfs(part.file.number) == 0 else { throw .unwritable(path: path, code: errno) }
  }
}
