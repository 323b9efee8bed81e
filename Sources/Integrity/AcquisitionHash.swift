// Digests that other tools made when they acquired a file. We compare them once, at intake; our own records and
// proofs use SHA-256 alone.

import COpenSSL

/// A digest algorithm that acquisition tools write down.
public enum AcquisitionAlgorithm: String, CaseIterable, Sendable {
  case md5, sha1, sha224, sha256, sha384, sha512

  /// Bytes of one digest.
  public var byteCount: Int {
    switch self {
    case .md5: 16
    case .sha1: 20
    case .sha224: 28
    case .sha256: 32
    case .sha384: 48
    case .sha512: 64
    }
  }

  fileprivate var function: OpaquePointer? {
    switch self {
    case .md5: EVP_md5()
    case .sha1: EVP_sha1()
    case .sha224: EVP_sha224()
    case .sha256: EVP_sha256()
    case .sha384: EVP_sha384()
    case .sha512: EVP_sha512()
    }
  }
}

/// A digest written down at acquisition; its length says which algorithm made it.
public struct AcquisitionHash: Hashable, Sendable {
  public let algorithm: AcquisitionAlgorithm
  public let bytes: [UInt8]

  /// Reads hexadecimal digits in either case; nil when their count fits no algorithm.
  public init?(hex: String) {
    guard let bytes = Hex.bytes(of: hex.lowercased()),
      let algorithm = AcquisitionAlgorithm.allCases.first(where: { $0.byteCount == bytes.count })
    else { return nil }
    self.algorithm = algorithm
    self.bytes = bytes
  }

  public init(algorithm: AcquisitionAlgorithm, bytes: [UInt8]) {
    self.algorithm = algorithm
    self.bytes = bytes
  }

  public var hex: String { Hex.text(of: bytes) }
}

/// Computes an acquisition digest of a stream.
///
/// Owns one OpenSSL context and frees it.
public struct AcquisitionHasher: ~Copyable {
  private let context: OpaquePointer
  private let algorithm: AcquisitionAlgorithm

  public init(_ algorithm: AcquisitionAlgorithm) {
    guard let context = EVP_MD_CTX_new(),
      EVP_DigestInit_ex2(context, algorithm.function, nil) == 1
    else { fatalError("OpenSSL has no \(algorithm): the installation is broken") }
    self.context = context
    self.algorithm = algorithm
  }

  deinit { EVP_MD_CTX_free(context) }

  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
  }

  public consuming func finish() -> AcquisitionHash {
    var bytes = [UInt8](repeating: 0, count: algorithm.byteCount)
    EVP_DigestFinal_ex(context, &bytes, nil)
    return AcquisitionHash(algorithm: algorithm, bytes: bytes)
  }
}
