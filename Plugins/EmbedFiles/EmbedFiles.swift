// Writes the files of a target's `Embedded/` folder (texts, templates, SQL, mock cases) into the program
// itself, so that one executable works when it is copied alone.
//
// SwiftPM's own `.embedInCode` makes array literals, which compile at some 6 kB a second; a base64 string
// literal compiles at once. The target sees `Embedded.base64`, path to content.

import Foundation
import PackagePlugin

@main
struct EmbedFiles: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    guard let target = target as? any SourceModuleTarget else { return [] }
    let folder = target.directoryURL.appending(path: "Embedded")
    let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
      .map { folder.appending(path: $0) }
      .filter { (try? $0.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) == true }
    let output = context.pluginWorkDirectoryURL.appending(path: "Embedded.swift")
    let script = context.package.directoryURL.appending(path: "Plugins/EmbedFiles/embed.sh")
    return [
      .buildCommand(
        displayName: "Embedding \(files.count) files of \(target.name)",
        executable: URL(filePath: "/bin/sh"),
        arguments: [script.path, output.path, folder.path] + files.map(\.path),
        inputFiles: files + [script], outputFiles: [output])
    ]
  }
}
