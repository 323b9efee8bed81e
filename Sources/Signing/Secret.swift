import COpenSSL

/// A passphrase: in one place of memory, and wiped when its last owner lets it go.
public final class Secret: Sendable {
  /// Never handed out, so that no other array shares its memory.
  private let bytes: [UInt8]

  /// `bytes` is the caller's to wipe.
  public convenience init(_ bytes: [UInt8]) {
    self.init(capacity: bytes.count) { buffer in
      buffer.copyBytes(from: bytes)
      return bytes.count
    }
  }

  /// Lets `body` write up to `capacity` bytes where they will stay, and say how many they are.
  public init(capacity: Int, _ body: (UnsafeMutableRawBufferPointer) -> Int) {
    bytes = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
      count = body(UnsafeMutableRawBufferPointer(buffer))
    }
  }

  deinit {
    bytes.withUnsafeBytes {
      OPENSSL_cleanse(UnsafeMutableRawPointer(mutating: $0.baseAddress), $0.count)
    }
  }

  /// How many characters of UTF-8 it has.
  public var characterCount: Int { withBytes { $0.count { $0 & 0xC0 != 0x80 } } }

  public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows
    -> Result
  {
    try bytes.withUnsafeBytes(body)
  }
}
