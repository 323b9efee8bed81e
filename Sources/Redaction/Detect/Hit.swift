/// Something found in a file that identifies somebody or something.
public struct Hit: Hashable, Sendable {
  /// The bytes of the file.
  public let range: Range<Int>
  /// Which detector, or which party of the case, such as `party:P-03`.
  public let source: String
  /// What it identifies, such as `phone`; `party` for a name.
  public let kind: String
  /// 0 to 100; from 90 on it is as good as certain.
  public let score: Int
  /// Whether its check digit is wrong: mistyped, misread, or something else.
  public let isCheckFailed: Bool
  /// Whether it names a thing, such as a firearm, which is evidence and not withheld without need.
  public let isEvidence: Bool
}
