// The segment files' own digests, computed while their media is unpacked: following close behind libewf, this reads
// what the system still has in memory, so that the disk is read once.

import Foundation
import Integrity
import Synchronization

/// Hashes the files of a set on a thread of its own, no further than it is told.
final class SegmentHasher: Sendable {
  private static let readByteCount = 512 * 1024

  private struct State: Sendable {
    /// Bytes of all files together that may be hashed.
    var target: Int64 = 0
    var isClosed = false
    var result: Result<[DiskImageVerification.SegmentDigest], any Error>?
  }

  private let files: [DiskImageSegments.File]
  private let state = Mutex(State())
  private let work = DispatchSemaphore(value: 0)
  private let done = DispatchSemaphore(value: 0)

  init(_ files: [DiskImageSegments.File]) {
    self.files = files
    let thread = Thread { [self] in run() }
    thread.stackSize = 512 * 1024
    thread.start()
  }

  /// Lets the thread go on to that share of all bytes, 0 to 1.
  func advance(to share: Double) {
    let total = Double(files.reduce(0) { $0 + $1.byteCount })
    state.withLock { $0.target = Int64(total * min(max(share, 0), 1)) }
    work.signal()
  }

  /// Ends the thread where it is.
  func cancel() {
    state.withLock { $0.isClosed = true }
    work.signal()
  }

  /// Lets the thread hash the rest.
  func finish() throws -> [DiskImageVerification.SegmentDigest] {
    state.withLock { $0.target = .max }
    work.signal()
    done.wait()
    guard let result = state.withLock({ $0.result }) else {
      preconditionFailure("the thread ends with a result")
    }
    return try result.get()
  }

  private func run() {
    let result = Result { try digests() }
    state.withLock { $0.result = result }
    done.signal()
  }

  private func digests() throws -> [DiskImageVerification.SegmentDigest] {
    var before: Int64 = 0
    return try files.map { file in
      let source = try FileSource.opened(file.path)
      var hasher = DigestHasher()
      var offset: Int64 = 0
      while true {
        guard mayPass(before + offset) else { throw CancellationError() }
        let bytes = try source.bytes(at: offset, count: Self.readByteCount)
        if bytes.isEmpty { break }
        hasher.update(bytes)
        offset += Int64(bytes.count)
      }
      before += offset
      return DiskImageVerification.SegmentDigest(
        name: file.name, byteCount: offset, digest: hasher.finish())
    }
  }

  /// Waits until the target lies beyond `offset`; false when nobody waits for the result any more.
  private func mayPass(_ offset: Int64) -> Bool {
    while true {
      let (target, isClosed) = state.withLock { ($0.target, $0.isClosed) }
      if isClosed { return false }
      if target > offset { return true }
      work.wait()
    }
  }
}
