// A page with the original and the redacted copy side by side, for the person with the right to see both.

public import Custody
import Foundation
import Integrity
import OfficeStore
public import Phrasebook
import Redaction
import Reports
import Vault

extension Office {
  /// The most bytes of one text that the page shows.
  private static let reviewByteLimit = 2 << 20

  /// The page, which holds everything that is withheld.
  public func reviewRedaction(_ id: ItemID, in language: Language) throws -> String {
    let record = try redaction(of: id)
    let seals = try seals(of: record.source)
    let secrets =
      seals.seals.isEmpty
      ? SealSecrets() : try secrets(for: seals.seals, of: record.source, registrar())
    let copies = try item(id).files
    let files = try record.files.map { file in
      ReviewPage.File(
        name: FileSeal.name(record.source, file.sourcePlace),
        content: try content(of: file, record, seals, secrets, copies))
    }
    let book = Phrasebook.of(language)
    let page = ReviewPage(
      language: language,
      title: book.words(
        for: Phrase("review.title", ["item": "\(id)", "source": "\(record.source)"])),
      facts: [
        book.words(
          for: Phrase(
            "review.profile",
            [
              "profile": "\(record.profile.id)", "version": record.profile.version,
              "at": "\(record.at)",
            ]))
      ], files: files)
    return page.html
  }

  private func content(
    of file: FileRedaction, _ record: RedactionRecord, _ seals: ItemSeals,
    _ secrets: SealSecrets, _ copies: [ItemFileRecord]
  ) throws -> ReviewPage.Content {
    guard let place = file.place, let copyFile = copies.first(where: { $0.place == place }) else {
      return .withheld(reasons: file.reasons.joined(separator: ", "))
    }
    guard file.proof != nil, let seal = seals.seal(at: file.sourcePlace) else { return .whole }
    let proof = try proof(of: record, place: place)
    let source = try BytesOfFile(vault.open(copyFile.file.digest))
    let copy = Array(try source.read(0..<source.count))
    switch try open(seal, of: seals, secrets) {
    case .picture(let picture):
      return .pictures(original: try picture.png(), copy: copy)
    case .bytes(let sealed, let original):
      let known = try RedactedCopy(BytesInMemory(copy), proof)
      let hidden = try sealed.hiddenRanges(of: known).ranges
      let limit = min(original.count, Self.reviewByteLimit)
      let notes = proof.notesByGap
      let reasons = proof.gaps.indices.map { gap in
        (notes[gap] ?? []).map(\.reason).joined(separator: ", ")
      }
      return .text(
        original: Self.spans(
          Array(try original.read(0..<limit)), hidden, reasons),
        copy: Self.spans(
          Array(copy.prefix(Self.reviewByteLimit)),
          proof.gaps.map { $0.offset..<$0.offset + $0.length }, reasons))
    }
  }

  /// A text cut where something is withheld; direction marks are shown, not obeyed.
  private static func spans(
    _ bytes: [UInt8], _ hidden: [Range<Int>], _ reasons: [String]
  ) -> [ReviewPage.Span] {
    func text(_ range: Range<Int>) -> String {
      String(decoding: bytes[range], as: UTF8.self).unicodeScalars.reduce(into: "") {
        if $1.properties.isBidiControl {
          $0 += "\\u{\(String($1.value, radix: 16))}"
        } else {
          $0.unicodeScalars.append($1)
        }
      }
    }
    var spans: [ReviewPage.Span] = []
    var place = 0
    for (number, range) in hidden.enumerated() where range.upperBound <= bytes.count {
      if place < range.lowerBound {
        spans.append(
          ReviewPage.Span(text: text(place..<range.lowerBound), isWithheld: false, reason: ""))
      }
      spans.append(
        ReviewPage.Span(
          text: text(range), isWithheld: true,
          reason: number < reasons.count ? reasons[number] : ""))
      place = range.upperBound
    }
    if place < bytes.count {
      spans.append(
        ReviewPage.Span(text: text(place..<bytes.count), isWithheld: false, reason: ""))
    }
    return spans
  }
}
