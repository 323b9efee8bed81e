public import Custody
import Integrity
import Ledger
import OfficeStore
import Phrasebook
import Vault

extension Office {
  /// Collects every row of `list` in one transaction, or none.
  ///
  /// Every row is rehearsed first: its file is read as it will be when it is taken in, and its act is recorded in a
  /// transaction that is undone. So a rehearsal finds whatever recording would find, and files are only taken into the
  /// vault once all rows are good.
  ///
  /// `isRehearsal`: stop there.
  public func importItems(
    _ list: ItemImport, into caseID: CaseID, rehearsal isRehearsal: Bool, by actor: ActingPerson,
    irregular reason: String? = nil
  ) throws -> ImportOutcome {
    try requireOpenCase(caseID)
    let (files, unfit) = try rehearseFiles(of: list)
    let problems = list.problems + unfit
    guard problems.isEmpty else {
      return .refused(problems.sorted { $0.line < $1.line })
    }
    func acts(_ facts: (ImportRow, VaultFile?) throws -> Facts) throws -> [Act] {
      try zip(list.rows, files).map { row, file in
        var facts = try facts(row, file)
        facts[.collector] = actor.id
        return Act(
          .itemCollect, newItems: [row.item], in: caseID, facts,
          under: Circumstance(at: row.at, irregularReason: reason), requiring: [.caseOpen(caseID)])
      }
    }
    let rehearsed = try acts { $0.description.facts(with: $1, of: $0.source) }
    do {
      try database.rehearse { try record(rehearsed, of: list, by: actor, $0) }
      guard !isRehearsal else { return .rehearsed(list.rows.map(\.item)) }
      try takeIn(files, of: list)
      let real = try acts { row, file in
        var facts = row.description.facts(with: file, of: row.source)
        try describeFiles(of: row.item, at: row.at, &facts)
        return facts
      }
      try database.write { try record(real, of: list, by: actor, $0) }
    } catch let refusal as RowsRefused {
      return .refused(refusal.problems)
    }
    return .collected(list.rows.map(\.item))
  }

  /// Reads every file of the list, and names those that cannot be taken in.
  private func rehearseFiles(of list: ItemImport) throws -> ([VaultFile?], [RowProblem]) {
    var problems: [RowProblem] = []
    let files = try list.rows.enumerated().map { number, row -> VaultFile? in
      guard case .file(let path, let hash) = row.source else { return nil }
      do {
        return try vault.rehearse(path, expecting: hash) { bytes in
          try workplace.progress(
            WorkProgress(
              "collect", itemsDone: number, itemsTotal: list.rows.count, bytesDone: bytes,
              bytesTotal: 0))
        }
      } catch let error as VaultError {
        problems.append(RowProblem(line: row.line, error.problem))
        return nil
      }
    }
    return (files, problems)
  }

  /// Takes the files of all rows into the vault.
  private func takeIn(_ files: [VaultFile?], of list: ItemImport) throws {
    let paths = list.rows.compactMap { row in
      if case .file(let path, _) = row.source { path } else { nil }
    }
    let taken = try vault.intake(paths, expecting: nil) { done, bytes in
      try workplace.progress(
        WorkProgress(
          "collect", itemsDone: done, itemsTotal: paths.count, bytesDone: bytes, bytesTotal: 0))
    }
    for (path, (file, rehearsed)) in zip(paths, zip(taken, files.compactMap { $0 }))
    where file != rehearsed {
      throw VaultError.changedWhileRead(path: path)
    }
  }

  private func record(
    _ acts: [Act], of list: ItemImport, by actor: ActingPerson, _ db: OfficeTransaction
  ) throws {
    var problems: [RowProblem] = []
    _ = try Recorder(self, db).record(acts, by: actor) { number, error in
      problems.append(RowProblem(line: list.rows[number].line, error.problem))
    }
    guard problems.isEmpty else { throw RowsRefused(problems: problems) }
  }
}

/// Undoes the transaction in which some rows could not be recorded.
private struct RowsRefused: Error {
  let problems: [RowProblem]
}

extension ItemDescription {
  /// The facts of an item that is an object or one file.
  fileprivate func facts(with file: VaultFile?, of source: ItemSource) -> Facts {
    var facts = self.facts
    facts[.fileCount] = file == nil ? 0 : 1
    guard let file, case .file(let path, let hash) = source else { return facts }
    facts[.files] = [EvidenceFile(digest: file.digest, byteCount: file.byteCount)]
    facts[.fileNames] = [ItemSource.fileName(path)]
    facts[.acquisitionHash] = hash.map { "\($0.algorithm.rawValue):\($0.hex)" }
    return facts
  }
}
