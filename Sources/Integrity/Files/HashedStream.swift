// Reading a file once while one core hashes it and another does the rest (copying, CRC-32), in bounded memory.

import Foundation
import Synchronization

/// A file's bytes, read once.
public struct HashedStream {
  /// Bytes handed over at a time: large enough to make the hand-over cheap, small enough to stay in a core's cache.
  public static let chunkByteCount = 512 * 1024
  /// Chunks on their way to the hashing core.
  static let queueLimit = 6

  public let digest: Digest
  public let acquisitionHash: AcquisitionHash?
  public let byteCount: Int64

  /// Reads `source` from its offset `start`.
  ///
  /// - `count`: how many bytes; nil for all up to the end.
  /// - `algorithm`: another digest to compute on the way.
  /// - `body`: sees every chunk in order, on the calling thread; may be called with 0 chunks. Throwing stops the
  ///     reading.
  public init(
    reading source: any ByteSource, from start: Int64 = 0, count: Int64? = nil,
    alsoHashing algorithm: AcquisitionAlgorithm? = nil,
    _ body: (UnsafeRawBufferPointer) throws -> Void = { _ in }
  ) throws {
    let first = try Self.chunk(source, at: start, upTo: count ?? .max)
    let isShort = first.count < Self.chunkByteCount || Int64(first.count) == count
    let other = algorithm == .sha256 ? nil : algorithm
    let worker = isShort ? nil : HashingThread(other)
    var inline = Hashers(other)
    var chunk = first
    var offset = start
    do {
      while !chunk.isEmpty {
        if let worker { worker.take(chunk) } else { inline.update(chunk) }
        try chunk.withUnsafeBytes(body)
        offset += Int64(chunk.count)
        let left = count.map { $0 - (offset - start) } ?? .max
        chunk = left > 0 ? try Self.chunk(source, at: offset, upTo: left) : []
      }
    } catch {
      _ = worker?.finish()
      throw error
    }
    if let count, offset - start != count {
      _ = worker?.finish()
      throw FileError.truncated(path: source.path)
    }
    let digests = if let worker { worker.finish() } else { inline.finish() }
    digest = digests.digest
    byteCount = offset - start
    acquisitionHash =
      algorithm == .sha256
      ? AcquisitionHash(algorithm: .sha256, bytes: digests.digest.bytes) : digests.other
  }

  private static func chunk(
    _ source: any ByteSource, at offset: Int64, upTo limit: Int64
  ) throws(FileError) -> [UInt8] {
    try source.available(Int(min(Int64(chunkByteCount), limit)), at: offset)
  }
}

/// SHA-256 and, when asked for, one more digest.
private struct Hashers: ~Copyable {
  private var sha256 = DigestHasher()
  private var other: AcquisitionHasher?

  init(_ algorithm: AcquisitionAlgorithm?) { other = algorithm.map { AcquisitionHasher($0) } }

  mutating func update(_ bytes: [UInt8]) {
    sha256.update(bytes)
    bytes.withUnsafeBytes { other?.update($0) }
  }

  consuming func finish() -> (digest: Digest, other: AcquisitionHash?) {
    let hash = other.take()?.finish()
    return (sha256.finish(), hash)
  }
}

/// A thread that hashes chunks in the order in which they are handed over.
private final class HashingThread: Sendable {
  private struct State: Sendable {
    var chunks: [[UInt8]] = []
    var isClosed = false
    var result: (digest: Digest, other: AcquisitionHash?)?
  }

  private let state = Mutex(State())
  private let room = DispatchSemaphore(value: HashedStream.queueLimit)
  private let work = DispatchSemaphore(value: 0)
  private let done = DispatchSemaphore(value: 0)

  init(_ algorithm: AcquisitionAlgorithm?) {
    let thread = Thread { [self] in run(algorithm) }
    thread.stackSize = 512 * 1024
    thread.start()
  }

  func take(_ chunk: [UInt8]) {
    room.wait()
    state.withLock { $0.chunks.append(chunk) }
    work.signal()
  }

  func finish() -> (digest: Digest, other: AcquisitionHash?) {
    state.withLock { $0.isClosed = true }
    work.signal()
    done.wait()
    guard let result = state.withLock({ $0.result }) else {
      preconditionFailure("the thread ends with a result")
    }
    return result
  }

  private func run(_ algorithm: AcquisitionAlgorithm?) {
    var hashers = Hashers(algorithm)
    while true {
      work.wait()
      let chunk = state.withLock { $0.chunks.isEmpty ? nil : $0.chunks.removeFirst() }
      guard let chunk else { break }
      hashers.update(chunk)
      room.signal()
    }
    let result = hashers.finish()
    state.withLock { $0.result = result }
    done.signal()
  }
}
