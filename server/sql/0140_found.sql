-- What fresh eyes found.

-- The shape of a table as it is now, also where the statement's snapshot is older than the lock on the table: the action of a foreign
-- key runs under the snapshot of the statement that caused it, which may have begun before the table was altered. A volatile
-- function looks with a snapshot of its own, while planning too. By place in place of number: a restored dump numbers columns anew.
CREATE OR REPLACE FUNCTION audit.shape_of(target regclass) RETURNS text LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  RETURN (SELECT md5(string_agg(format('%I %s %s', a.attname, y.oid::regtype, y.typtype), ',' ORDER BY a.attnum))
    FROM pg_attribute a JOIN pg_type y ON y.oid = a.atttypid WHERE a.attrelid = target AND a.attnum > 0 AND NOT a.attisdropped);
END $$;
SELECT audit.create_triggers(t.relation) FROM audit.tracked t;

-- The third edition of what 0100_search.sql looks through windows by: a look that had many candidates and found little among them had
-- no bound. A phrase of two words that each of 500,000 imported entries holds, the other way round, had all of them compared in one look.
-- What has all these lexemes, from one end of a range on, both ends exclusive: rows with `is_found`, in no order, and where more
-- was there than could be looked at, one without it whose place says how far everything has been found. Windows are looked at one
-- after the other, each by the index alone: narrower ones where a window holds more than may be found, or several times that to be
-- compared; wider ones while they hold little and are quick, but none again of which is known that it holds too much. Ends when
-- `enough` are found or `most_windows` or `longest` are over; not before it got further, but where the narrowest window holds too
-- much: then a row says so by nulls, and the caller walks.
-- `by_words` is null where the lexemes are all that is asked for.
-- STABLE: all looks see what the calling statement sees.
CREATE OR REPLACE FUNCTION audit.search_found(
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
  -- Rows of a look that have the lexemes, whether or not they are what is sought: each has to be looked at.
  candidates bigint;
  most_candidates constant bigint := least(4::bigint * most, greatest(most, 2000));
  got_further boolean := false;
  -- Of each level from 0 on, the last window that held too much, by its begin.
  too_much bigint[] := array_fill(NULL::bigint, ARRAY[6]);
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
    SELECT array_agg(c.occurred_at) FILTER (WHERE c.is_found), array_agg(c.id) FILTER (WHERE c.is_found), count(*) INTO times, ids, candidates FROM (
      SELECT s.occurred_at, s.id, s.organization = mine AND (s.occurred_at, s.id) < (upper_time, upper_id) AND (s.occurred_at, s.id) > (lower_time, lower_id)
        AND CASE WHEN newest_first THEN s.occurred_at < to_timestamp(at_second + 1) ELSE s.occurred_at >= to_timestamp(at_second) END
        AND (by_ips IS NULL OR coalesce(s.ip <<= ANY (by_ips), false)) AND s.long_values @> by_long_values AND (by_words IS NULL OR s.words @@ by_words) AS is_found
      FROM (SELECT * FROM audit.search s WHERE s.words @@ wanted LIMIT most_candidates + 1) s OFFSET 0
    ) c;
    IF cardinality(ids) > left_over OR candidates > most_candidates THEN
      too_much[level + 1] := window_begin;
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
    IF level < 5 AND coalesce(cardinality(ids), 0) * 8 <= left_over AND candidates * 8 <= most_candidates AND clock_timestamp() - look_begun < longest / 8
      AND (at_second >> (11 + 3 * level)) << (11 + 3 * level) IS DISTINCT FROM too_much[level + 2] THEN
      level := level + 1;
    END IF;
  END LOOP;
END $$;
