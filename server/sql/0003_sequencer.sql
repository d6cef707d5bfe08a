-- The sequencer's side of the database: it numbers what is committed and visible. One process does it at a time, the one
-- whose connection holds the advisory lock below; every function that writes checks that lock, so that a holder that froze
-- or was cut off can write nothing after another took over.

-- The lock's key: "audit" in ASCII.
CREATE FUNCTION audit.sequencer_lock() RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT 418581342580 $$;

CREATE FUNCTION audit.require_sequencer_lock() RETURNS void LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_locks l WHERE l.locktype = 'advisory' AND l.pid = pg_backend_pid() AND l.granted
                 AND (l.classid::bigint << 32) + l.objid::bigint = audit.sequencer_lock()
                 AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())) THEN
    RAISE EXCEPTION 'leaves are written by the sequencer alone: this connection does not hold its lock' USING ERRCODE = 'insufficient_privilege';
  END IF;
END $$;

-- The next entries without a number: those queued above `above`, and the late ones inside the gaps that were seen
-- below it. Everything that the canonical bytes need. Runs under the caller's snapshot. In plpgsql, which keeps its plan:
-- planned anew over all partitions, each look at an empty queue cost three milliseconds. Each look-up is fenced, so that the
-- kept plan is the one for few rows also when many come. What refers to nothing comes with nulls: it is seen, not passed over.
CREATE FUNCTION audit.take_pending(above bigint, gap_from bigint[], gap_to bigint[], most integer)
RETURNS TABLE (
  number bigint, organization integer, organization_id uuid, id uuid, occurred_at text, recorded_at text,
  event_type text, action text, project text, actor_kind text, actor_id text, actor_salt bytea,
  entity_id text, operation_id uuid, entity_name text, changes jsonb, source jsonb, details_salt bytea, source_salt bytea
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  PERFORM audit.require_sequencer_lock();
  RETURN QUERY
  SELECT q.number, q.organization, o.id, q.id, audit.iso(e.occurred_at), audit.iso(e.recorded_at),
    t.name, a.name, p.id, w.kind, w.id, w.salt, e.entity_id, e.operation_id, e.entity_name, e.changes, e.source, e.details_salt, e.source_salt
  FROM (
    SELECT late.* FROM unnest(gap_from, gap_to) AS gap(first, last)
      CROSS JOIN LATERAL (SELECT n.* FROM audit.pending n WHERE n.number BETWEEN gap.first AND gap.last) late
    UNION ALL
    (SELECT n.* FROM audit.pending n WHERE n.number > above ORDER BY n.number LIMIT most)
  ) q
  LEFT JOIN LATERAL (SELECT * FROM audit.organization x WHERE x.number = q.organization OFFSET 0) o ON true
  LEFT JOIN LATERAL (SELECT * FROM audit.entry x WHERE x.organization = q.organization AND x.occurred_at = q.occurred_at AND x.id = q.id OFFSET 0) e ON true
  LEFT JOIN LATERAL (SELECT * FROM audit.event_type x WHERE x.key = e.event_type OFFSET 0) t ON true
  LEFT JOIN LATERAL (SELECT * FROM audit.action x WHERE x.key = e.action OFFSET 0) a ON true
  LEFT JOIN LATERAL (SELECT * FROM audit.actor x WHERE x.organization = q.organization AND x.key = e.actor OFFSET 0) w ON true
  LEFT JOIN LATERAL (SELECT * FROM audit.project x WHERE x.organization = q.organization AND x.key = e.project OFFSET 0) p ON true
  ORDER BY q.number;
END $$;

-- Gives each entry the next number of its organization, writes its leaf, moves the heads and tells the watchers once:
-- '{"organization": last number, …}' on channel audit_sequenced. Returns how many leaves were written.
-- Errors: not the holder of the lock; an entry that is not (or no longer) pending.
CREATE FUNCTION audit.append_leaves(numbers bigint[], details bytea[], sources bytea[], hashes bytea[], new_low bigint) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
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

-- Where a sequencer that takes over begins to look.
CREATE FUNCTION audit.sequencer_low() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$ SELECT low FROM audit.sequencer $$;

REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA audit FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
  audit.sequencer_lock(),
  audit.sequencer_low(),
  audit.take_pending(bigint, bigint[], bigint[], integer),
  audit.append_leaves(bigint[], bytea[], bytea[], bytea[], bigint)
  TO :app;
