-- The ledger itself. Rows are added and never changed; what is here cannot be recreated from anything else.

-- One signed event: the JWT without its disclosures.
CREATE TABLE ledger_entry (
  idx    INTEGER PRIMARY KEY CHECK (idx >= 0),           -- 0, 1, 2, … without gaps
  jwt    TEXT    NOT NULL,
  digest BLOB    NOT NULL UNIQUE CHECK (length(digest) = 32) -- SHA-256 of the JWT: what `prev` names
) STRICT;

-- The disclosures of an event, apart from it, so that the law can have them erased and every proof still holds.
CREATE TABLE disclosure (
  entry INTEGER NOT NULL REFERENCES ledger_entry (idx),
  place INTEGER NOT NULL,                                -- order within the event
  text  TEXT    NOT NULL,                                -- base64url, as signed
  PRIMARY KEY (entry, place)
) STRICT, WITHOUT ROWID;

-- The hash of each complete subtree: the one that covers the entries idx << level to (idx + 1) << level.
CREATE TABLE tree_node (
  level INTEGER NOT NULL CHECK (level >= 0),
  idx   INTEGER NOT NULL CHECK (idx >= 0),
  hash  BLOB    NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (level, idx)
) STRICT, WITHOUT ROWID;

-- Every checkpoint that was signed: a promise to those who hold a copy.
CREATE TABLE signed_checkpoint (
  size INTEGER NOT NULL PRIMARY KEY,
  note TEXT    NOT NULL
) STRICT;

-- INSERT OR REPLACE deletes the old row without firing DELETE triggers, so it is stopped before the insert.
CREATE TRIGGER ledger_entry_gapless BEFORE INSERT ON ledger_entry
WHEN NEW.idx IS NOT (SELECT coalesce(max(idx) + 1, 0) FROM ledger_entry)
BEGIN SELECT RAISE(ABORT, 'entries are added at the end'); END;

CREATE TRIGGER ledger_entry_no_update BEFORE UPDATE ON ledger_entry
BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;

CREATE TRIGGER ledger_entry_no_delete BEFORE DELETE ON ledger_entry
BEGIN SELECT RAISE(ABORT, 'entries are never deleted'); END;

CREATE TRIGGER tree_node_no_replace BEFORE INSERT ON tree_node
WHEN EXISTS (SELECT 1 FROM tree_node WHERE level = NEW.level AND idx = NEW.idx)
BEGIN SELECT RAISE(ABORT, 'tree nodes are never replaced'); END;

CREATE TRIGGER tree_node_no_update BEFORE UPDATE ON tree_node
BEGIN SELECT RAISE(ABORT, 'tree nodes are never changed'); END;

CREATE TRIGGER tree_node_no_delete BEFORE DELETE ON tree_node
BEGIN SELECT RAISE(ABORT, 'tree nodes are never deleted'); END;
