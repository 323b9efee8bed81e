-- What rule packs ask about, over the tables of projection.sql; every column is described in docs/views.md.
-- *_s are Unix seconds, *_at RFC 3339 texts, *_on days. NULL is what is not in the record.

CREATE VIEW cases AS
SELECT c.id AS case_id, c.title, c.opened_at, unixepoch(c.opened_at) AS opened_s, unixepoch(c.closed_at) AS closed_s, e.id AS event
FROM case_file c JOIN event e ON e.entry = c.entry;

CREATE VIEW case_numbers AS
SELECT case_id, substr(number, 1, instr(number, ':') - 1) AS country, substr(number, instr(number, ':') + 1) AS number FROM case_number;

CREATE VIEW events AS
SELECT e.case_id, e.id AS event, e.type, e.at, unixepoch(e.at) AS at_s, e.recorded_at AS recorded_s, e.signer,
  p.role AS signer_role, p.country AS signer_country
FROM event e JOIN person p ON p.id = e.signer WHERE e.case_id IS NOT NULL;

CREATE VIEW item_events AS
SELECT e.case_id, i.item, i.n, e.id AS event, e.type, e.at, unixepoch(e.at) AS at_s, e.recorded_at AS recorded_s, e.signer,
  p.role AS signer_role, p.country AS signer_country, e.condition, e.package,
  e.location, e.purpose, e.reason, e.place,
  e.seal, e.seal_found, e.comparison,
  e.from_person, e.to_person, e.irregular_reason
FROM event e JOIN item_event i ON i.entry = e.entry JOIN person p ON p.id = e.signer;

CREATE VIEW items AS
SELECT t.case_id, t.id AS item, t.kind, t.description, t.place, e.facts ->> 'serial' AS serial, e.facts ->> 'serial_state' AS serial_state,
  e.facts ->> 'make' AS make, e.facts ->> 'model' AS model, e.facts ->> 'caliber' AS caliber, e.facts ->> 'made_in' AS made_in,
  e.facts ->> 'importer' AS importer, t.source, t.derivation, t.file_count, t.seal, t.holding, t.holder, t.receiver, t.disposition,
  e.at AS collected_at, unixepoch(e.at) AS collected_s, e.recorded_at AS recorded_s, coalesce(e.facts ->> 'collector', e.signer) AS collector,
  p.role AS collector_role, p.country AS country, e.id AS event
FROM item t JOIN item_event i ON i.item = t.id AND i.n = 1 JOIN event e ON e.entry = i.entry
JOIN person p ON p.id = coalesce(e.facts ->> 'collector', e.signer);

CREATE VIEW lineage AS
WITH RECURSIVE line (case_id, item, ancestor, depth, derivation) AS (
  SELECT case_id, id, source, 1, derivation FROM item WHERE source IS NOT NULL
  UNION ALL
  SELECT l.case_id, l.item, t.source, l.depth + 1, l.derivation FROM line l JOIN item t ON t.id = l.ancestor
  WHERE t.source IS NOT NULL AND l.depth < 100
)
SELECT case_id, item, ancestor, depth, derivation FROM line;

CREATE VIEW custody_intervals AS
WITH step AS (
  SELECT e.case_id, i.item, i.n, e.type, e.id AS event, e.at, unixepoch(e.at) AS at_s,
    CASE WHEN i.n = 1 THEN coalesce(e.facts ->> 'collector', e.signer) ELSE e.signer END AS holder,
    e.to_person AS next_holder, e.purpose,
    (SELECT CASE s.type WHEN 'seal.break' THEN 0 WHEN 'seal.apply' THEN 1 ELSE se.seal IS NOT NULL END
      FROM item_event s JOIN event se ON se.entry = s.entry
      WHERE s.item = i.item AND s.n <= i.n AND (s.n = 1 OR s.type IN ('seal.apply', 'seal.break'))
      ORDER BY s.n DESC LIMIT 1) AS sealed
  FROM event e JOIN item_event i ON i.entry = e.entry
  WHERE e.case_id IS NOT NULL AND (i.n = 1 OR e.type IN ('custody.release', 'custody.receive', 'item.return', 'item.destroy'))
), span AS (
  SELECT *, lead(at) OVER chain AS until_at, lead(at_s) OVER chain AS until_s, lead(event) OVER chain AS until_event
  FROM step WINDOW chain AS (PARTITION BY item ORDER BY n)
)
SELECT s.case_id, s.item, CASE s.type WHEN 'custody.release' THEN 'transit' ELSE 'held' END AS kind, s.holder, p.role AS holder_role,
  p.country AS holder_country, CASE s.type WHEN 'custody.release' THEN s.next_holder END AS next_holder,
  CASE s.type WHEN 'custody.release' THEN q.country END AS next_country, s.at AS from_at, s.at_s AS from_s, s.event AS from_event,
  s.until_at, s.until_s, s.until_event, (s.until_s - s.at_s) / 60 AS minutes, s.purpose, s.sealed
FROM span s JOIN person p ON p.id = s.holder LEFT JOIN person q ON q.id = s.next_holder
WHERE s.type NOT IN ('item.return', 'item.destroy');

CREATE VIEW seals AS
WITH put AS (
  SELECT e.case_id, i.item, i.n, e.seal AS number, e.id AS event, unixepoch(e.at) AS at_s, e.signer,
    (SELECT min(b.n) FROM item_event b WHERE b.item = i.item AND b.n > i.n AND b.type = 'seal.break') AS broken_n
  FROM event e JOIN item_event i ON i.entry = e.entry
  WHERE e.case_id IS NOT NULL AND (i.n = 1 OR e.type = 'seal.apply') AND e.seal IS NOT NULL
)
SELECT put.case_id, put.item, put.number, put.event AS applied_event, put.at_s AS applied_s, put.signer AS applied_by, b.id AS broken_event,
  unixepoch(b.at) AS broken_s, b.signer AS broken_by, b.seal_found AS found, b.reason
FROM put LEFT JOIN item_event i ON i.item = put.item AND i.n = put.broken_n LEFT JOIN event b ON b.entry = i.entry;

CREATE VIEW examinations AS
SELECT e.case_id, i.item, e.id AS event, e.at, unixepoch(e.at) AS at_s, e.signer AS examiner, p.role AS examiner_role,
  e.facts ->> 'method' AS method, e.facts ->> 'result' AS result, e.facts ->> 'instrument' AS instrument, e.facts ->> 'tool' AS tool,
  e.facts ->> 'tool_version' AS tool_version, e.seal_found, e.comparison,
  e.place, e.facts ->> 'notes' AS notes
FROM event e JOIN item_event i ON i.entry = e.entry JOIN person p ON p.id = e.signer WHERE e.type = 'exam.record';

CREATE VIEW ballistic_acquisitions AS
SELECT e.case_id, i.item, e.id AS event, unixepoch(e.at) AS at_s, e.signer AS person, e.facts ->> 'system' AS system,
  e.facts ->> 'acquisition' AS number, e.facts ->> 'site' AS site, e.facts ->> 'operator' AS operator, e.facts ->> 'instrument' AS instrument
FROM event e JOIN item_event i ON i.entry = e.entry WHERE e.type = 'ballistic.acquire';

CREATE VIEW ballistic_leads AS
SELECT e.case_id, i.item, (SELECT o.item FROM item_event o WHERE o.entry = e.entry AND o.item <> i.item) AS other,
  e.facts ->> 'foreign_acquisition' AS foreign_acquisition, e.id AS event, unixepoch(e.at) AS at_s, e.signer AS person,
  e.facts ->> 'system' AS system, e.facts ->> 'reviewer' AS reviewer, unixepoch(e.facts ->> 'reviewed_at') AS reviewed_s,
  e.facts ->> 'notes' AS notes,
  CASE WHEN EXISTS (SELECT 1 FROM event c WHERE c.case_id = e.case_id AND c.type = 'ballistic.confirm' AND (c.facts ->> 'lead') = e.id)
    THEN 'settled' ELSE 'open' END AS state
FROM event e JOIN item_event i ON i.entry = e.entry WHERE e.type = 'ballistic.lead';

CREATE VIEW ballistic_conclusions AS
SELECT e.case_id, i.item, (SELECT o.item FROM item_event o WHERE o.entry = e.entry AND o.item <> i.item) AS other, e.id AS event,
  unixepoch(e.at) AS at_s, e.signer AS examiner, p.role AS examiner_role, e.facts ->> 'method' AS method,
  e.facts ->> 'conclusion' AS conclusion, e.facts ->> 'lead' AS lead, e.facts ->> 'verifies' AS verifies,
  e.facts ->> 'instrument' AS instrument, e.facts ->> 'notes' AS notes
FROM event e JOIN item_event i ON i.entry = e.entry JOIN person p ON p.id = e.signer WHERE e.type = 'ballistic.confirm';

CREATE VIEW traces AS
WITH said AS (
  SELECT e.case_id, i.item, e.facts ->> 'request' AS request, e.type, e.id AS event, unixepoch(e.at) AS at_s, e.facts
  FROM event e JOIN item_event i ON i.entry = e.entry WHERE e.type IN ('trace.request', 'trace.result')
), number AS (SELECT DISTINCT case_id, item, request FROM said)
SELECT n.case_id, n.item, n.request, q.event AS request_event, q.at_s AS requested_s, r.event AS result_event, r.at_s AS result_s,
  r.facts ->> 'outcome' AS outcome, r.facts ->> 'purchased_on' AS purchased_on,
  coalesce(r.facts ->> 'recovered_on', q.facts ->> 'recovered_on') AS recovered_on, r.facts ->> 'time_to_crime' AS time_to_crime,
  CAST(julianday(coalesce(r.facts ->> 'recovered_on', q.facts ->> 'recovered_on')) - julianday(r.facts ->> 'purchased_on') AS INTEGER) AS days,
  r.facts ->> 'manufacturer' AS manufacturer, r.facts ->> 'importer' AS importer, r.facts ->> 'dealer' AS dealer
FROM number n
LEFT JOIN said q ON q.item = n.item AND q.request = n.request AND q.type = 'trace.request'
LEFT JOIN said r ON r.item = n.item AND r.request = n.request AND r.type = 'trace.result';

CREATE VIEW authorities AS
SELECT e.case_id, e.id AS authority, e.facts ->> 'authority' AS kind, e.facts ->> 'number' AS number, e.facts ->> 'issuer' AS issuer,
  e.facts ->> 'issuer_role' AS issuer_role, e.facts ->> 'country' AS country, e.facts ->> 'to_country' AS to_country,
  e.facts ->> 'issued' AS issued_at, unixepoch(e.facts ->> 'issued') AS issued_s, unixepoch(e.facts ->> 'expires') AS expires_s,
  e.purpose, e.signer AS recorded_by, unixepoch(e.at) AS at_s
FROM event e WHERE e.type = 'authority.record';

-- An authority over an item is one over what is made from it; one that names no item is over all of the case.
CREATE VIEW authority_items AS
WITH over AS (
  SELECT e.case_id, e.id AS authority, e.facts, i.item FROM event e JOIN item_event i ON i.entry = e.entry WHERE e.type = 'authority.record'
  UNION
  SELECT e.case_id, e.id, e.facts, l.item FROM event e JOIN item_event i ON i.entry = e.entry JOIN lineage l ON l.ancestor = i.item
  WHERE e.type = 'authority.record'
  UNION
  SELECT e.case_id, e.id, e.facts, t.id FROM event e JOIN item t ON t.case_id = e.case_id
  WHERE e.type = 'authority.record' AND NOT EXISTS (SELECT 1 FROM item_event i WHERE i.entry = e.entry)
)
SELECT o.case_id, o.authority, o.item, a.value AS act FROM over o LEFT JOIN json_each(o.facts, '$.acts') a;

CREATE VIEW hashes AS
SELECT t.case_id, f.item, f.place, 'intake' AS role, 'sha256' AS algorithm, lower(hex(f.sha256)) AS digest, e.id AS event,
  unixepoch(e.at) AS at_s, e.signer AS person, 'precinto' AS tool, NULL AS tool_version, NULL AS comparison
FROM item t JOIN item_file f ON f.item = t.id JOIN item_event i ON i.item = t.id AND i.n = 1 JOIN event e ON e.entry = i.entry
UNION ALL
SELECT e.case_id, i.item, 1,
  -- Beside an image's own digests of its media, a digest that was given is that of the file.
  CASE WHEN instr(e.facts, '"media_') > 0 OR instr(e.facts, '"stored_') > 0 THEN 'stated' ELSE 'acquisition' END, substr(e.facts ->> 'acquisition_hash', 1, instr(e.facts ->> 'acquisition_hash', ':') - 1),
  substr(e.facts ->> 'acquisition_hash', instr(e.facts ->> 'acquisition_hash', ':') + 1), e.id, unixepoch(e.at), e.signer,
  e.facts ->> 'tool', e.facts ->> 'tool_version', NULL
FROM event e JOIN item_event i ON i.entry = e.entry AND i.n = 1
WHERE e.type IN ('item.collect', 'item.derive') AND (e.facts ->> 'acquisition_hash') IS NOT NULL
UNION ALL
SELECT case_id, item, place, CASE WHEN name LIKE 'stored%' THEN 'acquisition' ELSE 'media' END, substr(name, instr(name, '_') + 1), value,
  event, at_s, person, CASE WHEN name LIKE 'stored%' THEN NULL ELSE 'precinto' END, NULL, NULL
FROM (
  SELECT e.case_id, i.item, f.value ->> 'place' AS place, d.key AS name, d.value AS value, e.id AS event, unixepoch(e.at) AS at_s,
    e.signer AS person
  FROM event e JOIN item_event i ON i.entry = e.entry
    AND (i.n = 1 OR e.type = 'exam.record'), json_each(e.facts, '$.file_facts') f, json_each(f.value, '$.facts') d
  WHERE e.type IN ('item.collect', 'item.derive', 'exam.record') AND instr(e.facts, '"file_facts":') > 0
    AND d.key IN ('stored_md5', 'stored_sha1', 'media_md5', 'media_sha1', 'media_sha256')
)
UNION ALL
SELECT e.case_id, i.item, NULL, 'verified', 'sha256', NULL, e.id, unixepoch(e.at), e.signer, coalesce(e.facts ->> 'tool', 'precinto'),
  e.facts ->> 'tool_version', e.comparison
FROM event e JOIN item_event i ON i.entry = e.entry
WHERE e.type IN ('custody.receive', 'exam.record') AND e.comparison IS NOT NULL;

CREATE VIEW redactions AS
SELECT e.case_id, t.id AS item, t.source, e.id AS event, unixepoch(e.at) AS at_s, e.signer AS person
FROM item t JOIN item_event i ON i.item = t.id AND i.n = 1 JOIN event e ON e.entry = i.entry WHERE t.derivation = 'redacted-from';

-- The certificate's days of validity are not in the ledger: the checker adds them from the office's certificates.
CREATE VIEW signatures AS
SELECT e.case_id, e.id AS event, e.signer, lower(hex(p.certificate)) AS certificate, NULL AS algorithm, unixepoch(e.at) AS at_s,
  e.recorded_at AS recorded_s, NULL AS not_before_s, NULL AS not_after_s, unixepoch(p.revoked_at) AS revoked_s
FROM event e JOIN person p ON p.id = e.signer WHERE e.case_id IS NOT NULL;

-- Everybody of the office, whatever the case.
CREATE VIEW persons AS
SELECT NULL AS case_id, id AS person, role, agency, country, name,
  unixepoch(enrolled_at) AS enrolled_s, unixepoch(revoked_at) AS revoked_s FROM person;

CREATE VIEW irregularities AS
SELECT e.case_id, g.item, e.id AS event, unixepoch(e.at) AS at_s, g.code, g.expected, g.found, g.reason, e.signer
FROM irregularity g JOIN event e ON e.entry = g.entry;

CREATE VIEW particulars AS
SELECT e.case_id, i.item, e.id AS event, e.type AS event_type, unixepoch(e.at) AS at_s, e.signer AS person, p.value ->> 'name' AS name,
  p.value ->> 'value' AS value
FROM event e JOIN json_each(e.facts, '$.particulars') p LEFT JOIN item_event i ON i.entry = e.entry
  AND (e.type <> 'item.derive' OR i.n = 1)
WHERE e.case_id IS NOT NULL AND instr(e.facts, '"particulars":') > 0;

CREATE VIEW clocks AS
SELECT p.case_id, p.item, p.event, CAST(p.value AS INTEGER) AS offset_s,
  (SELECT r.value FROM particulars r WHERE r.event = p.event AND r.item IS p.item AND r.name = 'clock-reference') AS reference
FROM particulars p WHERE p.name = 'clock-offset';

CREATE VIEW attestations AS
SELECT e.case_id, e.facts ->> 'rule' AS rule, i.item, e.id AS event, unixepoch(e.at) AS at_s, e.signer AS person, p.role AS person_role,
  e.facts ->> 'statement' AS statement
FROM event e LEFT JOIN item_event i ON i.entry = e.entry JOIN person p ON p.id = e.signer WHERE e.type = 'check.attest';

-- A document that declares something: the newest particular of each name counts.
CREATE VIEW declarations AS
WITH newest AS (
  SELECT p.case_id, p.item, p.name, p.value, max(e.entry) FROM particulars p JOIN event e ON e.id = p.event WHERE p.item IS NOT NULL
  GROUP BY p.item, p.name
)
SELECT case_id, item AS document, max(CASE name WHEN 'declaration-kind' THEN value END) AS kind,
  max(CASE name WHEN 'certifies' THEN value END) AS certifies, max(CASE name WHEN 'declarant' THEN value END) AS declarant,
  max(CASE name WHEN 'qualification' THEN value END) AS qualification, max(CASE name WHEN 'signed-in' THEN value END) AS signed_in,
  max(CASE name WHEN 'signed-on' THEN value END) AS signed_on, max(CASE name WHEN 'penalty' THEN value END) AS penalty,
  max(CASE name WHEN 'notice-given' THEN value END) AS notice_on
FROM newest GROUP BY case_id, item HAVING kind IS NOT NULL;

CREATE VIEW amendments AS
SELECT e.case_id, e.id AS event, e.amends, i.item, unixepoch(e.at) AS at_s, e.signer AS person, e.reason,
  e.facts ->> 'correction' AS correction
FROM event e LEFT JOIN item_event i ON i.entry = e.entry WHERE e.type = 'event.amend';

CREATE VIEW bundles AS
SELECT e.case_id, e.id AS event, unixepoch(e.at) AS at_s, e.signer AS person, e.facts ->> 'court' AS court, e.facts ->> 'manifest' AS manifest
FROM event e WHERE e.type = 'bundle.seal';

CREATE VIEW file_facts AS
SELECT e.case_id, i.item, e.id AS event, f.value ->> 'place' AS place, f.value ->> 'format' AS format, d.key AS name, d.value AS value
FROM event e JOIN item_event i ON i.entry = e.entry AND (i.n = 1 OR e.type = 'exam.record'),
  (SELECT 'file_facts' AS list UNION ALL SELECT 'file_facts_personal') l, json_each(e.facts, '$.' || l.list) f, json_each(f.value, '$.facts') d
WHERE e.type IN ('item.collect', 'item.derive', 'exam.record') AND instr(e.facts, '"file_facts":') > 0;

CREATE VIEW file_findings AS
SELECT e.case_id, i.item, e.id AS event, f.value ->> 'place' AS place, f.value ->> 'format' AS format, d.value ->> 'severity' AS severity,
  d.value ->> 'code' AS code
FROM event e JOIN item_event i ON i.entry = e.entry AND (i.n = 1 OR e.type = 'exam.record'),
  json_each(e.facts, '$.file_facts') f, json_each(f.value, '$.findings') d
WHERE e.type IN ('item.collect', 'item.derive', 'exam.record') AND instr(e.facts, '"file_facts":') > 0;
