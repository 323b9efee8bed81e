import Foundation
import Integrity
import TestSupport
import Testing

@Suite struct SafeFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
  }

  private func text(_ name: String) throws -> String {
    try String(contentsOf: folder.url.appending(path: name), encoding: .utf8)
  }

  private func mode(_ path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }

  @Test("A file is whole under its name or not there at all")
  func whole() throws {
    do {
      let file = try SafeFile(at: folder.path("a"))
      var writer = file.writer()
      try writer.append("half".utf8)
      #expect(try names().allSatisfy { $0.hasPrefix(".precinto-") })
    }
    #expect(try names() == [])
    try SafeFile.write("whole".utf8, to: folder.path("a"))
    #expect(try text("a") == "whole")
    #expect(try names() == ["a"])
  }

  @Test("What is there stays, unless it may be replaced")
  func existing() throws {
    try folder.write("old", to: "a")
    #expect(throws: FileError.exists(path: folder.path("a"))) {
      try SafeFile.write("new".utf8, to: folder.path("a"), existing: .isKept)
    }
    #expect(try text("a") == "old")
    try SafeFile.write("new".utf8, to: folder.path("a"))
    #expect(try text("a") == "new")
    #expect(try names() == ["a"])
  }

  @Test("What comes to be there while it is written stays")
  func overtaken() throws {
    let path = folder.path("a")
    #expect(throws: FileError.exists(path: path)) {
      let file = try SafeFile(at: path, existing: .isKept)
      try folder.write("other", to: "a")
      try file.commit()
    }
    #expect(try text("a") == "other")
    #expect(try names() == ["a"])
  }

  @Test("A planted link is replaced, never followed")
  func link() throws {
    let target = try folder.write("target", to: "target")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("a"), withDestinationPath: target)
    #expect(throws: FileError.exists(path: folder.path("a"))) {
      try SafeFile.write("new".utf8, to: folder.path("a"), existing: .isKept)
    }
    try SafeFile.write("new".utf8, to: folder.path("a"))
    #expect(try text("target") == "target")
    #expect(try text("a") == "new")
    let type = try FileManager.default.attributesOfItem(atPath: folder.path("a"))[.type]
    #expect(type as? FileAttributeType == .typeRegular)
  }

  @Test("A pipe, folder or device is never replaced by a file")
  func noFile() throws {
    #expect(mkfifo(folder.path("pipe"), 0o600) == 0)
    for path in [folder.path("pipe"), folder.url.path, "/dev/null"] {
      #expect(throws: FileError.notAFile(path: path)) { try SafeFile.write([1], to: path) }
    }
  }

  @Test("A secret is its owner's alone from the first moment on")
  func secret() throws {
    let file = try SafeFile(at: folder.path("key"), mode: 0o600)
    let part = try #require(try names().first)
    #expect(try mode(folder.path(part)) == 0o600)
    try file.commit()
    #expect(try mode(folder.path("key")) == 0o600)
  }

  @Test("What a dead writer left goes; what a living one writes, and what is not ours, stays")
  func leftovers() throws {
    try folder.write("dead", to: ".precinto-1.part")
    try folder.write("dead", to: ".precinto-2.part/nested")
    try folder.write("alive", to: ".precinto-3.part")
    try folder.write("other", to: "a.part")
    let target = try folder.write("target", to: "target")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path(".precinto-4.part"), withDestinationPath: target)
    let living = open(folder.path(".precinto-3.part"), O_RDONLY)
    defer { close(living) }
    #expect(flock(living, LOCK_EX) == 0)
    try SafeFile.write([1], to: folder.path("b"))
    #expect(try names() == [".precinto-3.part", ".precinto-4.part", "a.part", "b", "target"])
  }

  @Test("A folder that is missing is named by the file that was to be in it")
  func noFolder() throws {
    let path = folder.path("none/a")
    #expect(throws: FileError.unwritable(path: path, code: ENOENT)) {
      try SafeFile.write([1], to: path)
    }
  }

  @Test("A work folder is closed to others, and goes with its owner")
  func workFolder() throws {
    do {
      let work = try WorkFolder(in: folder.url.path)
      #expect(try mode(work.path) == 0o700)
      try SafeFile.write([1], to: "\(work.path)/a")
    }
    #expect(try names() == [])
  }
}

@Suite struct ByteSourceTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("A file and an array give the same bytes", arguments: [(0, 4), (2, 100), (4, 1), (-1, 2)])
  func same(offset: Int64, count: Int) throws {
    let content: [UInt8] = [1, 2, 3, 4]
    let file = try FileSource(path: folder.write(content, to: "a"))
    let memory = MemorySource(content)
    #expect(try file.bytes(at: offset, count: count) == memory.bytes(at: offset, count: count))
    #expect(try file.exactly(count, at: offset) == memory.exactly(count, at: offset))
    #expect(file.byteCount == memory.byteCount)
  }

  @Test("What is no plain file is refused without waiting")
  func refused() throws {
    #expect(mkfifo(folder.path("pipe"), 0o600) == 0)
    for path in [folder.path("pipe"), folder.url.path, "/dev/null"] {
      #expect(throws: FileError.notAFile(path: path)) { try FileSource(path: path) }
    }
    let target = try folder.write("x", to: "target")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("link"), withDestinationPath: target)
    #expect(throws: FileError.notAFile(path: folder.path("link"))) {
      try FileSource(path: folder.path("link"), followingLink: false)
    }
    #expect(try FileSource(path: folder.path("link")).byteCount == 1)
    #expect(throws: FileError.unreadable(path: folder.path("none"), code: ENOENT)) {
      try FileSource(path: folder.path("none"))
    }
  }

  @Test("A file that was written to since is seen to have changed")
  func changed() throws {
    let path = try folder.write("x", to: "a")
    let source = try FileSource(path: path)
    #expect(try source.isUnchanged())
    try folder.write("xy", to: "b")
    let handle = try #require(FileHandle(forWritingAtPath: path))
    try handle.write(contentsOf: Data("yy".utf8))
    try handle.close()
    #expect(try !source.isUnchanged())
  }
}
