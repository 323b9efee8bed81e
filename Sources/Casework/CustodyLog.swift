public import Custody
public import Integrity
import Ledger
import OfficeStore

/// The chain of custody of one item, as a person reads it: one line an event, and the gaps between.
public struct CustodyLog: Sendable {
  public struct Line: Sendable {
    public let event: Event
    /// The event's place in the item's own chain, from 1.
    public let sequence: Int
    /// The event's index in the ledger.
    public let index: Int
    public let signer: PersonID
    public let irregularities: [Irregularity]
    /// How the item is held after the event.
    public let state: ItemState
    /// Seconds on the way, for a reception: nobody answers for the item in between.
    public let transitSeconds: Int64?
  }

  public let item: ItemID
  public let kind: ItemKind
  public let lines: [Line]

  /// Seconds during which the item was between two people.
  public var transitSeconds: Int64 { lines.compactMap(\.transitSeconds).reduce(0, +) }
}

extension Office {
  public func custodyLog(of id: ItemID) throws -> CustodyLog {
    try database.read { db in
      guard let item = try ItemRecord.fetch(id, db) else { throw CaseworkError.itemUnknown(id) }
      let ledger = LedgerRows(db)
      var lines: [CustodyLog.Line] = []
      for record in try EventRecord.all(of: item.id, db) {
        let event = try ledger.event(at: record.entry).event
        lines.append(
          try CustodyLog.line(
            event, of: item.id, after: lines.last, Signer(record.signer, record.role),
            index: record.entry))
      }
      return CustodyLog(item: item.id, kind: item.state.kind, lines: lines)
    }
  }
}

extension CustodyLog {
  fileprivate static func line(
    _ event: Event, of item: ItemID, after previous: Line?, _ signer: Signer, index: Int
  ) throws -> Line {
    let state: ItemState
    let irregularities: [Irregularity]
    if let previous {
      (state, irregularities) = previous.state.applying(event, by: signer)
    } else {
      guard let first = ItemState(item: item, beginning: event, by: signer.id) else {
        throw CaseworkError.itemUnknown(item)
      }
      state = first
      irregularities = ItemState.irregularities(ofBeginning: event, item: item)
    }
    return Line(
      event: event, sequence: (previous?.sequence ?? 0) + 1, index: index, signer: signer.id,
      irregularities: irregularities, state: state,
      transitSeconds: transit(event, after: previous))
  }

  private static func transit(_ event: Event, after previous: Line?) -> Int64? {
    guard event.type == .custodyReceive, case .inTransit(_, _, let since)? = previous?.state.holding
    else { return nil }
    return event.at.seconds(since: since)
  }
}

extension CustodyLog {
  public var json: JSON {
    [
      "item": item.json, "kind": kind.json, "transitSeconds": .integer(transitSeconds),
      "events": .array(lines.map(\.json)),
    ]
  }
}

extension CustodyLog.Line {
  public var json: JSON {
    .object([
      "n": JSON(sequence), "index": JSON(index), "id": event.id.json,
      "type": .string(event.type.rawValue), "at": event.at.json,
      "recordedAt": .integer(event.recordedAt), "signer": signer.json,
      "facts": .object(event.facts), "seal": .text(state.seal),
      "transitSeconds": transitSeconds.map { .integer($0) },
      "irregularities": .array(
        irregularities.map {
          ["code": $0.code.json, "expected": .string($0.expected), "found": .string($0.found)]
        }),
    ])
  }
}
