// Several digests of one stream, each on a thread of its own, so that hashing keeps pace with unpacking.

import Foundation
import Integrity
import Synchronization

/// Computes digests of the chunks it is given, in order, while the caller reads the next ones.
final class MediaHasher {
  /// Chunks on their way to each thread.
  static let queueLimit = 4

  private let threads: [HashThread]

  init(_ algorithms: [AcquisitionAlgorithm]) { threads = algorithms.map { HashThread($0) } }

  /// Ends threads that nobody asked for their result.
  deinit { for thread in threads { _ = thread.finish() } }

  func take(_ chunk: [UInt8]) { for thread in threads { thread.take(chunk) } }

  /// The digests, in the order of the algorithms asked for.
  func finish() -> [AcquisitionHash] { threads.map { $0.finish() } }
}

/// A thread that hashes chunks in the order in which they are handed over.
private final class HashThread: Sendable {
  private struct State: Sendable {
    var chunks: [[UInt8]] = []
    var result: AcquisitionHash?
  }

  private let state = Mutex(State())
  private let room = DispatchSemaphore(value: MediaHasher.queueLimit)
  private let work = DispatchSemaphore(value: 0)
  private let done = DispatchSemaphore(value: 0)

  init(_ algorithm: AcquisitionAlgorithm) {
    let thread = Thread { [self] in run(algorithm) }
    thread.stackSize = 512 * 1024
    thread.start()
  }

  func take(_ chunk: [UInt8]) {
    room.wait()
    state.withLock { $0.chunks.append(chunk) }
    work.signal()
  }

  func finish() -> AcquisitionHash {
    if let result = state.withLock({ $0.result }) { return result }
    work.signal()
    done.wait()
    guard let result = state.withLock({ $0.result }) else {
      preconditionFailure("the thread ends with a result")
    }
    return result
  }

  private func run(_ algorithm: AcquisitionAlgorithm) {
    var hasher = AcquisitionHasher(algorithm)
    while true {
      work.wait()
      let chunk = state.withLock { $0.chunks.isEmpty ? nil : $0.chunks.removeFirst() }
      guard let chunk else { break }
      chunk.withUnsafeBytes { hasher.update($0) }
      room.signal()
    }
    let result = hasher.finish()
    state.withLock { $0.result = result }
    done.signal()
  }
}
