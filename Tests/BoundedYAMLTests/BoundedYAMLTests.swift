import BoundedYAML
import Testing

@Suite struct BoundedYAMLTests {
  @Test("Values are counted: one more than the limit is refused")
  func limit() throws {
    // The mapping, its key, the list and three numbers.
    #expect(try BoundedYAML.document("a: [1, 2, 3]", valueLimit: 6) != nil)
    #expect(try BoundedYAML.document("a: [1, 2, 3]", valueLimit: 5) == nil)
    #expect(try BoundedYAML.document("", valueLimit: 5) == nil)
    #expect(throws: (any Error).self) { try BoundedYAML.document("a: [", valueLimit: 5) }
  }

  @Test("References that unfold to 10^15 values are refused at once")
  func bomb() throws {
    var text = "l0: &l0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...14 {
      let references = Array(repeating: "*l\(level - 1)", count: 10).joined(separator: ", ")
      text += "l\(level): &l\(level) [\(references)]\n"
    }
    #expect(try BoundedYAML.document(text, valueLimit: 100_000) == nil)
  }
}
