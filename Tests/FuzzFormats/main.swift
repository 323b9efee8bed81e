// Runs a parser on altered copies of good files: FuzzFormats TARGET COUNT SEED SCRATCH SAMPLE…
// Inputs that take longer than a second are kept in SCRATCH.
// For timing, FuzzFormats WORK - - - FILE… does other work instead: verify an image, read or draw a scan, count the
// entries of a list.

import Foundation
import Formats

let arguments = CommandLine.arguments
guard arguments.count > 5, let run = Target.all[arguments[1]] else {
  print("targets:", Target.all.keys.sorted().joined(separator: " "))
  exit(2)
}
if arguments[1] == "verify" {
  for path in arguments[5...] { print(try DiskImage(path: path).verify().outcome, path) }
  exit(0)
}
if arguments[1] == "read" {
  for path in arguments[5...] {
    let scan = try SurfaceScan(path: path, keepingHeights: false)
    print(scan.statistics.pointCount, "points", scan.findings.count, "findings", path)
  }
  exit(0)
}
if arguments[1] == "draw" {
  for path in arguments[5...] {
    print(ScanPicture(try SurfaceScan(path: path))?.png.count ?? 0, "bytes", path)
  }
  exit(0)
}
if arguments[1] == "count" {
  for path in arguments[5...] {
    var entries = 0
    let problems = try HashListReader.read(path: path) { _, _ in entries += 1 }
    print(entries, "entries", problems.count, "problems", path)
  }
  exit(0)
}
guard let count = Int(arguments[2]), let seed = UInt64(arguments[3]) else { exit(2) }
let scratch = arguments[4]
let samples = try arguments[5...].map { Array(try Data(contentsOf: URL(filePath: $0))) }
var mutator = Mutator(seed: seed, samples: samples)
var readable = 0
var slowest = Duration.zero
let clock = ContinuousClock()
let start = clock.now
for index in 0..<count {
  let bytes = mutator.next()
  let before = clock.now
  if run(bytes, scratch) { readable += 1 }
  let time = clock.now - before
  if time > slowest {
    slowest = time
    if time > .seconds(1) { try? Data(bytes).write(to: URL(filePath: "\(scratch)/slow-\(index)")) }
  }
  if index % 100_000 == 99_999 { print(arguments[1], index + 1, "readable", readable) }
}
print(
  arguments[1], count, "inputs, readable:", readable, "slowest:", slowest, "in", clock.now - start)
