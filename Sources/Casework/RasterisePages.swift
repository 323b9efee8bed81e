// The pages of a PDF as pictures: the only form of it in which parts can be withheld.

import Integrity
public import Custody
import OfficeStore
import Redaction
import Vault

extension Office {
  private static let resolutionRange = 72...600

  /// Makes an item of the pages of a PDF as pictures of `resolution` dots an inch, drawn by poppler.
  ///
  /// Layers, annotations, attachments, earlier revisions, texts under boxes: whatever is not seen is not there.
  ///
  /// - `seconds`: how long the drawing may take; nil for the usual limit.
  /// - Throws: ``RedactionError/noRasteriser`` when poppler is missing, ``RedactionError/pagesUnreadable(path:)`` when it
  ///   cannot draw the file, ``RedactionError/pagesTakeTooLong(_:seconds:)``, ``RedactionError/tooManyPages(_:limit:)``.
  @discardableResult
  public func rasterise(
    _ id: ItemID, file place: Int, as newID: ItemID, resolution: Int,
    within seconds: Int? = nil, under circumstance: Circumstance, by actor: ActingPerson
  ) throws -> RecordedEvent {
    let detail = try item(id)
    guard let file = detail.files.first(where: { $0.place == place }) else {
      throw RedactionError.fileNotInCopy(id, place: place)
    }
    let folder = try WorkFolder()
    let bound = min(
      max(resolution, Self.resolutionRange.lowerBound), Self.resolutionRange.upperBound)
    let renderer = PageRenderer(
      resolution: bound, seconds: seconds ?? PageRenderer.secondLimit)
    try vault.withLocalCopy(of: file.file.digest) { path in
      try renderer.draw(path, named: file.name ?? "#\(place)", into: folder.path) {
        try workplace.progress(WorkProgress("pages", itemsTotal: 0, bytesTotal: 0))
      }
    }
    var description = ItemDescription(kind: .document)
    description.tool = "pdftoppm -r \(bound) -cropbox -png"
    return try derive(
      newID, from: id, as: .copyOf, description, from: .folder(folder.path),
      under: circumstance, by: actor)
  }
}
