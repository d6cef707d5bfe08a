-- Views of the log that people keep: a filter under a name, for themselves or for everybody who may read the log.

CREATE TABLE account.saved_view (
  organization integer NOT NULL REFERENCES audit.organization (number),
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  owner_id uuid, -- whose alone it is; null: shared, and then it outlives who made it
  shared boolean NOT NULL GENERATED ALWAYS AS (owner_id IS NULL) STORED, -- what the log tells in place of the owner
  created_by uuid,
  name text NOT NULL CONSTRAINT saved_view_name_is_not_blank CHECK (name ~ '\S' AND char_length(name) <= 100),
  filter text NOT NULL CONSTRAINT saved_view_filter_length CHECK (char_length(filter) <= 8000), -- as in the page's address
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (organization, id),
  -- Among one person's own, and among the shared ones.
  CONSTRAINT saved_view_name_is_unique UNIQUE NULLS NOT DISTINCT (organization, owner_id, name),
  CONSTRAINT saved_view_owner FOREIGN KEY (organization, owner_id) REFERENCES account.person (organization, id) ON DELETE CASCADE,
  CONSTRAINT saved_view_creator FOREIGN KEY (organization, created_by)
    REFERENCES account.person (organization, id) ON DELETE SET NULL (created_by)
);
CREATE INDEX saved_view_creator ON account.saved_view (organization, created_by) WHERE created_by IS NOT NULL;

-- With what a person's log opens: their own affair, and not recorded.
CREATE TABLE account.default_view (
  organization integer NOT NULL,
  person_id uuid NOT NULL,
  saved_view_id uuid NOT NULL,
  PRIMARY KEY (organization, person_id),
  CONSTRAINT default_view_person FOREIGN KEY (organization, person_id) REFERENCES account.person (organization, id) ON DELETE CASCADE,
  CONSTRAINT default_view_view FOREIGN KEY (organization, saved_view_id) REFERENCES account.saved_view (organization, id) ON DELETE CASCADE
);
CREATE INDEX default_view_view ON account.default_view (organization, saved_view_id);

-- Only what may change is granted: not the organization, not who made it.
GRANT SELECT, INSERT, DELETE ON account.saved_view, account.default_view TO :app;
GRANT UPDATE (owner_id, name, filter, updated_at) ON account.saved_view TO :app;
GRANT UPDATE (saved_view_id) ON account.default_view TO :app;

-- A person's own views go with them, each recorded as deleted within the removal: the foreign key alone would name what
-- happens to them as what happens to the person. Those they shared are locked as well, whose maker they are no more: locks
-- are taken from a person to their views to who opens the log with one, by everybody.
CREATE FUNCTION account.delete_saved_views() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  action text := current_setting('audit.action', true);
BEGIN
  PERFORM FROM account.saved_view
    WHERE organization = OLD.organization AND (owner_id = OLD.id OR created_by = OLD.id) ORDER BY id FOR UPDATE;
  IF FOUND THEN
    PERFORM set_config('audit.action', '', true);
    DELETE FROM account.saved_view WHERE organization = OLD.organization AND owner_id = OLD.id;
    PERFORM set_config('audit.action', coalesce(action, ''), true);
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER delete_saved_views BEFORE DELETE ON account.person FOR EACH ROW EXECUTE FUNCTION account.delete_saved_views();

SELECT audit.track('account.saved_view', 'SAVED_VIEW', '{
  "name": "name",
  "ignore": ["owner_id", "created_by", "created_at", "updated_at"]
}');
