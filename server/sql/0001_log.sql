-- The log: what is recorded, in which order, and who may touch it.
-- Every key starts with the organization; no foreign key leaves the log, so that a name stays after its owner is gone.

CREATE SCHEMA audit;
GRANT USAGE ON SCHEMA audit TO :app;

-- Organizations ---------------------------------------------------------------------------------------------------

CREATE TABLE audit.organization (
  number integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
  name text NOT NULL CHECK (name <> ''),
  created_at timestamptz NOT NULL DEFAULT now()
);

-- The roles that must name an actor before they change anything that is tracked.
CREATE TABLE audit.application_role (name name PRIMARY KEY);
INSERT INTO audit.application_role SELECT rolname FROM pg_catalog.pg_roles WHERE oid = ':app'::regrole;

-- Dimensions: small integer keys keep the entry's indexes narrow, and the filter's options cheap -------------------

CREATE TABLE audit.event_type (
  key smallint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL UNIQUE CHECK (name ~ '^[A-Z][A-Z0-9_]{0,63}$')
);

CREATE TABLE audit.action (
  key smallint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL UNIQUE CHECK (name ~ '^[a-z][a-z0-9_]{0,63}$')
);

CREATE TABLE audit.project (
  organization integer NOT NULL,
  key integer GENERATED ALWAYS AS IDENTITY,
  id text NOT NULL,
  name text NOT NULL, -- the last one known
  PRIMARY KEY (organization, key),
  UNIQUE (organization, id)
);

CREATE TABLE audit.actor (
  organization integer NOT NULL,
  key integer GENERATED ALWAYS AS IDENTITY,
  kind text NOT NULL CHECK (kind IN ('USER', 'API_KEY', 'SUPPORT', 'AGENT', 'INTEGRATION', 'SYSTEM', 'ANONYMOUS')),
  id text NOT NULL,
  name text, -- the last one known
  -- An outside id may be an e-mail address: the leaf holds its salted digest only, so that it can be erased.
  salt bytea NOT NULL DEFAULT uuid_send(gen_random_uuid()),
  PRIMARY KEY (organization, key),
  UNIQUE (organization, id, kind)
);

-- The entry -------------------------------------------------------------------------------------------------------

-- What every reader and the canonical form rely on, whoever writes: a list of objects that each name a field.
CREATE FUNCTION audit.is_change_list(changes jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT jsonb_typeof(changes) = 'array'
    AND NOT jsonb_path_exists(changes, 'strict $[*] ? (@.type() != "object")')
    AND NOT jsonb_path_exists(changes, 'lax $[*] ? (!(exists (@.field ? (@.type() == "string"))))')
$$;

-- An address, a user agent and a way in: these three, and nothing else.
CREATE FUNCTION audit.is_source(source jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT jsonb_typeof(source) = 'object' AND source ?& ARRAY['ip', 'userAgent', 'via'] AND source - ARRAY['ip', 'userAgent', 'via'] = '{}'
    AND jsonb_typeof(source -> 'ip') IN ('string', 'null') AND jsonb_typeof(source -> 'userAgent') IN ('string', 'null')
    AND source -> 'via' IN ('"web"', '"api"', '"import"', '"system"')
$$;

CREATE TABLE audit.entry (
  -- Header: there for ever.
  organization integer NOT NULL,
  id uuid NOT NULL, -- version 7, its time is occurred_at: the id alone names its partition
  occurred_at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  event_type smallint NOT NULL,
  action smallint NOT NULL,
  project integer,
  actor integer NOT NULL,
  entity_id text,
  operation_id uuid,
  -- Content: what the law may one day have erased, with the salts that hide it.
  entity_name text,
  changes jsonb CONSTRAINT changes_name_their_fields CHECK (audit.is_change_list(changes)),
  source jsonb CONSTRAINT source_has_its_form CHECK (audit.is_source(source)),
  details_salt bytea DEFAULT uuid_send(gen_random_uuid()),
  source_salt bytea DEFAULT uuid_send(gen_random_uuid()),
  -- The time index: exclusions are answered from what it includes, without a look at the heap.
  PRIMARY KEY (organization, occurred_at, id) INCLUDE (event_type, action, project, actor)
) PARTITION BY RANGE (occurred_at);

-- One index a facet; each carries the other facets, so that a combination is filtered before the heap is read.
CREATE INDEX entry_event_type ON audit.entry (organization, event_type, occurred_at, id) INCLUDE (action, project, actor);
CREATE INDEX entry_action ON audit.entry (organization, action, occurred_at, id) INCLUDE (event_type, project, actor);
CREATE INDEX entry_project ON audit.entry (organization, project, occurred_at, id) INCLUDE (event_type, action, actor);
CREATE INDEX entry_actor ON audit.entry (organization, actor, occurred_at, id) INCLUDE (event_type, action, project);
CREATE INDEX entry_entity ON audit.entry (organization, entity_id, occurred_at, id) WHERE entity_id IS NOT NULL;
CREATE INDEX entry_operation ON audit.entry (organization, operation_id, occurred_at, id) WHERE operation_id IS NOT NULL;

-- The queue of entries without a number. The number is handed out before the commit, so it names a place to look at,
-- not an order to trust: see 0003_sequencer.sql.
CREATE TABLE audit.pending (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  organization integer NOT NULL,
  occurred_at timestamptz NOT NULL,
  id uuid NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0);

-- The numbered log: `seq` 1, 2, 3 … of an organization without a hole, and the hash that proves the entry (docs/design/log.md).
CREATE TABLE audit.leaf (
  organization integer NOT NULL,
  seq bigint NOT NULL CHECK (seq > 0),
  occurred_at timestamptz NOT NULL,
  id uuid NOT NULL,
  details_digest bytea NOT NULL CHECK (octet_length(details_digest) = 32),
  source_digest bytea CHECK (octet_length(source_digest) = 32),
  hash bytea NOT NULL CHECK (octet_length(hash) = 32),
  PRIMARY KEY (organization, seq),
  UNIQUE (organization, id)
);

-- Where each organization's log ends.
CREATE TABLE audit.head (
  organization integer PRIMARY KEY,
  seq bigint NOT NULL DEFAULT 0,
  hash bytea -- of the last leaf
);

-- Where the sequencer goes on after a take-over: no number below `low` can still turn up.
CREATE TABLE audit.sequencer (
  singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  low bigint NOT NULL DEFAULT 1
);
INSERT INTO audit.sequencer DEFAULT VALUES;

-- Nothing is altered ----------------------------------------------------------------------------------------------

CREATE FUNCTION audit.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% on %.% refused: the audit log is append-only', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege', HINT = 'A mistaken change is undone by another change; both stay in the log.';
END $$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit.entry FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON audit.entry FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.leaf FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();

-- Partitions by month. There is no DEFAULT: it would forbid DETACH CONCURRENTLY, and every ATTACH would scan it.
-- Made by CREATE … LIKE and ATTACH, since CREATE … PARTITION OF waits behind one open writer, and everyone behind it.
CREATE FUNCTION audit.create_entry_partition(name text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  EXECUTE format('CREATE TABLE audit.%I (LIKE audit.entry INCLUDING ALL)', name);
  -- Row triggers come with ATTACH, statement triggers do not.
  EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON audit.%I FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change()', name);
END $$;

DO $$
DECLARE
  first_month date := date_trunc('month', now() AT TIME ZONE 'UTC') - interval '1 month';
  month date;
  name text;
BEGIN
  PERFORM audit.create_entry_partition('entry_older');
  EXECUTE format('ALTER TABLE audit.entry ATTACH PARTITION audit.entry_older FOR VALUES FROM (MINVALUE) TO (%L)', first_month || 'T00:00:00Z');
  FOR ahead IN 0..13 LOOP
    month := first_month + make_interval(months => ahead);
    name := 'entry_' || to_char(month, 'YYYY_MM');
    PERFORM audit.create_entry_partition(name);
    EXECUTE format('ALTER TABLE audit.entry ATTACH PARTITION audit.%I FOR VALUES FROM (%L) TO (%L)',
      name, month || 'T00:00:00Z', (month + interval '1 month')::date || 'T00:00:00Z');
  END LOOP;
  PERFORM audit.create_entry_partition('entry_later');
  EXECUTE format('ALTER TABLE audit.entry ATTACH PARTITION audit.entry_later FOR VALUES FROM (%L) TO (MAXVALUE)',
    (month + interval '1 month')::date || 'T00:00:00Z');
END $$;

-- Who may see it --------------------------------------------------------------------------------------------------

-- The organization of the connection; none, and no row is seen. A setting that was reset reads as ''.
CREATE FUNCTION audit.current_organization() RETURNS integer LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('audit.organization', true), '')::integer $$;

DO $$
DECLARE
  relation text;
BEGIN
  FOREACH relation IN ARRAY ARRAY['entry', 'pending', 'leaf', 'head', 'project', 'actor'] LOOP
    EXECUTE format('ALTER TABLE audit.%I ENABLE ROW LEVEL SECURITY', relation);
    EXECUTE format('CREATE POLICY own_organization ON audit.%I FOR SELECT USING (organization = (SELECT audit.current_organization()))', relation);
  END LOOP;
END $$;

-- The application reads; it writes through the functions of the files that follow, and in no other way.
GRANT SELECT ON audit.organization, audit.event_type, audit.action, audit.project, audit.actor, audit.entry, audit.leaf, audit.head TO :app;

-- A new organization with an empty log. Returns its number.
CREATE FUNCTION audit.create_organization(organization_name text) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  made integer;
BEGIN
  INSERT INTO audit.organization (name) VALUES (organization_name) RETURNING number INTO made;
  INSERT INTO audit.head (organization) VALUES (made);
  RETURN made;
END $$;

-- Event types and actions by name, made when they are new: outside of long transactions, and in sorted order, since a
-- new name inside an open transaction makes the next writer of it wait, and two in opposite order would deadlock.
CREATE FUNCTION audit.define(event_type text, actions text[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  INSERT INTO audit.event_type (name) SELECT $1 WHERE NOT EXISTS (SELECT FROM audit.event_type WHERE name = $1) ON CONFLICT DO NOTHING;
  INSERT INTO audit.action (name)
    SELECT DISTINCT wanted FROM unnest(actions) wanted
    WHERE NOT EXISTS (SELECT FROM audit.action WHERE name = wanted) ORDER BY wanted ON CONFLICT DO NOTHING;
$$;

REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA audit FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit.create_organization(text), audit.current_organization() TO :app;
