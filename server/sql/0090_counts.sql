-- What counting reads in place of the log, so that a count of two years costs milliseconds: docs/design/counts.md.

-- How many entries of each day (UTC), event type and action have a number: written with the numbers, in one transaction.
CREATE TABLE audit.rollup (
  organization integer NOT NULL,
  day date NOT NULL,
  event_type smallint NOT NULL,
  action smallint NOT NULL,
  entries bigint NOT NULL,
  PRIMARY KEY (organization, day, event_type, action)
) WITH (fillfactor = 70); -- the rows of today are written again and again

ALTER TABLE audit.rollup ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_organization ON audit.rollup FOR SELECT USING (organization = (SELECT audit.current_organization()));
GRANT SELECT ON audit.rollup TO :app;

INSERT INTO audit.rollup (organization, day, event_type, action, entries)
SELECT l.organization, (l.occurred_at AT TIME ZONE 'UTC')::date, e.event_type, e.action, count(*)
FROM audit.leaf l JOIN audit.entry e ON e.organization = l.organization AND e.occurred_at = l.occurred_at AND e.id = l.id
GROUP BY 1, 2, 3, 4;

-- One entry of 64, chosen by the random part of its id: what is counted there, times 64, is an estimate with a known error.
CREATE INDEX entry_sample ON audit.entry (organization, occurred_at) INCLUDE (event_type, action, project, actor)
  WHERE get_byte(uuid_send(id), 15) < 4;

-- As in 0003_sequencer.sql, and keeps the rollup.
CREATE OR REPLACE FUNCTION audit.append_leaves(numbers bigint[], details bytea[], sources bytea[], hashes bytea[], new_low bigint) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  added integer;
  heads text;
BEGIN
  PERFORM audit.require_sequencer_lock();
  WITH taken AS (
    DELETE FROM audit.pending p USING unnest(numbers, details, sources, hashes) AS b(number, details_digest, source_digest, hash)
    WHERE p.number = b.number
    RETURNING p.number, p.organization, p.occurred_at, p.id, b.details_digest, b.source_digest, b.hash
  ), leaf AS (
    INSERT INTO audit.leaf (organization, seq, occurred_at, id, details_digest, source_digest, hash)
    SELECT t.organization, h.seq + row_number() OVER (PARTITION BY t.organization ORDER BY t.number),
      t.occurred_at, t.id, t.details_digest, t.source_digest, t.hash
    FROM taken t JOIN audit.head h ON h.organization = t.organization
    RETURNING organization, seq, hash
  ), counted AS (
    INSERT INTO audit.rollup AS r (organization, day, event_type, action, entries)
    SELECT t.organization, (t.occurred_at AT TIME ZONE 'UTC')::date, e.event_type, e.action, count(*)
    FROM taken t CROSS JOIN LATERAL (
      SELECT x.event_type, x.action FROM audit.entry x WHERE x.organization = t.organization AND x.occurred_at = t.occurred_at AND x.id = t.id OFFSET 0
    ) e
    GROUP BY 1, 2, 3, 4
    ON CONFLICT (organization, day, event_type, action) DO UPDATE SET entries = r.entries + excluded.entries
  ), head AS (
    UPDATE audit.head h SET seq = l.seq, hash = l.hash
    FROM (SELECT DISTINCT ON (organization) organization, seq, hash FROM leaf ORDER BY organization, seq DESC) l
    WHERE h.organization = l.organization
    RETURNING h.organization, h.seq
  )
  SELECT (SELECT count(*) FROM leaf), (SELECT json_object_agg(organization, seq)::text FROM head) INTO added, heads;
  IF added <> cardinality(numbers) THEN
    RAISE EXCEPTION '% of % entries were not pending', cardinality(numbers) - added, cardinality(numbers);
  END IF;
  -- Never back, and never past what waits: a sequencer that takes over begins to look there.
  UPDATE audit.sequencer s SET low = new_low
  WHERE s.low < new_low AND NOT EXISTS (SELECT FROM audit.pending p WHERE p.number >= s.low AND p.number < new_low)
    AND new_low <= (SELECT last_value + 1 FROM audit.pending_number_seq);
  IF added > 0 THEN
    PERFORM pg_notify('audit_sequenced', CASE WHEN length(heads) < 7900 THEN heads ELSE '{}' END);
  END IF;
  RETURN added;
END $$;
