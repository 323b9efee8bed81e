import Foundation
import Integrity
import Signing
import TestSupport
import Testing

@Suite struct KeyTests {
  @Test("A key opens with its passphrase and with no other")
  func passphrase() throws {
    let pem = try Keys.keyPEM
    #expect(String(decoding: pem, as: UTF8.self).hasPrefix("-----BEGIN ENCRYPTED PRIVATE KEY-----"))
    #expect(throws: SigningError.wrongPassphrase) {
      _ = try PrivateKey(pem: pem, passphrase: Secret(Array("wrong".utf8)))
    }
    #expect(throws: SigningError.wrongPassphrase) { _ = try PrivateKey(pem: pem, passphrase: nil) }
    let key = try PrivateKey(pem: pem, passphrase: Keys.passphrase)
    #expect(key.matches(try Keys.certificate))
  }

  @Test(
    "What is no key is refused",
    arguments: ["", "hello", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
  func malformed(_ text: String) {
    #expect(throws: SigningError.self) {
      _ = try PrivateKey(pem: Array(text.utf8), passphrase: nil)
    }
  }

  @Test("A certificate survives both ways, alone and in a list")
  func certificate() throws {
    let certificate = try Keys.certificate
    #expect(try Certificate(der: certificate.der) == certificate)
    let pem = Array((certificate.pem + certificate.pem).utf8)
    #expect(try Certificate.list(pem: pem) == [certificate, certificate])
    #expect(certificate.subject.contains("TRAINING"))
    #expect(certificate.extendedUsages == nil)
    #expect(!certificate.isAuthority)
    #expect(throws: SigningError.certificateMalformed) {
      try Certificate(der: certificate.der + [0])
    }
  }

  @Test("The note of golang.org/x/mod/sumdb/note's example holds")
  func note() throws {
    let key = try #require(
      NoteKey(parsing: "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"))
    let text = """
      If you think cryptography is the answer to your problem,
      then you don't know what your problem is.

      — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=

      """
    let note = try SignedNote(parsing: text)
    #expect(note.text == text)
    #expect(note.signers(among: [key])?.count == 1)
    let other = SignedNote(body: note.body + "x\n", signatures: note.signatures)
    #expect(other.signers(among: [key]) == nil)
    #expect(NoteKey(parsing: "\(key)".replacing("c74f20a3", with: "c74f20a4")) == nil)
  }

  @Test("A policy is met by its log and its witnesses, and by nothing less")
  func policy() throws {
    let signer = try NoteSigner(name: "log.example", key: .generateEd25519())
    let note = try signer.sign(
      Checkpoint(origin: "log.example", size: 0, root: MerkleTree.emptyRoot))
    let policy = LogPolicy(log: signer.noteKey)
    #expect(LogPolicy(parsing: policy.text) == policy)
    #expect(policy.judge(note) == .trusted(witnesses: 0))
    let stranger = try NoteSigner(name: "log.example", key: .generateEd25519())
    #expect(LogPolicy(log: stranger.noteKey).judge(note) == .unknownLog)
    let witness = NoteKey(name: "w.example", kind: .cosignature, key: stranger.noteKey.key)
    let demanding = try #require(
      LogPolicy(parsing: "log \(signer.noteKey)\nwitness w \(witness)\nquorum w\n"))
    #expect(demanding.judge(note) == .tooFewWitnesses)
    for bad in [
      "", "quorum none\n", "log x\nquorum none\n", "\(policy.text)quorum none\n", "odd\n",
    ] {
      #expect(LogPolicy(parsing: bad) == nil)
    }
  }
}

private let wycheproof = Repository.shared.appending(path: "data/pki/wycheproof")

/// C2SP Wycheproof: signatures that must be accepted and refused, read beside the checkout.
@Suite(.enabled(if: Repository.exists(wycheproof)))
struct WycheproofTests {
  @Test("Ed25519 accepts and refuses what it must")
  func ed25519() throws {
    let url = wycheproof.appending(path: "ed25519_test.json")
    let json = try JSON(parsing: Array(Data(contentsOf: url)))
    var checked = 0
    for group in json["testGroups"]?.array ?? [] {
      let hex = try #require(group["publicKey"]?["pk"]?.string)
      let key = try VerifyingKey(ed25519: #require(Hex.bytes(of: hex)))
      for test in group["tests"]?.array ?? [] {
        let message = try #require(test["msg"]?.string.flatMap(Hex.bytes(of:)))
        let signature = try #require(test["sig"]?.string.flatMap(Hex.bytes(of:)))
        let isValid = key.verifies(signature, of: message)
        #expect(isValid == (test["result"] == "valid"), "\(test["comment"]?.string ?? "")")
        checked += 1
      }
    }
    #expect(checked >= 150)
  }
}
