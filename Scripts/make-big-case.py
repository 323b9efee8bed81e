#!/usr/bin/env python3
"""Fills the tables of a new office's case B-1 with made-up items and events, for timing checks alone.

Usage: make-big-case.py OFFICE ITEMS [FIRST]

Every item gets 20 events, from collection to storage. Nothing is signed and nothing goes into the ledger: the office
does not verify afterwards, and `office rebuild` takes it all away.
"""
import datetime
import json
import sqlite3
import sys

KINDS = ["cartridge-case", "firearm", "bullet", "device", "disk-image", "file", "document", "test-fire"]
CYCLE = [
    ("custody.release", "giver", {"to": "taker", "purpose": "Examination"}),
    ("custody.receive", "taker", {"from": "giver", "condition": "Seal whole", "package": "Box"}),
    ("seal.break", "taker", {"reason": "Examination"}),
    ("exam.record", "taker", {"method": "Microscopy", "result": "Fit for comparison", "tool": "Scope", "tool_version": "2.1",
                              "instrument": "Leica FS C", "comparison": "unchanged"}),
    ("seal.apply", "taker", {"package": "Box"}),
    ("custody.store", "taker", {"location": "Shelf 1"}),
]

COLUMNS = ["condition", "package", "location", "purpose", "reason", "place", "seal", "seal_found", "comparison", "from", "to"]
# Nine items in ten are well kept: most rules are met for them.
WELL_KEPT = [{"name": name, "value": value} for name, value in (
    ("start", "discovered"), ("original-state", "on the floor"), ("conditions", "dry"), ("packaging", "bag"), ("photographs", "4"),
    ("proves", "the shot"), ("foundation", "giver"), ("testifies", "taker"), ("licence", "123"), ("put-at-disposal", "2026-01-06"),
    ("interested-party-notice", "2026-01-07"), ("inventory-signed", "person"), ("sedena-notice", "1/2026"), ("hazard-control", "vault"),
    ("transport", "car 7"), ("unloaded", "giver"), ("working-copy", "yes"), ("storage-copies", "2"), ("tool-validation", "2025"),
    ("native-file", "kept"), ("means-of-reproduction", "any player"), ("isolation", "bag"), ("device-state", "off"))]


def main() -> None:
    office, count = sys.argv[1], int(sys.argv[2])
    first = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    db = sqlite3.connect(f"{office}/office.sqlite")
    # Far from the indices that real events of this office get.
    entry = 10_000_000 + db.execute("SELECT count(*) FROM event").fetchone()[0]
    start = datetime.datetime(2026, 1, 5, 9, 0, 0)
    events, links, items = [], [], []
    for number in range(first, first + count):
        item, kind, seal = f"I-{number:06}", KINDS[number % len(KINDS)], 1
        for n in range(1, 21):
            at = (start + datetime.timedelta(hours=4 * n, minutes=number % 60)).isoformat() + "-07:00"
            seconds = int(datetime.datetime.fromisoformat(at).timestamp())
            if n == 1:
                kind_of_event, signer = "item.collect", "giver"
                facts = {"kind": kind, "collector": "giver", "file_count": 0, "seal": f"S-{number}-1", "place": "Street 4",
                         "particulars": [] if number % 10 == 0 else WELL_KEPT}
            else:
                kind_of_event, signer, base = CYCLE[(n - 2) % len(CYCLE)]
                facts = dict(base)
                if kind_of_event == "seal.break":
                    facts["seal_found"] = f"S-{number}-{seal}"
                if kind_of_event == "seal.apply":
                    seal += 1
                    facts["seal"] = f"S-{number}-{seal}"
            columns = [facts.get(name) for name in COLUMNS]
            events.append((entry, f"00000000-0000-7000-8000-{entry:012x}", kind_of_event, at, seconds + 60, "B-1", signer,
                           *columns, json.dumps(facts)))
            links.append((item, n, entry, kind_of_event, at, signer))
            entry += 1
        items.append((item, "B-1", kind, f"Item {number}", 0, f"S-{number}-{seal}", "held", "taker", at, at, 20, bytes(32)))
    with db:
        db.execute("UPDATE person SET enrolled_at = '2025-12-01T09:00:00-07:00'")
        db.executemany(
            "INSERT INTO event (entry, id, type, at, recorded_at, case_id, signer, condition, package, location, purpose, reason, place,"
            f" seal, seal_found, comparison, from_person, to_person, facts) VALUES ({','.join('?' * 19)})", events)
        db.executemany("INSERT INTO item_event (item, n, entry, type, at, signer) VALUES (?,?,?,?,?,?)", links)
        db.executemany(
            "INSERT INTO item (id, case_id, kind, description, file_count, seal, holding, holder, since, last_at, sequence, head)"
            " VALUES (?,?,?,?,?,?,?,?,?,?,?,?)", items)
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


main()
