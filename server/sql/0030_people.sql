-- People go, folders move, test cases are cloned: what these need of the tables, and of the log.

-- Who is removed leaves the test cases they owned without an owner. Each is recorded as updated, in the removal's own
-- transaction, so the log still says whose it was; kept as an owner who is nobody's colleague any more, nobody would look
-- after it. A trigger, so that it is the same for whoever removes: the page, a key, a console.
CREATE FUNCTION workspace.release_test_cases() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  action text := current_setting('audit.action', true);
BEGIN
  -- In the order of their numbers, as deletions lock them, so that neither waits for the other in a ring.
  PERFORM FROM workspace.test_case WHERE organization = OLD.organization AND owner_id = OLD.id ORDER BY number FOR NO KEY UPDATE;
  IF FOUND THEN
    -- The removal has a name, `remove`; what happens to the test cases is an update.
    PERFORM set_config('audit.action', '', true);
    UPDATE workspace.test_case SET owner_id = NULL, updated_at = clock_timestamp()
      WHERE organization = OLD.organization AND owner_id = OLD.id;
    PERFORM set_config('audit.action', coalesce(action, ''), true);
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER release_test_cases BEFORE DELETE ON account.person FOR EACH ROW EXECUTE FUNCTION workspace.release_test_cases();

-- A key is the organization's: it goes on when who made it is gone, and when a key made it there was nobody.
ALTER TABLE account.api_key
  ALTER COLUMN created_by DROP NOT NULL,
  DROP CONSTRAINT api_key_organization_created_by_fkey,
  ADD CONSTRAINT api_key_creator FOREIGN KEY (organization, created_by)
    REFERENCES account.person (organization, id) ON DELETE SET NULL (created_by);
CREATE INDEX api_key_creator ON account.api_key (organization, created_by) WHERE created_by IS NOT NULL;

-- A folder may lie elsewhere in its project, and that alone is a move.
GRANT UPDATE (parent_id) ON workspace.folder TO :app;
SELECT audit.track('workspace.folder', 'FOLDER', '{
  "name": "name",
  "project": "project_id",
  "refs": {
    "parent_id": {"field": "parent", "table": "workspace.folder", "name": "name", "parent": "parent_id"}
  },
  "ignore": ["project_id", "created_at", "updated_at"],
  "moves": ["parent_id"]
}');

SELECT audit.define('TEST_CASE', ARRAY['clone']);
