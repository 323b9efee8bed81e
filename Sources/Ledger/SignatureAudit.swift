// Checking many signatures on all cores. Each worker keeps its own parsed keys, so nothing is shared.

import Dispatch
import Glibc
public import Integrity
public import Signing
import Synchronization

/// Which of many signed events are not signed by the certificate that they name.
public enum SignatureAudit {
  /// Events that one worker takes at a time: long enough to make the hand-over cheap.
  private static let sliceSize = 256

  /// The places, within `events`, of those whose certificate is not among `certificates` or whose signature does
  /// not fit it, in order.
  public static func unsigned(
    among events: [SignedEvent], certificates: [Digest: Certificate]
  ) -> [Int] {
    let slices = stride(from: 0, to: events.count, by: sliceSize).map {
      $0..<min($0 + sliceSize, events.count)
    }
    let found = Mutex<[Int]>([])
    let next = Atomic(0)
    let workers = min(slices.count, activeCores)
    DispatchQueue.concurrentPerform(iterations: workers) { _ in
      var keys = KeyRing(certificates)
      while true {
        let slice = next.add(1, ordering: .relaxed).oldValue
        guard slice < slices.count else { return }
        let bad = slices[slice].filter { !keys.accepts(events[$0]) }
        if !bad.isEmpty { found.withLock { $0 += bad } }
      }
    }
    return found.withLock { $0.sorted() }
  }

  private static var activeCores: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
}

/// The parsed keys of one worker.
///
/// OpenSSL's keys are not shared between threads.
private struct KeyRing {
  private final class ParsedKey {
    let key: VerifyingKey
    init(_ certificate: Certificate) throws { key = try VerifyingKey(certificate) }
  }

  private let certificates: [Digest: Certificate]
  private var parsed: [Digest: ParsedKey] = [:]

  init(_ certificates: [Digest: Certificate]) { self.certificates = certificates }

  mutating func accepts(_ signed: SignedEvent) -> Bool {
    if let known = parsed[signed.certificate] { return signed.token.isSigned(by: known.key) }
    guard let certificate = certificates[signed.certificate],
      let fresh = try? ParsedKey(certificate)
    else { return false }
    parsed[signed.certificate] = fresh
    return signed.token.isSigned(by: fresh.key)
  }
}
