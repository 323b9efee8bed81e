import Foundation
import Signing
import TestSupport
import Testing

@Suite struct SecretTests {
  private static let secret = (0..<200).map { UInt8(truncatingIfNeeded: $0 &* 31) }

  @Test("A sealed secret opens with its key alone")
  func whole() throws {
    let envelope = try SecretEnvelope.seal(Self.secret, to: Keys.certificate)
    #expect(try SecretEnvelope.open(envelope, with: Keys.key(), Keys.certificate) == Self.secret)
    let stranger = try PrivateKey.generateP256()
    #expect(throws: (any Error).self) {
      try SecretEnvelope.open(envelope, with: stranger, Keys.certificate)
    }
  }

  @Test(
    "A byte changed anywhere never gives another secret, and in what is encrypted is always noticed"
  )
  func altered() throws {
    let envelope = try SecretEnvelope.seal(Self.secret, to: Keys.certificate)
    let key = try Keys.key()
    let certificate = try Keys.certificate
    for place in envelope.indices {
      for flip in [UInt8(1), 0x80] {
        var altered = envelope
        altered[place] ^= flip
        guard let opened = try? SecretEnvelope.open(altered, with: key, certificate) else {
          continue
        }
        #expect(opened == Self.secret)
        // For whom it is comes first; the encrypted content and its tag come last.
        #expect(place < envelope.count - Self.secret.count)
      }
    }
  }

  @Test("An envelope that is cut off, longer or not authenticated is refused")
  func foreign() throws {
    let envelope = try SecretEnvelope.seal(Self.secret, to: Keys.certificate)
    let key = try Keys.key()
    let certificate = try Keys.certificate
    for other in [[], Array(envelope.dropLast()), envelope + [0]] {
      #expect(throws: (any Error).self) {
        try SecretEnvelope.open(other, with: key, certificate)
      }
    }
  }

  @Test("A secret counts characters, and lends what it holds")
  func characters() {
    #expect(Secret(Array("contraseña".utf8)).characterCount == 10)
    #expect(Secret(Array("abc".utf8)).withBytes { Array($0) } == Array("abc".utf8))
    let filled = Secret(capacity: 10) { buffer in
      buffer[0] = 7
      return 1
    }
    #expect(filled.withBytes { Array($0) } == [7])
  }
}
