import Custody
import Integrity
import Testing

@Suite struct MomentTests {
  @Test(
    "A moment is printed as it is read",
    arguments: [
      "1970-01-01T00:00:00Z", "2026-03-04T21:15:00-08:00", "2024-02-29T23:59:59.007+05:30",
      "2000-02-29T00:00:00+14:00", "9999-12-31T23:59:59Z",
    ])
  func roundTrip(_ text: String) { #expect(Moment(text)?.description == text) }

  @Test("An offset shifts the instant")
  func offset() throws {
    let tijuana = try #require(Moment("2026-03-04T16:00:00-08:00"))
    let utc = try #require(Moment("2026-03-05T00:00:00Z"))
    #expect(tijuana.milliseconds == utc.milliseconds)
    #expect(utc.unixSeconds == 1_772_668_800)
  }

  @Test(
    "A time without an offset, or one that never was, is refused",
    arguments: [
      "2026-03-04T21:15:00", "2026-03-04 21:15:00Z", "2026-02-30T00:00:00Z", "2026-13-01T00:00:00Z",
      "2026-03-04T24:00:00Z", "2026-03-04T21:60:00Z", "2026-03-04T21:15Z", "1969-12-31T23:59:59Z",
      "2026-03-04T21:15:00.Z", "2026-03-04T21:15:00+0800", "2026-03-04T21:15:00+15:00", "",
      "2025-02-29T00:00:00Z", "2026-03-04T21:15:60Z",
    ])
  func refused(_ text: String) { #expect(Moment(text) == nil) }
}

@Suite struct IdentifierTests {
  @Test("Plain names are identifiers", arguments: ["A", "TIJ-01", "a.b_c-9", "0"])
  func accepted(_ text: String) { #expect(ItemID(text)?.description == text) }

  @Test(
    "What cannot be a folder everywhere is no identifier",
    arguments: [
      "", "-a", ".a", "a.", "..", "a/b", "a b", "ñ", "con", "COM1.x", "a\nb", "😀",
      String(repeating: "a", count: 65), "a\u{301}",
    ])
  func refused(_ text: String) { #expect(ItemID(text) == nil) }

  @Test("An event's id is a version 7 UUID made from the time")
  func eventID() {
    let id = EventID(milliseconds: 0x0123_4567_89AB, random: Array(repeating: 0xFF, count: 10))
    #expect(id.description == "01234567-89ab-7fff-bfff-ffffffffffff")
    #expect(EventID(id.description) == id)
    #expect(EventID("01234567-89ab-4fff-bfff-ffffffffffff") == nil)
  }
}

@Suite struct ItemStateTests {
  private static let item = ItemID("I-1")!
  private static let ana = PersonID("ana")!
  private static let luis = PersonID("luis")!
  private static let eve = PersonID("eve")!

  private static func event(
    _ type: EventType, minute: Int64, sequence: Int = 2, recordedLater: Int64 = 0,
    _ fill: (inout Facts) -> Void = { _ in }
  ) -> Event {
    var facts = Facts()
    fill(&facts)
    let at = Moment(unixSeconds: 1_000_000 + minute * 60)
    return Event(
      type: type,
      id: EventID(milliseconds: at.milliseconds, random: Array(repeating: 0, count: 10)),
      issuer: "test", at: at, recordedAt: at.unixSeconds + recordedLater, caseID: CaseID("C"),
      items: [
        ItemLink(
          item: item, sequence: sequence,
          previous: sequence == 1 ? nil : Digest(of: []))
      ], facts: facts.members)
  }

  private static func collected(seal: String? = "S1") -> ItemState {
    let event = event(.itemCollect, minute: 0, sequence: 1) {
      $0[.kind] = .bullet
      $0[.seal] = seal
    }
    return ItemState(item: item, beginning: event, by: ana)!
  }

  private static let released = collected().applying(
    event(.custodyRelease, minute: 10) { $0[.to] = luis }, by: Signer(ana, .responder)
  ).state

  @Test("Collecting makes the collector the holder")
  func collecting() {
    let state = Self.collected()
    #expect(state.holding == .held(by: Self.ana, since: Moment(unixSeconds: 1_000_000)))
    #expect(state.seal == "S1")
  }

  @Test("A transfer takes two: in transit after the first, held after the second")
  func transfer() {
    #expect(
      Self.released.holding
        == .inTransit(from: Self.ana, to: Self.luis, since: Moment(unixSeconds: 1_000_600)))
    let (state, found) = Self.released.applying(
      Self.event(.custodyReceive, minute: 20) {
        $0[.from] = Self.ana
        $0[.sealFound] = "S1"
      }, by: Signer(Self.luis, .examiner))
    #expect(state.holding == .held(by: Self.luis, since: Moment(unixSeconds: 1_001_200)))
    #expect(found.isEmpty)
  }

  @Test("What does not fit is named, and recorded all the same")
  func irregular() {
    func codes(_ state: ItemState, _ event: Event, _ signer: PersonID) -> [Irregularity.Code] {
      state.applying(event, by: Signer(signer, .responder)).irregularities.map(\.code)
    }
    let held = Self.collected()
    #expect(codes(held, Self.event(.custodyStore, minute: 1), Self.eve) == [.notHolder])
    #expect(codes(Self.released, Self.event(.custodyStore, minute: 11), Self.ana) == [.inTransit])
    let reception = Self.event(.custodyReceive, minute: 12) { $0[.from] = Self.ana }
    #expect(codes(held, reception, Self.luis) == [.notReleased])
    #expect(codes(Self.released, reception, Self.eve) == [.wrongParty])
    let otherSeal = Self.event(.sealBreak, minute: 1) { $0[.sealFound] = "S9" }
    #expect(codes(held, otherSeal, Self.ana) == [.sealMismatch])
    let second = Self.event(.sealApply, minute: 1) { $0[.seal] = "S2" }
    #expect(codes(held, second, Self.ana) == [.sealedTwice])
    #expect(codes(held, Self.event(.custodyStore, minute: -5), Self.ana) == [.outOfOrder])
    let late = Self.event(.custodyStore, minute: 1, recordedLater: 90_000)
    #expect(codes(held, late, Self.ana) == [.recordedLate])
    let changed = Self.event(.custodyReceive, minute: 12) {
      $0[.from] = Self.ana
      $0[.comparison] = .changed
    }
    #expect(codes(Self.released, changed, Self.luis) == [.filesChanged])
  }

  @Test("After the end nothing is regular")
  func ended() {
    let destroyed = Self.collected().applying(
      Self.event(.itemDestroy, minute: 1), by: Signer(Self.ana, .responder)
    )
    .state
    #expect(
      destroyed.applying(Self.event(.custodyStore, minute: 2), by: Signer(Self.ana, .responder))
        .irregularities.map(
          \.code)
        == [.afterEnd])
  }
}

@Suite struct EventClaimsTests {
  private static func release() -> Event {
    var facts = Facts()
    facts[.to] = PersonID("luis")
    facts[.purpose] = "analysis"
    return Event(
      type: .custodyRelease,
      id: EventID(milliseconds: 1, random: Array(repeating: 7, count: 10)), issuer: "log.example",
      at: Moment(unixSeconds: 5), recordedAt: 6, caseID: CaseID("C-1"),
      items: [ItemLink(item: ItemID("I")!, sequence: 2, previous: Digest(of: [1]))],
      facts: facts.members)
  }

  private static func read(_ visible: JSONObject, _ disclosed: JSONObject = [:])
    -> EventFormatError?
  {
    do {
      _ = try Event(visible: visible, disclosed: disclosed)
      return nil
    } catch { return error }
  }

  @Test("An event survives both ways, with what describes people hidden")
  func roundTrip() throws {
    let event = Self.release()
    let claims = event.claims
    #expect(claims.disclosable.map(\.name) == ["purpose"])
    #expect(claims.visible["purpose"] == nil)
    let disclosed = JSONObject(claims.disclosable.map { ($0.name, $0.value) })
    #expect(try Event(visible: claims.visible, disclosed: disclosed) == event)
  }

  @Test("A withheld fact is no mistake, a missing visible one is")
  func withheld() throws {
    var visible = Self.release().claims.visible
    #expect(try Event(visible: visible, disclosed: [:])[.purpose] == nil)
    visible["to"] = nil
    #expect(Self.read(visible) == .missing(claim: "to"))
  }

  @Test("What hides or shows the wrong thing, or is unknown, is refused")
  func refused() {
    let visible = Self.release().claims.visible
    #expect(Self.read(visible, ["to": "luis"]) == nil)
    #expect(
      Self.read(visible.merging(["purpose": "x"])) == .wrongVisibility(claim: "purpose"))
    #expect(Self.read(visible.merging(["color": "red"])) == .unexpected(claim: "color"))
    for time in [Int64.min, -1, Int64.max] {
      let odd = visible.merging(["iat": .integer(time)])
      #expect(Self.read(odd) == .malformed(claim: "iat"))
    }
    #expect(Self.read(visible.merging(["evt": "item.steal"])) == .unknownType("item.steal"))
    #expect(
      Self.read(visible.merging(["at": "1970-01-01T00:00:05+00:00"]))
        == .malformed(claim: "at"))
    #expect(Self.read(visible.merging(["items": []])) == .malformed(claim: "items"))
    #expect(
      Self.read(visible.merging(["items": [["id": "I", "n": 2]]]))
        == .malformed(claim: "items"))
  }
}
