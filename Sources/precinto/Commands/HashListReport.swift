import Casework
import Custody
import Formats
import Integrity
import Phrasebook

/// What came of comparing an item's files with a list that another program wrote.
enum HashListReport {
  /// - Throws: ``MediaError`` when the list cannot be read.
  static func report(_ office: Office, _ items: [ItemID], _ session: Session, _ path: String) throws
    -> Report
  {
    let list = try HashList(path: session.surroundings.path(path))
    let compared = try items.map { ($0, try office.compare($0, with: list)) }
    let isSound = compared.allSatisfy { _, found in
      found.changed.isEmpty && found.missing.isEmpty && found.incomparable.isEmpty
    }
    let matched = compared.reduce(0) { $0 + $1.1.matched.count + $1.1.moved.count }
    let status: ExitStatus =
      isSound ? (matched == 0 || !list.problems.isEmpty ? .incomplete : .done) : .integrityFailed
    let groups = JSON.array(compared.map { item, found in json(item, found) })
    return Report(
      ["items": groups, "listProblems": JSON(list.problems.count)], exitStatus: status
    ) { book in
      compared.flatMap { item, found in lines(item, found, book) }
        + list.problems.prefix(20).map { problem in
          let words = book.words(for: problem.finding.phrase)
          return printable("  ! \(book.words("list.line")) \(problem.line): \(words)")
        }
    }
  }

  private static func groups(_ found: HashComparison) -> [(String, [String])] {
    [
      ("matched", found.matched), ("changed", found.changed),
      ("moved", found.moved.map { "\($0.from) → \($0.to)" }), ("missing", found.missing),
      ("new", found.new), ("incomparable", found.incomparable),
    ]
  }

  private static func json(_ item: ItemID, _ found: HashComparison) -> JSON {
    let members = groups(found).map { ($0.0, JSON.array($0.1.map(JSON.string))) }
    return .object(JSONObject([("item", item.json)] + members))
  }

  private static func lines(_ item: ItemID, _ found: HashComparison, _ book: Phrasebook) -> [String]
  {
    ["\(item)"]
      + groups(found).filter { !$0.1.isEmpty }.flatMap { name, paths in
        ["  \(book.words("list.\(name)")): \(paths.count)"]
          + (name == "matched" ? [] : paths.prefix(100).map { "    \(printable($0))" })
      }
  }
}
