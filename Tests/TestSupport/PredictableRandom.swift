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
