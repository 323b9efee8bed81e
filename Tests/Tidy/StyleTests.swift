import Foundation
import TestSupport
import Testing

@Suite struct StyleTests {
  static let sources = Result { try SourceFile.all(below: "Sources") }

  @Test("No file is longer than the limit, and most are much shorter")
  func fileLength() throws {
    let files = try Self.sources.get()
    #expect(files.count > 80)
    for file in files { #expect(file.lines.count <= SourceFile.lineLimit, "\(file)") }
    let lengths = files.map(\.lines.count).sorted()
    #expect(lengths[lengths.count / 2] <= 150)
  }

  @Test("Nothing calls what is banned")
  func banned() throws {
    #expect(try Self.sources.get().flatMap { $0.bannedCallsMade() } == [])
    let printing = try Self.sources.get().filter { $0.printsByItself && $0.room != "precinto" }
    #expect(printing.map(\.description) == [])
  }

  @Test("SQL stands where it belongs")
  func sql() throws {
    let found = try Self.sources.get().filter {
      $0.holdsSQL && !["OfficeStore", "Admissibility"].contains($0.room)
    }
    #expect(found.map(\.description) == [])
  }

  @Test("One writer: the Recorder alone places and appends events")
  func oneWriter() throws {
    let call = /\bledger\s*\.(place|append)\(/
    let writers = try Self.sources.get().filter { $0.text.firstMatch(of: call) != nil }
    #expect(writers.map(\.description) == ["Sources/Casework/Recording/Recorder.swift"])
  }

  @Test("Files are read, and temporary names made, in one place")
  func files() throws {
    let calls = [" pread(", "temporaryDirectory", "mkstemp", "getpid", ".atomic", "fsync("]
    let found = try Self.sources.get().filter { file in
      !file.description.hasPrefix("Sources/Integrity/Files/")
        && calls.contains { SwiftCode(file.text).text.contains($0) }
    }
    #expect(found.map(\.description) == [])
  }

  @Test("The checks can fail")
  func canFail() {
    let bad = SourceFile(
      description: "Sources/X/Bad.swift",
      text:
        "import Foundation\nlet x = try! f()\nprint(x)\nlet s = \"SELECT a FROM b\"\n"
    )
    #expect(bad.bannedCallsMade().count == 1)
    #expect(bad.printsByItself)
    #expect(bad.holdsSQL)
    #expect(bad.room == "X")
  }
}

@Suite struct RoomTests {
  /// What each room may import of ours and from elsewhere: the arrows of the design.
  static let allowed: [String: Set<String>] = [
    "Phrasebook": ["Foundation"],
    "BoundedYAML": ["Yams"],
    "Integrity": [
      "CLinux", "COpenSSL", "Phrasebook", "Dispatch", "Foundation", "Glibc", "Synchronization",
    ],
    "Custody": ["Integrity", "Phrasebook"],
    "Signing": ["COpenSSL", "Integrity", "Phrasebook"],
    "Vault": ["CLinux", "Integrity", "Phrasebook", "Foundation", "Glibc"],
    "Ledger": [
      "Custody", "Signing", "Integrity", "Phrasebook",
    ],
    "OfficeStore": [
      "Ledger", "Custody", "Signing", "Integrity", "Phrasebook", "GRDB", "Foundation",
      "Synchronization",
    ],
    "Admissibility": [
      "BoundedYAML", "CSQLite", "Custody", "Integrity", "OfficeStore", "Phrasebook", "Dispatch",
      "Foundation",
      "Yams",
    ],
    "Bundles": [
      "Ledger", "Custody", "Signing", "Integrity", "Phrasebook", "Redaction", "CArchive",
      "CDeflate", "Foundation",
      "Glibc",
    ],
    "Formats": [
      "CArchive", "CDeflate", "CEwf", "CExif", "CExpat", "CIsal", "CMagic", "CPng",
      "CQpdf", "Integrity",
      "Phrasebook", "Dispatch", "Foundation", "Glibc", "Synchronization",
    ],
    "Redaction": [
      "BoundedYAML", "CDeflate", "CPng", "CTiff", "CTurboJPEG", "Custody", "Integrity",
      "Phrasebook", "Yams",
      "Foundation", "Glibc",
    ],
    "Reports": ["Custody", "Integrity", "Phrasebook", "Mustache", "Foundation"],
    "Casework": [
      "Admissibility", "Bundles", "Custody", "Integrity", "Ledger", "OfficeStore", "Phrasebook",
      "Redaction", "Reports",
      "Signing", "Vault", "Formats", "Dispatch", "Foundation", "Glibc", "Synchronization",
    ],
    "Training": [
      "Admissibility", "BoundedYAML", "Bundles", "Casework", "Custody", "Integrity", "Phrasebook",
      "Reports",
      "Yams", "Foundation", "Glibc",
    ],
    "precinto": [
      "Admissibility", "Bundles", "Casework", "Custody", "Formats", "Integrity", "Ledger",
      "OfficeStore",
      "Phrasebook",
      "Redaction", "Signing", "Training", "ArgumentParser", "Foundation", "Glibc",
      "Synchronization",
    ],
  ]

  @Test("Rooms import only what the design lets them")
  func imports() throws {
    for file in try StyleTests.sources.get() {
      let allowed = try #require(Self.allowed[file.room], "\(file): a room that the table lacks")
      #expect(file.imports.subtracting(allowed) == [], "\(file)")
    }
  }

  @Test("OpenSSL's digests alone are used outside Signing")
  func openSSL() throws {
    let files = try StyleTests.sources.get().filter {
      $0.imports.contains("COpenSSL") && $0.room != "Signing"
    }
    #expect(
      files.map(\.description) == [
        "Sources/Integrity/AcquisitionHash.swift", "Sources/Integrity/Digest.swift",
      ])
  }

  @Test("Nothing that lands names a machine's folders or the reference data")
  func paths() throws {
    let texts =
      try Repository.files(below: "Sources", ending: "")
      + Repository.files(below: "schemas", ending: "") + Repository.files(below: "docs", ending: "")
      + Repository.files(below: "Scripts", ending: "")
      + [Repository.root.appending(path: "README.md")]
    for url in texts {
      guard let text = try? String(contentsOf: url, encoding: .utf8) else { continue }
      for banned in ["../shared", "/work/", "/root/", "/home/"] {
        #expect(!text.contains(banned), "\(url.lastPathComponent): \(banned)")
      }
    }
  }
}
