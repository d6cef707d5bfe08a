-- Capture, the second edition of what 0002_capture.sql calls for each change: the same entries for less than half of the work.
-- What ran as queries for each batch runs as plain expressions for each row, which plpgsql evaluates without a plan; a
-- query is left where there is something to look up. Figures: docs/design/decisions.md.

-- The forms that entry checks. A SQL function in a CHECK is parsed and planned anew for every statement, which was a fifth
-- of the whole capture; the text of both is that of 0001_log.sql.
CREATE OR REPLACE FUNCTION audit.is_change_list(changes jsonb) RETURNS boolean LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
  RETURN jsonb_typeof(changes) = 'array'
    AND NOT jsonb_path_exists(changes, 'strict $[*] ? (@.type() != "object")')
    AND NOT jsonb_path_exists(changes, 'lax $[*] ? (!(exists (@.field ? (@.type() == "string"))))');
END $$;

CREATE OR REPLACE FUNCTION audit.is_source(source jsonb) RETURNS boolean LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
  RETURN jsonb_typeof(source) = 'object' AND source ?& ARRAY['ip', 'userAgent', 'via'] AND source - ARRAY['ip', 'userAgent', 'via'] = '{}'
    AND jsonb_typeof(source -> 'ip') IN ('string', 'null') AND jsonb_typeof(source -> 'userAgent') IN ('string', 'null')
    AND source -> 'via' IN ('"web"', '"api"', '"import"', '"system"');
END $$;

-- The statements below have one plan each, whatever their parameters; left to itself Postgres plans them every time.
ALTER FUNCTION audit.capture() SET plan_cache_mode = force_generic_plan;
ALTER FUNCTION audit.capture_row() SET plan_cache_mode = force_generic_plan;

-- A name without an underscore is the usual one, and needs no taking apart.
CREATE OR REPLACE FUNCTION audit.camel_case(name text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
  IF strpos(name, '_') = 0 THEN
    RETURN name;
  END IF;
  RETURN (SELECT string_agg(CASE WHEN place = 1 THEN part ELSE upper(left(part, 1)) || substr(part, 2) END, '' ORDER BY place)
          FROM string_to_table(name, '_') WITH ORDINALITY AS p(part, place));
END $$;

-- A column of the table and how it is recorded; asked anew for each statement, since a table may change its shape.
CREATE OR REPLACE FUNCTION audit.tracked_columns(t audit.tracked) RETURNS audit.tracked_column[]
LANGUAGE plpgsql STABLE AS $$
DECLARE
  left_out text[] := t.keys || t.ignored || coalesce(t.organization_column, t.keys[1]);
BEGIN
  RETURN ARRAY(SELECT ROW(
      a.attname,
      coalesce(t.refs -> a.attname ->> 'field', t.fields ->> a.attname, audit.camel_case(a.attname)),
      a.attnum,
      a.atttypid IN ('int8'::regtype, 'numeric'::regtype, 'int8[]'::regtype, 'numeric[]'::regtype),
      a.attname = ANY (t.redacted),
      coalesce(t.refs -> a.attname ->> 'ref', t.refs -> a.attname ->> 'table'),
      t.refs -> a.attname ->> 'namer'
    )::audit.tracked_column
  FROM pg_attribute a
  WHERE a.attrelid = t.relation AND a.attnum > 0 AND NOT a.attisdropped AND a.attname <> ALL (left_out)
  ORDER BY a.attnum);
END $$;

-- The organization that a row belongs to: its column says it, or else the connection.
CREATE FUNCTION audit.owner_of(t audit.tracked, r jsonb) RETURNS integer LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF t.organization_column IS NULL THEN
    RETURN audit.current_organization();
  END IF;
  RETURN (r ->> t.organization_column)::integer;
END $$;

-- Names in place of ids, {namer: {id: name}}: one look-up for each referring column whose value changed.
CREATE FUNCTION audit.names_of(t audit.tracked, columns audit.tracked_column[], of_organization integer, olds jsonb[], news jsonb[]) RETURNS jsonb
LANGUAGE plpgsql STABLE AS $$
DECLARE
  c audit.tracked_column;
  names jsonb := '{}';
  found jsonb;
  ids text[];
BEGIN
  FOREACH c IN ARRAY columns LOOP
    CONTINUE WHEN c.namer IS NULL;
    CONTINUE WHEN cardinality(news) = 1 AND (olds[1] -> c.name) IS NOT DISTINCT FROM (news[1] -> c.name);
    SELECT array_agg(DISTINCT v.id) INTO ids
      FROM unnest(olds, news) AS p(old, new), LATERAL (VALUES (p.old ->> c.name), (p.new ->> c.name)) AS v(id)
      WHERE v.id IS NOT NULL AND (p.old ->> c.name) IS DISTINCT FROM (p.new ->> c.name)
        AND audit.owner_of(t, coalesce(p.new, p.old)) = of_organization;
    CONTINUE WHEN ids IS NULL;
    EXECUTE format('SELECT %s($1, $2)', c.namer) INTO found USING ids, of_organization;
    names := names || jsonb_build_object(c.namer, coalesce(names -> c.namer, '{}') || coalesce(found, '{}'));
  END LOOP;
  RETURN names;
END $$;

-- Writes the entries of one batch of changed rows of a table: `olds[i]` became `news[i]`, NULL where there was none.
CREATE OR REPLACE FUNCTION audit.write_changes(t audit.tracked, olds jsonb[], news jsonb[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  columns audit.tracked_column[] := audit.tracked_columns(t);
  c audit.tracked_column;
  owners integer[];
  owner integer;
  who audit.acting;
  names jsonb;
  project_namer text;
  own_project boolean := t.project_column = t.keys[1];
  old_row jsonb;
  new_row jsonb;
  row jsonb;
  entity text;
  old_value jsonb;
  new_value jsonb;
  changes jsonb[];
  moved boolean;
  -- Of each entry to be written:
  at timestamptz;
  ids uuid[];
  times timestamptz[];
  actions text[];
  projects integer[];
  entities text[];
  entity_names text[];
  lists jsonb[];
BEGIN
  owners := ARRAY[audit.owner_of(t, coalesce(news[1], olds[1]))];
  IF cardinality(news) > 1 THEN
    owners := ARRAY(SELECT DISTINCT audit.owner_of(t, coalesce(p.new, p.old)) FROM unnest(olds, news) AS p(old, new));
  END IF;
  FOREACH c IN ARRAY columns LOOP
    IF c.name = t.project_column THEN
      project_namer := c.namer;
    END IF;
  END LOOP;

  FOREACH owner IN ARRAY owners LOOP
    IF owner IS NULL THEN
      RAISE EXCEPTION 'a change of % outside of any organization', t.relation USING HINT = 'Set audit.organization, or track the table with its organization column.';
    END IF;
    who := audit.current_acting(owner);
    names := audit.names_of(t, columns, owner, olds, news);
    ids := '{}'; times := '{}'; actions := '{}'; projects := '{}'; entities := '{}'; entity_names := '{}'; lists := '{}';

    FOR i IN 1..cardinality(news) LOOP
      old_row := olds[i];
      new_row := news[i];
      row := coalesce(new_row, old_row);
      CONTINUE WHEN cardinality(owners) > 1 AND audit.owner_of(t, row) <> owner;
      entity := audit.entity_key(row, t.keys);
      -- The entry would speak of two entities, and the history of each would end or begin without a word.
      IF old_row IS NOT NULL AND new_row IS NOT NULL THEN
        IF audit.entity_key(old_row, t.keys) IS DISTINCT FROM entity THEN
          RAISE EXCEPTION 'the key of a row of % cannot be changed while the table is tracked', t.relation
            USING ERRCODE = 'feature_not_supported', HINT = 'Delete the row and insert it under its new key.';
        ELSIF old_row ->> t.organization_column <> new_row ->> t.organization_column THEN
          RAISE EXCEPTION 'a row of % cannot be moved to another organization while the table is tracked', t.relation
            USING ERRCODE = 'feature_not_supported', HINT = 'Delete the row and insert it in the other organization.';
        END IF;
      END IF;
      IF t.actor_kind IS NOT NULL AND new_row IS NOT NULL THEN
        PERFORM audit.actor_key(owner, t.actor_kind, entity, audit.entity_name(new_row, t.name_columns));
      END IF;

      changes := '{}';
      moved := true;
      FOREACH c IN ARRAY columns LOOP
        old_value := coalesce(old_row -> c.name, 'null');
        new_value := coalesce(new_row -> c.name, 'null');
        CONTINUE WHEN old_value = new_value;
        changes := array_append(changes, audit.field_change(c, old_value, new_value, names -> c.namer,
          coalesce(new_row -> '' ->> c.name, old_row -> '' ->> c.name)));
        moved := moved AND c.name = ANY (t.moves);
      END LOOP;
      CONTINUE WHEN cardinality(changes) = 0 AND old_row IS NOT NULL AND new_row IS NOT NULL;

      at := clock_timestamp();
      ids := array_append(ids, audit.uuid_v7(at));
      times := array_append(times, at);
      actions := array_append(actions, coalesce(who.action,
        CASE WHEN old_row IS NULL THEN 'create' WHEN new_row IS NULL THEN 'delete' WHEN moved THEN 'move' ELSE 'update' END));
      projects := array_append(projects, CASE WHEN row ->> t.project_column IS NOT NULL THEN audit.note_project(owner, row ->> t.project_column,
        CASE WHEN own_project AND new_row IS NOT NULL THEN audit.entity_name(row, t.name_columns)
             ELSE names -> project_namer ->> (row ->> t.project_column) END) END);
      entities := array_append(entities, entity);
      entity_names := array_append(entity_names, audit.entity_name(row, t.name_columns));
      lists := array_append(lists, to_jsonb(changes));
    END LOOP;

    WITH entry AS (
      INSERT INTO audit.entry (organization, id, occurred_at, event_type, action, project, actor, entity_id, operation_id, entity_name, changes, source)
      SELECT owner, e.id, e.at, t.event_type, (SELECT a.key FROM audit.action a WHERE a.name = e.action),
        e.project, who.actor, e.entity, who.operation, e.entity_name, e.changes, who.source
      FROM unnest(ids, times, actions, projects, entities, entity_names, lists) AS e(id, at, action, project, entity, entity_name, changes)
      RETURNING organization, occurred_at, id
    )
    INSERT INTO audit.pending (organization, occurred_at, id) SELECT * FROM entry;
  END LOOP;
END $$;

REVOKE EXECUTE ON FUNCTION audit.owner_of(audit.tracked, jsonb), audit.names_of(audit.tracked, audit.tracked_column[], integer, jsonb[], jsonb[]) FROM PUBLIC;
