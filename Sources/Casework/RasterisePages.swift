// The pages of a PDF as pictures: the only form of it in which parts can be withheld.

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
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "precinto-\(UInt64.random(in: 0...UInt64.max))")
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    defer { try? FileManager.default.removeItem(at: folder) }
    let bound = min(
      max(resolution, Self.resolutionRange.lowerBound), Self.resolutionRange.upperBound)
    try Self.draw(vault.pathForReading(file.file.digest), into: folder, resolution: bound)
    var description = ItemDescription(kind: .document)
    description.tool = "pdftoppm -r \(bound) -cropbox -png"
    return try derive(
      newID, from: id, as: .copyOf, description, from: .folder(folder.path),
      under: circumstance, by: actor)
  }

  private static func draw(_ path: String, into folder: URL, resolution: Int) throws {
    let program = Process()
    program.executableURL = URL(filePath: "/usr/bin/env")
    program.arguments = [
      "pdftoppm", "-r", "\(resolution)", "-cropbox", "-png", "-l", "\(pageLimit)", path,
      folder.appending(path: "page").path,
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
