import Custody
import Dispatch
import Signing
import Synchronization

/// A key that another core is unlocking.
final class KeyBeingUnlocked: Sendable {
  private let result = Mutex<Result<PrivateKey, any Error>?>(nil)
  private let done = DispatchSemaphore(value: 0)

  init(pem: [UInt8], passphrase: Secret) {
    DispatchQueue.global().async { [self] in
      result.withLock { $0 = Result { try PrivateKey(pem: pem, passphrase: passphrase) } }
      done.signal()
    }
  }

  /// Waits for the key and hands it over, once.
  func take() throws -> PrivateKey {
    done.wait()
    guard let unlocked = result.withLock({ $0.take() }) else {
      preconditionFailure("a key is taken once")
    }
    return try unlocked.get()
  }
}

/// A person whose key another core is unlocking.
struct PersonBeingUnlocked {
  let id: PersonID
  let certificate: Certificate
  let key: KeyBeingUnlocked

  /// Waits for the key.
  func take() throws -> ActingPerson {
    ActingPerson(id: id, certificate: certificate, key: try key.take())
  }
}
