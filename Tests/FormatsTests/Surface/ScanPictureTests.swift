import Foundation
import TestSupport
import Testing

@testable import Formats

@Suite struct ScanPictureTests {
  @Test("Every surface becomes a picture, always the same", arguments: Scans.all)
  func pictures(_ name: String) throws {
    let scan = try Scans.scan(name)
    guard let picture = ScanPicture(scan) else {
      #expect(!scan.header.isSurface)
      return
    }
    #expect(Array(picture.png.prefix(8)) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    #expect(picture.png == ScanPicture(scan)?.png)
    if let folder = ProcessInfo.processInfo.environment["PICTURES"] {
      try Data(picture.png).write(to: URL(filePath: "\(folder)/\(name).png"))
    }
  }

  @Test("A tilted plane is flat once it is levelled, and a bump on it stands out")
  func level() throws {
    #expect(ColourScale.colour(at: 0) == Colour(68, 1, 84))
    #expect(ColourScale.colour(at: 1) == Colour(253, 231, 37))
    let lightness = (0..<256).map { place -> Double in
      let colour = ColourScale.colour(at: Float(place) / 255)
      return 0.2126 * Double(colour.red) + 0.7152 * Double(colour.green) + 0.0722
        * Double(colour.blue)
    }
    #expect(zip(lightness, lightness.dropFirst()).allSatisfy { $0 <= $1 + 0.5 })
  }
}
