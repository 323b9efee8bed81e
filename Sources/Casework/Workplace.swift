public import Custody
import Phrasebook
public import Signing

/// Whose key is to be unlocked.
public enum KeyOwner: Hashable, Sendable {
  /// The office's own keys: registrar, ledger, training authority, timestamps.
  case office
  case person(PersonID)
}

/// What a person's work depends on and the work itself must not choose: the time, chance, and secrets.
///
/// Tests and mock cases hand in clocks of their own.
public struct Workplace {
  /// The time now, with the offset of the place's clock.
  public var now: () -> Moment
  /// The time by the timestamp authority's clock, which the office does not set.
  public var timestampClock: () -> Moment
  public var random: any RandomSource
  /// The passphrase of a key: from a terminal, a file or a descriptor, never from a flag.
  public var passphrase: (KeyOwner) throws -> Secret
  /// How new key files are guarded.
  public var keyFileGuard: KeyFileGuard
  /// Whether somebody said that a new key may have a short passphrase.
  public var allowsWeakPassphrase: Bool
  /// Called while long work goes on.
  public var progress: (WorkProgress) throws -> Void

  public init(
    now: @escaping () -> Moment, timestampClock: (() -> Moment)? = nil,
    random: any RandomSource = SecureRandom(),
    passphrase: @escaping (KeyOwner) throws -> Secret, keyFileGuard: KeyFileGuard = .strong,
    allowsWeakPassphrase: Bool = false,
    progress: @escaping (WorkProgress) throws -> Void = { _ in }
  ) {
    self.now = now
    self.timestampClock = timestampClock ?? now
    self.random = random
    self.passphrase = passphrase
    self.keyFileGuard = keyFileGuard
    self.allowsWeakPassphrase = allowsWeakPassphrase
    self.progress = progress
  }
}

extension Workplace {
  /// The fewest characters of a new key's passphrase: whoever gets the key file can guess at it for years.
  static let passphraseMinimum = 12

  /// The passphrase of a key that is to be made.
  ///
  /// - Throws: ``CaseworkError/passphraseWeak(minimum:)``.
  func newPassphrase(_ owner: KeyOwner) throws -> Secret {
    let passphrase = try passphrase(owner)
    guard allowsWeakPassphrase || passphrase.characterCount >= Self.passphraseMinimum else {
      throw CaseworkError.passphraseWeak(minimum: Self.passphraseMinimum)
    }
    return passphrase
  }
}

/// How far long work has come.
public struct WorkProgress: Sendable, Hashable {
  /// The code of what is being done, worded as `progress.<activity>`.
  public var activity: String
  public var itemsDone: Int
  public var itemsTotal: Int
  public var bytesDone: Int64
  public var bytesTotal: Int64

  public init(
    _ activity: String, itemsDone: Int = 0, itemsTotal: Int, bytesDone: Int64 = 0,
    bytesTotal: Int64
  ) {
    self.activity = activity
    self.itemsDone = itemsDone
    self.itemsTotal = itemsTotal
    self.bytesDone = bytesDone
    self.bytesTotal = bytesTotal
  }
}
