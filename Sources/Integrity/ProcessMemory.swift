import CLinux

/// What this program has in memory: keys and passphrases, for as long as it runs.
public enum ProcessMemory {
  /// From here on, a crash writes no core file, and other programs of the same user cannot look in.
  public static func keepPrivate() {
    precinto_forbid_dumps()
  }
}
