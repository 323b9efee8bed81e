// The large member of a zip container, unpacked by ISA-L, for which libarchive is too slow. Only what is plain is read
// here: for anything else nil is returned, and libarchive has the say.

import CDeflate
import CIsal
import Integrity

/// Where the packed bytes of one member are.
struct DeflatedMember {
  /// The bytes that are searched for the directory's end: a comment may follow it.
  private static let tailByteCount: Int64 = 66_000
  private static let directoryLimit = 4 << 20
  /// Packed bytes that are read at a time.
  private static let readByteCount = 64 * 1024
  /// Deflate (APPNOTE.TXT 4.4.5).
  private static let deflated: UInt16 = 8

  private let source: any ByteSource
  private let start: Int64
  private let packedCount: Int64
  private let crc: UInt32

  /// Finds the member called `name`; nil when it is not there once, plainly deflated, in a plain zip.
  init?(_ name: String, in source: any ByteSource) throws {
    let tailStart = max(0, source.byteCount - Self.tailByteCount)
    let tail = try source.bytes(at: tailStart, count: Int(source.byteCount - tailStart))
    guard let end = Self.endRecord(of: tail),
      let size: UInt32 = tail.integer(at: end + 12, .little), size <= Self.directoryLimit,
      let offset: UInt32 = tail.integer(at: end + 16, .little),
      let directory = try source.exactly(Int(size), at: Int64(offset)),
      let record = Self.record(of: Array(name.utf8), in: directory),
      let header = try source.exactly(30, at: Int64(record.offset)),
      header.integer(at: 0, .little, as: UInt32.self) == 0x0403_4B50,
      let nameCount: UInt16 = header.integer(at: 26, .little),
      let extraCount: UInt16 = header.integer(at: 28, .little)
    else { return nil }
    self.source = source
    start = Int64(record.offset) + 30 + Int64(nameCount) + Int64(extraCount)
    packedCount = Int64(record.packedCount)
    crc = record.crc
    guard start + packedCount <= source.byteCount else { return nil }
  }

  private static func endRecord(of tail: [UInt8]) -> Int? {
    guard tail.count >= 22 else { return nil }
    return stride(from: tail.count - 22, through: 0, by: -1).first {
      tail[$0] == 0x50 && tail.integer(at: $0, .little, as: UInt32.self) == 0x0605_4B50
    }
  }

  private struct Record {
    let crc, packedCount, offset: UInt32
  }

  private static func record(of name: [UInt8], in directory: [UInt8]) -> Record? {
    var found: Record?
    var place = 0
    while directory.integer(at: place, .little, as: UInt32.self) == 0x0201_4B50 {
      guard let flags: UInt16 = directory.integer(at: place + 8, .little),
        let method: UInt16 = directory.integer(at: place + 10, .little),
        let crc: UInt32 = directory.integer(at: place + 16, .little),
        let packedCount: UInt32 = directory.integer(at: place + 20, .little),
        let nameCount: UInt16 = directory.integer(at: place + 28, .little),
        let extraCount: UInt16 = directory.integer(at: place + 30, .little),
        let commentCount: UInt16 = directory.integer(at: place + 32, .little),
        let offset: UInt32 = directory.integer(at: place + 42, .little),
        place + 46 + Int(nameCount) <= directory.count
      else { return nil }
      if directory[place + 46..<place + 46 + Int(nameCount)].elementsEqual(name) {
        guard found == nil, flags & 1 == 0, method == Self.deflated, packedCount != .max,
          offset != .max
        else { return nil }
        found = Record(crc: crc, packedCount: packedCount, offset: offset)
      }
      place += 46 + Int(nameCount) + Int(extraCount) + Int(commentCount)
    }
    return found
  }

  /// Unpacks in chunks of `size` bytes, all but the last; false where ISA-L is missing, before the first.
  ///
  /// - Throws: ``ArchiveProblem`` when the packed bytes are not what they should be.
  func eachChunk(ofByteCount size: Int, _ body: ([UInt8]) throws -> Void) throws -> Bool {
    guard let inflater = Inflater() else { return false }
    var checksum: UInt32 = 0
    var place = start
    let end = start + packedCount
    while !inflater.isFinished {
      let chunk = try inflater.chunk(ofByteCount: size) {
        let next = try source.bytes(
          at: place, count: Int(min(Int64(Self.readByteCount), end - place)))
        place += Int64(next.count)
        return next
      }
      checksum = chunk.withUnsafeBytes {
        UInt32(libdeflate_crc32(checksum, $0.baseAddress, $0.count))
      }
      if !chunk.isEmpty { try body(chunk) }
    }
    guard checksum == crc else { throw ArchiveProblem(detail: "CRC") }
    return true
  }
}

/// ISA-L's state, which it owns and frees.
private final class Inflater {
  private let state = UnsafeMutablePointer<inflate_state>.allocate(capacity: 1)
  /// Packed bytes at hand, and how many of them are used up.
  private var packed: [UInt8] = []
  private var usedCount = 0

  /// Nil where ISA-L is missing.
  init?() {
    guard precinto_isal_begin(state) == 1 else { return nil }
  }

  deinit { state.deallocate() }

  var isFinished: Bool { state.pointee.block_state == ISAL_BLOCK_FINISH }

  /// Unpacks up to `size` bytes; `refill` gives more packed ones, and none at the end.
  func chunk(ofByteCount size: Int, refill: () throws -> [UInt8]) throws -> [UInt8] {
    var problem: (any Error)?
    let chunk = [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
      while filled < size, !isFinished, problem == nil {
        do {
          if usedCount == packed.count { (packed, usedCount) = (try refill(), 0) }
          filled += try step(into: UnsafeMutableBufferPointer(rebasing: buffer[filled...]))
        } catch {
          problem = error
        }
      }
    }
    if let problem { throw problem }
    return chunk
  }

  /// Unpacks what it can, and says how many bytes that gave.
  private func step(into buffer: UnsafeMutableBufferPointer<UInt8>) throws -> Int {
    let isLast = packed.isEmpty
    let unpackedCount = try packed.withUnsafeMutableBufferPointer { input in
      state.pointee.next_in = input.baseAddress?.advanced(by: usedCount)
      state.pointee.avail_in = UInt32(input.count - usedCount)
      state.pointee.next_out = buffer.baseAddress
      state.pointee.avail_out = UInt32(buffer.count)
      guard precinto_isal_inflate(state) == ISAL_DECOMP_OK else {
        throw ArchiveProblem(detail: "deflate")
      }
      return buffer.count - Int(state.pointee.avail_out)
    }
    guard !isLast || unpackedCount > 0 || isFinished else {
      throw ArchiveProblem(detail: "truncated")
    }
    usedCount = packed.count - Int(state.pointee.avail_in)
    return unpackedCount
  }
}
