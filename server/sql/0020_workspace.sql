-- What people work on: projects, folders, test cases. Every row belongs to one organization, and only that one sees it.
-- Foreign keys carry the organization, and never cascade: what goes with a folder is deleted, and recorded, by name.

CREATE SCHEMA workspace;
GRANT USAGE ON SCHEMA workspace TO :app;

-- The numbers of keys (TC-1, TC-2 …): a sequence for each organization, made with it. Not a counter row, which would stay
-- locked until its transaction ends: one long import, and nobody else could make a test case. Numbers may be skipped.
CREATE FUNCTION workspace.create_test_case_numbers() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  EXECUTE format('CREATE SEQUENCE workspace.test_case_number_%s AS integer', NEW.number);
  RETURN NULL;
END $$;
CREATE TRIGGER test_case_numbers AFTER INSERT ON audit.organization FOR EACH ROW EXECUTE FUNCTION workspace.create_test_case_numbers();

-- The next number of the connection's organization.
CREATE FUNCTION workspace.next_test_case_number() RETURNS integer
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT nextval(format('workspace.test_case_number_%s', audit.current_organization())::regclass)::integer
$$;
REVOKE EXECUTE ON FUNCTION workspace.next_test_case_number() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION workspace.next_test_case_number() TO :app;

-- Lists of texts: no element is null, and there is one dimension.
CREATE FUNCTION workspace.is_text_list(list text[]) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(array_ndims(list), 1) = 1 AND array_position(list, NULL) IS NULL
$$;

-- Steps: objects with an action and, where there is one, an expected result; both texts.
CREATE FUNCTION workspace.is_step_list(steps jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT jsonb_typeof(steps) = 'array' AND NOT EXISTS (
    SELECT FROM jsonb_array_elements(steps) step
    WHERE jsonb_typeof(step) <> 'object'
      OR jsonb_typeof(step -> 'action') IS DISTINCT FROM 'string'
      OR jsonb_typeof(step -> 'expected') IS NULL
      OR jsonb_typeof(step -> 'expected') NOT IN ('string', 'null')
      OR step - 'action' - 'expected' <> '{}'
  )
$$;

CREATE TABLE workspace.project (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  organization integer NOT NULL DEFAULT audit.current_organization() REFERENCES audit.organization (number),
  key text NOT NULL CONSTRAINT project_key_form CHECK (key ~ '^[A-Z][A-Z0-9]{0,15}$'),
  name text NOT NULL CONSTRAINT project_name_is_not_blank CHECK (name ~ '\S') CONSTRAINT project_name_length CHECK (char_length(name) <= 200),
  description text CONSTRAINT project_description_length CHECK (char_length(description) <= 100000),
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (organization, id),
  CONSTRAINT project_key_is_unique UNIQUE (organization, key)
);

CREATE TABLE workspace.folder (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  organization integer NOT NULL DEFAULT audit.current_organization(),
  project_id uuid NOT NULL,
  parent_id uuid CONSTRAINT folder_is_not_its_own_parent CHECK (parent_id <> id), -- null: the project's root
  name text NOT NULL
    CONSTRAINT folder_name_is_not_blank CHECK (name ~ '\S')
    CONSTRAINT folder_name_has_no_slash CHECK (strpos(name, '/') = 0)
    CONSTRAINT folder_name_length CHECK (char_length(name) <= 200),
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (organization, id),
  UNIQUE (organization, project_id, id),
  CONSTRAINT folder_name_is_unique UNIQUE NULLS NOT DISTINCT (organization, project_id, parent_id, name),
  CONSTRAINT folder_project FOREIGN KEY (organization, project_id) REFERENCES workspace.project (organization, id),
  -- A folder and its parent are in the same project.
  CONSTRAINT folder_parent FOREIGN KEY (organization, project_id, parent_id)
    REFERENCES workspace.folder (organization, project_id, id) DEFERRABLE
);
CREATE INDEX folder_parent ON workspace.folder (organization, parent_id);

CREATE TABLE workspace.test_case (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  organization integer NOT NULL DEFAULT audit.current_organization(),
  number integer NOT NULL DEFAULT workspace.next_test_case_number() CHECK (number > 0),
  key text NOT NULL GENERATED ALWAYS AS ('TC-' || number::text) STORED,
  project_id uuid NOT NULL,
  folder_id uuid, -- null: the project's root
  title text NOT NULL CONSTRAINT title_is_not_blank CHECK (title ~ '\S') CONSTRAINT title_length CHECK (char_length(title) <= 500),
  description text CONSTRAINT description_length CHECK (char_length(description) <= 100000),
  template text NOT NULL DEFAULT 'Steps' CONSTRAINT template_is_known CHECK (template IN ('Documentation', 'Steps')),
  priority text CONSTRAINT priority_is_known CHECK (priority IN ('Info', 'Low', 'Medium', 'High', 'Critical')),
  status text NOT NULL DEFAULT 'Draft' CONSTRAINT test_case_status_is_known CHECK (status IN ('Draft', 'Active', 'In Progress', 'Outdated')),
  type text CONSTRAINT type_length CHECK (char_length(type) <= 200),
  owner_id uuid,
  labels text[] NOT NULL DEFAULT '{}' CONSTRAINT labels_are_texts CHECK (workspace.is_text_list(labels) AND cardinality(labels) <= 200),
  requirements text[] NOT NULL DEFAULT '{}'
    CONSTRAINT requirements_are_texts CHECK (workspace.is_text_list(requirements) AND cardinality(requirements) <= 200),
  preconditions text CONSTRAINT preconditions_length CHECK (char_length(preconditions) <= 100000),
  reference text CONSTRAINT reference_length CHECK (char_length(reference) <= 100000),
  steps jsonb NOT NULL DEFAULT '[]' CONSTRAINT steps_are_steps CHECK (workspace.is_step_list(steps) AND jsonb_array_length(steps) <= 1000),
  expected_results text CONSTRAINT expected_results_length CHECK (char_length(expected_results) <= 100000),
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (organization, id),
  CONSTRAINT test_case_number_is_unique UNIQUE (organization, number),
  CONSTRAINT test_case_project FOREIGN KEY (organization, project_id) REFERENCES workspace.project (organization, id),
  -- The folder is one of the same project.
  CONSTRAINT test_case_folder FOREIGN KEY (organization, project_id, folder_id)
    REFERENCES workspace.folder (organization, project_id, id) DEFERRABLE,
  CONSTRAINT test_case_owner FOREIGN KEY (organization, owner_id) REFERENCES account.person (organization, id)
);
CREATE INDEX test_case_project ON workspace.test_case (organization, project_id, number);
CREATE INDEX test_case_folder ON workspace.test_case (organization, folder_id, number);
CREATE INDEX test_case_owner ON workspace.test_case (organization, owner_id) WHERE owner_id IS NOT NULL;

-- Who may see and change it ---------------------------------------------------------------------------------------

DO $$
DECLARE
  relation text;
BEGIN
  FOREACH relation IN ARRAY ARRAY['project', 'folder', 'test_case'] LOOP
    EXECUTE format('ALTER TABLE workspace.%I ENABLE ROW LEVEL SECURITY', relation);
    EXECUTE format('CREATE POLICY own_organization ON workspace.%I USING (organization = (SELECT audit.current_organization()))', relation);
  END LOOP;
END $$;

-- Only what may change is granted: not the organization, not a key, not when it was made.
GRANT SELECT, INSERT, DELETE ON workspace.project, workspace.folder, workspace.test_case TO :app;
GRANT UPDATE (name, description, updated_at) ON workspace.project TO :app;
GRANT UPDATE (name, updated_at) ON workspace.folder TO :app;
GRANT UPDATE (project_id, folder_id, title, description, template, priority, status, type, owner_id, labels, requirements,
  preconditions, reference, steps, expected_results, updated_at) ON workspace.test_case TO :app;

-- What is recorded ------------------------------------------------------------------------------------------------

SELECT audit.track('workspace.project', 'PROJECT', '{
  "name": "name",
  "project": "id",
  "ignore": ["created_at", "updated_at"]
}');

SELECT audit.track('workspace.folder', 'FOLDER', '{
  "name": "name",
  "project": "project_id",
  "refs": {
    "parent_id": {"field": "parent", "table": "workspace.folder", "name": "name", "parent": "parent_id"}
  },
  "ignore": ["project_id", "created_at", "updated_at"]
}');

SELECT audit.track('workspace.test_case', 'TEST_CASE', '{
  "name": "title",
  "project": "project_id",
  "refs": {
    "project_id": {"field": "project", "table": "workspace.project", "name": "name"},
    "folder_id": {"field": "folder", "table": "workspace.folder", "name": "name", "parent": "parent_id"},
    "owner_id": {"field": "owner", "ref": "user"}
  },
  "ignore": ["number", "created_at", "updated_at"],
  "moves": ["project_id", "folder_id"]
}');
