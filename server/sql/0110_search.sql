-- The second edition of what 0100_search.sql reads for the index of content, and the index anew: what a word is has changed (marks alone
-- are none). It is written again in the background.

-- The next entries of the organization that has waited longest and that no other server is busy with; none where all is done.
-- Its mark stays locked until the transaction ends, and with it the right to move it. An entry whose month was removed comes with
-- nulls. As many as `most`, fewer where their changes are large as text: what Postgres has compressed may be a hundred times as much.
CREATE OR REPLACE FUNCTION audit.take_unsearchable(most integer)
RETURNS TABLE (
  organization integer, seq bigint, occurred_at text, id uuid, event_type smallint, action smallint, project integer, actor integer,
  entity_name text, changes jsonb, ip text
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  mine audit.search_mark;
BEGIN
  SELECT m.* INTO mine FROM audit.search_mark m JOIN audit.head h ON h.organization = m.organization
  WHERE h.seq > m.seq ORDER BY m.moved_at LIMIT 1 FOR UPDATE OF m SKIP LOCKED;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  RETURN QUERY
  SELECT f.organization, f.seq, audit.iso(f.occurred_at), f.entry_id, f.event_type, f.action, f.project, f.actor,
    CASE WHEN f.entity_id IS NOT NULL THEN f.entity_name END, f.changes, f.source ->> 'ip'
  FROM (
    SELECT l.organization, l.seq, l.occurred_at, e.id AS entry_id, e.event_type, e.action, e.project, e.actor, e.entity_id, e.entity_name, e.changes, e.source,
      sum(coalesce(octet_length(e.changes::text), 0)) OVER (ORDER BY l.seq) - coalesce(octet_length(e.changes::text), 0) AS size_before
    FROM (SELECT * FROM audit.leaf x WHERE x.organization = mine.organization AND x.seq > mine.seq ORDER BY x.seq LIMIT most) l
    LEFT JOIN LATERAL (SELECT * FROM audit.entry x WHERE x.organization = l.organization AND x.occurred_at = l.occurred_at AND x.id = l.id OFFSET 0) e ON true
  ) f
  WHERE f.size_before < 1000000 ORDER BY f.seq;
END $$;

TRUNCATE audit.search;
UPDATE audit.search_mark SET seq = 0;
