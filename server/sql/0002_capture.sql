-- Capture: a change of a tracked table is an entry of the log, in the change's own transaction.
-- Read from top to bottom: who acts, what a value looks like, how an entry is written, the triggers, audit.track().
-- What is called from outside sets its search_path; the functions within are called under it, and a setting of their own
-- would cost more than they do. What is no plain expression is plpgsql, which keeps its plan; SQL functions are planned for
-- every statement.

-- Who acts --------------------------------------------------------------------------------------------------------

CREATE TYPE audit.acting AS (actor integer, operation uuid, action text, source jsonb);

-- The key of an actor, made when it is new; its name follows the last one given.
CREATE FUNCTION audit.actor_key(organization integer, kind text, id text, name text) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
  found_key integer;
  found_name text;
BEGIN
  SELECT a.key, a.name INTO found_key, found_name FROM audit.actor a WHERE a.organization = $1 AND a.id = $3 AND a.kind = $2;
  IF found_key IS NULL THEN
    INSERT INTO audit.actor (organization, kind, id, name) VALUES ($1, $2, $3, $4)
      ON CONFLICT ON CONSTRAINT actor_organization_id_kind_key DO UPDATE SET name = coalesce(excluded.name, actor.name)
      RETURNING key INTO found_key;
  ELSIF found_name IS DISTINCT FROM $4 AND $4 IS NOT NULL THEN
    UPDATE audit.actor a SET name = $4 WHERE a.organization = $1 AND a.key = found_key;
  END IF;
  RETURN found_key;
END $$;

-- Says who makes the changes of this transaction, and sets the organization that row-level security shows.
CREATE FUNCTION audit.act(organization integer, kind text, id text, name text, operation uuid, action text, source jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM set_config('audit.organization', $1::text, true),
          set_config('audit.actor', audit.actor_key($1, $2, $3, $4)::text, true),
          set_config('audit.operation', coalesce($5::text, ''), true),
          set_config('audit.action', coalesce($6, ''), true),
          set_config('audit.source', coalesce($7::text, ''), true);
END $$;

-- Who acts in this transaction. The application must say so: a change by nobody is refused. Any other role (a console,
-- a script) is recorded under its own name, everything in one transaction as one operation.
CREATE FUNCTION audit.current_acting(of_organization integer) RETURNS audit.acting
LANGUAGE plpgsql AS $$
DECLARE
  result audit.acting;
  operation text := current_setting('audit.operation', true);
BEGIN
  IF coalesce(current_setting('audit.actor', true), '') <> '' THEN
    IF of_organization IS DISTINCT FROM audit.current_organization() THEN
      RAISE EXCEPTION 'a change in organization % by an actor of organization %', of_organization, audit.current_organization()
        USING ERRCODE = 'insufficient_privilege';
    END IF;
    result.actor := current_setting('audit.actor')::integer;
    IF NOT EXISTS (SELECT FROM audit.actor a WHERE a.organization = of_organization AND a.key = result.actor) THEN
      RAISE EXCEPTION 'no actor % in organization %', result.actor, of_organization USING ERRCODE = 'insufficient_privilege';
    END IF;
    result.operation := nullif(operation, '')::uuid;
    result.action := nullif(current_setting('audit.action', true), '');
    result.source := nullif(current_setting('audit.source', true), '')::jsonb;
    RETURN result;
  END IF;
  IF EXISTS (SELECT FROM audit.application_role r WHERE r.name = session_user) THEN
    RAISE EXCEPTION 'a tracked change without an actor'
      USING ERRCODE = 'insufficient_privilege', HINT = 'Make the change inside actingAs(actor, …), or call audit.act() first in the same transaction.';
  END IF;
  IF coalesce(operation, '') = '' THEN
    operation := gen_random_uuid()::text;
    PERFORM set_config('audit.operation', operation, true);
  END IF;
  result.actor := audit.actor_key(of_organization, 'SYSTEM', 'postgres:' || session_user, session_user || ' (database)');
  result.operation := operation::uuid;
  result.source := jsonb_build_object('ip', host(inet_client_addr()), 'userAgent', nullif(current_setting('application_name'), ''), 'via', 'system');
  RETURN result;
END $$;

-- What a value looks like -----------------------------------------------------------------------------------------

-- A timestamp as the whole product writes it: microseconds, UTC, Z.
CREATE FUNCTION audit.iso(at timestamptz) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') $$;

-- A UUID of version 7 (RFC 9562, method 3: the microseconds within the millisecond stand in rand_a) for that time.
CREATE FUNCTION audit.uuid_v7(at timestamptz) RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE AS $$
  SELECT (lpad(to_hex(floor(extract(epoch FROM at) * 1000)::bigint), 12, '0')
          || '7' || lpad(to_hex(mod(floor(extract(epoch FROM at) * 1000000)::bigint, 1000) * 4096 / 1000), 3, '0')
          || substr(replace(gen_random_uuid()::text, '-', ''), 17))::uuid
$$;

-- Whether a JSON number survives a double, and with it JSON.parse and RFC 8785.
CREATE FUNCTION audit.is_double(value numeric) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN value = 0 THEN true
              WHEN abs(value) >= 1.7976931348623157e308 OR abs(value) < 1e-300 THEN false
              ELSE value::double precision::text::numeric = value END
$$;

-- The value as it is recorded. What capture accepts, the canonical form must take: numbers that no double holds become
-- strings (all of them, where `texts` says that the column is a bigint or numeric one), and nesting over 64 gives NULL.
CREATE FUNCTION audit.normal(value jsonb, texts boolean) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  CASE jsonb_typeof(value)
    WHEN 'number' THEN
      RETURN CASE WHEN texts OR NOT audit.is_double(value::numeric) THEN to_jsonb(value #>> '{}') ELSE value END;
    WHEN 'array', 'object' THEN
      IF jsonb_path_exists(value, 'lax $.**{65}') THEN
        RETURN NULL;
      END IF;
      IF NOT EXISTS (SELECT FROM jsonb_path_query(value, 'strict $.** ? (@.type() == "number")') AS n(number)
                     WHERE texts OR NOT audit.is_double(n.number::numeric)) THEN
        RETURN value;
      END IF;
      IF jsonb_typeof(value) = 'array' THEN
        RETURN (SELECT jsonb_agg(audit.normal(e.element, texts) ORDER BY e.place) FROM jsonb_array_elements(value) WITH ORDINALITY AS e(element, place));
      END IF;
      RETURN (SELECT jsonb_object_agg(m.key, audit.normal(m.value, texts)) FROM jsonb_each(value) AS m);
    ELSE
      RETURN value;
  END CASE;
END $$;

-- A row as jsonb where it has columns of type json, which takes escapes that jsonb does not: NUL, and half of a surrogate
-- pair. No function of Postgres reads past one, so they are turned into text behind a noncharacter (U+FDD0), and the value
-- that holds one is replaced by its digest: the user's write goes on, and the entry says what could not be kept. Which
-- columns these are stands under the key '', which no column can have: what users write is never taken for a marker.
CREATE FUNCTION audit.row_with_json(row_text json) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  unescaped CONSTANT text := '(?<!\\)((?:\\\\)*)';
BEGIN
  RETURN row_text::jsonb;
EXCEPTION WHEN data_exception THEN
  RETURN (
    SELECT jsonb_object_agg(m.key, CASE WHEN d.digest IS NULL THEN m.value ELSE to_jsonb(d.digest) END)
      || jsonb_build_object('', coalesce(jsonb_object_agg(m.key, d.digest) FILTER (WHERE d.digest IS NOT NULL), '{}'))
    FROM jsonb_each(
      regexp_replace(regexp_replace(regexp_replace(row_text::text,
        unescaped || '\\u(d[89ab][0-9a-f]{2})(?!\\ud[c-f][0-9a-f]{2})', U&'\\1\FDD0\\2', 'gi'),
        '(?<!\\ud[89ab][0-9a-f]{2})' || unescaped || '\\u(d[c-f][0-9a-f]{2})', U&'\\1\FDD0\\2', 'gi'),
        unescaped || '\\u(0000)', U&'\\1\FDD0\\2', 'g')::jsonb) m
    CROSS JOIN LATERAL (
      SELECT CASE WHEN strpos(m.value::text, U&'\FDD0') > 0 THEN encode(sha256(convert_to(m.value::text, 'UTF8')), 'hex') END AS digest) d);
END $$;

-- What is tracked -------------------------------------------------------------------------------------------------

CREATE TABLE audit.tracked (
  relation regclass PRIMARY KEY,
  event_type smallint NOT NULL,
  keys text[] NOT NULL CHECK (cardinality(keys) > 0),
  organization_column text,     -- none: the organization of the connection
  project_column text,          -- holds the project's id
  name_columns text[] NOT NULL, -- the first that is not null names the entity
  actor_kind text,              -- its rows are actors of this kind
  ignored text[] NOT NULL,
  redacted text[] NOT NULL,
  moves text[] NOT NULL,        -- an update of these columns alone is a move
  fields jsonb NOT NULL,        -- column: name of the field, where it is not the column's in camelCase
  refs jsonb NOT NULL           -- column: {field, ref: 'user'} or {field, table, name, parent, namer: the function that names}
);
GRANT SELECT ON audit.tracked TO :app;

-- A column, as the triggers need it.
CREATE TYPE audit.tracked_column AS (name text, field text, position integer, texts boolean, redacted boolean, ref text, namer text);

CREATE FUNCTION audit.camel_case(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT string_agg(CASE WHEN place = 1 THEN part ELSE upper(left(part, 1)) || substr(part, 2) END, '' ORDER BY place)
  FROM string_to_table(name, '_') WITH ORDINALITY AS p(part, place)
$$;

CREATE FUNCTION audit.tracked_columns(t audit.tracked) RETURNS audit.tracked_column[]
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT array_agg(ROW(
      a.attname,
      coalesce(t.refs -> a.attname ->> 'field', t.fields ->> a.attname, audit.camel_case(a.attname)),
      a.attnum,
      coalesce(nullif(y.typelem, 0), y.oid) IN ('int8'::regtype, 'numeric'::regtype),
      a.attname = ANY (t.redacted),
      coalesce(t.refs -> a.attname ->> 'ref', t.refs -> a.attname ->> 'table'),
      t.refs -> a.attname ->> 'namer'
    )::audit.tracked_column ORDER BY a.attnum)
  FROM pg_attribute a JOIN pg_type y ON y.oid = a.atttypid
  WHERE a.attrelid = t.relation AND a.attnum > 0 AND NOT a.attisdropped
    AND a.attname <> ALL (array_remove(t.keys || t.ignored || t.organization_column, NULL)));
END $$;

-- Writing ---------------------------------------------------------------------------------------------------------

-- The id of an entity: its key as text; a composite key is the JSON array of its texts (RFC 8785 form).
CREATE FUNCTION audit.entity_key(r jsonb, keys text[]) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
  IF cardinality(keys) = 1 THEN
    RETURN r ->> keys[1];
  END IF;
  RETURN (SELECT '[' || string_agg(to_json(r ->> k)::text, ',' ORDER BY place) || ']' FROM unnest(keys) WITH ORDINALITY AS u(k, place));
END $$;

-- The name of an entity: the first of its columns that has a value.
CREATE FUNCTION audit.entity_name(r jsonb, name_columns text[]) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  name_column text;
BEGIN
  FOREACH name_column IN ARRAY name_columns LOOP
    IF r ->> name_column IS NOT NULL THEN
      RETURN r ->> name_column;
    END IF;
  END LOOP;
  RETURN NULL;
END $$;

-- One change of a value, as a member of the entry's list. `lost` is the digest of a value that was not representable.
CREATE FUNCTION audit.field_change(c audit.tracked_column, old jsonb, new jsonb, names jsonb, lost text) RETURNS jsonb
LANGUAGE plpgsql STABLE AS $$
DECLARE
  old_value jsonb;
  new_value jsonb;
BEGIN
  IF c.redacted THEN
    RETURN jsonb_build_object('field', c.field, 'redacted', true);
  ELSIF lost IS NOT NULL THEN
    RETURN jsonb_build_object('field', c.field, 'unrecordable', 'not representable as JSON text', 'digest', lost);
  END IF;
  old_value := audit.normal(old, c.texts);
  new_value := audit.normal(new, c.texts);
  IF old_value IS NULL OR new_value IS NULL THEN
    RETURN jsonb_build_object('field', c.field, 'unrecordable', 'nested deeper than 64',
      'digest', encode(sha256(convert_to(coalesce(nullif(new, 'null'), old)::text, 'UTF8')), 'hex'));
  ELSIF c.ref = 'user' THEN -- a person is kept by id alone and named on reading: an erased name is gone everywhere
    RETURN jsonb_build_object('field', c.field, 'ref', 'user', 'oldId', old_value, 'newId', new_value);
  ELSIF c.ref IS NOT NULL THEN
    RETURN jsonb_build_object('field', c.field, 'ref', c.ref, 'oldId', old_value, 'newId', new_value,
      'old', coalesce(names -> (old #>> '{}'), old_value), 'new', coalesce(names -> (new #>> '{}'), new_value));
  END IF;
  RETURN jsonb_build_object('field', c.field, 'old', old_value, 'new', new_value);
END $$;

-- Keys of projects by their ids; a new one is made, the name given by a namer (its own table, or the id where there is none).
CREATE FUNCTION audit.note_project(organization integer, id text, name text) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
  found_key integer;
  found_name text;
BEGIN
  SELECT p.key, p.name INTO found_key, found_name FROM audit.project p WHERE p.organization = $1 AND p.id = $2;
  IF found_key IS NULL THEN
    INSERT INTO audit.project (organization, id, name) VALUES ($1, $2, coalesce($3, $2))
      ON CONFLICT ON CONSTRAINT project_organization_id_key DO UPDATE SET name = coalesce($3, project.name)
      RETURNING key INTO found_key;
  ELSIF found_name <> $3 THEN
    UPDATE audit.project p SET name = $3 WHERE p.organization = $1 AND p.key = found_key;
  END IF;
  RETURN found_key;
END $$;

-- Writes the entries of one batch of changed rows of a table: `olds[i]` became `news[i]`, NULL where there was none.
CREATE FUNCTION audit.write_changes(t audit.tracked, olds jsonb[], news jsonb[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  columns audit.tracked_column[] := audit.tracked_columns(t);
  names jsonb; -- namer: {id: name}
  named record;
  found jsonb;
  owner integer;
  who audit.acting;
  own_project boolean := t.project_column = t.keys[1];
  project_namer text;
BEGIN
  -- The entry would speak of two entities, and the history of each would end or begin without a word.
  IF EXISTS (SELECT FROM unnest(olds, news) AS p(old, new)
             WHERE p.old IS NOT NULL AND p.new IS NOT NULL AND audit.entity_key(p.old, t.keys) IS DISTINCT FROM audit.entity_key(p.new, t.keys)) THEN
    RAISE EXCEPTION 'the key of a row of % cannot be changed while the table is tracked', t.relation
      USING ERRCODE = 'feature_not_supported', HINT = 'Delete the row and insert it under its new key.';
  ELSIF EXISTS (SELECT FROM unnest(olds, news) AS p(old, new) WHERE p.old ->> t.organization_column <> p.new ->> t.organization_column) THEN
    RAISE EXCEPTION 'a row of % cannot be moved to another organization while the table is tracked', t.relation
      USING ERRCODE = 'feature_not_supported', HINT = 'Delete the row and insert it in the other organization.';
  END IF;
  SELECT c.namer INTO project_namer FROM unnest(columns) c WHERE c.name = t.project_column;

  FOR owner IN
    SELECT DISTINCT CASE WHEN t.organization_column IS NULL THEN audit.current_organization()
                         ELSE (coalesce(p.new, p.old) ->> t.organization_column)::integer END
    FROM unnest(olds, news) AS p(old, new)
  LOOP
    IF owner IS NULL THEN
      RAISE EXCEPTION 'a change of % outside of any organization', t.relation USING HINT = 'Set audit.organization, or track the table with its organization column.';
    END IF;
    who := audit.current_acting(owner);
    IF t.actor_kind IS NOT NULL THEN
      PERFORM audit.actor_key(owner, t.actor_kind, audit.entity_key(p.new, t.keys), audit.entity_name(p.new, t.name_columns))
        FROM unnest(news) AS p(new) WHERE p.new IS NOT NULL AND (t.organization_column IS NULL OR (p.new ->> t.organization_column)::integer = owner);
    END IF;
    -- Names in place of ids: one look-up for each referring column whose value changed, within the organization.
    names := '{}';
    FOR named IN
      SELECT c.namer, array_agg(DISTINCT v.id) AS ids
      FROM unnest(columns) c, unnest(olds, news) AS p(old, new), LATERAL (VALUES (p.old ->> c.name), (p.new ->> c.name)) AS v(id)
      WHERE c.namer IS NOT NULL AND v.id IS NOT NULL AND (p.old ->> c.name) IS DISTINCT FROM (p.new ->> c.name)
        AND (t.organization_column IS NULL OR (coalesce(p.new, p.old) ->> t.organization_column)::integer = owner)
      GROUP BY c.namer
    LOOP
      EXECUTE format('SELECT %s($1, $2)', named.namer) INTO found USING named.ids, owner;
      names := names || jsonb_build_object(named.namer, coalesce(found, '{}'));
    END LOOP;

    WITH change AS (
      SELECT coalesce(p.new, p.old) AS row, p.new IS NULL AS gone, p.old IS NULL AS made, d.changes, d.moved, clock_timestamp() AS at
      FROM unnest(olds, news) WITH ORDINALITY AS p(old, new, place)
      CROSS JOIN LATERAL (
        SELECT jsonb_agg(f.change ORDER BY c.position) AS changes, bool_and(c.name = ANY (t.moves)) AS moved
        FROM unnest(columns) c
        CROSS JOIN LATERAL (SELECT coalesce(p.old -> c.name, 'null') AS old, coalesce(p.new -> c.name, 'null') AS new OFFSET 0) v
        CROSS JOIN LATERAL (SELECT audit.field_change(c, v.old, v.new, names -> c.namer, coalesce(p.new -> '' ->> c.name, p.old -> '' ->> c.name)) AS change OFFSET 0) f
        WHERE v.old <> v.new
      ) d
      WHERE (p.old IS NULL OR p.new IS NULL OR d.changes IS NOT NULL)
        AND (t.organization_column IS NULL OR (coalesce(p.new, p.old) ->> t.organization_column)::integer = owner)
      ORDER BY p.place
    ), entry AS (
      INSERT INTO audit.entry (organization, id, occurred_at, event_type, action, project, actor, entity_id, operation_id, entity_name, changes, source)
      SELECT owner, audit.uuid_v7(c.at), c.at, t.event_type,
        (SELECT a.key FROM audit.action a WHERE a.name = coalesce(who.action,
          CASE WHEN c.made THEN 'create' WHEN c.gone THEN 'delete' WHEN c.moved THEN 'move' ELSE 'update' END)),
        CASE WHEN c.row ->> t.project_column IS NULL THEN NULL
             ELSE audit.note_project(owner, c.row ->> t.project_column,
               CASE WHEN own_project AND NOT c.gone THEN audit.entity_name(c.row, t.name_columns)
                    ELSE names -> project_namer ->> (c.row ->> t.project_column) END) END,
        who.actor, audit.entity_key(c.row, t.keys), who.operation, audit.entity_name(c.row, t.name_columns),
        coalesce(c.changes, '[]'), who.source
      FROM change c
      RETURNING organization, occurred_at, id
    )
    INSERT INTO audit.pending (organization, occurred_at, id) SELECT * FROM entry;
  END LOOP;
END $$;

-- An entry by hand, for what is no change of a tracked row (a sign-in, an export), in the caller's transaction.
CREATE FUNCTION audit.record(event_type text, action text, entity_id text, entity_name text, project text, changes jsonb) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  owner integer := audit.current_organization();
  who audit.acting := audit.current_acting(owner);
  at timestamptz := clock_timestamp();
  made uuid := audit.uuid_v7(at);
  type_key smallint := (SELECT e.key FROM audit.event_type e WHERE e.name = $1);
  action_key smallint := (SELECT a.key FROM audit.action a WHERE a.name = $2);
BEGIN
  IF type_key IS NULL OR action_key IS NULL THEN
    RAISE EXCEPTION 'unknown event type % or action %', $1, $2 USING HINT = 'audit.define() makes them.';
  ELSIF audit.normal($6, false) IS NULL AND $6 IS NOT NULL THEN
    RAISE EXCEPTION 'changes nest deeper than 64 levels' USING ERRCODE = 'program_limit_exceeded';
  END IF;
  WITH entry AS (
    INSERT INTO audit.entry (organization, id, occurred_at, event_type, action, project, actor, entity_id, operation_id, entity_name, changes, source)
    VALUES (owner, made, at, type_key, action_key, CASE WHEN $5 IS NOT NULL THEN audit.note_project(owner, $5, NULL) END,
            who.actor, $3, who.operation, $4, coalesce(audit.normal($6, false), '[]'), who.source)
    RETURNING organization, occurred_at, id
  )
  INSERT INTO audit.pending (organization, occurred_at, id) SELECT * FROM entry;
  RETURN made;
END $$;

-- The triggers ----------------------------------------------------------------------------------------------------

-- Statement-level: one call for a statement, whatever it changed, in batches that bound the memory. The two transition
-- tables of an UPDATE are filled in step, so they are read in step: a join over them is planned for the first call's rows,
-- and a nested loop planned for one row never ends over ten thousand. The settings make a value's text the same whoever
-- writes it, and no difference too small to see; the row's alias is one that hides no column.
CREATE FUNCTION audit.capture() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET timezone = 'UTC' SET datestyle = 'ISO' SET intervalstyle = 'postgres' SET bytea_output = 'hex' SET extra_float_digits = 1 AS $$
DECLARE
  t audit.tracked;
  old_cursor refcursor;
  new_cursor refcursor;
  old_row jsonb;
  new_row jsonb;
  olds jsonb[] := '{}';
  news jsonb[] := '{}';
  has_json boolean := TG_ARGV[0]::boolean;
  more boolean := true;
BEGIN
  SELECT * INTO t FROM audit.tracked WHERE relation = TG_RELID;
  IF TG_OP <> 'INSERT' THEN
    OPEN old_cursor FOR SELECT CASE WHEN has_json THEN audit.row_with_json(row_to_json("a captured row")) ELSE to_jsonb("a captured row") END FROM old_rows AS "a captured row";
  END IF;
  IF TG_OP <> 'DELETE' THEN
    OPEN new_cursor FOR SELECT CASE WHEN has_json THEN audit.row_with_json(row_to_json("a captured row")) ELSE to_jsonb("a captured row") END FROM new_rows AS "a captured row";
  END IF;
  WHILE more LOOP
    IF TG_OP <> 'INSERT' THEN
      FETCH old_cursor INTO old_row;
      more := FOUND;
    END IF;
    IF TG_OP <> 'DELETE' THEN
      FETCH new_cursor INTO new_row;
      more := FOUND;
    END IF;
    IF more AND (old_row - t.ignored) IS DISTINCT FROM (new_row - t.ignored) THEN
      olds := array_append(olds, old_row);
      news := array_append(news, new_row);
    END IF;
    IF cardinality(news) = 1000 OR (NOT more AND cardinality(news) > 0) THEN
      PERFORM audit.write_changes(t, olds, news);
      olds := '{}';
      news := '{}';
    END IF;
  END LOOP;
  RETURN NULL;
END $$;

-- Row-level, for partitioned tables: there MERGE hands an UPDATE's transition table the inserted row, and direct changes
-- of a partition fire no statement trigger of the parent.
CREATE FUNCTION audit.capture_row() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET timezone = 'UTC' SET datestyle = 'ISO' SET intervalstyle = 'postgres' SET bytea_output = 'hex' SET extra_float_digits = 1 AS $$
DECLARE
  t audit.tracked;
  old_row jsonb;
  new_row jsonb;
  has_json boolean := TG_ARGV[0]::boolean;
BEGIN
  SELECT * INTO t FROM audit.tracked WHERE relation = TG_RELID OR relation IN (SELECT relid FROM pg_partition_ancestors(TG_RELID));
  IF TG_OP <> 'INSERT' THEN
    old_row := CASE WHEN has_json THEN audit.row_with_json(row_to_json(OLD)) ELSE to_jsonb(OLD) END;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    new_row := CASE WHEN has_json THEN audit.row_with_json(row_to_json(NEW)) ELSE to_jsonb(NEW) END;
  END IF;
  IF (old_row - t.ignored) IS DISTINCT FROM (new_row - t.ignored) THEN
    PERFORM audit.write_changes(t, ARRAY[old_row], ARRAY[new_row]);
  END IF;
  RETURN NULL;
END $$;

-- TRUNCATE is one entry, with the number of rows.
CREATE FUNCTION audit.capture_truncate() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  t audit.tracked;
  owned record;
  who audit.acting;
BEGIN
  SELECT * INTO t FROM audit.tracked WHERE relation = TG_RELID;
  FOR owned IN EXECUTE format('SELECT %s AS organization, count(*) AS rows, clock_timestamp() AS at FROM %s GROUP BY 1 HAVING count(*) > 0',
      coalesce(quote_ident(t.organization_column), 'audit.current_organization()'), t.relation) LOOP
    who := audit.current_acting(owned.organization);
    WITH entry AS (
      INSERT INTO audit.entry (organization, id, occurred_at, event_type, action, actor, operation_id, entity_name, changes, source)
      VALUES (owned.organization, audit.uuid_v7(owned.at), owned.at, t.event_type, (SELECT a.key FROM audit.action a WHERE a.name = 'truncate'),
        who.actor, who.operation, t.relation::text, jsonb_build_array(jsonb_build_object('field', 'rows', 'old', owned.rows, 'new', 0)), who.source)
      RETURNING organization, occurred_at, id
    )
    INSERT INTO audit.pending (organization, occurred_at, id) SELECT * FROM entry;
  END LOOP;
  RETURN NULL;
END $$;

-- audit.track() ---------------------------------------------------------------------------------------------------

-- A function that gives the names of rows by their ids, {id: name}; with a parent column, the path joined with '/'. It runs
-- past row-level security, so where the rows have an organization it asks for that one's alone.
CREATE FUNCTION audit.create_namer(function_name text, target regclass, name_column text, parent_column text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  key_column text;
  key_type text;
  body text;
  own text := CASE WHEN EXISTS (SELECT FROM pg_attribute WHERE attrelid = target AND attname = 'organization' AND NOT attisdropped)
    THEN ' AND t.organization = of_organization' ELSE '' END;
BEGIN
  SELECT a.attname, format_type(a.atttypid, a.atttypmod) INTO STRICT key_column, key_type
    FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[i.indnkeyatts - 1]
    WHERE i.indrelid = target AND i.indisprimary;
  IF parent_column IS NULL THEN
    body := format('SELECT jsonb_object_agg(t.%1$I::text, t.%2$I) FROM %3$s t WHERE t.%1$I = ANY (ids::%4$s[])%5$s',
      key_column, name_column, target, key_type, own);
  ELSE
    body := format($b$
      WITH RECURSIVE path(id, up, name, depth) AS (
        SELECT t.%1$I, t.%5$I, t.%2$I::text, 0 FROM %3$s t WHERE t.%1$I = ANY (ids::%4$s[])%6$s
        UNION ALL
        SELECT p.id, t.%5$I, t.%2$I || '/' || p.name, p.depth + 1 FROM path p JOIN %3$s t ON t.%1$I = p.up%6$s WHERE p.depth < 1000
      )
      SELECT jsonb_object_agg(id::text, name) FROM path WHERE up IS NULL$b$,
      key_column, name_column, target, key_type, parent_column, own);
  END IF;
  EXECUTE format('CREATE OR REPLACE FUNCTION %s(ids text[], of_organization integer) RETURNS jsonb LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS %L',
    function_name, 'BEGIN RETURN (' || body || '); END');
  EXECUTE format('REVOKE EXECUTE ON FUNCTION %s(text[], integer) FROM PUBLIC', function_name);
END $$;

-- Starts recording the changes of a table under an event type; calling it again replaces the options.
-- Options, all of them optional: name (column or columns that name the entity), project (column with the project's id),
-- organization (column; default 'organization' where there is one), actors (the rows are actors of this kind), ignore,
-- redact (recorded as changed, never the value), moves (an update of these alone is a move), fields {column: field},
-- refs {column: {field, ref: 'user'} or {field, table, name, parent}}.
-- A table without a primary key is refused.
CREATE FUNCTION audit.track(target regclass, event_type text, options jsonb DEFAULT '{}') RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $$
DECLARE
  key_columns text[];
  known text[];
  named text;
  partitioned boolean := (SELECT relkind = 'p' FROM pg_class WHERE oid = target);
  has_json boolean;
  ref record;
  operation text;
BEGIN
  SELECT array_agg(a.attname ORDER BY k.place) INTO key_columns
    FROM pg_index i CROSS JOIN LATERAL unnest(i.indkey[0:i.indnkeyatts - 1]) WITH ORDINALITY AS k(attnum, place)
    JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
    WHERE i.indrelid = target AND i.indisprimary;
  SELECT array_agg(attname), bool_or(atttypid IN ('json'::regtype, 'json[]'::regtype)) INTO known, has_json
    FROM pg_attribute WHERE attrelid = target AND attnum > 0 AND NOT attisdropped;
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

  -- ENABLE ALWAYS: session_replication_role = replica must not be a way around the log.
  FOR operation IN SELECT unnest(ARRAY['insert', 'update', 'delete']) LOOP
    EXECUTE format('DROP TRIGGER IF EXISTS audit_%s ON %s', operation, target);
    IF partitioned THEN
      EXECUTE format('CREATE TRIGGER audit_%1$s AFTER %1$s ON %2$s FOR EACH ROW EXECUTE FUNCTION audit.capture_row(%3$L)',
        operation, target, has_json);
    ELSE
      EXECUTE format('CREATE TRIGGER audit_%1$s AFTER %1$s ON %2$s REFERENCING %3$s FOR EACH STATEMENT EXECUTE FUNCTION audit.capture(%4$L)',
        operation, target,
        CASE operation WHEN 'insert' THEN 'NEW TABLE AS new_rows' WHEN 'delete' THEN 'OLD TABLE AS old_rows' ELSE 'OLD TABLE AS old_rows NEW TABLE AS new_rows' END,
        has_json);
    END IF;
    EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER audit_%s', target, operation);
  END LOOP;
  EXECUTE format('DROP TRIGGER IF EXISTS audit_truncate ON %s', target);
  EXECUTE format('CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION audit.capture_truncate()', target);
  EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER audit_truncate', target);
END $$;

-- An option that may be one text or a list of them.
CREATE FUNCTION audit.as_list(option jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE jsonb_typeof(option) WHEN 'array' THEN option WHEN 'string' THEN jsonb_build_array(option) ELSE '[]' END
$$;
CREATE FUNCTION audit.as_texts(option jsonb) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT ARRAY(SELECT jsonb_array_elements_text(audit.as_list(option)))
$$;

REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA audit FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
  audit.current_organization(),
  audit.iso(timestamptz),
  audit.act(integer, text, text, text, uuid, text, jsonb),
  audit.record(text, text, text, text, text, jsonb)
  TO :app;
