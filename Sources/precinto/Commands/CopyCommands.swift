// What anybody can do with a redacted copy and its proof, and what an order of a court opens.

import ArgumentParser
import Casework
import Custody
import Foundation
import Integrity
import Phrasebook
import Redaction

/// A range of bytes as it is typed: `120-137`.
struct ByteSpan: ExpressibleByArgument {
  let range: Range<Int>

  init?(argument: String) {
    let parts = argument.split(separator: "-").compactMap { Int($0) }
    guard parts.count == 2, parts[0] >= 0, parts[0] < parts[1] else { return nil }
    range = parts[0]..<parts[1]
  }
}

/// A copy and its proof in two files.
struct CopyOptions: ParsableArguments {
  @Argument(help: .text("help.redact.copy", value: "help.value.file")) var copy: String
  @Argument(help: .text("help.redact.proof", value: "help.value.file")) var proof: String

  func value(_ surroundings: Surroundings) throws -> CopyWithProof {
    try CopyWithProof(copy: surroundings.path(copy), proof: surroundings.path(proof))
  }
}

struct RedactVerify: Command {
  static let name = "redact.verify"
  static let configuration = CommandConfiguration("verify", code: "redact.verify")

  @OptionGroup var common: CommonOptions
  @OptionGroup var options: OfficeOptions
  @OptionGroup var files: CopyOptions
  @Option(help: .text("help.redact.seal")) var seal: String?

  func report(in session: Session) throws -> Report {
    let read = try files.value(session.surroundings)
    var expected = seal.flatMap { Digest(hex: $0) }
    if seal != nil, expected == nil {
      throw ValidationError(session.book.words("cli.sealMalformed"))
    }
    if expected == nil, let office = try? session.office(options) {
      expected = try office.recordedSeal(for: read.proof.header)
    }
    let isProven = expected.map { $0 == read.seal }
    let boxes = read.proof.hiddenTiles == nil ? read.proof.gaps.count : read.proof.notes.count
    let code =
      isProven == nil ? "cli.copyUnjudged" : isProven == true ? "cli.copyProven" : "cli.copyDiffers"
    let status: ExitStatus =
      isProven == nil ? .incomplete : isProven == true ? .done : .integrityFailed
    let phrase = Phrase(
      code,
      [
        "file": read.proof.header.item, "count": "\(boxes)", "seal": "\(read.seal)",
        "expected": expected.map { "\($0)" } ?? "–",
      ])
    return Report(
      .object([
        "file": .string(read.proof.header.item), "seal": read.seal.json,
        "expected": expected?.json, "proven": isProven.map { .bool($0) }, "boxes": JSON(boxes),
        "reasons": .array(
          Set(read.proof.notes.map(\.reason)).sorted().map(JSON.string)),
      ]), exitStatus: status
    ) { book in
      [book.words(for: phrase)]
        + read.proof.notes.map { note in
          "  \(note.gap + 1): \(printable(note.reason))  \(printable(note.basis ?? ""))"
        }
    }
  }
}

struct RedactMore: Command {
  static let name = "redact.more"
  static let configuration = CommandConfiguration("more", code: "redact.more")

  @OptionGroup var common: CommonOptions
  @OptionGroup var copy: CopyOptions
  @Option(name: .customLong("span"), help: .text("help.redact.moreSpan")) var spans: [ByteSpan] = []
  @Option(name: .customLong("box"), help: .text("help.redact.box")) var boxes: [PixelBox] = []
  @Option(help: .text("help.redact.reason")) var reason: String
  @Option(name: .shortAndLong, help: .text("help.redact.copyOutput", value: "help.value.file"))
  var output: String
  @Option(help: .text("help.redact.proofOutput", value: "help.value.file")) var proofOutput: String
  @OptionGroup var replacing: ReplacingOptions

  func report(in session: Session) throws -> Report {
    let files = try CopyOutput(output, proofOutput, replacing, in: session)
    let made = try copy.value(session.surroundings).redacted(
      spans.map(\.range), boxes, reason: reason)
    return try files.report(made)
  }
}

struct RedactOpen: Command {
  static let name = "redact.open"
  static let configuration = CommandConfiguration("open", code: "redact.open")

  @OptionGroup var common: CommonOptions
  @OptionGroup var copy: CopyOptions
  @Argument(help: .text("help.redact.unsealing", value: "help.value.file")) var unsealing: String
  @Option(name: .shortAndLong, help: .text("help.redact.copyOutput", value: "help.value.file"))
  var output: String
  @Option(help: .text("help.redact.proofOutput", value: "help.value.file")) var proofOutput: String
  @OptionGroup var replacing: ReplacingOptions

  func report(in session: Session) throws -> Report {
    let files = try CopyOutput(output, proofOutput, replacing, in: session)
    let path = session.surroundings.path(unsealing)
    let made = try copy.value(session.surroundings).applying(unsealingAt: path)
    return try files.report(made)
  }
}

/// A new copy beside its proof.
struct CopyOutput {
  private let copy: Output
  private let proof: Output

  init(
    _ copy: String, _ proof: String, _ replacing: ReplacingOptions, in session: Session
  ) throws {
    self.copy = try Output(copy, replacing, in: session)
    self.proof = try Output(proof, replacing, in: session)
    guard self.proof.path != nil else {
      throw ValidationError("--proof-output: \(HelpLanguage.book.words("cli.oneOnOutput"))")
    }
  }

  /// Both are on disk before either gets its name.
  func report(_ made: (copy: [UInt8], proof: Proof)) throws -> Report {
    try copy.stage(made.copy)
    try proof.stage(made.proof.json.bytes)
    try copy.finish()
    try proof.finish()
    return copy.report(
      ["copy": copy.json, "proof": proof.json],
      Phrase("cli.copyWritten", ["path": copy.name, "proof": proof.name]))
  }
}

struct RedactUnseal: Command {
  static let name = "redact.unseal"
  static let configuration = CommandConfiguration("unseal", code: "redact.unseal")

  @OptionGroup var common: CommonOptions
  @OptionGroup var acting: ActingOptions
  @OptionGroup var circumstance: CircumstanceOptions
  @Argument(help: .text("help.item.id")) var item: ItemID
  @Option(help: .text("help.redact.file")) var file = 1
  @Option(name: .customLong("number"), help: .text("help.redact.boxNumber")) var numbers: [Int] = []
  @Option(name: .customLong("span"), help: .text("help.redact.span")) var spans: [ByteSpan] = []
  @Option(name: .customLong("box"), help: .text("help.redact.box")) var boxes: [PixelBox] = []
  @Option(help: .text("help.redact.order")) var order: EventID
  @Option(help: .text("help.redact.reason")) var reason: String
  @Option(name: .shortAndLong, help: .text("help.redact.unsealOutput", value: "help.value.file"))
  var output: String
  @OptionGroup var replacing: ReplacingOptions

  func report(in session: Session) throws -> Report {
    let opened = try Output(output, replacing, mode: Output.secretMode, in: session)
    let (office, actor) = try session.acting(acting)
    let parts =
      numbers.map(UnsealedPart.box) + spans.map { .span($0.range) } + boxes.map { .pixels($0) }
    let recorded = try office.unseal(
      item, file: file, parts, order: order, reason: reason,
      under: circumstance.value(session), by: actor, deliver: opened.stage)
    try opened.finish()
    let count = recorded.event[.openedCount] ?? 0
    return opened.report(
      EventReport.report(
        recorded, Phrase("cli.unsealed", ["path": output, "count": "\(count)"])))
  }
}

struct RedactPages: Command {
  static let name = "redact.pages"
  static let configuration = CommandConfiguration("pages", code: "redact.pages")

  @OptionGroup var common: CommonOptions
  @OptionGroup var acting: ActingOptions
  @OptionGroup var circumstance: CircumstanceOptions
  @Argument(help: .text("help.item.id")) var item: ItemID
  @Option(name: .customLong("item"), help: .text("help.redact.newItem")) var newItem: ItemID
  @Option(help: .text("help.redact.file")) var file = 1
  @Option(help: .text("help.redact.resolution")) var resolution = 200
  @Option(help: .text("help.redact.seconds", value: "help.value.number")) var seconds: Int?

  func report(in session: Session) throws -> Report {
    let (office, actor) = try session.acting(acting)
    let recorded = try office.rasterise(
      item, file: file, as: newItem, resolution: resolution, within: seconds,
      under: circumstance.value(session), by: actor)
    let count = recorded.event[.fileCount] ?? 0
    return EventReport.report(
      recorded, Phrase("cli.rasterised", ["item": "\(newItem)", "count": "\(count)"]))
  }
}
