import Integrity
import Ledger
import Signing

/// A bundle's events with the certificates of those who signed them, being read on other cores while signatures over
/// the bundle itself are judged.
struct EventLog {
  let certificates: [Certificate]
  /// Entries among the certificates that are none, or not what their names say.
  let malformedCertificates: [String]
  /// Each line of the log; nil for one that is no event with its proof.
  let lines: [EventLine?]
  private let batch: EventBatch

  /// nil when the bundle holds no log.
  init?(_ contents: BundleContents) throws {
    guard let bytes = try contents.bytes(BundleLayout.events) else { return nil }
    var certificates: [Certificate] = []
    var malformed: [String] = []
    for name in contents.names where name.hasPrefix(BundleLayout.certificates) {
      if let pem = try contents.bytes(name), let list = try? Certificate.list(pem: pem),
        list.count == 1, name == "\(BundleLayout.certificates)\(list[0].thumbprint).pem"
      {
        certificates += list
      } else {
        malformed.append(name)
      }
    }
    lines = bytes.split(separator: 0x0A).map { EventLine(parsing: $0) }
    batch = EventBatch(
      lines.map { $0?.token ?? "" }, certificates: Self.byThumbprint(certificates))
    self.certificates = certificates
    malformedCertificates = malformed
  }

  var certificatesByThumbprint: [Digest: Certificate] { Self.byThumbprint(certificates) }

  private static func byThumbprint(_ certificates: [Certificate]) -> [Digest: Certificate] {
    Dictionary(certificates.map { ($0.thumbprint, $0) }, uniquingKeysWith: { one, _ in one })
  }

  /// Waits for what was read of each line.
  func readings() throws -> [EventReading] { try batch.finish() }
}
