// Several digests of one stream, each on a thread of its own, so that hashing keeps pace with unpacking.

import Integrity

/// Computes digests of the chunks it is given, in order, while the caller reads the next ones.
final class MediaHasher {
  private let threads: [ChunkThread<HashWorker>]

  init(_ algorithms: [AcquisitionAlgorithm]) {
    threads = algorithms.map { algorithm in ChunkThread { HashWorker(algorithm) } }
  }

  /// Ends threads that nobody asked for their result.
  deinit { for thread in threads { thread.finish() } }

  func take(_ chunk: [UInt8]) { for thread in threads { thread.take(chunk) } }

  /// The digests, in the order of the algorithms asked for.
  func finish() -> [AcquisitionHash] { threads.map { $0.finish() } }
}

private struct HashWorker: ChunkWorker, ~Copyable {
  private var hasher: AcquisitionHasher

  init(_ algorithm: AcquisitionAlgorithm) { hasher = AcquisitionHasher(algorithm) }

  mutating func take(_ chunk: [UInt8]) { chunk.withUnsafeBytes { hasher.update($0) } }
  consuming func finish() -> AcquisitionHash { hasher.finish() }
}
