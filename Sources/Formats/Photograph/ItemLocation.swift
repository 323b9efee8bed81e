/// Where the bytes of one item lie, as the `iloc` box says.
///
/// - Source: ISO/IEC 14496-12, §8.11.3.
struct ItemLocation {
  /// The most parts of one item.
  static let extentLimit = 64

  /// Whether the extents count from the start of `idat` rather than of the file.
  private(set) var isInItemData = false
  private(set) var extents: [(offset: UInt64, byteCount: UInt64)] = []

  /// Finds `item` in the content of an `iloc` box; nil when it is not there or the box contradicts itself.
  init?(of item: UInt32, in table: [UInt8]) {
    var cursor = Cursor(table)
    guard let version = cursor.take(1), version <= 2, cursor.take(3) != nil,
      let sizes = cursor.take(2), let count = cursor.take(version < 2 ? 2 : 4)
    else { return nil }
    let widths = Widths(sizes, version: version)
    for _ in 0..<count {
      guard let id = cursor.take(version < 2 ? 2 : 4), let entry = widths.entry(&cursor) else {
        return nil
      }
      guard id == UInt64(item) else { continue }
      guard entry.method <= 1 else { return nil }
      isInItemData = entry.method == 1
      extents = entry.extents
      return
    }
    return nil
  }

  /// Bytes per field, 0 to 15 as written; what is not 0, 4 or 8 makes the box unreadable.
  private struct Widths {
    let offset, length, base, index: Int
    let version: UInt64

    init(_ sizes: UInt64, version: UInt64) {
      offset = Int(sizes >> 12 & 15)
      length = Int(sizes >> 8 & 15)
      base = Int(sizes >> 4 & 15)
      index = version == 0 ? 0 : Int(sizes & 15)
      self.version = version
    }

    func entry(_ cursor: inout Cursor) -> (
      method: UInt64, extents: [(offset: UInt64, byteCount: UInt64)]
    )? {
      guard let method = version == 0 ? 0 : cursor.take(2), cursor.take(2) != nil,
        let base = cursor.take(base), let count = cursor.take(2), count <= UInt64(extentLimit)
      else { return nil }
      var extents: [(offset: UInt64, byteCount: UInt64)] = []
      for _ in 0..<count {
        guard cursor.take(index) != nil, let offset = cursor.take(offset),
          let length = cursor.take(length)
        else { return nil }
        let (place, overflow) = base.addingReportingOverflow(offset)
        guard !overflow else { return nil }
        extents.append((place, length))
      }
      return (method & 15, extents)
    }
  }

  /// Takes big-endian numbers one after another.
  private struct Cursor {
    private let bytes: [UInt8]
    private var place = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func take(_ width: Int) -> UInt64? {
      guard width <= 8, width <= bytes.count - place else { return nil }
      defer { place += width }
      return bytes[place..<place + width].reduce(0) { $0 << 8 | UInt64($1) }
    }
  }
}
