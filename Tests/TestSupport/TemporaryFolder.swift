public import Foundation

/// A new folder that is gone when its owner is.
public final class TemporaryFolder: Sendable {
  public let url: URL

  public init() throws {
    url = URL.temporaryDirectory.appending(path: "precinto-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit {
    // Vault files are read-only, folders are not: removing works without changing modes.
    try? FileManager.default.removeItem(at: url)
  }

  public func path(_ name: String) -> String { url.appending(path: name).path }

  @discardableResult
  public func write(_ content: [UInt8], to name: String) throws -> String {
    let file = url.appending(path: name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(content).write(to: file)
    return file.path
  }

  @discardableResult
  public func write(_ text: String, to name: String) throws -> String {
    try write(Array(text.utf8), to: name)
  }
}

/// Where the sources, the schemas and the folder beside the checkout are.
public enum Repository {
  public static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// Reference data beside the checkout: there in development and in the gate, elsewhere perhaps not.
  public static let shared = root.deletingLastPathComponent().appending(path: "shared")

  public static func exists(_ url: URL) -> Bool { FileManager.default.fileExists(atPath: url.path) }

  /// Every file below a folder whose name ends so, in order.
  public static func files(below folder: String, ending: String) throws -> [URL] {
    let top = root.appending(path: folder)
    return try FileManager.default.subpathsOfDirectory(atPath: top.path)
      .filter { $0.hasSuffix(ending) }.sorted().map { top.appending(path: $0) }
  }
}
