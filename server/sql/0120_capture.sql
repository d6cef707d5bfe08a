-- Capture, the third edition: a function for each tracked table, written out with its columns when it is tracked, says with one
-- INSERT what the general path of 0070_capture.sql finds out row by row and column by column. It does so for what is usual;
-- wherever anything is not, it takes the general path, which alone says what is right. Figures: docs/design/record.md.

-- A UUID of version 7 (RFC 9562, method 3: the microseconds within the millisecond stand in rand_a) for that time: as in
-- 0002_capture.sql, by whole numbers in place of texts.
CREATE OR REPLACE FUNCTION audit.uuid_v7(at timestamptz) RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE AS $$
  SELECT encode(
    int8send((extract(epoch FROM at) * 1000000)::bigint / 1000 << 16 | 28672 | (extract(epoch FROM at) * 1000000)::bigint % 1000 * 4096 / 1000)
      || substr(uuid_send(gen_random_uuid()), 9),
    'hex')::uuid
$$;

-- Changing with every change of a table that could make its written-out columns wrong.
CREATE FUNCTION audit.shape_of(target regclass) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT md5(string_agg(format('%s %I %s %s', a.attnum, a.attname, y.oid::regtype, y.typtype), ',' ORDER BY a.attnum))
    FROM pg_attribute a JOIN pg_type y ON y.oid = a.atttypid WHERE a.attrelid = target AND a.attnum > 0 AND NOT a.attisdropped);
END $$;

-- The table of that name while it has that shape, or else null. Called IMMUTABLE though it is not, so that Postgres asks once for
-- each plan and not for each change: a statement over a table's transition tables is planned anew whenever the table is altered
-- (the plan's dependency on their relation). Not to be called from anywhere else, nor under a snapshot that may be older than
-- the table's lock.
CREATE FUNCTION audit.table_of_shape(target text, shape text) RETURNS oid LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  RETURN (SELECT r.oid FROM to_regclass(target) AS r(oid) WHERE audit.shape_of(r.oid) = shape);
END $$;

-- Says, with the sentence of the general path, why a change is refused.
CREATE FUNCTION audit.refuse_captured(target oid, old_row jsonb, new_row jsonb) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  t audit.tracked;
BEGIN
  SELECT * INTO t FROM audit.tracked WHERE relation = target;
  PERFORM audit.write_changes(t, ARRAY[old_row], ARRAY[new_row]);
  RAISE EXCEPTION 'a change of % cannot be recorded', t.relation;
END $$;

-- A column's member of the list of changes, as an expression over the rows o and n; null where its value did not change. The text
-- of a value differs when the value does, where a type has one text for each; of other types the values themselves are compared.
CREATE FUNCTION audit.change_expression(c audit.tracked_column, type regtype, names_variable text) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
  plain CONSTANT boolean := type = ANY ('{int2,int4,int8,bool,text,varchar,bpchar,uuid,date,timestamp,timestamptz}'::regtype[])
    OR (SELECT y.typtype = 'e' FROM pg_type y WHERE y.oid = type);
  differs CONSTANT text := CASE WHEN plain THEN format('p.o ->> %1$L IS DISTINCT FROM p.n ->> %1$L', c.name)
    ELSE format($e$coalesce(p.o -> %1$L, 'null') <> coalesce(p.n -> %1$L, 'null')$e$, c.name) END;
  -- What audit.normal leaves as it is, and whole numbers as texts.
  arrow CONSTANT text := CASE WHEN c.texts THEN '->>' ELSE '->' END;
BEGIN
  RETURN format('CASE WHEN %s THEN %s END', differs, CASE
    WHEN c.redacted THEN format($e$jsonb_build_object('field', %L, 'redacted', true)$e$, c.field)
    WHEN plain AND c.ref IS NULL THEN
      format($e$jsonb_build_object('field', %1$L, 'old', p.o %3$s %2$L, 'new', p.n %3$s %2$L)$e$, c.field, c.name, arrow)
    WHEN plain AND c.ref = 'user' THEN
      format($e$jsonb_build_object('field', %1$L, 'ref', 'user', 'oldId', p.o %3$s %2$L, 'newId', p.n %3$s %2$L)$e$, c.field, c.name, arrow)
    ELSE format($e$audit.field_change(%L::audit.tracked_column, coalesce(p.o -> %2$L, 'null'), coalesce(p.n -> %2$L, 'null'), %3$s, NULL)$e$,
      c, c.name, coalesce(names_variable, 'NULL'))
  END);
END $$;

-- Writes the function of a tracked table and returns its name; null where the general path alone will do: a table with columns of
-- type json, one whose rows are actors or projects, and one that ignores its own key.
CREATE FUNCTION audit.create_capture(target regclass) RETURNS text
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $body$
DECLARE
  t audit.tracked := (SELECT k FROM audit.tracked k WHERE k.relation = target);
  columns audit.tracked_column[] := audit.tracked_columns(t);
  c audit.tracked_column;
  function_name CONSTANT text := format('audit.%I', left('capture_' || replace(target::text, '.', '_'), 54) || '_' || left(md5(target::text), 8));
  namer_variable text;
  project_names text;
  variables text := '';
  look_ups text := '';
  inner_columns text := '';
  changes text := '';
  stays text := '';
  organization CONSTANT text := t.organization_column;
  key text;
  keeps text;
  project text;
  action CONSTANT text := '(SELECT a.key FROM audit.action a WHERE a.name = %L)';
  action_keys smallint[];
BEGIN
  IF t.actor_kind IS NOT NULL OR t.project_column = t.keys[1] OR t.ignored && (t.keys || organization)
    OR EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = target AND a.atttypid IN ('json'::regtype, 'json[]'::regtype) AND NOT a.attisdropped)
  THEN
    RETURN NULL;
  END IF;
  FOREACH c IN ARRAY columns LOOP
    namer_variable := NULL;
    IF c.namer IS NOT NULL THEN
      namer_variable := 'names_' || c.position;
      variables := variables || format('  %s jsonb;', namer_variable) || E'\n';
      look_ups := look_ups || format($e$
    %1$s := NULL;
    IF cardinality(news) IS DISTINCT FROM 1 OR olds[1] ->> %2$L IS DISTINCT FROM news[1] ->> %2$L THEN
      SELECT array_agg(DISTINCT v.id) INTO referred
        FROM unnest(olds, news) AS p(o, n), LATERAL (VALUES (p.o ->> %2$L), (p.n ->> %2$L)) AS v(id)
        WHERE v.id IS NOT NULL AND p.o ->> %2$L IS DISTINCT FROM p.n ->> %2$L;
      IF referred IS NOT NULL THEN
        %1$s := coalesce(%3$s(referred, owner), '{}');
      END IF;
    END IF;$e$, namer_variable, c.name, c.namer);
      IF c.name = t.project_column THEN
        project_names := namer_variable;
      END IF;
    END IF;
    inner_columns := inner_columns || format(E',\n          %s AS c%s',
      audit.change_expression(c, (SELECT a.atttypid FROM pg_attribute a WHERE a.attrelid = target AND a.attname = c.name), namer_variable), c.position);
    changes := changes || format(', l.c%s', c.position);
    IF c.name <> ALL (t.moves) THEN
      stays := stays || format(', l.c%s', c.position);
    END IF;
  END LOOP;

  key := CASE cardinality(t.keys) WHEN 1 THEN format('e.r ->> %L', t.keys[1]) ELSE format('audit.entity_key(e.r, %L)', t.keys) END;
  SELECT string_agg(format('e.o ->> %1$L IS NOT DISTINCT FROM e.n ->> %1$L', k), ' AND ') INTO keeps FROM unnest(t.keys) k;
  IF organization IS NOT NULL THEN
    keeps := keeps || format(' AND NOT coalesce(e.o ->> %1$L <> e.n ->> %1$L, false)', organization);
  END IF;
  keeps := format('(e.o IS NULL OR e.n IS NULL OR %s)', keeps);
  project := CASE WHEN t.project_column IS NULL THEN 'NULL'
    ELSE format($e$CASE WHEN e.r ->> %1$L IS NOT NULL THEN coalesce(
        %2$s(SELECT p.key FROM audit.project p WHERE p.organization = owner AND p.id = e.r ->> %1$L)%3$s,
        audit.note_project(owner, e.r ->> %1$L, %4$s)) END$e$,
      t.project_column,
      CASE WHEN project_names IS NOT NULL THEN format('CASE WHEN %s IS NULL THEN ', project_names) END,
      CASE WHEN project_names IS NOT NULL THEN ' END' END,
      CASE WHEN project_names IS NULL THEN 'NULL' ELSE format('%s ->> (e.r ->> %L)', project_names, t.project_column) END)
  END;
  action_keys := ARRAY(SELECT a.key FROM unnest(ARRAY['create', 'delete', 'move', 'update']) WITH ORDINALITY AS w(name, place)
    JOIN audit.action a ON a.name = w.name ORDER BY place);

  EXECUTE format($create$
CREATE OR REPLACE FUNCTION %1$s() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET timezone = 'UTC' SET datestyle = 'ISO' SET intervalstyle = 'postgres' SET bytea_output = 'hex' SET extra_float_digits = 1 AS %2$L$create$,
    function_name, format($function$
#variable_conflict use_variable
DECLARE
  t audit.tracked;
  olds jsonb[];
  news jsonb[];
  known oid;
  owner integer;
  who integer;
  operation uuid;
  source jsonb;
  named smallint;
  fast boolean := false;
  begun boolean := false;
  more boolean := true;
  old_cursor refcursor;
  new_cursor refcursor;
  old_row jsonb;
  new_row jsonb;
  referred text[];
%1$sBEGIN
  -- Of the first rows at once; whether the table still has its shape is a constant of these statements' plans.
  IF current_setting('audit.actor', true) <> '' AND current_setting('transaction_isolation') = 'read committed' THEN
    IF TG_OP = 'UPDATE' THEN
      SELECT ARRAY(SELECT to_jsonb("a captured row") FROM old_rows AS "a captured row" LIMIT 1000),
        ARRAY(SELECT to_jsonb("a captured row") FROM new_rows AS "a captured row" LIMIT 1000), %2$s;
    ELSIF TG_OP = 'INSERT' THEN
      SELECT NULL, ARRAY(SELECT to_jsonb("a captured row") FROM new_rows AS "a captured row" LIMIT 1000), %2$s;
    ELSE
      SELECT ARRAY(SELECT to_jsonb("a captured row") FROM old_rows AS "a captured row" LIMIT 1000), NULL, %2$s;
    END IF;
    fast := coalesce(known = TG_RELID AND who IS NOT NULL, false);
    IF fast AND current_setting('audit.action', true) <> '' THEN
      SELECT a.key INTO named FROM audit.action a WHERE a.name = current_setting('audit.action');
      fast := FOUND;
    END IF;
  END IF;
  IF NOT fast THEN
    SELECT * INTO t FROM audit.tracked WHERE relation = TG_RELID;
  END IF;

  LOOP
    IF begun OR NOT fast THEN
      IF TG_OP <> 'INSERT' AND old_cursor IS NULL THEN
        OPEN old_cursor FOR SELECT CASE WHEN fast THEN to_jsonb("a captured row") ELSE audit.row_with_json(row_to_json("a captured row")) END
          FROM old_rows AS "a captured row" OFFSET CASE WHEN fast THEN 1000 ELSE 0 END;
      END IF;
      IF TG_OP <> 'DELETE' AND new_cursor IS NULL THEN
        OPEN new_cursor FOR SELECT CASE WHEN fast THEN to_jsonb("a captured row") ELSE audit.row_with_json(row_to_json("a captured row")) END
          FROM new_rows AS "a captured row" OFFSET CASE WHEN fast THEN 1000 ELSE 0 END;
      END IF;
      olds := '{}';
      news := '{}';
      WHILE more AND cardinality(news) < 1000 LOOP
        IF TG_OP <> 'INSERT' THEN
          FETCH old_cursor INTO old_row;
          more := FOUND;
        END IF;
        IF TG_OP <> 'DELETE' THEN
          FETCH new_cursor INTO new_row;
          more := FOUND;
        END IF;
        IF more AND (fast OR (old_row - t.ignored) IS DISTINCT FROM (new_row - t.ignored)) THEN
          olds := array_append(olds, old_row);
          news := array_append(news, new_row);
        END IF;
      END LOOP;
    ELSE
      more := greatest(cardinality(olds), cardinality(news)) = 1000;
      begun := true;
    END IF;
    IF greatest(cardinality(olds), cardinality(news)) = 0 THEN
      RETURN NULL;
    ELSIF NOT fast THEN
      PERFORM audit.write_changes(t, olds, news);
      CONTINUE WHEN more;
      RETURN NULL;
    END IF;
%3$s
    WITH entry AS (
      INSERT INTO audit.entry (organization, id, occurred_at, event_type, action, project, actor, entity_id, operation_id, entity_name, changes, source)
      SELECT owner, audit.uuid_v7(e.at), e.at, %4$s::smallint,
        coalesce(named, CASE WHEN e.o IS NULL THEN %5$s WHEN e.n IS NULL THEN %6$s %7$sELSE %8$s END::smallint),
        %9$s,
        CASE WHEN %10$s AND %11$s THEN who ELSE audit.refuse_captured(TG_RELID, e.o, e.n) END,
        %12$s, operation, %13$s, to_jsonb(e.changes), source
      FROM (
        SELECT l.o, l.n, l.r, clock_timestamp() AS at, %14$s AS moved, array_remove(ARRAY[%15$s]::jsonb[], NULL) AS changes
        FROM (
          SELECT p.o, p.n, coalesce(p.n, p.o) AS r%16$s
          FROM unnest(olds, news) AS p(o, n) OFFSET 0
        ) l OFFSET 0
      ) e
      WHERE cardinality(e.changes) > 0 OR e.o IS NULL OR e.n IS NULL OR NOT %11$s
      RETURNING organization, occurred_at, id
    )
    INSERT INTO audit.pending (organization, occurred_at, id) SELECT * FROM entry;
    IF NOT more THEN
      RETURN NULL;
    END IF;
  END LOOP;
END $function$,
      variables,
      format($e$audit.table_of_shape(%L, %L), nullif(current_setting('audit.organization', true), '')::integer,
        (SELECT a.key FROM audit.actor a WHERE a.organization = nullif(current_setting('audit.organization', true), '')::integer
          AND a.key = current_setting('audit.actor')::integer),
        nullif(current_setting('audit.operation', true), '')::uuid, nullif(current_setting('audit.source', true), '')::jsonb
        INTO olds, news, known, owner, who, operation, source$e$, target::text, audit.shape_of(target)),
      look_ups, t.event_type, action_keys[1], action_keys[2],
      CASE WHEN cardinality(t.moves) > 0 THEN format('WHEN e.moved THEN %s ', action_keys[3]) END, action_keys[4],
      project, CASE WHEN organization IS NULL THEN 'true' ELSE format('coalesce((e.r ->> %L)::integer = owner, false)', organization) END, keeps, key,
      CASE cardinality(t.name_columns) WHEN 0 THEN 'NULL'
        ELSE (SELECT format('coalesce(%s)', string_agg(format('e.r ->> %L', n), ', ' ORDER BY place)) FROM unnest(t.name_columns) WITH ORDINALITY AS w(n, place)) END,
      CASE WHEN cardinality(t.moves) = 0 THEN 'false' WHEN stays = '' THEN 'true' ELSE format('coalesce(%s) IS NULL', substr(stays, 3)) END,
      substr(changes, 3), inner_columns));
  EXECUTE format('REVOKE EXECUTE ON FUNCTION %s() FROM PUBLIC', function_name);
  -- It is as mighty as the general path, and no mightier.
  IF current_user <> (SELECT pg_get_userbyid(proowner) FROM pg_proc WHERE oid = 'audit.capture()'::regprocedure) THEN
    EXECUTE format('ALTER FUNCTION %s() OWNER TO %I', function_name, (SELECT pg_get_userbyid(proowner) FROM pg_proc WHERE oid = 'audit.capture()'::regprocedure));
  END IF;
  RETURN function_name;
END $body$;

-- The triggers of a tracked table: statement-level with its own function, or the general one; row-level where it is partitioned.
CREATE FUNCTION audit.create_triggers(target regclass) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
DECLARE
  partitioned CONSTANT boolean := (SELECT relkind = 'p' FROM pg_class WHERE oid = target);
  has_json CONSTANT boolean := EXISTS (SELECT FROM pg_attribute a
    WHERE a.attrelid = target AND a.attnum > 0 AND NOT a.attisdropped AND a.atttypid IN ('json'::regtype, 'json[]'::regtype));
  function_call CONSTANT text := coalesce(CASE WHEN NOT partitioned THEN audit.create_capture(target) || '()' END,
    format('audit.%I(%L)', CASE WHEN partitioned THEN 'capture_row' ELSE 'capture' END, has_json));
  operation text;
BEGIN
  -- ENABLE ALWAYS: session_replication_role = replica must not be a way around the log.
  FOREACH operation IN ARRAY ARRAY['insert', 'update', 'delete'] LOOP
    EXECUTE format('DROP TRIGGER IF EXISTS audit_%s ON %s', operation, target);
    EXECUTE format('CREATE TRIGGER audit_%1$s AFTER %1$s ON %2$s %3$s EXECUTE FUNCTION %4$s', operation, target,
      CASE WHEN partitioned THEN 'FOR EACH ROW' ELSE CASE operation
        WHEN 'insert' THEN 'REFERENCING NEW TABLE AS new_rows' WHEN 'delete' THEN 'REFERENCING OLD TABLE AS old_rows'
        ELSE 'REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows' END || ' FOR EACH STATEMENT' END,
      function_call);
    EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER audit_%s', target, operation);
  END LOOP;
  EXECUTE format('DROP TRIGGER IF EXISTS audit_truncate ON %s', target);
  EXECUTE format('CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION audit.capture_truncate()', target);
  EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER audit_truncate', target);
END $$;

-- Starts recording the changes of a table under an event type; calling it again replaces the options.
-- Options, all of them optional: name (column or columns that name the entity), project (column with the project's id),
-- organization (column; default 'organization' where there is one), actors (the rows are actors of this kind), ignore,
-- redact (recorded as changed, never the value), moves (an update of these alone is a move), fields {column: field},
-- refs {column: {field, ref: 'user'} or {field, table, name, parent}}.
-- A table without a primary key is refused.
CREATE OR REPLACE FUNCTION audit.track(target regclass, event_type text, options jsonb DEFAULT '{}') RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
DECLARE
  key_columns text[];
  known text[];
  named text;
  ref record;
BEGIN
  SELECT array_agg(a.attname ORDER BY k.place) INTO key_columns
    FROM pg_index i CROSS JOIN LATERAL unnest(i.indkey[0:i.indnkeyatts - 1]) WITH ORDINALITY AS k(attnum, place)
    JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
    WHERE i.indrelid = target AND i.indisprimary;
  SELECT array_agg(attname) INTO known FROM pg_attribute WHERE attrelid = target AND attnum > 0 AND NOT attisdropped;
  -- The organization leads every key of ours; the entity's id is what follows it.
  IF cardinality(key_columns) > 1 THEN
    key_columns := array_remove(key_columns, coalesce(options ->> 'organization', 'organization'));
  END IF;
  IF key_columns IS NULL THEN
    RAISE EXCEPTION '% cannot be tracked: it has no primary key', target USING HINT = 'An entry must say which row it speaks of. Add a primary key first.';
  END IF;
  FOR named IN
    SELECT jsonb_array_elements_text(audit.as_list(options -> o)) FROM unnest(ARRAY['name', 'project', 'organization', 'ignore', 'redact', 'moves']) o
    UNION ALL SELECT jsonb_object_keys(coalesce(options -> 'fields', '{}')) UNION ALL SELECT jsonb_object_keys(coalesce(options -> 'refs', '{}'))
  LOOP
    IF NOT named = ANY (known) THEN
      RAISE EXCEPTION '% has no column %', target, named USING ERRCODE = 'undefined_column';
    END IF;
  END LOOP;
  SELECT o INTO named FROM jsonb_object_keys(options) o
    WHERE o <> ALL (ARRAY['name', 'project', 'organization', 'actors', 'ignore', 'redact', 'moves', 'fields', 'refs']);
  IF named IS NOT NULL THEN
    RAISE EXCEPTION 'audit.track has no option %', named;
  END IF;

  PERFORM audit.define(event_type, ARRAY['create', 'update', 'move', 'delete', 'truncate']);
  DELETE FROM audit.tracked WHERE relation = target;
  INSERT INTO audit.tracked VALUES (
    target, (SELECT key FROM audit.event_type e WHERE e.name = $2), key_columns,
    coalesce(options ->> 'organization', CASE WHEN 'organization' = ANY (known) THEN 'organization' END),
    options ->> 'project', audit.as_texts(options -> 'name'), options ->> 'actors',
    audit.as_texts(options -> 'ignore'), audit.as_texts(options -> 'redact'), audit.as_texts(options -> 'moves'),
    coalesce(options -> 'fields', '{}'), coalesce(options -> 'refs', '{}'));

  -- Named after table and column, not after their numbers: a restored dump has others.
  FOR ref IN SELECT r.key, r.value AS it FROM jsonb_each(coalesce(options -> 'refs', '{}')) r WHERE r.value ? 'table' LOOP
    named := format('audit.%I', left(format('names_%s_%s', replace(target::text, '.', '_'), ref.key), 54) || '_' || left(md5(target::text || '.' || ref.key), 8));
    PERFORM audit.create_namer(named, (ref.it ->> 'table')::regclass, coalesce(ref.it ->> 'name', 'name'), ref.it ->> 'parent');
    UPDATE audit.tracked SET refs = jsonb_set(refs, ARRAY[ref.key, 'namer'], to_jsonb(named)) WHERE relation = target;
  END LOOP;

  PERFORM audit.create_triggers(target);
END $$;

REVOKE EXECUTE ON FUNCTION audit.shape_of(regclass), audit.table_of_shape(text, text), audit.refuse_captured(oid, jsonb, jsonb),
  audit.change_expression(audit.tracked_column, regtype, text), audit.create_capture(regclass), audit.create_triggers(regclass) FROM PUBLIC;

-- What is tracked already.
SELECT audit.create_triggers(t.relation) FROM audit.tracked t;
