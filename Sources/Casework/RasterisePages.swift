// The pages of a PDF as pictures: the only form of it in which parts can be withheld.

import Integrity
public import Custody
import Foundation
import Glibc
import OfficeStore
import Redaction
import Vault

extension Office {
  /// Pages and seconds that one PDF may take.
  private static let pageLimit = 2000
  private static let resolutionRange = 72...600

  /// Makes an item of the pages of a PDF as pictures of `resolution` dots an inch, drawn by poppler.
  ///
  /// Layers, annotations, attachments, earlier revisions, texts under boxes: whatever is not seen is not there.
  ///
  /// - Throws: ``RedactionError/noRasteriser`` when poppler is missing, ``RedactionError/pagesUnreadable(path:)`` when it
  ///   cannot draw the file.
  @discardableResult
  public func rasterise(
    _ id: ItemID, file place: Int, as newID: ItemID, resolution: Int,
    under circumstance: Circumstance, by actor: ActingPerson
  ) throws -> RecordedEvent {
    let detail = try item(id)
    guard let file = detail.files.first(where: { $0.place == place }) else {
      throw RedactionError.fileNotInCopy(id, place: place)
    }
    let folder = try WorkFolder()
    let bound = min(
      max(resolution, Self.resolutionRange.lowerBound), Self.resolutionRange.upperBound)
    try vault.withLocalCopy(of: file.file.digest) {
      try Self.draw($0, into: folder.path, resolution: bound)
    }
    var description = ItemDescription(kind: .document)
    description.tool = "pdftoppm -r \(bound) -cropbox -png"
    return try derive(
      newID, from: id, as: .copyOf, description, from: .folder(folder.path),
      under: circumstance, by: actor)
  }

  private static func draw(_ path: String, into folder: String, resolution: Int) throws {
    let program = Process()
    program.executableURL = URL(filePath: "/usr/bin/env")
    program.arguments = [
      "pdftoppm", "-r", "\(resolution)", "-cropbox", "-png", "-l", "\(pageLimit)", path,
      "\(folder)/page",
    ]
    program.standardError = FileHandle.nullDevice
    program.standardOutput = FileHandle.nullDevice
    do { try program.run() } catch { throw RedactionError.noRasteriser }
    program.waitUntilExit()
    switch program.terminationStatus {
    case 0: return
    case 127: throw RedactionError.noRasteriser
    default: throw RedactionError.pagesUnreadable(path: path)
    }
  }
}
