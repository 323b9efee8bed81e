import ArgumentParser
import Bundles
import Casework
import Foundation
import Integrity
import Phrasebook

/// Verifies a bundle.
///
/// Needs no office, no network and no account.
struct VerifyCommand: Command {
  static let name = "verify"
  static let configuration = CommandConfiguration("verify", code: "verify")

  @OptionGroup var common: CommonOptions
  @Argument(help: .text("help.verify.bundle", value: "help.value.file")) var bundle: String
  @Option(help: .text("help.verify.trust", value: "help.value.trust")) var trust: String?

  func report(in session: Session) throws -> Report {
    let material = try trust.map { try TrustMaterial(readingFrom: session.surroundings.path($0)) }
    let findings = try findings(trust: material, session)
    let text = VerdictText(findings)
    return Report(text.json, exitStatus: findings.verdict.exitStatus) {
      text.lines(bundle: bundle, $0)
    }
  }
}

extension VerifyCommand {
  private func findings(trust: TrustMaterial?, _ session: Session) throws -> BundleFindings {
    let path = session.surroundings.path(bundle)
    if FileManager.default.fileExists(atPath: path + "/bagit.txt") {
      return try .ofFolder(URL(filePath: path))
    }
    let verifier = try BundleVerifier(path: path, trust: trust)
    return try verifier.verify { done, bytes, total in
      try session.progress(
        WorkProgress("verify", itemsDone: done, itemsTotal: 0, bytesDone: bytes, bytesTotal: total))
    }
  }
}

/// A verdict for people and for programs; see `schemas/verdict.json`.
struct VerdictText {
  private let findings: BundleFindings
  private var verdict: Verdict { findings.verdict }

  init(_ findings: BundleFindings) { self.findings = findings }

  func lines(bundle: String, _ book: Phrasebook) -> [String] {
    var lines = [book.words(for: Phrase("verdict.head", ["bundle": printable(bundle)]))]
    let names = VerdictLayer.allCases.map { book.words("layer.\($0.rawValue)") }
    let width = names.map(\.count).max() ?? 0
    for (layer, name) in zip(VerdictLayer.allCases, names) {
      lines += self.lines(
        verdict[layer], name + String(repeating: " ", count: width - name.count), book)
    }
    return lines + [
      "", answer("verdict.integrity", verdict.integrity.rawValue, book),
      answer("verdict.trust", verdict.trust.rawValue, book),
      book.words("verdict.limits"),
    ]
  }

  private func answer(_ code: String, _ value: String, _ book: Phrasebook) -> String {
    let word = value.lowercased().replacing(" ", with: "-")
    return
      "\(book.words(code)): \(value) — \(book.words("verdict.answer.\(word)"))"
  }

  private func lines(_ layer: LayerResult, _ name: String, _ book: Phrasebook) -> [String] {
    let count = book.words(for: Phrase("verdict.checked", ["count": "\(layer.checked)"]))
    let status = layer.status.rawValue
    let padded = status + String(repeating: " ", count: 11 - status.count)
    var lines = ["  \(name)  \(padded)  \(layer.notChecked.map(book.words) ?? count)"]
    lines += layer.failures.prefix(Self.failureLimit).map {
      "      ✗ " + printable(book.words(for: $0.phrase)) + " [\($0.phrase.code)]"
    }
    if layer.failures.count > Self.failureLimit {
      let more = layer.failures.count - Self.failureLimit
      lines.append("      … " + book.words(for: Phrase("verdict.more", ["count": "\(more)"])))
    }
    lines += layer.notes.prefix(Self.failureLimit).map {
      "      · " + printable(book.words(for: $0))
    }
    return lines
  }

  /// Lines of one kind that a person is shown for one layer; `--json` has them all.
  private static let failureLimit = 40

  var json: JSON {
    let layers = VerdictLayer.allCases.map { layer -> JSON in
      let result = verdict[layer]
      return .object([
        "layer": .string(layer.rawValue), "status": .string(result.status.rawValue),
        "checked": JSON(result.checked),
        "failures": .array(
          result.failures.map { failure in
            json(failure.phrase, effect: failure.effect.rawValue)
          }),
        "notes": .array(result.notes.map { json($0, effect: nil) }),
        "notChecked": result.notChecked.map { json($0, effect: nil) },
      ])
    }
    return .object([
      "integrity": .string(verdict.integrity.rawValue), "trust": .string(verdict.trust.rawValue),
      "layers": .array(layers), "case": findings.index?["case"],
    ])
  }

  private func json(_ phrase: Phrase, effect: String?) -> JSON {
    .object([
      "code": .string(phrase.code), "facts": JSON.texts(phrase.facts),
      "message": .string(Phrasebook.english.words(for: phrase)), "effect": .text(effect),
    ])
  }
}
