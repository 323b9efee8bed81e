-- The database in which rules run: one case, copied from the office's views of the same names, and nothing else.
-- docs/views.md describes every column. Texts are the record's own; *_s are Unix seconds, *_at RFC 3339, *_on days.

CREATE TABLE cases (
  case_id TEXT, title TEXT, opened_at TEXT, opened_s INTEGER, closed_s INTEGER, event TEXT
) STRICT;

CREATE TABLE case_numbers (
  country TEXT, number TEXT
) STRICT;

CREATE TABLE events (
  event TEXT, type TEXT, at TEXT, at_s INTEGER, recorded_s INTEGER, signer TEXT, signer_role TEXT,
  signer_country TEXT
) STRICT;

CREATE TABLE items (
  item TEXT, kind TEXT, description TEXT, place TEXT, serial TEXT, serial_state TEXT, make TEXT, model TEXT,
  caliber TEXT, made_in TEXT, importer TEXT, source TEXT, derivation TEXT, file_count INTEGER, seal TEXT,
  holding TEXT, holder TEXT, receiver TEXT, disposition TEXT, collected_at TEXT, collected_s INTEGER,
  recorded_s INTEGER, collector TEXT, collector_role TEXT, country TEXT, event TEXT
) STRICT;

CREATE TABLE lineage (
  item TEXT, ancestor TEXT, depth INTEGER, derivation TEXT
) STRICT;

CREATE TABLE item_events (
  item TEXT, n INTEGER, event TEXT, type TEXT, at TEXT, at_s INTEGER, recorded_s INTEGER, signer TEXT,
  signer_role TEXT, signer_country TEXT, condition TEXT, package TEXT, location TEXT, purpose TEXT, reason TEXT,
  place TEXT, seal TEXT, seal_found TEXT, comparison TEXT, from_person TEXT, to_person TEXT, irregular_reason TEXT
) STRICT;

CREATE TABLE custody_intervals (
  item TEXT, kind TEXT, holder TEXT, holder_role TEXT, holder_country TEXT, next_holder TEXT, next_country TEXT,
  from_at TEXT, from_s INTEGER, from_event TEXT, until_at TEXT, until_s INTEGER, until_event TEXT,
  minutes INTEGER, purpose TEXT, sealed INTEGER
) STRICT;

CREATE TABLE seals (
  item TEXT, number TEXT, applied_event TEXT, applied_s INTEGER, applied_by TEXT, broken_event TEXT,
  broken_s INTEGER, broken_by TEXT, found TEXT, reason TEXT
) STRICT;

CREATE TABLE examinations (
  item TEXT, event TEXT, at TEXT, at_s INTEGER, examiner TEXT, examiner_role TEXT, method TEXT, result TEXT,
  instrument TEXT, tool TEXT, tool_version TEXT, seal_found TEXT, comparison TEXT, place TEXT, notes TEXT
) STRICT;

CREATE TABLE ballistic_acquisitions (
  item TEXT, event TEXT, at_s INTEGER, person TEXT, system TEXT, number TEXT, site TEXT, operator TEXT,
  instrument TEXT
) STRICT;

CREATE TABLE ballistic_leads (
  item TEXT, other TEXT, foreign_acquisition TEXT, event TEXT, at_s INTEGER, person TEXT, system TEXT,
  reviewer TEXT, reviewed_s INTEGER, notes TEXT, state TEXT
) STRICT;

CREATE TABLE ballistic_conclusions (
  item TEXT, other TEXT, event TEXT, at_s INTEGER, examiner TEXT, examiner_role TEXT, method TEXT,
  conclusion TEXT, lead TEXT, verifies TEXT, instrument TEXT, notes TEXT
) STRICT;

CREATE TABLE traces (
  item TEXT, request TEXT, request_event TEXT, requested_s INTEGER, result_event TEXT, result_s INTEGER,
  outcome TEXT, purchased_on TEXT, recovered_on TEXT, time_to_crime INTEGER, days INTEGER, manufacturer TEXT,
  importer TEXT, dealer TEXT
) STRICT;

CREATE TABLE authorities (
  authority TEXT, kind TEXT, number TEXT, issuer TEXT, issuer_role TEXT, country TEXT, to_country TEXT,
  issued_at TEXT, issued_s INTEGER, expires_s INTEGER, purpose TEXT, recorded_by TEXT, at_s INTEGER
) STRICT;

CREATE TABLE authority_items (
  authority TEXT, item TEXT, act TEXT
) STRICT;

CREATE TABLE hashes (
  item TEXT, place INTEGER, role TEXT, algorithm TEXT, digest TEXT, event TEXT, at_s INTEGER, person TEXT,
  tool TEXT, tool_version TEXT, comparison TEXT
) STRICT;

CREATE TABLE redactions (
  item TEXT, source TEXT, event TEXT, at_s INTEGER, person TEXT
) STRICT;

CREATE TABLE signatures (
  event TEXT, signer TEXT, certificate TEXT, algorithm TEXT, at_s INTEGER, recorded_s INTEGER,
  not_before_s INTEGER, not_after_s INTEGER, revoked_s INTEGER
) STRICT;

CREATE TABLE persons (
  person TEXT, role TEXT, agency TEXT, country TEXT, name TEXT, enrolled_s INTEGER, revoked_s INTEGER
) STRICT;

CREATE TABLE irregularities (
  item TEXT, event TEXT, at_s INTEGER, code TEXT, expected TEXT, found TEXT, reason TEXT, signer TEXT
) STRICT;

CREATE TABLE clocks (
  item TEXT, event TEXT, offset_s INTEGER, reference TEXT
) STRICT;

CREATE TABLE particulars (
  item TEXT, event TEXT, event_type TEXT, at_s INTEGER, person TEXT, name TEXT, value TEXT
) STRICT;

CREATE TABLE attestations (
  rule TEXT, item TEXT, event TEXT, at_s INTEGER, person TEXT, person_role TEXT, statement TEXT
) STRICT;

CREATE TABLE declarations (
  document TEXT, kind TEXT, certifies TEXT, declarant TEXT, qualification TEXT, signed_in TEXT, signed_on TEXT,
  penalty TEXT, notice_on TEXT
) STRICT;

CREATE TABLE amendments (
  event TEXT, amends TEXT, item TEXT, at_s INTEGER, person TEXT, reason TEXT, correction TEXT
) STRICT;

CREATE TABLE bundles (
  event TEXT, at_s INTEGER, person TEXT, court TEXT, manifest TEXT
) STRICT;

CREATE TABLE file_facts (
  item TEXT, event TEXT, place INTEGER, format TEXT, name TEXT, value TEXT
) STRICT;

CREATE TABLE file_findings (
  item TEXT, event TEXT, place INTEGER, format TEXT, severity TEXT, code TEXT
) STRICT;

CREATE TABLE run (
  now_s INTEGER, forum TEXT
) STRICT;

