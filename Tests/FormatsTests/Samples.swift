import Foundation
import Formats
import Phrasebook
import TestSupport

/// Where the files of the tests come from.
enum Samples {
  /// Files whose licence lets them travel with the sources: see Resources/LICENCES.md.
  static let resources = Repository.root.appending(path: "Tests/FormatsTests/Resources")

  /// Reference data beside the checkout, or where PRECINTO_SHARED says.
  static let digital: URL = {
    let shared = ProcessInfo.processInfo.environment["PRECINTO_SHARED"].map { URL(filePath: $0) }
    return (shared ?? Repository.shared).appending(path: "data/digital")
  }()

  static let hasDigital = Repository.exists(digital.appending(path: "photos/IMG_5195.HEIC"))

  static func resource(_ name: String) -> String { resources.appending(path: name).path }
  static func shared(_ name: String) -> String { digital.appending(path: name).path }

  static func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: path)))
  }
}

extension Collection<FormatFinding> {
  /// The codes without their room, in order.
  var codes: [String] { map { String($0.phrase.code.dropFirst("formats.".count)) } }

  func fact(_ name: String, of code: String) -> String? {
    first { $0.phrase.code == "formats." + code }?.phrase.facts[name]
  }
}
