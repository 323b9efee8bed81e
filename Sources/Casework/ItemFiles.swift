// Looking at an item's files: what they say of themselves, a scan's picture, and how they compare with another's list.

public import Custody
public import Formats
import Foundation
import Integrity
import Ledger
import OfficeStore
import Vault
import Bundles

/// How many pictures a page shows, and how large.
private enum PagePictures {
  static let countLimit = 24
  /// Pixels along the longer side.
  static let sideLimit = 400
}

extension Office {
  /// What the item's files were found to say of themselves, facts of persons included, as events have it.
  public func fileFacts(of id: ItemID) throws -> (facts: [FileFacts], readers: [String]) {
    try database.read { db in
      guard try ItemRecord.fetch(id, db) != nil else { throw CaseworkError.itemUnknown(id) }
      let rows = LedgerRows(db)
      var facts: [FileFacts] = []
      var readers: Set<String> = []
      for record in try EventRecord.all(of: id, db) {
        let event = try rows.event(at: record.entry).event
        // The event that made another item from this one holds the other's facts.
        guard event.link(to: id)?.sequence == 1 || event.type == .examRecord else { continue }
        facts += (event[.fileFacts] ?? []) + (event[.personalFileFacts] ?? [])
        readers.formUnion(event[.factReaders] ?? [])
      }
      return (facts, readers.sorted())
    }
  }

  /// Draws the height map of a scan, as PNG.
  ///
  /// `place`: which of the item's files, from 1; nil for the first scan among them.
  ///
  /// - Throws: ``CaseworkError/noPicture(_:)`` when there is none that can be drawn.
  public func drawPicture(of id: ItemID, place: Int?) throws -> [UInt8] {
    let files = try item(id).files.filter { file in
      if let place { return file.place == place }
      return file.name?.lowercased().hasSuffix(".x3p") == true
    }
    guard let file = files.first else { throw CaseworkError.noPicture(id) }
    let scan = try vault.withLocalCopy(of: file.file.digest) { try SurfaceScan(path: $0) }
    guard let picture = ScanPicture(scan) else { throw CaseworkError.noPicture(id) }
    return picture.png
  }

  /// Small pictures of the scans among `files`: the first ones, as a page that shows many is not looked at.
  func pictures(of files: [BundleFile]) throws -> [ItemID: [[UInt8]]] {
    var pictures: [ItemID: [[UInt8]]] = [:]
    let scans = files.filter { $0.name?.lowercased().hasSuffix(".x3p") == true }
    for file in scans.prefix(PagePictures.countLimit) {
      guard
        let scan = try? vault.withLocalCopy(
          of: file.file.digest, { try SurfaceScan(path: $0) }),
        let picture = ScanPicture(scan, sideLimit: PagePictures.sideLimit)
      else { continue }
      pictures[file.item, default: []].append(picture.png)
    }
    return pictures
  }

  /// Compares an item's files with a list of digests that another program wrote.
  public func compare(_ id: ItemID, with list: HashList) throws -> HashComparison {
    let wanted = Set(list.entries.flatMap { $0.digests.map(\.algorithm) })
    let files = try item(id).files.map { record in
      HashComparison.File(
        path: record.name ?? "#\(record.place)", byteCount: record.file.byteCount,
        digests: try digests(of: record.file.digest, wanted))
    }
    return HashComparison(list.entries, with: files)
  }

  private func digests(of file: Digest, _ wanted: Set<AcquisitionAlgorithm>) throws
    -> [AcquisitionHash]
  {
    try wanted.sorted { $0.rawValue < $1.rawValue }.compactMap { algorithm in
      try HashedStream(reading: vault.open(file), alsoHashing: algorithm).acquisitionHash
    }
  }
}
