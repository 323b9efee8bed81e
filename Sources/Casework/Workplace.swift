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
  public var passphrase: (KeyOwner) throws -> [UInt8]
  /// How new key files are guarded.
  public var keyFileGuard: KeyFileGuard
  /// Called while long work goes on.
  public var progress: (WorkProgress) throws -> Void

  public init(
    now: @escaping () -> Moment, timestampClock: (() -> Moment)? = nil,
    random: any RandomSource = SecureRandom(),
    passphrase: @escaping (KeyOwner) throws -> [UInt8], keyFileGuard: KeyFileGuard = .strong,
    progress: @escaping (WorkProgress) throws -> Void = { _ in }
  ) {
    self.now = now
    self.timestampClock = timestampClock ?? now
    self.random = random
    self.passphrase = passphrase
    self.keyFileGuard = keyFileGuard
    self.progress = progress
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
