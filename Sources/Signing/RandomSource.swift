import COpenSSL

/// Where salts, serial numbers and names of events come from.
///
/// Tests hand in a predictable one.
public protocol RandomSource: Sendable {
  func bytes(count: Int) -> [UInt8]
}

/// OpenSSL's cryptographic generator.
public struct SecureRandom: RandomSource {
  public init() {}

  public func bytes(count: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    let status = RAND_bytes(&bytes, Int32(count))
    precondition(status == 1, "the system has no randomness to give")
    return bytes
  }
}
