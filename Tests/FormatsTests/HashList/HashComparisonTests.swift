import Formats
import Integrity
import Testing

@Suite struct HashComparisonTests {
  private func digest(_ text: String, _ algorithm: AcquisitionAlgorithm = .sha256)
    -> AcquisitionHash
  {
    var hasher = AcquisitionHasher(algorithm)
    Array(text.utf8).withUnsafeBytes { hasher.update($0) }
    return hasher.finish()
  }

  private func entry(
    _ path: String, _ content: String, size: Int64? = nil,
    _ algorithm: AcquisitionAlgorithm = .sha256
  ) -> HashList.Entry {
    HashList.Entry(path: path, byteCount: size, digests: [digest(content, algorithm)])
  }

  private func file(_ path: String, _ content: String) -> HashComparison.File {
    HashComparison.File(
      path: path, byteCount: Int64(content.utf8.count), digests: [digest(content)])
  }

  @Test("Every entry and every file comes under one heading")
  func headings() {
    let found = HashComparison(
      [
        entry("same", "1"), entry("changed", "2"), entry("old name", "3"), entry("gone", "4"),
        entry("other algorithm", "5", .md5),
      ],
      with: [
        file("same", "1"), file("changed", "two"), file("new name", "3"), file("extra", "6"),
        file("other algorithm", "5"),
      ])
    #expect(found.matched == ["same"])
    #expect(found.changed == ["changed"])
    #expect(found.moved.map { [$0.from, $0.to] } == [["old name", "new name"]])
    #expect(found.missing == ["gone"])
    #expect(found.new == ["extra"])
    #expect(found.incomparable == ["other algorithm"])
  }

  @Test("Another size is a change, though no digest can be compared")
  func size() {
    #expect(
      HashComparison([entry("a", "1", size: 9, .md5)], with: [file("a", "1")]).changed == ["a"])
  }

  @Test("One of two digests that differs is a change")
  func oneOfTwo() {
    let entry = HashList.Entry(
      path: "a", byteCount: nil, digests: [digest("1"), digest("2", .md5)])
    let file = HashComparison.File(
      path: "a", byteCount: 1, digests: [digest("1"), digest("1", .md5)])
    #expect(HashComparison([entry], with: [file]).changed == ["a"])
  }

  @Test("Each file takes the place of one missing file only")
  func moves() {
    let found = HashComparison(
      [entry("a", "x"), entry("b", "x"), entry("c", "x")], with: [file("d", "x"), file("e", "x")])
    #expect(found.moved.map { [$0.from, $0.to] } == [["a", "d"], ["b", "e"]])
    #expect(found.missing == ["c"])
    #expect(found.new == [])
  }

  @Test("A hundred thousand equal files are compared without delay")
  func manyEqual() {
    let same = digest("")
    let entries = (0..<100_000).map {
      HashList.Entry(path: "a\($0)", byteCount: nil, digests: [same])
    }
    let files = (0..<100_000).map {
      HashComparison.File(path: "b\($0)", byteCount: 0, digests: [same])
    }
    #expect(HashComparison(entries, with: files).moved.count == 100_000)
  }
}
