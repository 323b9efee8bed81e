/// A picture's samples: document › tile, in Morton order, so that a box is few runs of tiles.
public struct TileSegmenter: Segmenter {
  let name = "img-1"
  let isStreamed = true
  public let width: Int
  public let height: Int
  /// Bytes of one pixel.
  public let pixelByteCount: Int
  /// Pixels along an edge of a tile.
  public let tile: Int
  /// The tiles' columns and rows, in Morton order.
  let order: [(column: Int, row: Int)]
  /// The byte at which each tile begins in the stream of tiles, and the end of the last.
  let offsets: [Int]

  public init(width: Int, height: Int, pixelByteCount: Int, tile: Int) {
    self.width = width
    self.height = height
    self.pixelByteCount = pixelByteCount
    self.tile = tile
    let columns = (width + tile - 1) / tile
    let rows = (height + tile - 1) / tile
    var keyed: [(key: UInt64, column: Int, row: Int)] = []
    keyed.reserveCapacity(columns * rows)
    for row in 0..<rows {
      for column in 0..<columns {
        keyed.append((Self.spread(column) | Self.spread(row) << 1, column, row))
      }
    }
    keyed.sort { $0.key < $1.key }
    order = keyed.map { ($0.column, $0.row) }
    var offset = 0
    var offsets = [0]
    offsets.reserveCapacity(order.count + 1)
    for (column, row) in order {
      let wide = min(width, (column + 1) * tile) - column * tile
      let high = min(height, (row + 1) * tile) - row * tile
      offset += wide * high * pixelByteCount
      offsets.append(offset)
    }
    self.offsets = offsets
  }

  /// The bits of `value`, each followed by a zero.
  private static func spread(_ value: Int) -> UInt64 {
    (0..<16).reduce(UInt64(0)) { $0 | (UInt64(value) >> UInt64($1) & 1) << UInt64(2 * $1) }
  }

  public var tileCount: Int { order.count }

  /// The pixels of a tile.
  func box(_ index: Int) -> PixelBox {
    let (column, row) = order[index]
    return PixelBox(
      left: column * tile, top: row * tile, right: min(width, (column + 1) * tile),
      bottom: min(height, (row + 1) * tile))
  }

  func element(
    _ level: UInt8, index: Int, in bytes: UnsafeRawBufferPointer, at place: inout Int,
    entities: inout ArraySlice<SealEntity>, into pieces: inout [Piece]
  ) throws(ProofFlaw) {
    guard level == SealLevel.document, index < order.count else { throw .kindNesting }
    let end = place + offsets[index + 1] - offsets[index]
    guard end <= bytes.count else { throw .runExhausted }
    pieces.append(.leaf(place, end, at: pieces.count))
    place = end
  }

  func ends(
    _ level: UInt8, index: Int, count: Int?, in bytes: any SealBytes, _ range: Range<Int>,
    entities: ArraySlice<SealEntity>
  ) throws -> [Int] {
    guard index <= order.count else { throw ProofFlaw.kindNesting }
    let last = count.map { index + $0 } ?? order.count
    guard last <= order.count, range.lowerBound + offsets[last] - offsets[index] <= range.upperBound
    else { throw ProofFlaw.runExhausted }
    return (index..<last).map { range.lowerBound + offsets[$0 + 1] - offsets[index] }
  }
}

/// A box of pixels: from `left` and `top` up to, not including, `right` and `bottom`.
public struct PixelBox: Hashable, Sendable {
  public let left, top, right, bottom: Int

  public init(left: Int, top: Int, right: Int, bottom: Int) {
    self.left = left
    self.top = top
    self.right = right
    self.bottom = bottom
  }

  func touches(_ other: PixelBox) -> Bool {
    left < other.right && other.left < right && top < other.bottom && other.top < bottom
  }
}
