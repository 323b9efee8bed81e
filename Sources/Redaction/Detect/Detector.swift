import Foundation
import Yams

/// One kind of identifier and how it is told from other signs: a line of `Embedded/detectors.yaml`.
final class Detector: Sendable {
  /// What besides its own beginning leads to a match.
  enum Anchor: String, Decodable, Sendable { case at, url, handle, colons }
  enum Context: String, Decodable, Sendable { case none, boost, needed }

  /// What a passed check and a word near by add, and what is worth showing.
  static let checkBonus = 30
  static let contextBonus = 35
  static let threshold = 60

  let id: String
  /// What it identifies, such as `phone`: what rules name.
  let kind: String
  let patterns: [Pattern]
  let check: IdentifierCheck?
  let context: Context
  let words: [String]
  let score: Int
  let isLenient: Bool
  let isEvidence: Bool
  let needsGun: Bool
  let anchor: Anchor?
  /// How many digits must follow where it begins, and how soon the first.
  let digitCount: Int
  let digitWithin: Int

  /// Those that come with the program.
  static let all: [Detector] = {
    do { return try read(Texts.embedded("detectors.yaml")) } catch {
      preconditionFailure("the detectors that come with the program can be read: \(error)")
    }
  }()

  /// What all detectors identify, in order.
  static var kinds: [String] {
    all.reduce(into: []) { if !$0.contains($1.kind) { $0.append($1.kind) } }
  }

  static func read(_ text: String) throws(DetectorError) -> [Detector] {
    let lines: [Line]
    do {
      guard let node = try Yams.compose(yaml: text, .basic) else {
        throw DetectorError.malformed(name: "detectors", detail: "-")
      }
      lines = try YAMLDecoder().decode([Line].self, from: node)
    } catch { throw .malformed(name: "detectors", detail: "\(error)") }
    return try lines.map { (line) throws(DetectorError) in try Detector(line) }
  }

  private init(_ line: Line) throws(DetectorError) {
    id = line.id
    kind = line.kind
    let ignoringCase = line.case == "any"
    patterns = try line.patterns.map { (text) throws(DetectorError) in
      try Pattern(text, ignoringCase: ignoringCase)
    }
    check = line.check
    context = line.context
    words = line.words
    score = line.score
    isLenient = line.lenient ?? false
    isEvidence = line.evidence ?? false
    needsGun = line.also == "gun"
    anchor = line.anchor
    digitCount = line.digits ?? 0
    digitWithin = line.near ?? 8
  }

  private struct Line: Decodable {
    let id: String
    let kind: String
    let patterns: [String]
    let check: IdentifierCheck?
    let context: Context
    let words: [String]
    let score: Int
    let lenient: Bool?
    let evidence: Bool?
    let also: String?
    let anchor: Anchor?
    let digits: Int?
    let near: Int?
    let `case`: String?
  }
}

/// What comes with the program.
enum Texts {
  static func embedded(_ name: String) -> String {
    guard let text = Embedded.base64[name], let data = Data(base64Encoded: text) else {
      preconditionFailure("\(name) is part of the program")
    }
    return String(decoding: data, as: UTF8.self)
  }
}
