/// Makes altered copies of good inputs, the same ones in every run of one seed.
struct Mutator {
  private var state: UInt64
  private let samples: [[UInt8]]

  init(seed: UInt64, samples: [[UInt8]]) {
    state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    self.samples = samples
  }

  /// One sample with one to eight alterations.
  mutating func next() -> [UInt8] {
    var bytes = samples[random(below: samples.count)]
    for _ in 0...random(below: 8) { alter(&bytes) }
    return bytes
  }

  private mutating func alter(_ bytes: inout [UInt8]) {
    guard !bytes.isEmpty else { return bytes.append(UInt8(truncatingIfNeeded: word())) }
    let place = position(in: bytes)
    switch random(below: 9) {
    case 0: bytes[place] ^= 1 << UInt8(random(below: 8))
    case 1: bytes[place] = UInt8(truncatingIfNeeded: word())
    case 2: bytes[place] = [0, 0xFF, 0x7F, 0x80, 1][random(below: 5)]
    case 3:
      for index in place..<min(place + 4, bytes.count) { bytes[index] = 0xFF }
    case 4: bytes.removeLast(bytes.count - place)
    case 5: bytes.removeSubrange(place..<min(place + random(below: 64), bytes.count))
    case 6: bytes.insert(contentsOf: bytes[place..<min(place + 32, bytes.count)], at: place)
    case 7: bytes.insert(UInt8(truncatingIfNeeded: word()), at: place)
    default:
      let other = position(in: bytes)
      bytes.swapAt(place, other)
    }
  }

  /// Mostly near the start, where the structures are.
  private mutating func position(in bytes: [UInt8]) -> Int {
    let range = random(below: 3) == 0 ? bytes.count : min(bytes.count, 2048)
    return random(below: range)
  }

  private mutating func random(below limit: Int) -> Int { Int(word() % UInt64(limit)) }

  private mutating func word() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }
}
