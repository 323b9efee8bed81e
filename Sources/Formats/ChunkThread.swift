// Work on a stream that goes on while its next bytes are read or unpacked.

import Foundation
import Synchronization

/// What is done with one chunk after another.
protocol ChunkWorker: ~Copyable, SendableMetatype {
  associatedtype Result: Sendable
  mutating func take(_ chunk: [UInt8])
  consuming func finish() -> Result
}

/// A thread that gives a worker chunks in the order in which they are handed over.
///
/// Must be finished, or the thread waits for more for ever.
final class ChunkThread<Worker: ChunkWorker & ~Copyable>: Sendable {
  /// Chunks on their way.
  private static var queueLimit: Int { 16 }

  private struct State: Sendable {
    var chunks: [[UInt8]] = []
    var result: Worker.Result?
  }

  private let state = Mutex(State())
  private let room = DispatchSemaphore(value: queueLimit)
  private let work = DispatchSemaphore(value: 0)
  private let done = DispatchSemaphore(value: 0)

  /// `make`: makes the worker, on the thread.
  init(_ make: @escaping @Sendable () -> Worker) {
    let thread = Thread { [self] in run(make()) }
    thread.stackSize = 512 * 1024
    thread.start()
  }

  func take(_ chunk: [UInt8]) {
    room.wait()
    state.withLock { $0.chunks.append(chunk) }
    work.signal()
  }

  @discardableResult
  func finish() -> Worker.Result {
    if let result = state.withLock({ $0.result }) { return result }
    work.signal()
    done.wait()
    guard let result = state.withLock({ $0.result }) else {
      preconditionFailure("the thread ends with a result")
    }
    return result
  }

  private func run(_ worker: consuming Worker) {
    var worker = worker
    while true {
      work.wait()
      let chunk = state.withLock { $0.chunks.isEmpty ? nil : $0.chunks.removeFirst() }
      guard let chunk else { break }
      worker.take(chunk)
      room.signal()
    }
    let result = worker.finish()
    state.withLock { $0.result = result }
    done.signal()
  }
}
