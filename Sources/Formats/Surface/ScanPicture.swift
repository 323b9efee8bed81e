/// A scan's heights as a picture: the tilt taken out, colours from low to high, a scale, and what was not measured
/// hatched in grey.
///
/// The colours grow evenly in lightness, so that they read the same without colour and to colour-blind eyes.
public struct ScanPicture: Sendable {
  /// The most pixels along one side of the map.
  public static let sideLimit = 1000
  /// Small scans are enlarged by whole factors up to this side.
  private static let sideMinimum = 400
  private static let margin = 16
  private static let barWidth = 24

  /// The picture as PNG.
  public let png: [UInt8]

  /// nil when the scan is no grid of heights, or nothing in it was measured.
  public init?(_ scan: SurfaceScan, sideLimit: Int = sideLimit) {
    guard let size = scan.size, let map = HeightMap(scan, size) else { return nil }
    let shrunk = map.shrunk(toSide: sideLimit)
    let longer = max(shrunk.width, shrunk.height)
    let factor = max(1, Self.sideMinimum / longer)
    let lettering = max(shrunk.width, shrunk.height) * factor > 600 ? 2 : 1
    let labelWidth = 9 * Lettering.advance * lettering
    let scaleHeight = (Lettering.height + 12) * lettering
    let height = max(shrunk.height * factor, 12 * Lettering.height * lettering)
    var canvas = Canvas(
      width: 3 * Self.margin + max(shrunk.width * factor, 160) + Self.barWidth + labelWidth,
      height: 2 * Self.margin + height + scaleHeight)
    Self.paint(shrunk, factor, on: &canvas)
    Self.paintScale(shrunk, factor, lettering, below: Self.margin + height, on: &canvas)
    let left = 2 * Self.margin + max(shrunk.width * factor, 160)
    Self.paintBar(shrunk, lettering, left: left, height: height, on: &canvas)
    png = canvas.png()
  }

  private static func paint(_ map: HeightMap, _ factor: Int, on canvas: inout Canvas) {
    for y in 0..<map.height * factor {
      for x in 0..<map.width * factor {
        // Rows of a scan go up, rows of a picture down.
        let height = map[x / factor, map.height - 1 - y / factor]
        canvas[margin + x, margin + y] =
          height.isNaN ? hatch(x, y) : ColourScale.colour(at: map.share(of: height))
      }
    }
  }

  /// Grey stripes: no colour of the scale.
  private static func hatch(_ x: Int, _ y: Int) -> Colour {
    (x + y) / 4 % 2 == 0 ? Colour(215, 215, 215) : Colour(185, 185, 185)
  }

  /// A bar of a round length, with its length in µm.
  private static func paintScale(
    _ map: HeightMap, _ factor: Int, _ lettering: Int, below bottom: Int, on canvas: inout Canvas
  ) {
    let width = Double(map.width * factor)
    let (length, pixels) = ScaleLength.round(
      atMost: width / 3, metresAPixel: map.step / Double(factor))
    let top = bottom + 6 * lettering
    canvas.fill(x: margin, y: top, width: pixels, height: 3 * lettering, .black)
    canvas.write(
      length, x: margin + pixels + 8, y: top - 2 * lettering, scale: lettering)
  }

  /// The colours from the highest to the lowest, with heights in µm.
  private static func paintBar(
    _ map: HeightMap, _ lettering: Int, left: Int, height: Int, on canvas: inout Canvas
  ) {
    for row in 0..<height {
      let share = 1 - Float(row) / Float(max(1, height - 1))
      canvas.fill(
        x: left, y: margin + row, width: barWidth, height: 1, ColourScale.colour(at: share))
    }
    let steps = 4
    for step in 0...steps {
      let row = step * (height - 1) / steps
      let share = 1 - Double(step) / Double(steps)
      let value = Double(map.low) + share * Double(map.high - map.low)
      canvas.fill(x: left + barWidth, y: margin + row, width: 4, height: 1, .black)
      let figure = ScaleLength.number(value * 1e6)
      let text = step == 0 ? figure + " µm" : figure
      let y = min(max(margin, margin + row - 3 * lettering), margin + height - 7 * lettering)
      canvas.write(text, x: left + barWidth + 7, y: y, scale: lettering)
    }
  }
}

/// Heights on a grid, the tilt taken out.
private struct HeightMap {
  private(set) var width, height: Int
  private(set) var heights: [Float]
  /// Metres from one point to the next along x.
  private(set) var step: Double
  /// The heights at the ends of the colours: outliers lie beyond.
  private(set) var low: Float = 0
  private(set) var high: Float = 1

  init?(_ scan: SurfaceScan, _ size: (x: Int, y: Int)) {
    (width, height, heights) = (size.x, size.y, scan.heights)
    step = abs(scan.header.x.increment)
    guard level() else { return nil }
    let (low, high) = limits()
    (self.low, self.high) = (low, high)
  }

  subscript(x: Int, y: Int) -> Float { heights[y * width + x] }

  /// Where a height lies between the limits, from 0 to 1.
  func share(of height: Float) -> Float {
    high > low ? min(1, max(0, (height - low) / (high - low))) : 0.5
  }

  /// Takes the plane out that fits best; false when nothing was measured.
  ///
  /// Least squares over the measured points; coordinates are counted from the middle, so that the sums stay small.
  private mutating func level() -> Bool {
    var sums = PlaneSums()
    let (middleX, middleY) = (Double(width - 1) / 2, Double(height - 1) / 2)
    for y in 0..<height {
      for x in 0..<width {
        let value = heights[y * width + x]
        if !value.isNaN { sums.add(Double(x) - middleX, Double(y) - middleY, Double(value)) }
      }
    }
    guard sums.count > 0 else { return false }
    let plane = sums.plane
    for y in 0..<height {
      for x in 0..<width {
        let tilt = plane.x * (Double(x) - middleX) + plane.y * (Double(y) - middleY) + plane.mean
        heights[y * width + x] -= Float(tilt)
      }
    }
    return true
  }

  /// The heights below which half a percent of a sample lies, and above which half a percent lies.
  private func limits() -> (Float, Float) {
    let stride = max(1, heights.count / 100_000)
    var sample = Swift.stride(from: 0, to: heights.count, by: stride).map { heights[$0] }
      .filter { !$0.isNaN }
    guard !sample.isEmpty else { return (heights.first { !$0.isNaN } ?? 0, 1) }
    sample.sort()
    return (sample[sample.count / 200], sample[sample.count - 1 - sample.count / 200])
  }

  /// Every n-th point, so that no side is longer than `side`.
  func shrunk(toSide side: Int) -> HeightMap {
    let factor = (max(width, height) + side - 1) / side
    guard factor > 1 else { return self }
    var map = self
    map.width = (width + factor - 1) / factor
    map.height = (height + factor - 1) / factor
    map.step = step * Double(factor)
    map.heights = []
    map.heights.reserveCapacity(map.width * map.height)
    for y in stride(from: 0, to: height, by: factor) {
      for x in stride(from: 0, to: width, by: factor) { map.heights.append(self[x, y]) }
    }
    return map
  }
}

/// The sums from which the plane of best fit follows.
private struct PlaneSums {
  private(set) var count = 0.0
  private var x = 0.0
  private var y = 0.0
  private var z = 0.0
  private var xx = 0.0
  private var yy = 0.0
  private var xy = 0.0
  private var xz = 0.0
  private var yz = 0.0

  mutating func add(_ x: Double, _ y: Double, _ z: Double) {
    count += 1
    self.x += x
    self.y += y
    self.z += z
    xx += x * x
    yy += y * y
    xy += x * y
    xz += x * z
    yz += y * z
  }

  /// Slopes along x and y, and the height in the middle; flat when the points lie on one line.
  var plane: (x: Double, y: Double, mean: Double) {
    let (cxx, cyy) = (xx - x * x / count, yy - y * y / count)
    let (cxy, cxz, cyz) = (xy - x * y / count, xz - x * z / count, yz - y * z / count)
    let determinant = cxx * cyy - cxy * cxy
    guard determinant > 1e-9 * cxx * cyy, cxx > 0, cyy > 0 else { return (0, 0, z / count) }
    let slopeX = (cxz * cyy - cyz * cxy) / determinant
    let slopeY = (cyz * cxx - cxz * cxy) / determinant
    return (slopeX, slopeY, (z - slopeX * x - slopeY * y) / count)
  }
}

/// Lengths as people read them off a scale.
private enum ScaleLength {
  /// The longest of 1, 2 or 5 times a power of ten that fits, as text in µm, and how many pixels it takes.
  static func round(atMost pixels: Double, metresAPixel: Double) -> (text: String, pixels: Int) {
    let whole = pixels * metresAPixel * 1e6
    guard whole > 0, whole.isFinite else { return ("", 0) }
    var power = 1.0
    while power * 10 <= whole { power *= 10 }
    while power > whole { power /= 10 }
    let length = [5.0, 2, 1].map { $0 * power }.first { $0 <= whole } ?? power
    return (number(length) + " µm", Int(length / 1e6 / metresAPixel))
  }

  /// Up to three digits after the point, without zeros at the end.
  static func number(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 1e12 else { return "-" }
    let thousandths = Int((value * 1000).rounded())
    let sign = thousandths < 0 ? "-" : ""
    let (whole, rest) = abs(thousandths).quotientAndRemainder(dividingBy: 1000)
    guard rest > 0, whole < 1000 else { return "\(sign)\(whole)" }
    var digits = String(rest + 1000).dropFirst()
    while digits.last == "0" { digits = digits.dropLast() }
    return "\(sign)\(whole).\(digits.prefix(whole >= 100 ? 1 : whole >= 10 ? 2 : 3))"
  }
}
