public import Integrity

/// A picture with the seal over its tiles, in the hands of the office that sealed it.
public struct SealedPicture: Sendable {
  /// Pixels along an edge of a tile: small enough to cover a word closely, large enough for short proofs.
  public static let tile = 16

  public let file: SealedFile
  private let pixels: Pixels
  private let tiles: TileSegmenter

  public init(_ pixels: Pixels, item: String, root: Digest) throws(ProofFlaw) {
    let shape = SealHeader.Picture(
      width: pixels.width, height: pixels.height, mode: pixels.mode, tile: Self.tile)
    self.pixels = pixels
    tiles = shape.segmenter
    let stream = pixels.stream(tiles)
    file = try SealedFile(
      BytesInMemory(stream), item: item, segmenter: "img-1", root: root,
      plain: Digest(of: stream), picture: shape)
  }

  public func seal() throws -> Digest { try file.seal() }

  /// The picture as it was sealed.
  public func png() throws -> [UInt8] { try PNGPicture.encode(pixels) }

  /// The tiles that boxes touch, in order.
  public func tiles(touching boxes: [PixelBox]) -> [Int] {
    (0..<tiles.tileCount).filter { index in
      let tile = tiles.box(index)
      return boxes.contains { $0.touches(tile) }
    }
  }

  /// The copy with its boxes, as PNG without any metadata, and its proof.
  ///
  /// `notes`: for each box why it is there; its gap is made the first tile of the box.
  public func redacted(_ boxes: [(box: PixelBox, note: GapNote)]) throws -> (
    png: [UInt8], proof: Proof
  ) {
    let hidden = tiles(touching: boxes.map(\.box))
    var proof = try file.redacted(ranges(of: hidden), placeholder: { _, _ in [] }, write: { _ in })
    proof.hiddenTiles = hidden
    proof.notes = boxes.compactMap { box, note in
      guard let first = tiles(touching: [box]).first else { return nil }
      var note = note
      note.gap = first
      return note
    }
    var copy = pixels
    for tile in hidden { copy.fill(tiles.box(tile)) }
    return (try PNGPicture.encode(copy), proof)
  }

  /// Opens the tiles that lie wholly in `shown`.
  public func unsealing(_ boxes: [PixelBox], showing shown: PixelBox) throws -> Unsealing {
    let opened = (0..<tiles.tileCount).filter {
      let tile = tiles.box($0)
      return shown.left <= tile.left && tile.right <= shown.right && shown.top <= tile.top
        && tile.bottom <= shown.bottom
    }
    return try file.unsealing(
      ranges(of: tiles(touching: boxes)), showing: ranges(of: opened))
  }

  /// Opens the tiles that lie wholly in `shown` and that `copy` hides.
  public func unsealing(_ copy: RedactedPicture, showing shown: PixelBox) throws -> Unsealing {
    let opened = (0..<tiles.tileCount).filter {
      let tile = tiles.box($0)
      return shown.left <= tile.left && tile.right <= shown.right && shown.top <= tile.top
        && tile.bottom <= shown.bottom
    }
    return try file.unsealing(copy.copy, showing: ranges(of: opened))
  }

  private func ranges(of tileIndexes: [Int]) -> ByteRanges {
    ByteRanges(tileIndexes.map { tiles.offsets[$0]..<tiles.offsets[$0 + 1] })
  }
}

/// A redacted picture with its proof, in the hands of anybody.
public struct RedactedPicture: Sendable {
  public let copy: RedactedCopy
  private let pixels: Pixels
  private let tiles: TileSegmenter

  /// Reads a PNG beside its proof.
  ///
  /// - Throws: ``ProofFlaw`` when it has anything but pixels, other pixels than sealed, or a box that is not black.
  public init(png: [UInt8], _ proof: Proof) throws {
    guard let shape = proof.header.picture, let hidden = proof.hiddenTiles else {
      throw ProofFlaw.header
    }
    guard let chunks = PNGPicture.chunks(png),
      chunks.allSatisfy({ ["IHDR", "IDAT", "IEND"].contains($0) })
    else { throw ProofFlaw.pictureExtra }
    guard let pixels = try? PNGPicture.decode(png, strictly: true) else {
      throw ProofFlaw.pictureExtra
    }
    guard pixels.width == shape.width, pixels.height == shape.height, pixels.mode == shape.mode
    else { throw ProofFlaw.pictureGeometry }
    tiles = shape.segmenter
    guard hidden.last ?? 0 < tiles.tileCount else { throw ProofFlaw.pictureGeometry }
    for tile in hidden {
      guard pixels.isFilled(tiles.box(tile)) else { throw ProofFlaw.tileNotSolid }
    }
    let stream = pixels.stream(tiles, without: hidden)
    copy = try RedactedCopy(BytesInMemory(stream), proof)
    let opaque = copy.opaqueNodes.flatMap { $0.index..<$0.index + $0.count }
    let isWhole = copy.opaqueNodes.contains { $0.level == SealLevel.none }
    guard isWhole ? hidden.count == tiles.tileCount : opaque == hidden else {
      throw ProofFlaw.pictureGeometry
    }
    self.pixels = pixels
  }

  public func seal() throws -> Digest { try copy.seal() }

  /// Blacks out more, without any key.
  public func redacted(_ boxes: [(box: PixelBox, note: GapNote)]) throws -> (
    png: [UInt8], proof: Proof
  ) {
    let old = copy.proof.hiddenTiles ?? []
    let known = Set(old)
    var place = 0
    var more: [Int] = []
    var ranges: [Range<Int>] = []
    for index in 0..<tiles.tileCount where !known.contains(index) {
      let count = tiles.offsets[index + 1] - tiles.offsets[index]
      if boxes.contains(where: { $0.box.touches(tiles.box(index)) }) {
        more.append(index)
        ranges.append(place..<place + count)
      }
      place += count
    }
    var proof = try copy.redacted(
      ByteRanges(ranges), placeholder: { _, _ in [] }, write: { _ in })
    proof.hiddenTiles = (old + more).sorted()
    proof.notes =
      copy.proof.notes
      + boxes.compactMap { box, note in
        guard let first = more.first(where: { box.touches(tiles.box($0)) }) else { return nil }
        var note = note
        note.gap = first
        return note
      }
    var picture = pixels
    for tile in more { picture.fill(tiles.box(tile)) }
    return (try PNGPicture.encode(picture), proof)
  }

  /// Puts the tiles that an unsealing opens into the picture.
  public func applying(_ unsealing: Unsealing) throws -> (png: [UInt8], proof: Proof) {
    let out = BytesBox()
    var proof = try copy.applying(
      unsealing, placeholder: { _, _ in [] }, write: { out.bytes += $0 })
    let open = try RedactedCopy(BytesInMemory(out.bytes), proof)
    let hidden = open.opaqueNodes.flatMap { $0.index..<$0.index + $0.count }
    proof.hiddenTiles = hidden
    proof.notes = copy.proof.notes.filter { hidden.contains($0.gap) }
    var picture = pixels
    let still = Set(hidden)
    var place = 0
    for index in 0..<tiles.tileCount where !still.contains(index) {
      let box = tiles.box(index)
      let width = (box.right - box.left) * picture.mode.byteCount
      for row in box.top..<box.bottom {
        let start = row * picture.rowByteCount + box.left * picture.mode.byteCount
        picture.samples.replaceSubrange(
          start..<start + width, with: out.bytes[place..<place + width])
        place += width
      }
    }
    return (try PNGPicture.encode(picture), proof)
  }
}
