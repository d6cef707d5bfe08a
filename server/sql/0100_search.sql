-- What a search looks at: the words of each entry and the facts that can be asked for, docs/design/search.md. Written after the
-- commit, by an indexer that follows the numbers, so that the change's own transaction pays nothing.

-- One table for all months: a page looks its rows up by one index, and nothing has to be made ahead.
CREATE TABLE audit.search (
  organization integer NOT NULL,
  occurred_at timestamptz NOT NULL,
  id uuid NOT NULL,
  -- Of the entity's name and of the changes: shared/src/words.ts. Beside them lexemes that begin with a blank, as no word does:
  -- facts that can be asked for (server/src/search/facts.ts), the beginnings of words, and the windows of time that it lies in.
  words tsvector NOT NULL,
  long_values bigint[] NOT NULL, -- hashes of values that are too long, and so too seldom the same, to be worth an index
  ip inet, -- of the source, where that is an address
  PRIMARY KEY (organization, occurred_at, id)
);

-- Each look reads the list of what is not merged yet: it is short, and the indexer merges it when it has nothing to do.
CREATE INDEX search_content ON audit.search USING gin (words) WITH (gin_pending_list_limit = 1024);

-- The window of a second since 1970: of level 0 four minutes wide, each level eight times as wide as the one below, 97 days of level 5.
-- An entry has a lexeme for each window that it lies in. As part of the question to the index it lets the index pass over all that
-- lies elsewhere, also for words that are common and never meet: two conditions would each be looked up to their own end.
CREATE FUNCTION audit.search_window(of_organization integer, level integer, second bigint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT ' ' || level || to_hex(of_organization) || '.' || to_hex(second >> (8 + 3 * level)) $$;

CREATE FUNCTION audit.search_windows(of_organization integer, at timestamptz) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT array_to_tsvector(array_agg(audit.search_window(of_organization, level, floor(extract(epoch FROM at))::bigint))) FROM generate_series(0, 5) level $$;

-- How far each organization's log is in there, by its numbers: all of it up to `seq`, and nothing beyond.
CREATE TABLE audit.search_mark (
  organization integer PRIMARY KEY,
  seq bigint NOT NULL DEFAULT 0,
  moved_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
INSERT INTO audit.search_mark (organization) SELECT organization FROM audit.head;

CREATE FUNCTION audit.begin_search() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  INSERT INTO audit.search_mark (organization) VALUES (NEW.organization);
  RETURN NULL;
END $$;
CREATE TRIGGER begin_search AFTER INSERT ON audit.head FOR EACH ROW EXECUTE FUNCTION audit.begin_search();

ALTER TABLE audit.search ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit.search_mark ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_organization ON audit.search FOR SELECT USING (organization = (SELECT audit.current_organization()));
CREATE POLICY own_organization ON audit.search_mark FOR SELECT USING (organization = (SELECT audit.current_organization()));
GRANT SELECT ON audit.search, audit.search_mark TO :app;

-- The next entries of the organization that has waited longest and that no other server is busy with; none where all is done.
-- Its mark stays locked until the transaction ends, and with it the right to move it. An entry whose month was removed comes with
-- nulls. As many as `most`, fewer where their changes are large.
CREATE FUNCTION audit.take_unsearchable(most integer)
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
      sum(coalesce(pg_column_size(e.changes), 0)) OVER (ORDER BY l.seq) - coalesce(pg_column_size(e.changes), 0) AS size_before
    FROM (SELECT * FROM audit.leaf x WHERE x.organization = mine.organization AND x.seq > mine.seq ORDER BY x.seq LIMIT most) l
    LEFT JOIN LATERAL (SELECT * FROM audit.entry x WHERE x.organization = l.organization AND x.occurred_at = l.occurred_at AND x.id = l.id OFFSET 0) e ON true
  ) f
  WHERE f.size_before < 1000000 ORDER BY f.seq;
END $$;

-- Makes the entries after `after` and up to `through` searchable, in the transaction that took them, and moves the mark.
CREATE FUNCTION audit.make_searchable(
  of_organization integer, after bigint, through bigint, times timestamptz[], ids uuid[], words text[], long_values text[], ips text[]
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  UPDATE audit.search_mark m SET seq = through, moved_at = clock_timestamp()
  WHERE m.organization = of_organization AND m.seq = after AND through <= (SELECT h.seq FROM audit.head h WHERE h.organization = of_organization);
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the mark of organization % is not at %, or its log ends before %', of_organization, after, through;
  END IF;
  INSERT INTO audit.search (organization, occurred_at, id, words, long_values, ip)
  SELECT of_organization, n.at, n.id, n.words::tsvector || audit.search_windows(of_organization, n.at), n.long_values::bigint[], n.ip::inet
  FROM unnest(times, ids, words, long_values, ips) AS n(at, id, words, long_values, ip);
END $$;

-- Merges what the index of content has listed.
CREATE FUNCTION audit.tidy_search() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$ SELECT gin_clean_pending_list('audit.search_content') $$;

-- What has all these lexemes, from one end of a range on, both ends exclusive: rows with `is_found`, in no order, and where more
-- was there than could be looked at, one without it whose place says how far everything has been found. Windows are looked at one
-- after the other, each by the index alone: narrower ones where a window holds more than may be found, wider ones while they hold
-- little and are quick. Ends when `enough` are found or `most_windows` or `longest` are over; not before it got further, but where the
-- narrowest window holds too much: then a row says so by nulls, and the caller walks.
-- `by_words` is null where the lexemes are all that is asked for.
-- STABLE: all looks see what the calling statement sees.
CREATE FUNCTION audit.search_found(
  by_lexemes tsquery, by_words tsquery, by_long_values bigint[], by_ips inet[],
  newest_first boolean, upper_time timestamptz, upper_id uuid, lower_time timestamptz, lower_id uuid,
  enough integer, most integer, most_windows integer, longest interval
) RETURNS TABLE (occurred_at timestamptz, id uuid, is_found boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE
  lowest constant uuid := '00000000-0000-0000-0000-000000000000';
  highest constant uuid := 'ffffffff-ffff-ffff-ffff-ffffffffffff';
  mine constant integer := audit.current_organization();
  begun constant timestamptz := clock_timestamp();
  first_second bigint;
  last_second bigint;
  -- Of the window to look at next, the second to begin at: the last one where the newest come first.
  at_second bigint;
  window_begin bigint;
  window_end bigint;
  level integer := 2;
  left_over integer := most;
  looked integer := 0;
  got_further boolean := false;
  look_begun timestamptz;
  wanted tsquery;
  times timestamptz[];
  ids uuid[];
BEGIN
  -- A place that an answer ended at, and no entry's own: its second has been looked at.
  IF upper_id = lowest THEN
    upper_time := upper_time - interval '1 microsecond';
    upper_id := highest;
  END IF;
  IF lower_id = highest THEN
    lower_time := lower_time + interval '1 microsecond';
    lower_id := lowest;
  END IF;
  SELECT floor(extract(epoch FROM greatest(s.occurred_at, lower_time)))::bigint INTO first_second
  FROM audit.search s WHERE s.organization = mine ORDER BY s.occurred_at, s.id LIMIT 1;
  SELECT floor(extract(epoch FROM least(s.occurred_at, upper_time)))::bigint INTO last_second
  FROM audit.search s WHERE s.organization = mine ORDER BY s.occurred_at DESC, s.id DESC LIMIT 1;
  at_second := CASE WHEN newest_first THEN last_second ELSE first_second END;
  LOOP
    IF at_second IS NULL OR at_second < first_second OR at_second > last_second THEN
      RETURN;
    END IF;
    window_begin := (at_second >> (8 + 3 * level)) << (8 + 3 * level);
    window_end := window_begin + (1::bigint << (8 + 3 * level));
    look_begun := clock_timestamp();
    IF looked > 0 AND got_further AND (left_over <= most - enough OR looked >= most_windows OR look_begun - begun > longest) THEN
      RETURN QUERY SELECT CASE WHEN newest_first THEN to_timestamp(at_second + 1) ELSE to_timestamp(at_second) - interval '1 microsecond' END,
        CASE WHEN newest_first THEN lowest ELSE highest END, false;
      RETURN;
    END IF;
    looked := looked + 1;
    wanted := by_lexemes && (quote_literal(audit.search_window(mine, level, at_second)))::tsquery;
    SELECT array_agg(f.occurred_at), array_agg(f.id) INTO times, ids FROM (
      SELECT c.occurred_at, c.id FROM (SELECT * FROM audit.search s WHERE s.words @@ wanted OFFSET 0) c
      WHERE c.organization = mine AND (c.occurred_at, c.id) < (upper_time, upper_id) AND (c.occurred_at, c.id) > (lower_time, lower_id)
        AND CASE WHEN newest_first THEN c.occurred_at < to_timestamp(at_second + 1) ELSE c.occurred_at >= to_timestamp(at_second) END
        AND (by_ips IS NULL OR c.ip <<= ANY (by_ips)) AND c.long_values @> by_long_values AND (by_words IS NULL OR c.words @@ by_words)
      LIMIT left_over + 1
    ) f;
    IF cardinality(ids) > left_over THEN
      IF level > 0 THEN
        level := level - 1;
        CONTINUE;
      END IF;
      IF got_further THEN
        left_over := 0;
        CONTINUE;
      END IF;
      RETURN QUERY SELECT NULL::timestamptz, NULL::uuid, false;
      RETURN;
    END IF;
    RETURN QUERY SELECT t.at, t.of_id, true FROM unnest(times, ids) AS t(at, of_id);
    left_over := left_over - coalesce(cardinality(ids), 0);
    got_further := true;
    at_second := CASE WHEN newest_first THEN window_begin - 1 ELSE window_end END;
    IF level < 5 AND coalesce(cardinality(ids), 0) * 8 <= left_over AND clock_timestamp() - look_begun < longest / 8 THEN
      level := level + 1;
    END IF;
  END LOOP;
END $$;

-- Who erases an entry's content erases its words with it. The mark is locked first, so that an indexer which has read them before
-- has written them by then.
CREATE FUNCTION audit.forget_words() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM FROM audit.search_mark m WHERE m.organization = NEW.organization FOR UPDATE;
  UPDATE audit.search s SET words = '', long_values = '{}', ip = NULL
  WHERE s.organization = NEW.organization AND s.occurred_at = NEW.occurred_at AND s.id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER forget_words AFTER UPDATE ON audit.entry FOR EACH ROW
  WHEN (OLD.changes IS NOT NULL AND NEW.changes IS NULL OR OLD.source IS NOT NULL AND NEW.source IS NULL OR OLD.entity_name IS NOT NULL AND NEW.entity_name IS NULL)
  EXECUTE FUNCTION audit.forget_words();

REVOKE EXECUTE ON FUNCTION
  audit.begin_search(), audit.forget_words(), audit.tidy_search(), audit.take_unsearchable(integer), audit.search_window(integer, integer, bigint),
  audit.search_windows(integer, timestamptz),
  audit.search_found(tsquery, tsquery, bigint[], inet[], boolean, timestamptz, uuid, timestamptz, uuid, integer, integer, integer, interval),
  audit.make_searchable(integer, bigint, bigint, timestamptz[], uuid[], text[], text[], text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
  audit.search_found(tsquery, tsquery, bigint[], inet[], boolean, timestamptz, uuid, timestamptz, uuid, integer, integer, integer, interval),
  audit.take_unsearchable(integer), audit.make_searchable(integer, bigint, bigint, timestamptz[], uuid[], text[], text[], text[]), audit.tidy_search() TO :app;
