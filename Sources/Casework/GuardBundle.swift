// Before a bundle is written: nothing that its redacted copies withhold stands anywhere in it.

import Ledger
import Vault
import OfficeStore
import Bundles
import Custody
import Foundation
import Integrity
import Redaction

extension Office {
  /// Everything withheld of the redacted items of a bundle.
  func withheldValues(
    of redactions: [RedactionRecord], _ profile: Profile?, _ parties: [Party],
    _ registrar: ActingPerson
  ) throws -> [LeakValue] {
    var values: [LeakValue] = []
    for redaction in redactions {
      let seals = try seals(of: redaction.source)
      let secrets =
        seals.seals.isEmpty
        ? SealSecrets() : try secrets(for: seals.seals, of: redaction.source, registrar)
      for file in seals.files {
        values.append(
          LeakValue(bytes: file.file.digest.bytes, reason: "SHA-256 \(redaction.source)"))
      }
      for secret in secrets.files {
        values.append(LeakValue(bytes: secret.root.bytes, reason: "seed \(redaction.source)"))
      }
      for file in redaction.files {
        guard let place = file.place, file.proof != nil,
          let seal = seals.seal(at: file.sourcePlace),
          case .bytes(let sealed, let original) = try open(seal, of: seals, secrets),
          let copyFile = try item(redaction.item).files.first(where: { $0.place == place })
        else { continue }
        let proof = try proof(of: redaction, place: place)
        let copy = try RedactedCopy(BytesOfFile(vault.open(copyFile.file.digest)), proof)
        let notes = proof.notesByGap
        for (number, range) in try sealed.hiddenRanges(of: copy).ranges.enumerated() {
          let forms = (notes[number] ?? []).compactMap(\.form)
          // What is left of a name or a number by its form makes the rest too common to be searched for.
          guard
            !forms.contains(where: {
              ["initials", "last-four", "year", "municipality"].contains($0)
            })
          else { continue }
          let text = String(decoding: try original.read(range), as: UTF8.self)
          let rule = notes[number]?.first?.rule ?? "-"
          if let value = LeakValue(text, reason: rule) { values.append(value) }
        }
      }
    }
    for party in profile?.withheldParties(parties) ?? [] {
      for text in [party.name] + party.aliases + party.identifiers {
        if let value = LeakValue(text, reason: "party \(party.id)") { values.append(value) }
      }
    }
    return values
  }

  /// - Throws: ``RedactionError/leaks(_:)`` when anything withheld stands in what is about to be released.
  func requireNoLeaks(
    _ values: [LeakValue], in draft: BundleDraft
  ) throws {
    let search = LeakSearch(values)
    guard !search.isEmpty else { return }
    var leaks: Set<Leak> = []
    var texts = draft.supplements
    texts["bundle.json"] = draft.index.bytes
    texts["case.jsonld"] = draft.graph
    texts["START-HERE.html"] = Array(draft.startPage.utf8)
    texts["VERIFY.txt"] = Array(draft.verifyText.utf8)
    texts["events.jsonl"] = draft.events.flatMap { Array($0.text.utf8) }
    for (name, bytes) in texts { leaks.formUnion(search.leaks(in: bytes, place: name)) }
    for (number, file) in draft.files.enumerated() {
      try workplace.progress(
        WorkProgress(
          "leaks", itemsDone: number, itemsTotal: draft.files.count, bytesDone: 0, bytesTotal: 0))
      let bytes = try BytesOfFile(vault.open(file.file.digest))
      leaks.formUnion(try search.leaks(in: bytes, place: file.path))
    }
    guard leaks.isEmpty else {
      throw RedactionError.leaks(
        leaks.sorted { ($0.place, $0.reason) < ($1.place, $1.reason) })
    }
  }
}
