import Foundation
import Integrity
import Signing
import TestSupport
import Testing

@Suite struct CAdESTests {
  private static let content = Array("evidencia\n".utf8)

  private func sign() throws -> [UInt8] {
    try CAdESSignature.sign(
      Self.content, with: Keys.key(), certificate: Keys.certificate, intermediates: [],
      at: Keys.now, timestamps: Keys.timestamps())
  }

  private func isSound(_ der: [UInt8]) -> Bool {
    guard let signature = try? CAdESSignature(der: der) else { return false }
    return signature.formProblems.isEmpty && signature.isOver(Self.content)
      && signature.isSignatureValid && signature.isTimestampOverSignature
      && signature.timestamp?.problems.isEmpty == true
  }

  @Test("A signature holds over its content and over no other")
  func roundTrip() throws {
    let der = try sign()
    #expect(isSound(der))
    let signature = try CAdESSignature(der: der)
    #expect(!signature.isOver(Self.content + [0]))
    #expect(signature.signingTime == Keys.now)
    #expect(signature.timestamp?.time == Keys.now)
    #expect(
      try Keys.anchors.judge(
        signature.certificate, intermediates: [], at: Keys.now, for: .signing) == .trusted)
  }

  @Test("No bit of a signature is free", arguments: 0..<8)
  func flippedBit(bit: Int) throws {
    let der = try sign()
    for index in der.indices {
      var bytes = der
      bytes[index] ^= 1 << bit
      #expect(!isSound(bytes), "byte \(index)")
    }
  }

  @Test("Cut off or continued, it is no signature")
  func length() throws {
    let der = try sign()
    #expect(!isSound(der + [0]))
    #expect(!isSound(Array(der.dropLast())))
    #expect(!isSound([]))
  }

  @Test("OpenSSL accepts it", .enabled(if: Tool.named("openssl") != nil))
  func openSSL() throws {
    let folder = try TemporaryFolder()
    try folder.write(sign(), to: "s.p7s")
    try folder.write(Self.content, to: "content")
    let anchors = try Keys.anchors
    try folder.write(anchors.roots[0].pem, to: "root.crt")
    let result = try #require(Tool.named("openssl")).run(
      [
        "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", "s.p7s", "-content",
        "content", "-CAfile", "root.crt", "-purpose", "any", "-out", "/dev/null",
      ], in: folder.url)
    #expect(result.status == 0, "\(result.errors)")
  }
}

@Suite struct TimestampTests {
  @Test(
    "A token states the time and the digest, and no bit of it is free", arguments: [0, 3, 5, 7])
  func flippedBit(bit: Int) throws {
    let message = Array("message".utf8)
    let der = try Keys.timestamps().token(over: message)
    let token = try TimestampToken(der: der)
    #expect(token.time == Keys.now)
    #expect(token.imprint == Digest(of: message))
    #expect(token.problems.isEmpty)
    for index in der.indices {
      var bytes = der
      bytes[index] ^= 1 << bit
      let read = try? TimestampToken(der: bytes)
      #expect(read?.problems.isEmpty != true, "byte \(index)")
    }
  }
}

@Suite struct TrustTests {
  @Test("A certificate is judged by the chosen roots, its purpose and the time")
  func judging() throws {
    let certificate = try Keys.certificate
    let anchors = try Keys.anchors
    func isTrusted(_ anchors: TrustAnchors, _ time: Int64, _ purpose: CertificatePurpose) -> Bool {
      anchors.judge(certificate, intermediates: [], at: time, for: purpose) == .trusted
    }
    #expect(isTrusted(anchors, Keys.now, .signing))
    #expect(!isTrusted(anchors, Keys.term.notAfter + 1, .signing))
    #expect(!isTrusted(anchors, Keys.term.notBefore - 1, .signing))
    #expect(!isTrusted(anchors, Keys.now, .timestamping))
    #expect(!isTrusted(TrustAnchors(roots: [], timestampRoots: []), Keys.now, .signing))
    let swapped = TrustAnchors(roots: anchors.timestampRoots, timestampRoots: anchors.roots)
    #expect(!isTrusted(swapped, Keys.now, .signing))
  }
}
