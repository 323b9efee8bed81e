import Custody
import Foundation
import TestSupport
import Testing

@testable import Admissibility

/// Packs are data from strangers: each of these asks for what it must not have.
@Suite struct HostilePackTests {
  private static let recursion =
    "WITH RECURSIVE t(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM t) SELECT NULL AS item, NULL AS event, x AS detail FROM t"
  private static let prefix = "SELECT NULL AS item, NULL AS event,"

  private static let queries = [
    "ATTACH 'file:/etc/passwd' AS x", "DETACH main", "PRAGMA table_list",
    "PRAGMA writable_schema = ON",
    "INSERT INTO items (item) VALUES ('x')", "UPDATE items SET item = 'x'", "DELETE FROM items",
    "DROP TABLE items", "CREATE TABLE x (y)", "CREATE TEMP TABLE x (y)",
    "CREATE VIEW v AS SELECT 1",
    "CREATE TRIGGER t AFTER INSERT ON items BEGIN SELECT 1; END", "ALTER TABLE items RENAME TO x",
    "VACUUM", "VACUUM INTO '/tmp/precinto-hostile'", "REINDEX", "ANALYZE", "BEGIN", "SAVEPOINT s",
    "EXPLAIN SELECT 1", recursion, "\(prefix) load_extension('x') AS detail",
    "\(prefix) readfile('/etc/passwd') AS detail", "\(prefix) randomblob(900000) AS detail",
    "\(prefix) zeroblob(900000) AS detail", "\(prefix) random() AS detail",
    "\(prefix) sqlite_version() AS detail", "\(prefix) sql AS detail FROM sqlite_schema",
    "\(prefix) name AS detail FROM pragma_table_info('items')",
    "\(prefix) value AS detail FROM json_each('[1]')", "\(prefix) fts5('x') AS detail",
    "\(prefix) replace(printf('%1000000d', 1), ' ', printf('%1000d', 1)) AS detail",
    "\(prefix) 1 AS detail; DELETE FROM items", "\(prefix) ? AS detail", "SELECT 1",
    "SELECT 1, 2, 3",
    "\(prefix) detail FROM elsewhere", "not SQL at all", "",
    "\(prefix) 1 AS detail WHERE 'x' GLOB '*'",
    "\(prefix) 1 AS detail WHERE 'x' REGEXP 'x'",
    prefix + String(repeating: "(", count: 5000) + "1" + String(repeating: ")", count: 5000)
      + " AS detail",
    prefix + String(repeating: "1+", count: 9000) + "1 AS detail",
    prefix + " '" + String(repeating: "x", count: 30_000) + "' AS detail",
    "\(prefix) 1 AS detail" + String(repeating: " UNION ALL \(prefix) 1", count: 200),
    "\(prefix) count(*) AS detail FROM items a, items b, items c, items d, items e, items f",
  ]

  @Test("What a rule must not ask is refused, and the database stays as it was", arguments: queries)
  func refused(_ query: String) throws {
    let database = try RuleDatabase()
    for number in 1...300 {
      try database.execute("INSERT INTO items (item) VALUES (?)", ["\(number)"])
    }
    try database.lock()
    #expect(throws: PackError.self) { try database.answer(query) }
    let left = try database.answer("SELECT item, NULL AS event, NULL AS detail FROM items")
    #expect(left.rows.count == 300)
    #expect(!FileManager.default.fileExists(atPath: "/tmp/precinto-hostile"))
  }

  @Test("There are enough hostile packs")
  func enough() { #expect(Self.queries.count >= 30) }

  @Test("A rule that finds very much is cut, and says so")
  func cut() throws {
    let database = try RuleDatabase()
    for number in 1...200 {
      try database.execute("INSERT INTO items (item) VALUES (?)", ["\(number)"])
    }
    try database.lock()
    let answer = try database.answer(
      "SELECT a.item, NULL AS event, b.item AS detail FROM items a, items b")
    #expect(answer.rows.count == RuleDatabase.rowLimit)
    #expect(answer.isCut)
  }

  @Test(
    "A file that is no pack is refused",
    arguments: [
      "", "x", "- 1", "id: x",
      "id: x\nversion: 1\nforums: [nowhere]\ntitle: {en: a, es: b}\nrules: []",
      "id: x\nversion: 1\nforums: [us-federal]\ntitle: {en: a}\nrules: []",
      "id: 'a b'\nversion: 1\nforums: [us-federal]\ntitle: {en: a, es: b}\nrules: []",
      "id: x\nversion: 1\nforums: [us-federal]\ntitle: {en: a, es: b}\nrules: []\nextra: 1",
      "id: x\nversion: 1\nforums: [us-federal]\ntitle: {en: a, es: b}\nrules: [{id: y}]",
      "id: [unclosed",
      "a: &a [1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"
        + "d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\n"
        + "f: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\ng: [*f,*f,*f,*f,*f,*f,*f,*f,*f]",
      String(repeating: "[", count: 100_000), String(repeating: "- ", count: 100_000),
      String(repeating: "{a: ", count: 100_000), String(repeating: "x", count: 3 << 20),
      "\u{0}\u{1}\u{2}", "%YAML 9.9\n---\nid: x",
    ])
  func malformed(_ text: String) {
    #expect(throws: PackError.self) { try RulePack(Array(text.utf8), named: "pack") }
  }

  @Test("A pack's faults are named")
  func faults() throws {
    let text = """
      id: x
      version: 1
      forums: [us-federal]
      title: {en: a, es: b}
      rules:
        - id: x.1
          severity: info
          mode: judgement
          citations: [{instrument: a, article: b, url: "http://x", mark: K, read: never}]
          statement: {en: a, es: " "}
          cure: {en: a, es: b}
          sql: "SELECT item, event, kind AS detail FROM items WHERE kind = 'firearm'"
          passes: {items: [{item: A, kind: firearm}]}
          fails: {items: [{item: A, kind: bullet}]}
      """
    let faults = try RulePack(Array(text.utf8), named: "x").faults()
    #expect(Set(faults.map(\.part)) == ["statement", "question", "citations", "passes", "fails"])
  }
}
