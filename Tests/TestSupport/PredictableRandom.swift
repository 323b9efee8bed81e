import Integrity
public import Signing
import Synchronization

/// Bytes that are the same in every run: the digests of a seed and a count.
public final class PredictableRandom: RandomSource {
  private let seed: String
  private let count = Mutex(0)

  public init(_ seed: String) { self.seed = seed }

  public func bytes(count wanted: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < wanted {
      let turn = count.withLock { count -> Int in
        count += 1
        return count
      }
      bytes += Digest(of: Array("\(seed) \(turn)".utf8)).bytes
    }
    return Array(bytes.prefix(wanted))
  }
}

/// Numbers that are the same in every run (SplitMix64).
public struct PredictableRandomNumbers: RandomNumberGenerator, Sendable {
  private var state: UInt64

  public init(seed: UInt64) { state = seed }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    return value ^ value >> 31
  }
}
