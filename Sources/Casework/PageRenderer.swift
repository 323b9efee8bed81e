import Dispatch
import Foundation
import Glibc

/// Draws the pages of a PDF with poppler, in a process of its own that is stopped when it takes too long.
struct PageRenderer {
  /// Pages that one PDF may have.
  static let pageLimit = 2000
  /// Seconds that one PDF may take, unless somebody says otherwise.
  static let secondLimit = 900
  /// How often it is looked whether somebody wants the work stopped, in milliseconds.
  private static let patience = 100

  let resolution: Int
  let seconds: Int

  /// Writes the pages into `folder`; `name` is what errors call the file.
  ///
  /// - `check`: called all the while; throwing stops the work.
  func draw(
    _ path: String, named name: String, into folder: String, check: () throws -> Void
  ) throws {
    let program = Process()
    program.executableURL = URL(filePath: "/usr/bin/env")
    // One page more than may be: a PDF is never cut off without a word.
    program.arguments = [
      "pdftoppm", "-r", "\(resolution)", "-cropbox", "-png", "-l", "\(Self.pageLimit + 1)", path,
      "\(folder)/page",
    ]
    program.standardError = FileHandle.nullDevice
    program.standardOutput = FileHandle.nullDevice
    let done = DispatchSemaphore(value: 0)
    program.terminationHandler = { _ in done.signal() }
    do { try program.run() } catch { throw RedactionError.noRasteriser }
    do {
      let deadline = DispatchTime.now() + .seconds(seconds)
      while done.wait(timeout: .now() + .milliseconds(Self.patience)) == .timedOut {
        guard DispatchTime.now() < deadline else {
          throw RedactionError.pagesTakeTooLong(name, seconds: seconds)
        }
        try check()
      }
    } catch {
      kill(program.processIdentifier, SIGKILL)
      done.wait()
      throw error
    }
    switch program.terminationStatus {
    case 0: break
    case 127: throw RedactionError.noRasteriser
    default: throw RedactionError.pagesUnreadable(path: name)
    }
    let count = try FileManager.default.contentsOfDirectory(atPath: folder).count
    guard count <= Self.pageLimit else {
      throw RedactionError.tooManyPages(name, limit: Self.pageLimit)
    }
  }
}
