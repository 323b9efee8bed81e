import Custody
public import Foundation
import Integrity
import Ledger
public import OfficeStore
import Signing
public import Vault

/// One agency's working folder: ledger, vault, keys, settings.
///
/// A node of its own: it needs no central server.
public struct Office {
  public let folder: URL
  public let settings: OfficeSettings
  public let database: OfficeDatabase
  public let vault: any EvidenceStore
  public var workplace: Workplace

  /// Opens the office in `folder`; never makes one.
  public static func open(_ folder: URL, workplace: Workplace) throws -> Office {
    let layout = OfficeFolder(folder)
    guard FileManager.default.fileExists(atPath: layout.settings.path) else {
      throw CaseworkError.noOffice(path: folder.path)
    }
    return Office(
      folder: folder, settings: try OfficeSettings(readingFrom: layout.settings),
      database: try OfficeDatabase.open(at: layout.database.path),
      vault: Vault(folder: layout.vault), workplace: workplace)
  }

  /// The nearest folder at or above `start` that holds an `office.json`.
  public static func find(from start: URL) throws -> URL {
    var folder = start.standardizedFileURL
    while true {
      if FileManager.default.fileExists(atPath: OfficeFolder(folder).settings.path) {
        return folder
      }
      let parent = folder.deletingLastPathComponent().standardizedFileURL
      guard parent.path != folder.path, folder.path != "/" else {
        throw CaseworkError.noOffice(path: start.path)
      }
      folder = parent
    }
  }

  var layout: OfficeFolder { OfficeFolder(folder) }
}

/// Where things are in an office's folder.
struct OfficeFolder {
  let settings, database, vault, keys, certificates, trust, checks, seals: URL

  init(_ folder: URL) {
    settings = folder.appending(path: "office.json")
    database = folder.appending(path: "office.sqlite")
    vault = folder.appending(path: "vault")
    keys = folder.appending(path: "keys")
    certificates = folder.appending(path: "certs")
    trust = folder.appending(path: "trust")
    checks = folder.appending(path: "checks")
    seals = folder.appending(path: "seals")
  }

  func key(_ name: String) -> URL { keys.appending(path: "\(name).pem") }
  func check(_ digest: Digest) -> URL { checks.appending(path: "\(digest).json") }
  func certificate(_ name: String) -> URL { certificates.appending(path: "\(name).pem") }
}
