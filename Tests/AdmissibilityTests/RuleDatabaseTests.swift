import Foundation
import GRDB
import OfficeStore
import TestSupport
import Testing

@testable import Admissibility

@Suite struct RuleDatabaseTests {
  @Test("Every documented table is a view of an office, with the same columns")
  func columns() throws {
    let folder = try TemporaryFolder()
    let office = try OfficeDatabase.create(at: folder.path("office.sqlite"))
    let views = try office.write { db in
      // Views use functions, which our own connections do not trust a file to name.
      try db.execute(sql: "PRAGMA trusted_schema = ON")
      return try Row.fetchAll(
        db,
        sql: """
          SELECT m.name AS view, c.name AS name FROM sqlite_schema m, pragma_table_info(m.name) c
          WHERE m.type = 'view'
          """)
    }
    let offered = Dictionary(grouping: views) { $0["view"] as String }
      .mapValues { Set($0.map { $0["name"] as String }) }
    for (table, columns) in try RuleDatabase().columns() where table != "run" {
      let view = try #require(offered[table], "\(table)")
      #expect(Set(columns).subtracting(view) == [], "\(table)")
    }
    #expect(offered.count == 28)
  }
}
