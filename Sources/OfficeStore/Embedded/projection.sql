-- What commands ask about, worked out from the ledger alone. `office rebuild` drops and recreates all of it.
-- Moments are RFC 3339 texts with the offset that was recorded.

CREATE TABLE person (
  id          TEXT NOT NULL PRIMARY KEY,
  role        TEXT NOT NULL,
  agency      TEXT NOT NULL,
  country     TEXT NOT NULL,
  name        TEXT,                                      -- null once erased
  certificate BLOB NOT NULL CHECK (length(certificate) = 32),
  enrolled_at TEXT NOT NULL,
  revoked_at  TEXT,
  entry       INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX person_certificate ON person (certificate);

CREATE TABLE case_file (
  id        TEXT NOT NULL PRIMARY KEY,
  title     TEXT,
  opened_at TEXT NOT NULL,
  closed_at TEXT,
  entry     INTEGER NOT NULL
) STRICT;

CREATE TABLE case_number (
  case_id TEXT NOT NULL REFERENCES case_file (id),
  number  TEXT NOT NULL,                                 -- COUNTRY:number
  PRIMARY KEY (case_id, number)
) STRICT;

CREATE TABLE case_forum (
  case_id TEXT NOT NULL REFERENCES case_file (id),
  forum   TEXT NOT NULL,
  PRIMARY KEY (case_id, forum)
) STRICT;

-- An item as it stands after its newest event.
CREATE TABLE item (
  id          TEXT NOT NULL PRIMARY KEY COLLATE NOCASE,  -- two ids that differ in case alone would be one folder
  case_id     TEXT NOT NULL REFERENCES case_file (id),
  kind        TEXT NOT NULL,
  description TEXT,
  place       TEXT,
  source      TEXT,
  derivation  TEXT,
  file_count  INTEGER NOT NULL,
  seal        TEXT,                                      -- null while open
  holding     TEXT NOT NULL CHECK (holding IN ('held', 'transit', 'ended')),
  holder      TEXT,                                      -- who holds it, or let go of it last
  receiver    TEXT,                                      -- to whom it is on its way
  disposition TEXT,
  since       TEXT NOT NULL,
  last_at     TEXT NOT NULL,
  sequence    INTEGER NOT NULL CHECK (sequence >= 1),    -- how many events it has
  head        BLOB NOT NULL CHECK (length(head) = 32),   -- SHA-256 of the newest event's JWT
  ballistics  TEXT                                       -- open leads, conclusions and traces; null while there are none
) STRICT;

CREATE INDEX item_case ON item (case_id, id);

CREATE TABLE item_file (
  item     TEXT NOT NULL REFERENCES item (id),
  place    INTEGER NOT NULL,                             -- from 1
  name     TEXT,
  sha256   BLOB NOT NULL CHECK (length(sha256) = 32),
  size     INTEGER NOT NULL CHECK (size >= 0),
  PRIMARY KEY (item, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE item_event (
  item   TEXT NOT NULL REFERENCES item (id),
  n      INTEGER NOT NULL,
  entry  INTEGER NOT NULL,
  type   TEXT NOT NULL,
  at     TEXT NOT NULL,
  signer TEXT NOT NULL,
  PRIMARY KEY (item, n)
) STRICT, WITHOUT ROWID;

CREATE INDEX item_event_entry ON item_event (entry);

-- Every event, for finding those of a case or by name.
CREATE TABLE event (
  entry       INTEGER PRIMARY KEY,
  id          TEXT NOT NULL UNIQUE,
  type        TEXT NOT NULL,
  at          TEXT NOT NULL,
  recorded_at INTEGER NOT NULL,                          -- Unix seconds
  case_id     TEXT,
  signer      TEXT NOT NULL,
  amends      TEXT,                                      -- the id of the event that this one corrects
  -- Of its facts, those that are asked for most; all are in `facts`, as a JSON object, without its files.
  condition   TEXT,
  package     TEXT,
  location    TEXT,
  purpose     TEXT,
  reason      TEXT,
  place       TEXT,
  seal        TEXT,
  seal_found  TEXT,
  comparison  TEXT,
  from_person TEXT,
  to_person   TEXT,
  irregular_reason TEXT,
  facts       TEXT NOT NULL
) STRICT;

CREATE INDEX event_case ON event (case_id, entry);
CREATE INDEX event_type ON event (type, case_id);

CREATE TABLE irregularity (
  entry    INTEGER NOT NULL,
  item     TEXT NOT NULL,
  code     TEXT NOT NULL,
  expected TEXT NOT NULL,
  found    TEXT NOT NULL,
  reason   TEXT,
  PRIMARY KEY (entry, item, code)
) STRICT, WITHOUT ROWID;
