import Foundation
import Integrity
import TestSupport
import Testing
import Vault

@Suite struct VaultTests {
  private let folder: TemporaryFolder
  private let vault: Vault

  init() throws {
    folder = try TemporaryFolder()
    vault = Vault(folder: folder.url.appending(path: "vault"))
  }

  private func incoming() -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder.path("vault/incoming"))) ?? []
  }

  @Test(
    "A file of any size is copied and hashed in one read",
    arguments: [1, 4096, 524_287, 524_288, 524_289, 3_000_000])
  func intake(size: Int) throws {
    let content = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let path = try folder.write(content, to: "source")
    let file = try #require(try vault.intake([path]).first)
    #expect(file.digest == Digest(of: content))
    #expect(file.byteCount == Int64(size))
    #expect(try vault.examine(file.digest) == .intact)
    #expect(try vault.digests() == [file.digest])
    #expect(incoming().isEmpty)
  }

  @Test("The same bytes are kept once, and are read-only")
  func twice() throws {
    let paths = try ["a", "b"].map { try folder.write("same", to: $0) }
    let files = try vault.intake(paths)
    #expect(files[0] == files[1])
    let name = "\(files[0].digest)"
    let path = folder.path("vault/sha256/\(name.prefix(2))/\(name)")
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o444)
  }

  @Test("What is no plain file, missing or empty is refused, and nothing is left")
  func refused() throws {
    let target = try folder.write("x", to: "target")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("link"), withDestinationPath: target)
    #expect(mkfifo(folder.path("pipe"), 0o600) == 0)
    try folder.write("", to: "empty")
    let cases: [(String, VaultError)] = [
      ("nothing", .missing(path: folder.path("nothing"))),
      ("link", .notAFile(path: folder.path("link"))),
      ("pipe", .notAFile(path: folder.path("pipe"))),
      ("vault", .missing(path: folder.path("vault/none"))),
      ("empty", .empty(path: folder.path("empty"))),
    ]
    for (name, error) in cases where name != "vault" {
      #expect(throws: error) { try vault.intake([folder.path(name)]) }
    }
    #expect(throws: VaultError.notAFile(path: folder.url.path)) {
      try vault.intake([folder.url.path])
    }
    #expect(throws: VaultError.self) { try vault.intake([target, folder.path("nothing")]) }
    #expect(try vault.digests().isEmpty)
    #expect(incoming().isEmpty)
  }

  @Test("A name may be anything that the file system takes", arguments: ["a\nb", "ñ́😀", " "])
  func names(_ name: String) throws {
    let path = try folder.write("x", to: name)
    #expect(try vault.intake([path]).count == 1)
  }

  @Test("An acquisition digest must fit", arguments: AcquisitionAlgorithm.allCases)
  func acquisition(algorithm: AcquisitionAlgorithm) throws {
    let path = try folder.write("abc", to: "source")
    var hasher = AcquisitionHasher(algorithm)
    Array("abc".utf8).withUnsafeBytes { hasher.update($0) }
    let right = hasher.finish()
    #expect(try vault.intake([path], expecting: right, progress: { _, _ in }).count == 1)
    let wrong = AcquisitionHash(algorithm: algorithm, bytes: right.bytes.map { ~$0 })
    #expect(throws: VaultError.self) { try vault.intake([path], expecting: wrong) { _, _ in } }
    #expect(incoming().isEmpty)
  }

  @Test("A file that grows while it is read is refused")
  func growing() throws {
    let path = try folder.write([UInt8](repeating: 7, count: 4_000_000), to: "source")
    #expect(throws: VaultError.changedWhileRead(path: path)) {
      try vault.intake([path], expecting: nil) { _, _ in
        let handle = try FileHandle(forWritingTo: URL(filePath: path))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data([1]))
        try handle.close()
      }
    }
    #expect(try vault.digests().isEmpty)
  }

  @Test("A changed or missing file is noticed")
  func changed() throws {
    let file = try vault.intake([folder.write("abc", to: "source")])[0]
    let name = "\(file.digest)"
    let path = folder.path("vault/sha256/\(name.prefix(2))/\(name)")
    try FileManager.default.removeItem(atPath: path)
    #expect(try vault.examine(file.digest) == .missing)
    try folder.write("abd", to: "vault/sha256/\(name.prefix(2))/\(name)")
    guard case .changed(let found) = try vault.examine(file.digest) else {
      Issue.record("the change was not noticed")
      return
    }
    #expect(found.digest == Digest(of: Array("abd".utf8)))
  }

  @Test("A part whose writer is gone is removed by the next intake")
  func abandoned() throws {
    try folder.write("half", to: "vault/incoming/.precinto-1.part/0")
    _ = try vault.intake([folder.write("abc", to: "source")])
    #expect(incoming().isEmpty)
  }
}
