import CPng

/// A colour of 8 bits a channel.
struct Colour: Hashable, Sendable {
  let red, green, blue: UInt8

  init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
    (self.red, self.green, self.blue) = (red, green, blue)
  }

  static let black = Colour(0, 0, 0)
  static let white = Colour(255, 255, 255)
}

/// A picture being painted: rows of pixels from the top.
struct Canvas {
  let width, height: Int
  private var pixels: [UInt8]

  init(width: Int, height: Int, background: Colour = .white) {
    self.width = width
    self.height = height
    pixels = []
    pixels.reserveCapacity(3 * width * height)
    for _ in 0..<width * height { pixels += [background.red, background.green, background.blue] }
  }

  subscript(x: Int, y: Int) -> Colour {
    get {
      let place = 3 * (y * width + x)
      return Colour(pixels[place], pixels[place + 1], pixels[place + 2])
    }
    set {
      guard (0..<width).contains(x), (0..<height).contains(y) else { return }
      let place = 3 * (y * width + x)
      pixels[place] = newValue.red
      pixels[place + 1] = newValue.green
      pixels[place + 2] = newValue.blue
    }
  }

  mutating func fill(x: Int, y: Int, width: Int, height: Int, _ colour: Colour) {
    for row in y..<y + height { for column in x..<x + width { self[column, row] = colour } }
  }

  /// Writes figures and units; `scale` is the size of one dot of a letter.
  mutating func write(_ text: String, x: Int, y: Int, scale: Int, _ colour: Colour = .black) {
    var left = x
    for letter in text {
      for (row, bits) in Lettering.rows(of: letter).enumerated() {
        for column in 0..<Lettering.width where bits >> (Lettering.width - 1 - column) & 1 == 1 {
          fill(x: left + column * scale, y: y + row * scale, width: scale, height: scale, colour)
        }
      }
      left += Lettering.advance * scale
    }
  }

  /// PNG, always the same bytes for the same picture: no times, no names.
  func png() -> [UInt8] {
    var image = png_image()
    precinto_png_prepare(&image, UInt32(width), UInt32(height))
    defer { png_image_free(&image) }
    // Deflated pixels are at most a little larger than they were.
    var count = 3 * width * height + height + width * height / 100 + 64 * 1024
    var bytes = [UInt8](repeating: 0, count: count)
    guard png_image_write_to_memory(&image, &bytes, &count, 0, pixels, 0, nil) != 0 else {
      return []
    }
    return Array(bytes.prefix(count))
  }
}

/// Figures and units of 5 by 7 dots: what a scale needs.
enum Lettering {
  static let width = 5
  static let height = 7
  static let advance = 6

  private static let letters: [Character: [UInt8]] = [
    "0": [0x0E, 0x11, 0x13, 0x15, 0x19, 0x11, 0x0E],
    "1": [0x04, 0x0C, 0x04, 0x04, 0x04, 0x04, 0x0E],
    "2": [0x0E, 0x11, 0x01, 0x02, 0x04, 0x08, 0x1F],
    "3": [0x1F, 0x02, 0x04, 0x02, 0x01, 0x11, 0x0E],
    "4": [0x02, 0x06, 0x0A, 0x12, 0x1F, 0x02, 0x02],
    "5": [0x1F, 0x10, 0x1E, 0x01, 0x01, 0x11, 0x0E],
    "6": [0x06, 0x08, 0x10, 0x1E, 0x11, 0x11, 0x0E],
    "7": [0x1F, 0x01, 0x02, 0x04, 0x08, 0x08, 0x08],
    "8": [0x0E, 0x11, 0x11, 0x0E, 0x11, 0x11, 0x0E],
    "9": [0x0E, 0x11, 0x11, 0x0F, 0x01, 0x02, 0x0C],
    ".": [0x00, 0x00, 0x00, 0x00, 0x00, 0x0C, 0x0C],
    "-": [0x00, 0x00, 0x00, 0x1F, 0x00, 0x00, 0x00],
    "µ": [0x00, 0x00, 0x12, 0x12, 0x12, 0x1D, 0x10],
    "m": [0x00, 0x00, 0x1A, 0x15, 0x15, 0x15, 0x15],
    "n": [0x00, 0x00, 0x16, 0x19, 0x11, 0x11, 0x11],
    "e": [0x00, 0x00, 0x0E, 0x11, 0x1F, 0x10, 0x0E],
    "+": [0x00, 0x04, 0x04, 0x1F, 0x04, 0x04, 0x00],
  ]

  static func rows(of letter: Character) -> [UInt8] { letters[letter] ?? [] }
}
