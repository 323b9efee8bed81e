import Foundation
import TestSupport
import Testing

@Suite struct SessionTests {
  static let folder = Repository.root.appending(path: "Tests/CLITests/Sessions")

  static let sessions: [Session] = {
    let urls = (try? Repository.files(below: "Tests/CLITests/Sessions", ending: ".session")) ?? []
    return urls.compactMap { try? Session($0) }
  }()

  @Test("What is typed gives what is written down", arguments: sessions)
  func session(_ session: Session) throws {
    let differences = try session.differences()
    #expect(differences == [], "\(differences.joined(separator: "\n"))")
  }

  @Test("There are sessions, and one that differs is found out")
  func canFail() throws {
    #expect(Self.sessions.count >= 8)
    let folder = try TemporaryFolder()
    let path = try folder.write("$ precinto --version\n9.9.9\n? 3\n", to: "bad.session")
    #expect(try Session(URL(filePath: path)).differences().count == 2)
  }
}
