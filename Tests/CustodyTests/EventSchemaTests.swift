import Custody
import Foundation
import Integrity
import TestSupport
import Testing

@Suite struct EventSchemaTests {
  private static let folder = Repository.root.appending(path: "schemas/events")

  /// Set `RECORD_SCHEMAS` to write them anew after a change of fields.
  @Test("Every type of event has its published schema", arguments: EventType.allCases)
  func published(type: EventType) throws {
    let url = Self.folder.appending(path: "\(type.rawValue).json")
    let text = type.schema.pretty
    if ProcessInfo.processInfo.environment["RECORD_SCHEMAS"] != nil {
      try Data(text.utf8).write(to: url)
    }
    #expect(try String(contentsOf: url, encoding: .utf8) == text)
  }

  @Test("There is no schema without its type")
  func orphans() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
    #expect(Set(names) == Set(EventType.allCases.map { "\($0.rawValue).json" }))
  }
}
