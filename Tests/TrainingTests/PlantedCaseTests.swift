import Phrasebook
import Testing

@testable import Training

@Suite struct PlantedCaseTests {
  @Test("Eight lessons: half ballistic, half digital, three of two countries, two mostly clean")
  func lessons() throws {
    let cases = try MockCase.lessons.map { try MockCase(builtIn: $0) }
    let exercises = try cases.map { try $0.lesson() }
    #expect(cases.count == 8)
    #expect(exercises.count { $0.kind == .ballistic } == 4)
    #expect(exercises.count { $0.kind == .digital } == 4)
    #expect(exercises.count { $0.crossBorder } >= 3)
    #expect(exercises.count { $0.plant == [0, 1] } == 2)
    #expect(Set(exercises.map(\.difficulty)) == [1, 2, 3])
    let flaws = Set(exercises.flatMap { $0.flaws.map(\.id) })
    #expect(flaws.count >= 40)
  }

  @Test("The same seed makes the same case; others differ", arguments: MockCase.lessons)
  func seeds(id: String) throws {
    let story = try MockCase(builtIn: id)
    let one = try PlantedCase(story, seed: 7)
    let again = try PlantedCase(story, seed: 7)
    #expect(one.values == again.values && one.key == again.key)
    #expect(one.story.steps.map(\.line) == again.story.steps.map(\.line))
    let others = try (1...20).map { try PlantedCase(story, seed: $0) }
    #expect(Set(others.map(\.values)).count > 15)
    #expect(Set(others.map { $0.key.sorted().description }).count > 3)
  }

  @Test("As many flaws are planted as the case says, and every placeholder is filled")
  func planted() throws {
    for story in try MockCase.lessons.map({ try MockCase(builtIn: $0) }) {
      let exercise = try story.lesson()
      for seed in UInt64(1)...200 {
        let planted = try PlantedCase(story, seed: seed)
        #expect(planted.planted.count >= exercise.plant[0], "\(story.id), seed \(seed)")
        #expect(planted.planted.count <= exercise.plant[1], "\(story.id), seed \(seed)")
        let texts =
          planted.story.steps.map(\.line) + planted.textFiles.values + [
            planted.words(exercise.brief, .english), planted.words(exercise.brief, .spanish),
          ]
        let open = texts.joined().matches(of: /\{[a-zA-Z]+\}/).map { String($0.output) }
        #expect(open == [], "\(story.id), seed \(seed)")
      }
    }
  }

  @Test("No two flaws of a case raise the same, nor change the same step")
  func clashes() throws {
    for story in try MockCase.lessons.map({ try MockCase(builtIn: $0) }) {
      for seed in UInt64(1)...200 {
        let raises = try PlantedCase(story, seed: seed).planted.map { Set($0.raises) }
        #expect(raises.reduce(0) { $0 + $1.count } == Set(raises.flatMap(\.self)).count)
      }
    }
  }

  @Test("Telephone equipment numbers are valid in form and of the range for tests")
  func numbers() throws {
    let exercise = try MockCase(builtIn: "matamoros-brownsville").lesson()
    let numbers = try #require(exercise.vary["imei"])
    for number in numbers {
      // Reporting body 00: test equipment (3GPP TS 23.003 § 6.2; GSMA TS.06).
      #expect(number.count == 15 && number.hasPrefix("00"))
      let sum = number.reversed().enumerated().reduce(0) { sum, place in
        let digit = place.element.wholeNumberValue ?? 0
        let doubled = place.offset.isMultiple(of: 2) ? digit : 2 * digit
        return sum + (doubled > 9 ? doubled - 9 : doubled)
      }
      #expect(sum.isMultiple(of: 10), "\(number)")
    }
  }

  @Test("SplitMix64, as published: the first numbers of seed 1234567")
  func chooser() {
    var chooser = SeededChooser(seed: 1_234_567)
    #expect(chooser.next() == 6_457_827_717_110_365_317)
    #expect(chooser.next() == 3_203_168_211_198_807_973)
    #expect(chooser.next() == 9_817_491_932_198_370_423)
  }
}
