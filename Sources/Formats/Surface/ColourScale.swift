/// Colours from dark blue to yellow, even in lightness and safe for colour-blind eyes.
///
/// - Source: viridis, by Nathaniel Smith and Stéfan van der Walt (CC0): every sixteenth of its 256 colours.
enum ColourScale {
  private static let anchors: [Colour] = [
    Colour(68, 1, 84), Colour(72, 26, 108), Colour(71, 47, 125), Colour(65, 68, 135),
    Colour(57, 86, 140), Colour(49, 104, 142), Colour(42, 120, 142), Colour(35, 136, 142),
    Colour(31, 152, 139), Colour(34, 168, 132), Colour(53, 183, 121), Colour(84, 197, 104),
    Colour(122, 209, 81), Colour(165, 219, 54), Colour(210, 226, 27), Colour(253, 231, 37),
  ]

  /// All 256, worked out once between the anchors.
  private static let colours: [Colour] = (0..<256).map { place in
    let position = Float(place) / 255 * Float(anchors.count - 1)
    let lower = min(Int(position), anchors.count - 2)
    let share = position - Float(lower)
    func mixed(_ channel: (Colour) -> UInt8) -> UInt8 {
      let (from, to) = (Float(channel(anchors[lower])), Float(channel(anchors[lower + 1])))
      return UInt8((from + (to - from) * share).rounded())
    }
    return Colour(mixed(\.red), mixed(\.green), mixed(\.blue))
  }

  /// The colour of a share from 0, low, to 1, high.
  static func colour(at share: Float) -> Colour {
    colours[Int((min(1, max(0, share)) * 255).rounded())]
  }
}
