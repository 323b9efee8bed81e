/// The names that the segments of one set bear: `.E01` to `.E99`, `.EAA` to `.EZZ`, then `.FAA` and on to `.ZZZ`.
///
/// The case of the first name is kept.
///
/// - Source: *Expert Witness Compression Format*, libewf documentation.
struct EWFSegmentName {
  /// The most segments that names can be made for.
  static let segmentLimit = 99 + 22 * 26 * 26

  private let stem: String
  private let isLowercase: Bool

  /// Reads the path of the first segment; nil unless it ends in `.E01`.
  init?(first path: String) {
    guard path.hasSuffix(".E01") || path.hasSuffix(".e01") else { return nil }
    stem = String(path.dropLast(3))
    isLowercase = path.hasSuffix(".e01")
  }

  /// The path of segment `number`, counted from 1; nil past the last name.
  func path(of number: Int) -> String? {
    guard number >= 1, number <= Self.segmentLimit else { return nil }
    let ending: String
    if number <= 99 {
      ending = number < 10 ? "E0\(number)" : "E\(number)"
    } else {
      let place = number - 100
      let letters = [4 + place / 676, place / 26 % 26, place % 26]
      ending = String(decoding: letters.map { UInt8(0x41 + $0) }, as: UTF8.self)
    }
    return stem + (isLowercase ? ending.lowercased() : ending)
  }
}
