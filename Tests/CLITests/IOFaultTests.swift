import Foundation
import TestSupport
import Testing

/// The short run of `make faults`.
@Suite struct IOFaultTests {
  @Test(
    "After a fault of the disk, an act is wholly there or wholly absent, and the reason is given",
    .enabled(if: Tool.named("cc") != nil))
  func faults() throws {
    let script = Tool(Repository.root.appending(path: "Scripts/fault-test.sh").path)
    let result = try script.run([Tool.precinto.path, "7"], in: Repository.root)
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    #expect(result.output.contains("every reason was given"))
  }
}
