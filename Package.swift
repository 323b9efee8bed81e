// swift-tools-version: 6.2
import PackageDescription

let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")

/// A room of the design: a library that owns one idea.
///
/// Its `Embedded/` folder, if it has one, is written into the program.
func room(_ name: String, _ dependencies: [Target.Dependency], embeds: Bool = false) -> Target {
  .target(
    name: name, dependencies: dependencies, exclude: embeds ? ["Embedded"] : [],
    plugins: embeds ? ["EmbedFiles"] : [])
}

/// The tests of one room, in the folder of the same name.
func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
  .testTarget(name: name, dependencies: dependencies + ["TestSupport"], exclude: exclude)
}

let package = Package(
  name: "precinto",
  defaultLocalization: "en",
  products: [
    .executable(name: "precinto", targets: ["precinto"]),
    .library(name: "Bundles", targets: ["Bundles"]),
    .library(name: "Casework", targets: ["Casework"]),
  ],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
  ],
  targets: [
    .plugin(name: "EmbedFiles", capability: .buildTool()),
    .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(
      name: "CDeflate", pkgConfig: "libdeflate", providers: [.apt(["libdeflate-dev"])]),
    .systemLibrary(
      name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
    .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
    .systemLibrary(name: "CEwf", pkgConfig: "libewf", providers: [.apt(["libewf-dev"])]),
    .systemLibrary(name: "CExif", pkgConfig: "libexif", providers: [.apt(["libexif-dev"])]),
    .systemLibrary(name: "CIsal", providers: [.apt(["libisal-dev"])]),
    .systemLibrary(name: "CMagic", pkgConfig: "libmagic", providers: [.apt(["libmagic-dev"])]),
    .systemLibrary(name: "CQpdf", providers: [.apt(["libqpdf-dev"])]),
    .systemLibrary(name: "CPng", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
    .systemLibrary(name: "CTiff", providers: [.apt(["libtiff-dev"])]),
    .systemLibrary(
      name: "CTurboJPEG", pkgConfig: "libturbojpeg", providers: [.apt(["libturbojpeg0-dev"])]),
    .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "CLinux"),
    room("Phrasebook", [], embeds: true),
    room("BoundedYAML", [yams]),
    room("Integrity", ["CLinux", "COpenSSL", "Phrasebook"]),
    room("Custody", ["Integrity", "Phrasebook"]),
    room("Signing", ["COpenSSL", "Integrity", "Phrasebook"]),
    room("Vault", ["CLinux", "Integrity", "Phrasebook"]),
    room("Ledger", ["Custody", "Signing", "Integrity", "Phrasebook"]),
    room(
      "OfficeStore", ["Ledger", "Custody", "Signing", "Integrity", "Phrasebook", grdb],
      embeds: true),
    room(
      "Bundles",
      [
        "Ledger", "Custody", "Signing", "Integrity", "Phrasebook", "Redaction", "CArchive",
        "CDeflate",
      ]),
    room(
      "Formats",
      [
        "Integrity", "Phrasebook", "CArchive", "CDeflate", "CEwf", "CExif", "CExpat", "CIsal",
        "CMagic", "CPng", "CQpdf",
      ]),
    room(
      "Redaction",
      [
        "BoundedYAML", "CDeflate", "CPng", "CTiff", "CTurboJPEG", "Custody", "Integrity",
        "Phrasebook", yams,
      ],
      embeds: true),
    room("Reports", ["Custody", "Integrity", "Phrasebook", mustache], embeds: true),
    room(
      "Casework",
      [
        "Admissibility", "Bundles", "Custody", "Integrity", "Ledger", "OfficeStore", "Phrasebook",
        "Redaction", "Reports", "Signing", "Vault", "Formats",
      ]),
    .executableTarget(
      name: "FuzzFormats", dependencies: ["Formats"], path: "Tests/FuzzFormats"),
    room(
      "Admissibility",
      ["BoundedYAML", "CSQLite", "Custody", "Integrity", "OfficeStore", "Phrasebook", yams],
      embeds: true),
    room(
      "Training",
      [
        "Admissibility", "BoundedYAML", "Bundles", "Custody", "Integrity", "Phrasebook", "Reports",
        yams,
      ],
      embeds: true),
    .executableTarget(
      name: "precinto",
      dependencies: [
        "Admissibility", "Casework", "Custody", "Bundles", "Formats", "Integrity", "Phrasebook",
        "Redaction", "Signing", "Training",
        argumentParser,
      ]),
    .target(
      name: "TestSupport", dependencies: ["Integrity", "Signing"], path: "Tests/TestSupport"),
    tests("BoundedYAMLTests", ["BoundedYAML"]),
    tests("IntegrityTests", ["Integrity", "Phrasebook"]),
    tests("CustodyTests", ["Custody", "Integrity", "Phrasebook"]),
    tests("SigningTests", ["Signing", "Integrity", "Phrasebook"]),
    tests("FormatsTests", ["Formats", "Integrity", "Phrasebook"], exclude: ["Resources"]),
    tests("VaultTests", ["Vault", "Integrity"]),
    tests(
      "AdmissibilityTests",
      ["Admissibility", "Custody", "Integrity", "OfficeStore", "Phrasebook", grdb, yams],
      exclude: ["Resources"]),
    tests(
      "RedactionTests", ["Redaction", "Custody", "Integrity", "Phrasebook"],
      exclude: ["Resources"]),
    tests("LedgerTests", ["Ledger", "Custody", "Signing", "Integrity", "Phrasebook"]),
    tests("OfficeStoreTests", ["OfficeStore", "Ledger", "Custody", "Signing", "Integrity", grdb]),
    tests(
      "BundlesTests", ["Bundles", "Ledger", "Custody", "Signing", "Integrity", "Phrasebook"],
      exclude: ["Resources"]),
    tests(
      "CaseworkTests",
      ["Casework", "Bundles", "Custody", "Integrity", "Ledger", "OfficeStore", "Signing", "Vault"]),
    tests("TrainingTests", ["Training", "Admissibility", "Custody", "Integrity", "Phrasebook"]),
    tests("CLITests", ["precinto", "Integrity", "Training"], exclude: ["Sessions"]),
    tests("Conformance", ["precinto", "Bundles", "Integrity", "Phrasebook", "Redaction"]),
    tests("Tidy", ["Integrity", "Phrasebook"]),
  ]
)

for target in package.targets where ![.system, .plugin].contains(target.type) {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
  ]
}
