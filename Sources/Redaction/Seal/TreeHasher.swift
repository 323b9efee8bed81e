import Integrity

/// Works out the hashes of runs, on all cores when there is much to do.
struct TreeHasher: Sendable {
  /// Bytes that one core hashes at a time.
  static let taskByteCount = 256 * 1024

  let segmenter: any Segmenter

  func hash(_ run: SealRun) throws -> Digest {
    if run.level == SealLevel.none { return try hashDocument(run) }
    guard run.count > 1, run.range.count > Self.taskByteCount, segmenter.isStreamed,
      run.level == SealLevel.document
    else { return try hashHere(run) }
    let ends = try ends(of: run)
    return try hash(SealElements(run, ends: ends))
  }

  /// The one child of an empty document is an empty leaf, so that nothing tells a hidden empty file from another.
  private func hashDocument(_ run: SealRun) throws -> Digest {
    let body = try bodyOfDocument(run)
    guard body.count > 0 else {
      let leaf = SealHash.leaf(body.seed, UnsafeRawBufferPointer(start: nil, count: 0))
      return SealHash.group(kind: SealLevel.document, count: 1, leaf)
    }
    return SealHash.group(kind: SealLevel.document, count: body.count, try hash(body))
  }

  /// The children of the document that `run` is.
  func bodyOfDocument(_ run: SealRun) throws -> SealElements {
    var children = run
    children.level = SealLevel.document
    children.seed = SealHash.bodySeed(run.seed)
    children.index = 0
    let ends =
      run.range.isEmpty
      ? []
      : try segmenter.ends(
        SealLevel.document, index: 0, count: nil, in: run.bytes, run.range, entities: run.entities)
    children.count = ends.count
    return SealElements(children, ends: ends)
  }

  func ends(of run: SealRun) throws -> [Int] {
    try segmenter.ends(
      run.level, index: run.index, count: run.count, in: run.bytes, run.range,
      entities: run.entities)
  }

  /// Shares many elements out to the cores.
  private func hash(_ elements: SealElements) throws -> Digest {
    guard elements.byteCount > Self.taskByteCount, elements.count > 1, segmenter.isStreamed else {
      return try hashHere(elements.run)
    }
    var tasks: [SealRun] = []
    elements.share(upTo: Self.taskByteCount, into: &tasks)
    let hashes = try ParallelWork(tasks, sliceSize: 1) { try $0.map(hashHere) }.finish()
    var next = hashes[...]
    return elements.combine(upTo: Self.taskByteCount, &next)
  }

  /// Cuts a run into its pieces and hashes them on this core; a large container is shared out.
  private func hashHere(_ run: SealRun) throws -> Digest {
    if run.level == SealLevel.token {
      return try run.bytes.read(run.range).withUnsafeBytes { SealHash.leaf(run.seed, $0) }
    }
    let bytes = try run.bytes.read(run.range)
    let (pieces, roots) = try bytes.withUnsafeBytes { try Self.pieces(of: run, in: $0, segmenter) }
    let tree = PieceTree(bytes: bytes, pieces: pieces)
    // Streamed files are shared out before they are cut; what is cut as a whole is shared out here.
    return segmenter.isStreamed
      ? tree.hash(roots[...], run.seed) : try tree.hashOnAllCores(roots[...], run.seed)
  }

  /// The nodes of a run's elements, and where each element's begin; places are relative to the run.
  static func pieces(
    of run: SealRun, in buffer: UnsafeRawBufferPointer, _ segmenter: any Segmenter
  ) throws(ProofFlaw) -> (pieces: [Piece], roots: [Int]) {
    var pieces: [Piece] = []
    pieces.reserveCapacity(buffer.count)
    var roots: [Int] = []
    roots.reserveCapacity(run.count)
    var place = 0
    var entities = run.entities.relative(to: run.range.lowerBound)[...]
    for number in 0..<run.count {
      roots.append(pieces.count)
      try segmenter.element(
        run.level, index: run.index + number, in: buffer, at: &place, entities: &entities,
        into: &pieces)
    }
    guard place == buffer.count, entities.isEmpty else { throw .trailing }
    return (pieces, roots)
  }
}

/// Consecutive elements of one level with their borders.
struct SealElements {
  let run: SealRun
  private let ends: ArraySlice<Int>

  init(_ run: SealRun, ends: [Int]) {
    self.init(run, ends[...])
  }

  private init(_ run: SealRun, _ ends: ArraySlice<Int>) {
    self.run = run
    self.ends = ends
  }

  var count: Int { ends.count }
  var byteCount: Int { run.range.count }
  var seed: Digest { run.seed }

  /// The two branches, each under its own seed.
  var halves: (SealElements, SealElements) {
    let middle = SealHash.split(count)
    let border = ends[ends.startIndex + middle - 1]
    var left = run
    left.seed = SealHash.leftSeed(run.seed)
    left.count = middle
    left.range = run.range.lowerBound..<border
    left.entities = run.entities.within(left.range)
    var right = run
    right.seed = SealHash.rightSeed(run.seed)
    right.index += middle
    right.count -= middle
    right.range = border..<run.range.upperBound
    right.entities = run.entities.within(right.range)
    return (
      SealElements(left, ends.prefix(middle)), SealElements(right, ends.dropFirst(middle))
    )
  }

  func share(upTo limit: Int, into tasks: inout [SealRun]) {
    guard byteCount > limit, count > 1 else { return tasks.append(run) }
    let (left, right) = halves
    left.share(upTo: limit, into: &tasks)
    right.share(upTo: limit, into: &tasks)
  }

  /// The hash over the tasks' hashes, which come in order.
  func combine(upTo limit: Int, _ hashes: inout ArraySlice<Digest>) -> Digest {
    guard byteCount > limit, count > 1 else { return hashes.removeFirst() }
    let (left, right) = halves
    let one = left.combine(upTo: limit, &hashes)
    return SealHash.inner(one, right.combine(upTo: limit, &hashes))
  }
}

/// Pieces of one run of bytes as a tree.
struct PieceTree: Sendable {
  let bytes: ArraySlice<UInt8>
  let pieces: [Piece]

  func hash(_ roots: ArraySlice<Int>, _ seed: Digest) -> Digest {
    bytes.withUnsafeBytes { bytes in
      pieces.withUnsafeBufferPointer { pieces in
        roots.withUnsafeBufferPointer { Lent(bytes: bytes, pieces: pieces).hash($0[...], seed) }
      }
    }
  }

  /// The children of a group.
  func children(of root: Int) -> [Int] {
    var children: [Int] = []
    children.reserveCapacity(pieces[root].count)
    var place = root + 1
    for _ in 0..<pieces[root].count {
      children.append(place)
      place = pieces[place].next
    }
    return children
  }

  /// The same, lent out as buffers: this runs millions of times a second.
  private struct Lent {
    let bytes: UnsafeRawBufferPointer
    let pieces: UnsafeBufferPointer<Piece>

    func hash(_ roots: Slice<UnsafeBufferPointer<Int>>, _ seed: Digest) -> Digest {
      guard roots.count > 1 else { return hash(roots[roots.startIndex], seed) }
      let middle = roots.startIndex + SealHash.split(roots.count)
      return SealHash.inner(
        hash(roots[..<middle], SealHash.leftSeed(seed)),
        hash(roots[middle...], SealHash.rightSeed(seed)))
    }

    private func hash(_ place: Int, _ seed: Digest) -> Digest {
      let piece = pieces[place]
      guard piece.kind != Piece.leaf else {
        return SealHash.leaf(
          seed, UnsafeRawBufferPointer(rebasing: bytes[piece.start..<piece.end]))
      }
      let body = SealHash.bodySeed(seed)
      if piece.next == place + 1 + piece.count {
        return SealHash.group(
          kind: piece.kind, count: piece.count, hash(leaves: place + 1, piece.count, body))
      }
      let children = [Int](unsafeUninitializedCapacity: piece.count) { buffer, count in
        var child = place + 1
        for number in 0..<piece.count {
          buffer.initializeElement(at: number, to: child)
          child = pieces[child].next
        }
        count = piece.count
      }
      return SealHash.group(
        kind: piece.kind, count: piece.count,
        children.withUnsafeBufferPointer { hash($0[...], body) })
    }

    /// Leaves that lie beside one another.
    private func hash(leaves first: Int, _ count: Int, _ seed: Digest) -> Digest {
      guard count > 1 else { return hash(first, seed) }
      let middle = SealHash.split(count)
      return SealHash.inner(
        hash(leaves: first, middle, SealHash.leftSeed(seed)),
        hash(leaves: first + middle, count - middle, SealHash.rightSeed(seed)))
    }
  }
}

// Much to hash in few elements, such as one large container of JSON.
extension PieceTree {
  /// A part of the tree that one core hashes.
  private struct Part: Sendable {
    let roots: ArraySlice<Int>
    let seed: Digest
  }

  func hashOnAllCores(_ roots: ArraySlice<Int>, _ seed: Digest) throws -> Digest {
    guard byteCount(of: roots) > TreeHasher.taskByteCount else { return hash(roots, seed) }
    var parts: [Part] = []
    share(roots, seed, into: &parts)
    let hashes = try ParallelWork(parts, sliceSize: 4) { $0.map { hash($0.roots, $0.seed) } }
      .finish()
    var next = hashes[...]
    return combine(roots, &next)
  }

  private func byteCount(of roots: ArraySlice<Int>) -> Int {
    guard let first = roots.first, let last = roots.last else { return 0 }
    return pieces[last].end - pieces[first].start
  }

  private func isPart(_ roots: ArraySlice<Int>) -> Bool {
    byteCount(of: roots) <= TreeHasher.taskByteCount / 4
      || roots.count == 1 && pieces[roots[roots.startIndex]].kind == Piece.leaf
  }

  private func share(_ roots: ArraySlice<Int>, _ seed: Digest, into parts: inout [Part]) {
    guard !isPart(roots) else { return parts.append(Part(roots: roots, seed: seed)) }
    guard roots.count > 1 else {
      return share(
        children(of: roots[roots.startIndex])[...], SealHash.bodySeed(seed), into: &parts)
    }
    let middle = roots.startIndex + SealHash.split(roots.count)
    share(roots[..<middle], SealHash.leftSeed(seed), into: &parts)
    share(roots[middle...], SealHash.rightSeed(seed), into: &parts)
  }

  /// The hash over the parts' hashes, which come in order.
  private func combine(_ roots: ArraySlice<Int>, _ hashes: inout ArraySlice<Digest>) -> Digest {
    guard !isPart(roots) else { return hashes.removeFirst() }
    guard roots.count > 1 else {
      let root = pieces[roots[roots.startIndex]]
      let body = combine(children(of: roots[roots.startIndex])[...], &hashes)
      return SealHash.group(kind: root.kind, count: root.count, body)
    }
    let middle = roots.startIndex + SealHash.split(roots.count)
    let left = combine(roots[..<middle], &hashes)
    return SealHash.inner(left, combine(roots[middle...], &hashes))
  }
}
