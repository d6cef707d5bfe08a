-- What server/sql adds up to. Generated: `npm run generate` writes it anew.

table audit.action
  key smallint not null generated always as identity
  name text not null
  constraint action_pkey PRIMARY KEY (key)
  constraint action_name_key UNIQUE (name)
  constraint action_name_check CHECK ((name ~ '^[a-z][a-z0-9_]{0,63}$'::text))
  grant select to :app

table audit.actor
  organization integer not null
  key integer not null generated always as identity
  kind text not null
  id text not null
  name text
  salt bytea not null default uuid_send(gen_random_uuid())
  constraint actor_pkey PRIMARY KEY (organization, key)
  constraint actor_organization_id_kind_key UNIQUE (organization, id, kind)
  constraint actor_kind_check CHECK ((kind = ANY (ARRAY['USER'::text, 'API_KEY'::text, 'SUPPORT'::text, 'AGENT'::text, 'INTEGRATION'::text, 'SYSTEM'::text, 'ANONYMOUS'::text])))
  row level security
  policy own_organization for select using ((organization = ( SELECT audit.current_organization() AS current_organization)))
  grant select to :app

table audit.application_role
  name name not null
  constraint application_role_pkey PRIMARY KEY (name)

table audit.cursor_key
  singleton boolean not null default true
  secret bytea not null default (uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()))
  constraint cursor_key_pkey PRIMARY KEY (singleton)
  constraint cursor_key_singleton_check CHECK (singleton)
  grant select to :app

table audit.entry partition by RANGE (occurred_at)
  organization integer not null
  id uuid not null
  occurred_at timestamp with time zone not null
  recorded_at timestamp with time zone not null default clock_timestamp()
  event_type smallint not null
  action smallint not null
  project integer
  actor integer not null
  entity_id text
  operation_id uuid
  entity_name text
  changes jsonb
  source jsonb
  details_salt bytea default uuid_send(gen_random_uuid())
  source_salt bytea default uuid_send(gen_random_uuid())
  constraint entry_pkey PRIMARY KEY (organization, occurred_at, id) INCLUDE (event_type, action, project, actor)
  constraint changes_name_their_fields CHECK (audit.is_change_list(changes))
  constraint source_has_its_form CHECK (audit.is_source(source))
  index entry_action USING btree (organization, action, occurred_at, id) INCLUDE (event_type, project, actor)
  index entry_actor USING btree (organization, actor, occurred_at, id) INCLUDE (event_type, action, project)
  index entry_entity USING btree (organization, entity_id, occurred_at, id) WHERE (entity_id IS NOT NULL)
  index entry_event_type USING btree (organization, event_type, occurred_at, id) INCLUDE (action, project, actor)
  index entry_operation USING btree (organization, operation_id, occurred_at, id) WHERE (operation_id IS NOT NULL)
  index entry_project USING btree (organization, project, occurred_at, id) INCLUDE (event_type, action, actor)
  index entry_sample USING btree (organization, occurred_at) INCLUDE (event_type, action, project, actor) WHERE (get_byte(uuid_send(id), 15) < 4)
  trigger append_only BEFORE DELETE OR UPDATE ON audit.entry FOR EACH ROW EXECUTE FUNCTION audit.refuse_change()
  trigger forget_words AFTER UPDATE ON audit.entry FOR EACH ROW WHEN ((((old.changes IS NOT NULL) AND (new.changes IS NULL)) OR ((old.source IS NOT NULL) AND (new.source IS NULL)) OR ((old.entity_name IS NOT NULL) AND (new.entity_name IS NULL)))) EXECUTE FUNCTION audit.forget_words()
  trigger no_truncate BEFORE TRUNCATE ON audit.entry FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change()
  row level security
  policy own_organization for select using ((organization = ( SELECT audit.current_organization() AS current_organization)))
  grant select to :app

table audit.event_type
  key smallint not null generated always as identity
  name text not null
  constraint event_type_pkey PRIMARY KEY (key)
  constraint event_type_name_key UNIQUE (name)
  constraint event_type_name_check CHECK ((name ~ '^[A-Z][A-Z0-9_]{0,63}$'::text))
  grant select to :app

table audit.head
  organization integer not null
  seq bigint not null default 0
  hash bytea
  constraint head_pkey PRIMARY KEY (organization)
  trigger begin_search AFTER INSERT ON audit.head FOR EACH ROW EXECUTE FUNCTION audit.begin_search()
  row level security
  policy own_organization for select using ((organization = ( SELECT audit.current_organization() AS current_organization)))
  grant select to :app

table audit.leaf
  organization integer not null
  seq bigint not null
  occurred_at timestamp with time zone not null
  id uuid not null
  details_digest bytea not null
  source_digest bytea
  hash bytea not null
  constraint leaf_pkey PRIMARY KEY (organization, seq)
  constraint leaf_organization_id_key UNIQUE (organization, id)
  constraint leaf_details_digest_check CHECK ((octet_length(details_digest) = 32))
  constraint leaf_hash_check CHECK ((octet_length(hash) = 32))
  constraint leaf_seq_check CHECK ((seq > 0))
  constraint leaf_source_digest_check CHECK ((octet_length(source_digest) = 32))
  trigger append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON audit.leaf FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change()
  row level security
  policy own_organization for select using ((organization = ( SELECT audit.current_organization() AS current_organization)))
  grant select to :app

table audit.noted
  organization integer not null
  who text not null
  occasion text not null
  noted_at timestamp with time zone not null default now()
  constraint noted_pkey PRIMARY KEY (organization, who, occasion)
  constraint noted_occasion_check CHECK ((char_length(occasion) <= 200))
  constraint noted_who_check CHECK ((char_length(who) <= 200))
  index noted_age USING btree (organization, noted_at)
  row level security
  policy own_organization for select using ((organization = ( SELECT audit.current_organization() AS current_organization)))

table audit.organization
  number integer not null generated always as identity
  id uuid not null default gen_random_uuid()
  name text not null
  created_at timestamp with time zone not null default now()
  time_zone text
  constraint organization_pkey PRIMARY KEY (number)
  constraint organization_id_key UNIQUE (id)
  constraint organization_name_check CHECK ((name <> ''::text))
  constraint time_zone_is_a_name CHECK (((time_zone ~ '^[A-Z][A-Za-z0-9_+-]*(/[A-Z][A-Za-z0-9_+-]*)*$'::text) AND (char_length(time_zone) <= 64)))
  trigger record_time_zone AFTER UPDATE OF time_zone ON audit.organization FOR EACH ROW WHEN ((old.time_zone IS DISTINCT FROM new.time_zone)) EXECUTE FUNCTION audit.record_time_zone() [always]
  trigger test_case_numbers AFTER INSERT ON audit.organization FOR EACH ROW EXECUTE FUNCTION workspace.create_test_case_numbers()
  grant select to :app

table audit.pending with (autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=2000, autovacuum_vacuum_cost_delay=0)
  number bigint not null generated always as identity
  organization integer not null
  occurred_at timestamp with time zone not null
  id uuid not null
  constraint pending_pkey PRIMARY KEY (number)
  row level security
  policy own_organization for select using ((organization = ( SELECT audit.current_organization() AS current_organization)))

table audit.project
  organization integer not null
  key integer not null generated always as identity
  id text not null
  name text not null
  constraint project_pkey PRIMARY KEY (organization, key)
  constraint project_organization_id_key UNIQUE (organization, id)
  row level security
  policy own_organization for select using ((organization = ( SELECT audit.current_organization() AS current_organization)))
  grant select to :app

table audit.rollup with (fillfactor=70)
  organization integer not null
  day date not null
  event_type smallint not null
  action smallint not null
  entries bigint not null
  constraint rollup_pkey PRIMARY KEY (organization, day, event_type, action)
  trigger sum_deleted AFTER DELETE ON audit.rollup REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION audit.sum_months()
  trigger sum_inserted AFTER INSERT ON audit.rollup REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION audit.sum_months()
  trigger sum_updated AFTER UPDATE ON audit.rollup REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION audit.sum_months()
  row level security
  policy own_organization for select using ((organization = ( SELECT audit.current_organization() AS current_organization)))
  grant select to :app

table audit.rollup_month with (fillfactor=70)
  organization integer not null
  month date not null
  event_type smallint not null
  action smallint not null
  entries bigint not null
  constraint rollup_month_pkey PRIMARY KEY (organization, month, event_type, action)
  row level security
  policy own_organization for select using ((organization = ( SELECT audit.current_organization() AS current_organization)))
  grant select to :app

table audit.search
  organization integer not null
  occurred_at timestamp with time zone not null
  id uuid not null
  words tsvector not null
  long_values bigint[] not null
  ip inet
  constraint search_pkey PRIMARY KEY (organization, occurred_at, id)
  index search_content USING gin (words) WITH (gin_pending_list_limit='1024')
  row level security
  policy own_organization for select using ((organization = ( SELECT audit.current_organization() AS current_organization)))
  grant select to :app

table audit.search_mark
  organization integer not null
  seq bigint not null default 0
  moved_at timestamp with time zone not null default clock_timestamp()
  constraint search_mark_pkey PRIMARY KEY (organization)
  row level security
  policy own_organization for select using ((organization = ( SELECT audit.current_organization() AS current_organization)))
  grant select to :app

table audit.sequencer
  singleton boolean not null default true
  low bigint not null default 1
  constraint sequencer_pkey PRIMARY KEY (singleton)
  constraint sequencer_singleton_check CHECK (singleton)

table audit.tracked
  relation regclass not null
  event_type smallint not null
  keys text[] not null
  organization_column text
  project_column text
  name_columns text[] not null
  actor_kind text
  ignored text[] not null
  redacted text[] not null
  moves text[] not null
  fields jsonb not null
  refs jsonb not null
  constraint tracked_pkey PRIMARY KEY (relation)
  constraint tracked_keys_check CHECK ((cardinality(keys) > 0))
  grant select to :app

table account.api_key
  id uuid not null default gen_random_uuid()
  organization integer not null
  prefix text not null
  key_hash bytea not null
  name text not null
  scopes text[] not null
  created_by uuid
  created_at timestamp with time zone not null default now()
  expires_at timestamp with time zone
  revoked_at timestamp with time zone
  constraint api_key_pkey PRIMARY KEY (id)
  constraint api_key_key_hash_key UNIQUE (key_hash)
  constraint api_key_creator FOREIGN KEY (organization, created_by) REFERENCES account.person(organization, id) ON DELETE SET NULL (created_by)
  constraint api_key_organization_fkey FOREIGN KEY (organization) REFERENCES audit.organization(number)
  constraint api_key_key_hash_check CHECK ((octet_length(key_hash) = 32))
  constraint api_key_name_is_not_blank CHECK (((name ~ '\S'::text) AND (char_length(name) <= 200)))
  constraint scopes_are_known CHECK ((scopes <@ ARRAY['audit:read'::text, 'audit:write'::text, 'workspace:write'::text, 'account:write'::text]))
  index api_key_creator USING btree (organization, created_by) WHERE (created_by IS NOT NULL)
  index api_key_organization USING btree (organization)
  trigger audit_delete AFTER DELETE ON account.api_key REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION audit.capture('f') [always]
  trigger audit_insert AFTER INSERT ON account.api_key REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION audit.capture('f') [always]
  trigger audit_truncate BEFORE TRUNCATE ON account.api_key FOR EACH STATEMENT EXECUTE FUNCTION audit.capture_truncate() [always]
  trigger audit_update AFTER UPDATE ON account.api_key REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION audit.capture('f') [always]
  trigger notify_access_changed AFTER UPDATE ON account.api_key FOR EACH ROW WHEN (((((old.scopes IS DISTINCT FROM new.scopes) OR (old.expires_at IS DISTINCT FROM new.expires_at)) OR (old.revoked_at IS DISTINCT FROM new.revoked_at)) OR (old.key_hash IS DISTINCT FROM new.key_hash))) EXECUTE FUNCTION account.notify_access()
  trigger notify_access_removed AFTER DELETE ON account.api_key FOR EACH ROW EXECUTE FUNCTION account.notify_access()
  grant delete, insert, select, update to :app

table account.api_key_use
  api_key_id uuid not null
  last_used_at timestamp with time zone not null
  constraint api_key_use_pkey PRIMARY KEY (api_key_id)
  constraint api_key_use_api_key_id_fkey FOREIGN KEY (api_key_id) REFERENCES account.api_key(id) ON DELETE CASCADE
  grant delete, insert, select, update to :app

table account.default_view
  organization integer not null
  person_id uuid not null
  saved_view_id uuid not null
  constraint default_view_pkey PRIMARY KEY (organization, person_id)
  constraint default_view_person FOREIGN KEY (organization, person_id) REFERENCES account.person(organization, id) ON DELETE CASCADE
  constraint default_view_view FOREIGN KEY (organization, saved_view_id) REFERENCES account.saved_view(organization, id) ON DELETE CASCADE
  index default_view_view USING btree (organization, saved_view_id)
  grant delete, insert, select to :app
  grant update (saved_view_id) to :app

table account.device
  token_hash bytea not null
  person_id uuid not null
  last_used_at timestamp with time zone not null default now()
  constraint device_pkey PRIMARY KEY (person_id, token_hash)
  constraint device_person_id_fkey FOREIGN KEY (person_id) REFERENCES account.person(id) ON DELETE CASCADE
  constraint device_token_hash_check CHECK ((octet_length(token_hash) = 32))
  index device_token USING btree (token_hash)
  grant delete, insert, select, update to :app

table account.embed_token
  id uuid not null
  token_hash bytea not null
  api_key_id uuid not null
  filter jsonb not null
  origins text[] not null
  viewer text
  created_at timestamp with time zone not null default now()
  expires_at timestamp with time zone not null
  constraint embed_token_pkey PRIMARY KEY (id)
  constraint embed_token_token_hash_key UNIQUE (token_hash)
  constraint embed_token_api_key_id_fkey FOREIGN KEY (api_key_id) REFERENCES account.api_key(id) ON DELETE CASCADE
  constraint embed_token_has_origins CHECK ((cardinality(origins) > 0))
  constraint embed_token_token_hash_check CHECK ((octet_length(token_hash) = 32))
  constraint embed_token_viewer_is_not_blank CHECK (((viewer ~ '\S'::text) AND (char_length(viewer) <= 200)))
  index embed_token_of_key USING btree (api_key_id, expires_at)
  grant delete, insert, select to :app

table account.person
  id uuid not null default gen_random_uuid()
  organization integer not null
  email text not null
  name text
  role text not null
  status text not null default 'Invited'::text
  password_hash text
  invited_at timestamp with time zone not null default now()
  last_sign_in_at timestamp with time zone
  constraint person_pkey PRIMARY KEY (id)
  constraint email_is_unique UNIQUE (email)
  constraint person_organization_id_key UNIQUE (organization, id)
  constraint person_organization_fkey FOREIGN KEY (organization) REFERENCES audit.organization(number)
  constraint email_is_an_address CHECK (((email = lower(email)) AND (email ~ '^[^@\s]+@[^@\s]+$'::text) AND (char_length(email) <= 254)))
  constraint person_name_is_not_blank CHECK (((name ~ '\S'::text) AND (char_length(name) <= 200)))
  constraint role_is_known CHECK ((role = ANY (ARRAY['Admin'::text, 'Read Only'::text])))
  constraint status_is_known CHECK ((status = ANY (ARRAY['Invited'::text, 'Active'::text])))
  trigger audit_delete AFTER DELETE ON account.person REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION audit.capture('f') [always]
  trigger audit_insert AFTER INSERT ON account.person REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION audit.capture('f') [always]
  trigger audit_truncate BEFORE TRUNCATE ON account.person FOR EACH STATEMENT EXECUTE FUNCTION audit.capture_truncate() [always]
  trigger audit_update AFTER UPDATE ON account.person REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION audit.capture('f') [always]
  trigger delete_saved_views BEFORE DELETE ON account.person FOR EACH ROW EXECUTE FUNCTION account.delete_saved_views()
  trigger notify_access_changed AFTER UPDATE ON account.person FOR EACH ROW WHEN ((((old.role IS DISTINCT FROM new.role) OR (old.status IS DISTINCT FROM new.status)) OR (old.organization IS DISTINCT FROM new.organization))) EXECUTE FUNCTION account.notify_access()
  trigger notify_access_removed AFTER DELETE ON account.person FOR EACH ROW EXECUTE FUNCTION account.notify_access()
  trigger release_test_cases BEFORE DELETE ON account.person FOR EACH ROW EXECUTE FUNCTION workspace.release_test_cases()
  grant delete, insert, select, update to :app

table account.saved_view
  organization integer not null
  id uuid not null default gen_random_uuid()
  owner_id uuid
  shared boolean not null generated always as ((owner_id IS NULL))
  created_by uuid
  name text not null
  filter text not null
  created_at timestamp with time zone not null default clock_timestamp()
  updated_at timestamp with time zone not null default clock_timestamp()
  constraint saved_view_pkey PRIMARY KEY (organization, id)
  constraint saved_view_name_is_unique UNIQUE NULLS NOT DISTINCT (organization, owner_id, name)
  constraint saved_view_creator FOREIGN KEY (organization, created_by) REFERENCES account.person(organization, id) ON DELETE SET NULL (created_by)
  constraint saved_view_organization_fkey FOREIGN KEY (organization) REFERENCES audit.organization(number)
  constraint saved_view_owner FOREIGN KEY (organization, owner_id) REFERENCES account.person(organization, id) ON DELETE CASCADE
  constraint saved_view_filter_length CHECK ((char_length(filter) <= 8000))
  constraint saved_view_name_is_not_blank CHECK (((name ~ '\S'::text) AND (char_length(name) <= 100)))
  index saved_view_creator USING btree (organization, created_by) WHERE (created_by IS NOT NULL)
  trigger audit_delete AFTER DELETE ON account.saved_view REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION audit.capture_account_saved_view_d12bf05b() [always]
  trigger audit_insert AFTER INSERT ON account.saved_view REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION audit.capture_account_saved_view_d12bf05b() [always]
  trigger audit_truncate BEFORE TRUNCATE ON account.saved_view FOR EACH STATEMENT EXECUTE FUNCTION audit.capture_truncate() [always]
  trigger audit_update AFTER UPDATE ON account.saved_view REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION audit.capture_account_saved_view_d12bf05b() [always]
  grant delete, insert, select to :app
  grant update (owner_id, name, filter, updated_at) to :app

table account.session
  id uuid not null default gen_random_uuid()
  token_hash bytea not null
  person_id uuid not null
  created_at timestamp with time zone not null default now()
  expires_at timestamp with time zone not null
  ip text
  user_agent text
  constraint session_pkey PRIMARY KEY (id)
  constraint session_token_hash_key UNIQUE (token_hash)
  constraint session_person_id_fkey FOREIGN KEY (person_id) REFERENCES account.person(id) ON DELETE CASCADE
  constraint session_token_hash_check CHECK ((octet_length(token_hash) = 32))
  index session_person USING btree (person_id)
  trigger notify_access AFTER DELETE ON account.session FOR EACH ROW EXECUTE FUNCTION account.notify_access()
  grant delete, insert, select, update to :app

table account.sign_in_attempts
  key character varying(255) not null
  points integer not null default 0
  expire bigint
  constraint sign_in_attempts_pkey PRIMARY KEY (key)
  index sign_in_attempts_expire USING btree (expire)
  grant delete, insert, select, update to :app

table account.sign_in_refusal
  organization integer not null
  person_id uuid
  attempts bigint not null
  first_at timestamp with time zone not null default clock_timestamp()
  last_at timestamp with time zone not null default clock_timestamp()
  source jsonb not null
  outcome text not null default 'throttled'::text
  constraint sign_in_refusal_organization_person_id_outcome_key UNIQUE NULLS NOT DISTINCT (organization, person_id, outcome)
  grant delete, insert, select, update to :app

table account.sign_in_turn
  account text not null
  network text not null
  at timestamp with time zone not null
  taken boolean not null
  blocks text[] not null default '{}'::text[]
  constraint sign_in_turn_pkey PRIMARY KEY (account, network)
  grant delete, insert, select, update to :app

table account.ticket
  token_hash bytea not null
  purpose text not null
  person_id uuid not null
  created_at timestamp with time zone not null default now()
  expires_at timestamp with time zone not null
  constraint ticket_pkey PRIMARY KEY (token_hash)
  constraint ticket_person_id_fkey FOREIGN KEY (person_id) REFERENCES account.person(id) ON DELETE CASCADE
  constraint purpose_is_known CHECK ((purpose = ANY (ARRAY['invite'::text, 'sign_in'::text])))
  constraint ticket_token_hash_check CHECK ((octet_length(token_hash) = 32))
  index ticket_person USING btree (person_id)
  grant delete, insert, select, update to :app

table workspace.folder
  id uuid not null default gen_random_uuid()
  organization integer not null default audit.current_organization()
  project_id uuid not null
  parent_id uuid
  name text not null
  created_at timestamp with time zone not null default clock_timestamp()
  updated_at timestamp with time zone not null default clock_timestamp()
  constraint folder_pkey PRIMARY KEY (id)
  constraint folder_name_is_unique UNIQUE NULLS NOT DISTINCT (organization, project_id, parent_id, name)
  constraint folder_organization_id_key UNIQUE (organization, id)
  constraint folder_organization_project_id_id_key UNIQUE (organization, project_id, id)
  constraint folder_parent FOREIGN KEY (organization, project_id, parent_id) REFERENCES workspace.folder(organization, project_id, id) DEFERRABLE
  constraint folder_project FOREIGN KEY (organization, project_id) REFERENCES workspace.project(organization, id)
  constraint folder_is_not_its_own_parent CHECK ((parent_id <> id))
  constraint folder_name_has_no_slash CHECK ((strpos(name, '/'::text) = 0))
  constraint folder_name_is_not_blank CHECK ((name ~ '\S'::text))
  constraint folder_name_length CHECK ((char_length(name) <= 200))
  index folder_parent USING btree (organization, parent_id)
  trigger audit_delete AFTER DELETE ON workspace.folder REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION audit.capture_workspace_folder_766026d6() [always]
  trigger audit_insert AFTER INSERT ON workspace.folder REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION audit.capture_workspace_folder_766026d6() [always]
  trigger audit_truncate BEFORE TRUNCATE ON workspace.folder FOR EACH STATEMENT EXECUTE FUNCTION audit.capture_truncate() [always]
  trigger audit_update AFTER UPDATE ON workspace.folder REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION audit.capture_workspace_folder_766026d6() [always]
  row level security
  policy own_organization for all using ((organization = ( SELECT audit.current_organization() AS current_organization)))
  grant delete, insert, select to :app
  grant update (parent_id, name, updated_at) to :app

table workspace.project
  id uuid not null default gen_random_uuid()
  organization integer not null default audit.current_organization()
  key text not null
  name text not null
  description text
  created_at timestamp with time zone not null default clock_timestamp()
  updated_at timestamp with time zone not null default clock_timestamp()
  constraint project_pkey PRIMARY KEY (id)
  constraint project_key_is_unique UNIQUE (organization, key)
  constraint project_organization_id_key UNIQUE (organization, id)
  constraint project_organization_fkey FOREIGN KEY (organization) REFERENCES audit.organization(number)
  constraint project_description_length CHECK ((char_length(description) <= 100000))
  constraint project_key_form CHECK ((key ~ '^[A-Z][A-Z0-9]{0,15}$'::text))
  constraint project_name_is_not_blank CHECK ((name ~ '\S'::text))
  constraint project_name_length CHECK ((char_length(name) <= 200))
  trigger audit_delete AFTER DELETE ON workspace.project REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION audit.capture('f') [always]
  trigger audit_insert AFTER INSERT ON workspace.project REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION audit.capture('f') [always]
  trigger audit_truncate BEFORE TRUNCATE ON workspace.project FOR EACH STATEMENT EXECUTE FUNCTION audit.capture_truncate() [always]
  trigger audit_update AFTER UPDATE ON workspace.project REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION audit.capture('f') [always]
  row level security
  policy own_organization for all using ((organization = ( SELECT audit.current_organization() AS current_organization)))
  grant delete, insert, select to :app
  grant update (name, description, updated_at) to :app

table workspace.test_case
  id uuid not null default gen_random_uuid()
  organization integer not null default audit.current_organization()
  number integer not null default workspace.next_test_case_number()
  key text not null generated always as (('TC-'::text || (number)::text))
  project_id uuid not null
  folder_id uuid
  title text not null
  description text
  template text not null default 'Steps'::text
  priority text
  status text not null default 'Draft'::text
  type text
  owner_id uuid
  labels text[] not null default '{}'::text[]
  requirements text[] not null default '{}'::text[]
  preconditions text
  reference text
  steps jsonb not null default '[]'::jsonb
  expected_results text
  created_at timestamp with time zone not null default clock_timestamp()
  updated_at timestamp with time zone not null default clock_timestamp()
  constraint test_case_pkey PRIMARY KEY (id)
  constraint test_case_number_is_unique UNIQUE (organization, number)
  constraint test_case_organization_id_key UNIQUE (organization, id)
  constraint test_case_folder FOREIGN KEY (organization, project_id, folder_id) REFERENCES workspace.folder(organization, project_id, id) DEFERRABLE
  constraint test_case_owner FOREIGN KEY (organization, owner_id) REFERENCES account.person(organization, id)
  constraint test_case_project FOREIGN KEY (organization, project_id) REFERENCES workspace.project(organization, id)
  constraint description_length CHECK ((char_length(description) <= 100000))
  constraint expected_results_length CHECK ((char_length(expected_results) <= 100000))
  constraint labels_are_texts CHECK ((workspace.is_text_list(labels) AND (cardinality(labels) <= 200)))
  constraint preconditions_length CHECK ((char_length(preconditions) <= 100000))
  constraint priority_is_known CHECK ((priority = ANY (ARRAY['Info'::text, 'Low'::text, 'Medium'::text, 'High'::text, 'Critical'::text])))
  constraint reference_length CHECK ((char_length(reference) <= 100000))
  constraint requirements_are_texts CHECK ((workspace.is_text_list(requirements) AND (cardinality(requirements) <= 200)))
  constraint steps_are_steps CHECK ((workspace.is_step_list(steps) AND (jsonb_array_length(steps) <= 1000)))
  constraint template_is_known CHECK ((template = ANY (ARRAY['Documentation'::text, 'Steps'::text])))
  constraint test_case_number_check CHECK ((number > 0))
  constraint test_case_status_is_known CHECK ((status = ANY (ARRAY['Draft'::text, 'Active'::text, 'In Progress'::text, 'Outdated'::text])))
  constraint title_is_not_blank CHECK ((title ~ '\S'::text))
  constraint title_length CHECK ((char_length(title) <= 500))
  constraint type_length CHECK ((char_length(type) <= 200))
  index test_case_folder USING btree (organization, folder_id, number)
  index test_case_owner USING btree (organization, owner_id) WHERE (owner_id IS NOT NULL)
  index test_case_project USING btree (organization, project_id, number)
  trigger audit_delete AFTER DELETE ON workspace.test_case REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION audit.capture_workspace_test_case_d50d90a0() [always]
  trigger audit_insert AFTER INSERT ON workspace.test_case REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION audit.capture_workspace_test_case_d50d90a0() [always]
  trigger audit_truncate BEFORE TRUNCATE ON workspace.test_case FOR EACH STATEMENT EXECUTE FUNCTION audit.capture_truncate() [always]
  trigger audit_update AFTER UPDATE ON workspace.test_case REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION audit.capture_workspace_test_case_d50d90a0() [always]
  row level security
  policy own_organization for all using ((organization = ( SELECT audit.current_organization() AS current_organization)))
  grant delete, insert, select to :app
  grant update (project_id, folder_id, title, description, template, priority, status, type, owner_id, labels, requirements, preconditions, reference, steps, expected_results, updated_at) to :app

CREATE OR REPLACE FUNCTION audit.act(organization integer, kind text, id text, name text, operation uuid, action text, source jsonb)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
  PERFORM set_config('audit.organization', $1::text, true),
          set_config('audit.actor', audit.actor_key($1, $2, $3, $4)::text, true),
          set_config('audit.operation', coalesce($5::text, ''), true),
          set_config('audit.action', coalesce($6, ''), true),
          set_config('audit.source', coalesce($7::text, ''), true);
END $function$
  grant execute to :app

CREATE OR REPLACE FUNCTION audit.actor_key(organization integer, kind text, id text, name text)
 RETURNS integer
 LANGUAGE plpgsql
AS $function$
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
END $function$

CREATE OR REPLACE FUNCTION audit.append_leaves(numbers bigint[], details bytea[], sources bytea[], hashes bytea[], new_low bigint)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
DECLARE
  added integer;
  heads text;
BEGIN
  PERFORM audit.require_sequencer_lock();
  WITH taken AS (
    DELETE FROM audit.pending p USING unnest(numbers, details, sources, hashes) AS b(number, details_digest, source_digest, hash)
    WHERE p.number = b.number
    RETURNING p.number, p.organization, p.occurred_at, p.id, b.details_digest, b.source_digest, b.hash
  ), leaf AS (
    INSERT INTO audit.leaf (organization, seq, occurred_at, id, details_digest, source_digest, hash)
    SELECT t.organization, h.seq + row_number() OVER (PARTITION BY t.organization ORDER BY t.number),
      t.occurred_at, t.id, t.details_digest, t.source_digest, t.hash
    FROM taken t JOIN audit.head h ON h.organization = t.organization
    RETURNING organization, seq, hash
  ), counted AS (
    INSERT INTO audit.rollup AS r (organization, day, event_type, action, entries)
    SELECT t.organization, (t.occurred_at AT TIME ZONE 'UTC')::date, e.event_type, e.action, count(*)
    FROM taken t CROSS JOIN LATERAL (
      SELECT x.event_type, x.action FROM audit.entry x WHERE x.organization = t.organization AND x.occurred_at = t.occurred_at AND x.id = t.id OFFSET 0
    ) e
    GROUP BY 1, 2, 3, 4
    ON CONFLICT (organization, day, event_type, action) DO UPDATE SET entries = r.entries + excluded.entries
  ), head AS (
    UPDATE audit.head h SET seq = l.seq, hash = l.hash
    FROM (SELECT DISTINCT ON (organization) organization, seq, hash FROM leaf ORDER BY organization, seq DESC) l
    WHERE h.organization = l.organization
    RETURNING h.organization, h.seq
  )
  SELECT (SELECT count(*) FROM leaf), (SELECT json_object_agg(organization, seq)::text FROM head) INTO added, heads;
  IF added <> cardinality(numbers) THEN
    RAISE EXCEPTION '% of % entries were not pending', cardinality(numbers) - added, cardinality(numbers);
  END IF;
  -- Never back, and never past what waits: a sequencer that takes over begins to look there.
  UPDATE audit.sequencer s SET low = new_low
  WHERE s.low < new_low AND NOT EXISTS (SELECT FROM audit.pending p WHERE p.number >= s.low AND p.number < new_low)
    AND new_low <= (SELECT last_value + 1 FROM audit.pending_number_seq);
  IF added > 0 THEN
    PERFORM pg_notify('audit_sequenced', CASE WHEN length(heads) < 7900 THEN heads ELSE '{}' END);
  END IF;
  RETURN added;
END $function$
  grant execute to :app

CREATE OR REPLACE FUNCTION audit.as_list(option jsonb)
 RETURNS jsonb
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  SELECT CASE jsonb_typeof(option) WHEN 'array' THEN option WHEN 'string' THEN jsonb_build_array(option) ELSE '[]' END
$function$

CREATE OR REPLACE FUNCTION audit.as_texts(option jsonb)
 RETURNS text[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  SELECT ARRAY(SELECT jsonb_array_elements_text(audit.as_list(option)))
$function$

CREATE OR REPLACE FUNCTION audit.begin_search()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
  INSERT INTO audit.search_mark (organization) VALUES (NEW.organization);
  RETURN NULL;
END $function$

CREATE OR REPLACE FUNCTION audit.camel_case(name text)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
BEGIN
  IF strpos(name, '_') = 0 THEN
    RETURN name;
  END IF;
  RETURN (SELECT string_agg(CASE WHEN place = 1 THEN part ELSE upper(left(part, 1)) || substr(part, 2) END, '' ORDER BY place)
          FROM string_to_table(name, '_') WITH ORDINALITY AS p(part, place));
END $function$

CREATE OR REPLACE FUNCTION audit.capture()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET "TimeZone" TO 'UTC'
 SET "DateStyle" TO 'ISO'
 SET "IntervalStyle" TO 'postgres'
 SET bytea_output TO 'hex'
 SET extra_float_digits TO '1'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
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
END $function$

CREATE OR REPLACE FUNCTION audit.capture_account_saved_view_d12bf05b()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
 SET "TimeZone" TO 'UTC'
 SET "DateStyle" TO 'ISO'
 SET "IntervalStyle" TO 'postgres'
 SET bytea_output TO 'hex'
 SET extra_float_digits TO '1'
AS $function$
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
BEGIN
  -- Of the first rows at once; whether the table still has its shape is a constant of these statements' plans.
  IF current_setting('audit.actor', true) <> '' AND current_setting('transaction_isolation') = 'read committed' THEN
    IF TG_OP = 'UPDATE' THEN
      SELECT ARRAY(SELECT to_jsonb("a captured row") FROM old_rows AS "a captured row" LIMIT 1000),
        ARRAY(SELECT to_jsonb("a captured row") FROM new_rows AS "a captured row" LIMIT 1000), audit.table_of_shape('account.saved_view', 'f04159dbda89b87181d03e4dab864b29'), nullif(current_setting('audit.organization', true), '')::integer,
        (SELECT a.key FROM audit.actor a WHERE a.organization = nullif(current_setting('audit.organization', true), '')::integer
          AND a.key = current_setting('audit.actor')::integer),
        nullif(current_setting('audit.operation', true), '')::uuid, nullif(current_setting('audit.source', true), '')::jsonb
        INTO olds, news, known, owner, who, operation, source;
    ELSIF TG_OP = 'INSERT' THEN
      SELECT NULL, ARRAY(SELECT to_jsonb("a captured row") FROM new_rows AS "a captured row" LIMIT 1000), audit.table_of_shape('account.saved_view', 'f04159dbda89b87181d03e4dab864b29'), nullif(current_setting('audit.organization', true), '')::integer,
        (SELECT a.key FROM audit.actor a WHERE a.organization = nullif(current_setting('audit.organization', true), '')::integer
          AND a.key = current_setting('audit.actor')::integer),
        nullif(current_setting('audit.operation', true), '')::uuid, nullif(current_setting('audit.source', true), '')::jsonb
        INTO olds, news, known, owner, who, operation, source;
    ELSE
      SELECT ARRAY(SELECT to_jsonb("a captured row") FROM old_rows AS "a captured row" LIMIT 1000), NULL, audit.table_of_shape('account.saved_view', 'f04159dbda89b87181d03e4dab864b29'), nullif(current_setting('audit.organization', true), '')::integer,
        (SELECT a.key FROM audit.actor a WHERE a.organization = nullif(current_setting('audit.organization', true), '')::integer
          AND a.key = current_setting('audit.actor')::integer),
        nullif(current_setting('audit.operation', true), '')::uuid, nullif(current_setting('audit.source', true), '')::jsonb
        INTO olds, news, known, owner, who, operation, source;
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

    WITH entry AS (
      INSERT INTO audit.entry (organization, id, occurred_at, event_type, action, project, actor, entity_id, operation_id, entity_name, changes, source)
      SELECT owner, audit.uuid_v7(e.at), e.at, 8::smallint,
        coalesce(named, CASE WHEN e.o IS NULL THEN 5 WHEN e.n IS NULL THEN 6 ELSE 4 END::smallint),
        NULL,
        CASE WHEN coalesce((e.r ->> 'organization')::integer = owner, false) AND (e.o IS NULL OR e.n IS NULL OR e.o ->> 'id' IS NOT DISTINCT FROM e.n ->> 'id' AND NOT coalesce(e.o ->> 'organization' <> e.n ->> 'organization', false)) THEN who ELSE audit.refuse_captured(TG_RELID, e.o, e.n) END,
        e.r ->> 'id', operation, coalesce(e.r ->> 'name'), to_jsonb(e.changes), source
      FROM (
        SELECT l.o, l.n, l.r, clock_timestamp() AS at, false AS moved, array_remove(ARRAY[l.c4, l.c6, l.c7]::jsonb[], NULL) AS changes
        FROM (
          SELECT p.o, p.n, coalesce(p.n, p.o) AS r,
          CASE WHEN p.o ->> 'shared' IS DISTINCT FROM p.n ->> 'shared' THEN jsonb_build_object('field', 'shared', 'old', p.o -> 'shared', 'new', p.n -> 'shared') END AS c4,
          CASE WHEN p.o ->> 'name' IS DISTINCT FROM p.n ->> 'name' THEN jsonb_build_object('field', 'name', 'old', p.o -> 'name', 'new', p.n -> 'name') END AS c6,
          CASE WHEN p.o ->> 'filter' IS DISTINCT FROM p.n ->> 'filter' THEN jsonb_build_object('field', 'filter', 'old', p.o -> 'filter', 'new', p.n -> 'filter') END AS c7
          FROM unnest(olds, news) AS p(o, n) OFFSET 0
        ) l OFFSET 0
      ) e
      WHERE cardinality(e.changes) > 0 OR e.o IS NULL OR e.n IS NULL OR NOT (e.o IS NULL OR e.n IS NULL OR e.o ->> 'id' IS NOT DISTINCT FROM e.n ->> 'id' AND NOT coalesce(e.o ->> 'organization' <> e.n ->> 'organization', false))
      RETURNING organization, occurred_at, id
    )
    INSERT INTO audit.pending (organization, occurred_at, id) SELECT * FROM entry;
    IF NOT more THEN
      RETURN NULL;
    END IF;
  END LOOP;
END $function$

CREATE OR REPLACE FUNCTION audit.capture_row()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET "TimeZone" TO 'UTC'
 SET "DateStyle" TO 'ISO'
 SET "IntervalStyle" TO 'postgres'
 SET bytea_output TO 'hex'
 SET extra_float_digits TO '1'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
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
END $function$

CREATE OR REPLACE FUNCTION audit.capture_truncate()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
END $function$

CREATE OR REPLACE FUNCTION audit.capture_workspace_folder_766026d6()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
 SET "TimeZone" TO 'UTC'
 SET "DateStyle" TO 'ISO'
 SET "IntervalStyle" TO 'postgres'
 SET bytea_output TO 'hex'
 SET extra_float_digits TO '1'
AS $function$
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
  names_4 jsonb;
BEGIN
  -- Of the first rows at once; whether the table still has its shape is a constant of these statements' plans.
  IF current_setting('audit.actor', true) <> '' AND current_setting('transaction_isolation') = 'read committed' THEN
    IF TG_OP = 'UPDATE' THEN
      SELECT ARRAY(SELECT to_jsonb("a captured row") FROM old_rows AS "a captured row" LIMIT 1000),
        ARRAY(SELECT to_jsonb("a captured row") FROM new_rows AS "a captured row" LIMIT 1000), audit.table_of_shape('workspace.folder', '303cd8c11b75f01b6b895b1e0d9eba73'), nullif(current_setting('audit.organization', true), '')::integer,
        (SELECT a.key FROM audit.actor a WHERE a.organization = nullif(current_setting('audit.organization', true), '')::integer
          AND a.key = current_setting('audit.actor')::integer),
        nullif(current_setting('audit.operation', true), '')::uuid, nullif(current_setting('audit.source', true), '')::jsonb
        INTO olds, news, known, owner, who, operation, source;
    ELSIF TG_OP = 'INSERT' THEN
      SELECT NULL, ARRAY(SELECT to_jsonb("a captured row") FROM new_rows AS "a captured row" LIMIT 1000), audit.table_of_shape('workspace.folder', '303cd8c11b75f01b6b895b1e0d9eba73'), nullif(current_setting('audit.organization', true), '')::integer,
        (SELECT a.key FROM audit.actor a WHERE a.organization = nullif(current_setting('audit.organization', true), '')::integer
          AND a.key = current_setting('audit.actor')::integer),
        nullif(current_setting('audit.operation', true), '')::uuid, nullif(current_setting('audit.source', true), '')::jsonb
        INTO olds, news, known, owner, who, operation, source;
    ELSE
      SELECT ARRAY(SELECT to_jsonb("a captured row") FROM old_rows AS "a captured row" LIMIT 1000), NULL, audit.table_of_shape('workspace.folder', '303cd8c11b75f01b6b895b1e0d9eba73'), nullif(current_setting('audit.organization', true), '')::integer,
        (SELECT a.key FROM audit.actor a WHERE a.organization = nullif(current_setting('audit.organization', true), '')::integer
          AND a.key = current_setting('audit.actor')::integer),
        nullif(current_setting('audit.operation', true), '')::uuid, nullif(current_setting('audit.source', true), '')::jsonb
        INTO olds, news, known, owner, who, operation, source;
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

    names_4 := NULL;
    IF cardinality(news) IS DISTINCT FROM 1 OR olds[1] ->> 'parent_id' IS DISTINCT FROM news[1] ->> 'parent_id' THEN
      SELECT array_agg(DISTINCT v.id) INTO referred
        FROM unnest(olds, news) AS p(o, n), LATERAL (VALUES (p.o ->> 'parent_id'), (p.n ->> 'parent_id')) AS v(id)
        WHERE v.id IS NOT NULL AND p.o ->> 'parent_id' IS DISTINCT FROM p.n ->> 'parent_id';
      IF referred IS NOT NULL THEN
        names_4 := coalesce(audit.names_workspace_folder_parent_id_e47641b0(referred, owner), '{}');
      END IF;
    END IF;
    WITH entry AS (
      INSERT INTO audit.entry (organization, id, occurred_at, event_type, action, project, actor, entity_id, operation_id, entity_name, changes, source)
      SELECT owner, audit.uuid_v7(e.at), e.at, 5::smallint,
        coalesce(named, CASE WHEN e.o IS NULL THEN 5 WHEN e.n IS NULL THEN 6 WHEN e.moved THEN 7 ELSE 4 END::smallint),
        CASE WHEN e.r ->> 'project_id' IS NOT NULL THEN coalesce(
        (SELECT p.key FROM audit.project p WHERE p.organization = owner AND p.id = e.r ->> 'project_id'),
        audit.note_project(owner, e.r ->> 'project_id', NULL)) END,
        CASE WHEN coalesce((e.r ->> 'organization')::integer = owner, false) AND (e.o IS NULL OR e.n IS NULL OR e.o ->> 'id' IS NOT DISTINCT FROM e.n ->> 'id' AND NOT coalesce(e.o ->> 'organization' <> e.n ->> 'organization', false)) THEN who ELSE audit.refuse_captured(TG_RELID, e.o, e.n) END,
        e.r ->> 'id', operation, coalesce(e.r ->> 'name'), to_jsonb(e.changes), source
      FROM (
        SELECT l.o, l.n, l.r, clock_timestamp() AS at, coalesce(l.c5) IS NULL AS moved, array_remove(ARRAY[l.c4, l.c5]::jsonb[], NULL) AS changes
        FROM (
          SELECT p.o, p.n, coalesce(p.n, p.o) AS r,
          CASE WHEN p.o ->> 'parent_id' IS DISTINCT FROM p.n ->> 'parent_id' THEN audit.field_change('(parent_id,parent,4,f,f,workspace.folder,audit.names_workspace_folder_parent_id_e47641b0)'::audit.tracked_column, coalesce(p.o -> 'parent_id', 'null'), coalesce(p.n -> 'parent_id', 'null'), names_4, NULL) END AS c4,
          CASE WHEN p.o ->> 'name' IS DISTINCT FROM p.n ->> 'name' THEN jsonb_build_object('field', 'name', 'old', p.o -> 'name', 'new', p.n -> 'name') END AS c5
          FROM unnest(olds, news) AS p(o, n) OFFSET 0
        ) l OFFSET 0
      ) e
      WHERE cardinality(e.changes) > 0 OR e.o IS NULL OR e.n IS NULL OR NOT (e.o IS NULL OR e.n IS NULL OR e.o ->> 'id' IS NOT DISTINCT FROM e.n ->> 'id' AND NOT coalesce(e.o ->> 'organization' <> e.n ->> 'organization', false))
      RETURNING organization, occurred_at, id
    )
    INSERT INTO audit.pending (organization, occurred_at, id) SELECT * FROM entry;
    IF NOT more THEN
      RETURN NULL;
    END IF;
  END LOOP;
END $function$

CREATE OR REPLACE FUNCTION audit.capture_workspace_test_case_d50d90a0()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
 SET "TimeZone" TO 'UTC'
 SET "DateStyle" TO 'ISO'
 SET "IntervalStyle" TO 'postgres'
 SET bytea_output TO 'hex'
 SET extra_float_digits TO '1'
AS $function$
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
  names_5 jsonb;
  names_6 jsonb;
BEGIN
  -- Of the first rows at once; whether the table still has its shape is a constant of these statements' plans.
  IF current_setting('audit.actor', true) <> '' AND current_setting('transaction_isolation') = 'read committed' THEN
    IF TG_OP = 'UPDATE' THEN
      SELECT ARRAY(SELECT to_jsonb("a captured row") FROM old_rows AS "a captured row" LIMIT 1000),
        ARRAY(SELECT to_jsonb("a captured row") FROM new_rows AS "a captured row" LIMIT 1000), audit.table_of_shape('workspace.test_case', 'c589de4846d80dbc6e8d772283904fe4'), nullif(current_setting('audit.organization', true), '')::integer,
        (SELECT a.key FROM audit.actor a WHERE a.organization = nullif(current_setting('audit.organization', true), '')::integer
          AND a.key = current_setting('audit.actor')::integer),
        nullif(current_setting('audit.operation', true), '')::uuid, nullif(current_setting('audit.source', true), '')::jsonb
        INTO olds, news, known, owner, who, operation, source;
    ELSIF TG_OP = 'INSERT' THEN
      SELECT NULL, ARRAY(SELECT to_jsonb("a captured row") FROM new_rows AS "a captured row" LIMIT 1000), audit.table_of_shape('workspace.test_case', 'c589de4846d80dbc6e8d772283904fe4'), nullif(current_setting('audit.organization', true), '')::integer,
        (SELECT a.key FROM audit.actor a WHERE a.organization = nullif(current_setting('audit.organization', true), '')::integer
          AND a.key = current_setting('audit.actor')::integer),
        nullif(current_setting('audit.operation', true), '')::uuid, nullif(current_setting('audit.source', true), '')::jsonb
        INTO olds, news, known, owner, who, operation, source;
    ELSE
      SELECT ARRAY(SELECT to_jsonb("a captured row") FROM old_rows AS "a captured row" LIMIT 1000), NULL, audit.table_of_shape('workspace.test_case', 'c589de4846d80dbc6e8d772283904fe4'), nullif(current_setting('audit.organization', true), '')::integer,
        (SELECT a.key FROM audit.actor a WHERE a.organization = nullif(current_setting('audit.organization', true), '')::integer
          AND a.key = current_setting('audit.actor')::integer),
        nullif(current_setting('audit.operation', true), '')::uuid, nullif(current_setting('audit.source', true), '')::jsonb
        INTO olds, news, known, owner, who, operation, source;
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

    names_5 := NULL;
    IF cardinality(news) IS DISTINCT FROM 1 OR olds[1] ->> 'project_id' IS DISTINCT FROM news[1] ->> 'project_id' THEN
      SELECT array_agg(DISTINCT v.id) INTO referred
        FROM unnest(olds, news) AS p(o, n), LATERAL (VALUES (p.o ->> 'project_id'), (p.n ->> 'project_id')) AS v(id)
        WHERE v.id IS NOT NULL AND p.o ->> 'project_id' IS DISTINCT FROM p.n ->> 'project_id';
      IF referred IS NOT NULL THEN
        names_5 := coalesce(audit.names_workspace_test_case_project_id_ebdf1ac8(referred, owner), '{}');
      END IF;
    END IF;
    names_6 := NULL;
    IF cardinality(news) IS DISTINCT FROM 1 OR olds[1] ->> 'folder_id' IS DISTINCT FROM news[1] ->> 'folder_id' THEN
      SELECT array_agg(DISTINCT v.id) INTO referred
        FROM unnest(olds, news) AS p(o, n), LATERAL (VALUES (p.o ->> 'folder_id'), (p.n ->> 'folder_id')) AS v(id)
        WHERE v.id IS NOT NULL AND p.o ->> 'folder_id' IS DISTINCT FROM p.n ->> 'folder_id';
      IF referred IS NOT NULL THEN
        names_6 := coalesce(audit.names_workspace_test_case_folder_id_94573ee9(referred, owner), '{}');
      END IF;
    END IF;
    WITH entry AS (
      INSERT INTO audit.entry (organization, id, occurred_at, event_type, action, project, actor, entity_id, operation_id, entity_name, changes, source)
      SELECT owner, audit.uuid_v7(e.at), e.at, 6::smallint,
        coalesce(named, CASE WHEN e.o IS NULL THEN 5 WHEN e.n IS NULL THEN 6 WHEN e.moved THEN 7 ELSE 4 END::smallint),
        CASE WHEN e.r ->> 'project_id' IS NOT NULL THEN coalesce(
        CASE WHEN names_5 IS NULL THEN (SELECT p.key FROM audit.project p WHERE p.organization = owner AND p.id = e.r ->> 'project_id') END,
        audit.note_project(owner, e.r ->> 'project_id', names_5 ->> (e.r ->> 'project_id'))) END,
        CASE WHEN coalesce((e.r ->> 'organization')::integer = owner, false) AND (e.o IS NULL OR e.n IS NULL OR e.o ->> 'id' IS NOT DISTINCT FROM e.n ->> 'id' AND NOT coalesce(e.o ->> 'organization' <> e.n ->> 'organization', false)) THEN who ELSE audit.refuse_captured(TG_RELID, e.o, e.n) END,
        e.r ->> 'id', operation, coalesce(e.r ->> 'title'), to_jsonb(e.changes), source
      FROM (
        SELECT l.o, l.n, l.r, clock_timestamp() AS at, coalesce(l.c4, l.c7, l.c8, l.c9, l.c10, l.c11, l.c12, l.c13, l.c14, l.c15, l.c16, l.c17, l.c18, l.c19) IS NULL AS moved, array_remove(ARRAY[l.c4, l.c5, l.c6, l.c7, l.c8, l.c9, l.c10, l.c11, l.c12, l.c13, l.c14, l.c15, l.c16, l.c17, l.c18, l.c19]::jsonb[], NULL) AS changes
        FROM (
          SELECT p.o, p.n, coalesce(p.n, p.o) AS r,
          CASE WHEN p.o ->> 'key' IS DISTINCT FROM p.n ->> 'key' THEN jsonb_build_object('field', 'key', 'old', p.o -> 'key', 'new', p.n -> 'key') END AS c4,
          CASE WHEN p.o ->> 'project_id' IS DISTINCT FROM p.n ->> 'project_id' THEN audit.field_change('(project_id,project,5,f,f,workspace.project,audit.names_workspace_test_case_project_id_ebdf1ac8)'::audit.tracked_column, coalesce(p.o -> 'project_id', 'null'), coalesce(p.n -> 'project_id', 'null'), names_5, NULL) END AS c5,
          CASE WHEN p.o ->> 'folder_id' IS DISTINCT FROM p.n ->> 'folder_id' THEN audit.field_change('(folder_id,folder,6,f,f,workspace.folder,audit.names_workspace_test_case_folder_id_94573ee9)'::audit.tracked_column, coalesce(p.o -> 'folder_id', 'null'), coalesce(p.n -> 'folder_id', 'null'), names_6, NULL) END AS c6,
          CASE WHEN p.o ->> 'title' IS DISTINCT FROM p.n ->> 'title' THEN jsonb_build_object('field', 'title', 'old', p.o -> 'title', 'new', p.n -> 'title') END AS c7,
          CASE WHEN p.o ->> 'description' IS DISTINCT FROM p.n ->> 'description' THEN jsonb_build_object('field', 'description', 'old', p.o -> 'description', 'new', p.n -> 'description') END AS c8,
          CASE WHEN p.o ->> 'template' IS DISTINCT FROM p.n ->> 'template' THEN jsonb_build_object('field', 'template', 'old', p.o -> 'template', 'new', p.n -> 'template') END AS c9,
          CASE WHEN p.o ->> 'priority' IS DISTINCT FROM p.n ->> 'priority' THEN jsonb_build_object('field', 'priority', 'old', p.o -> 'priority', 'new', p.n -> 'priority') END AS c10,
          CASE WHEN p.o ->> 'status' IS DISTINCT FROM p.n ->> 'status' THEN jsonb_build_object('field', 'status', 'old', p.o -> 'status', 'new', p.n -> 'status') END AS c11,
          CASE WHEN p.o ->> 'type' IS DISTINCT FROM p.n ->> 'type' THEN jsonb_build_object('field', 'type', 'old', p.o -> 'type', 'new', p.n -> 'type') END AS c12,
          CASE WHEN p.o ->> 'owner_id' IS DISTINCT FROM p.n ->> 'owner_id' THEN jsonb_build_object('field', 'owner', 'ref', 'user', 'oldId', p.o -> 'owner_id', 'newId', p.n -> 'owner_id') END AS c13,
          CASE WHEN coalesce(p.o -> 'labels', 'null') <> coalesce(p.n -> 'labels', 'null') THEN audit.field_change('(labels,labels,14,f,f,,)'::audit.tracked_column, coalesce(p.o -> 'labels', 'null'), coalesce(p.n -> 'labels', 'null'), NULL, NULL) END AS c14,
          CASE WHEN coalesce(p.o -> 'requirements', 'null') <> coalesce(p.n -> 'requirements', 'null') THEN audit.field_change('(requirements,requirements,15,f,f,,)'::audit.tracked_column, coalesce(p.o -> 'requirements', 'null'), coalesce(p.n -> 'requirements', 'null'), NULL, NULL) END AS c15,
          CASE WHEN p.o ->> 'preconditions' IS DISTINCT FROM p.n ->> 'preconditions' THEN jsonb_build_object('field', 'preconditions', 'old', p.o -> 'preconditions', 'new', p.n -> 'preconditions') END AS c16,
          CASE WHEN p.o ->> 'reference' IS DISTINCT FROM p.n ->> 'reference' THEN jsonb_build_object('field', 'reference', 'old', p.o -> 'reference', 'new', p.n -> 'reference') END AS c17,
          CASE WHEN coalesce(p.o -> 'steps', 'null') <> coalesce(p.n -> 'steps', 'null') THEN audit.field_change('(steps,steps,18,f,f,,)'::audit.tracked_column, coalesce(p.o -> 'steps', 'null'), coalesce(p.n -> 'steps', 'null'), NULL, NULL) END AS c18,
          CASE WHEN p.o ->> 'expected_results' IS DISTINCT FROM p.n ->> 'expected_results' THEN jsonb_build_object('field', 'expectedResults', 'old', p.o -> 'expected_results', 'new', p.n -> 'expected_results') END AS c19
          FROM unnest(olds, news) AS p(o, n) OFFSET 0
        ) l OFFSET 0
      ) e
      WHERE cardinality(e.changes) > 0 OR e.o IS NULL OR e.n IS NULL OR NOT (e.o IS NULL OR e.n IS NULL OR e.o ->> 'id' IS NOT DISTINCT FROM e.n ->> 'id' AND NOT coalesce(e.o ->> 'organization' <> e.n ->> 'organization', false))
      RETURNING organization, occurred_at, id
    )
    INSERT INTO audit.pending (organization, occurred_at, id) SELECT * FROM entry;
    IF NOT more THEN
      RETURN NULL;
    END IF;
  END LOOP;
END $function$

CREATE OR REPLACE FUNCTION audit.cell(value text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$ SELECT CASE WHEN value ~ ('^[\t\r\n]|^[' || audit.unseen() || ']*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]') THEN '''' ELSE '' END
  || CASE WHEN value ~ '[;\t\r\n]'
    THEN regexp_replace(value, '([;\t\r\n][' || audit.unseen() || ']*)([=+\-@\uFF1D\uFF0B\uFF0D\uFF20])', '\1''\2', 'g')
    ELSE value END $function$
  grant execute to :app

CREATE OR REPLACE FUNCTION audit.change_expression(c audit.tracked_column, type regtype, names_variable text)
 RETURNS text
 LANGUAGE plpgsql
 STABLE
AS $function$
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
END $function$

CREATE OR REPLACE FUNCTION audit.create_capture(target regclass)
 RETURNS text
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $functionx$
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
END $functionx$

CREATE OR REPLACE FUNCTION audit.create_entry_partition(name text)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
  EXECUTE format('CREATE TABLE audit.%I (LIKE audit.entry INCLUDING ALL)', name);
  -- Row triggers come with ATTACH, statement triggers do not.
  EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON audit.%I FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change()', name);
END $function$

CREATE OR REPLACE FUNCTION audit.create_namer(function_name text, target regclass, name_column text, parent_column text)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
END $function$

CREATE OR REPLACE FUNCTION audit.create_organization(organization_name text)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE
  made integer;
BEGIN
  INSERT INTO audit.organization (name) VALUES (organization_name) RETURNING number INTO made;
  INSERT INTO audit.head (organization) VALUES (made);
  RETURN made;
END $function$
  grant execute to :app

CREATE OR REPLACE FUNCTION audit.create_triggers(target regclass)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'warning'
AS $function$
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
END $function$

CREATE OR REPLACE FUNCTION audit.current_acting(of_organization integer)
 RETURNS audit.acting
 LANGUAGE plpgsql
AS $function$
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
END $function$

CREATE OR REPLACE FUNCTION audit.current_organization()
 RETURNS integer
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ SELECT nullif(current_setting('audit.organization', true), '')::integer $function$
  grant execute to :app

CREATE OR REPLACE FUNCTION audit.define(event_type text, actions text[])
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  INSERT INTO audit.event_type (name) SELECT $1 WHERE NOT EXISTS (SELECT FROM audit.event_type WHERE name = $1) ON CONFLICT DO NOTHING;
  INSERT INTO audit.action (name)
    SELECT DISTINCT wanted FROM unnest(actions) wanted
    WHERE NOT EXISTS (SELECT FROM audit.action WHERE name = wanted) ORDER BY wanted ON CONFLICT DO NOTHING;
$function$

CREATE OR REPLACE FUNCTION audit.entity_key(r jsonb, keys text[])
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
BEGIN
  IF cardinality(keys) = 1 THEN
    RETURN r ->> keys[1];
  END IF;
  RETURN (SELECT '[' || string_agg(to_json(r ->> k)::text, ',' ORDER BY place) || ']' FROM unnest(keys) WITH ORDINALITY AS u(k, place));
END $function$

CREATE OR REPLACE FUNCTION audit.entity_name(r jsonb, name_columns text[])
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
DECLARE
  name_column text;
BEGIN
  FOREACH name_column IN ARRAY name_columns LOOP
    IF r ->> name_column IS NOT NULL THEN
      RETURN r ->> name_column;
    END IF;
  END LOOP;
  RETURN NULL;
END $function$

CREATE OR REPLACE FUNCTION audit.field_change(c audit.tracked_column, old jsonb, new jsonb, names jsonb, lost text)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
AS $function$
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
END $function$

CREATE OR REPLACE FUNCTION audit.forget_words()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
  PERFORM FROM audit.search_mark m WHERE m.organization = NEW.organization FOR UPDATE;
  UPDATE audit.search s SET words = '', long_values = '{}', ip = NULL
  WHERE s.organization = NEW.organization AND s.occurred_at = NEW.occurred_at AND s.id = NEW.id;
  RETURN NULL;
END $function$

CREATE OR REPLACE FUNCTION audit.is_change_list(changes jsonb)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
BEGIN
  RETURN jsonb_typeof(changes) = 'array'
    AND NOT jsonb_path_exists(changes, 'strict $[*] ? (@.type() != "object")')
    AND NOT jsonb_path_exists(changes, 'lax $[*] ? (!(exists (@.field ? (@.type() == "string"))))');
END $function$

CREATE OR REPLACE FUNCTION audit.is_double(value numeric)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  SELECT CASE WHEN value = 0 THEN true
              WHEN abs(value) >= 1.7976931348623157e308 OR abs(value) < 1e-300 THEN false
              ELSE value::double precision::text::numeric = value END
$function$

CREATE OR REPLACE FUNCTION audit.is_source(source jsonb)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
BEGIN
  RETURN jsonb_typeof(source) = 'object' AND source ?& ARRAY['ip', 'userAgent', 'via'] AND source - ARRAY['ip', 'userAgent', 'via'] = '{}'
    AND jsonb_typeof(source -> 'ip') IN ('string', 'null') AND jsonb_typeof(source -> 'userAgent') IN ('string', 'null')
    AND source -> 'via' IN ('"web"', '"api"', '"import"', '"system"');
END $function$

CREATE OR REPLACE FUNCTION audit.iso(at timestamp with time zone)
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') $function$
  grant execute to :app

CREATE OR REPLACE FUNCTION audit.json_cell(value jsonb)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$ SELECT CASE WHEN strpos(value::text, ';') = 0 THEN value::text ELSE
  regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(value::text,
    '(;[' || audit.unseen() || ']*)=', '\1\\u003d', 'g'), '(;[' || audit.unseen() || ']*)\+', '\1\\u002b', 'g'),
    '(;[' || audit.unseen() || ']*)-', '\1\\u002d', 'g'), '(;[' || audit.unseen() || ']*)@', '\1\\u0040', 'g'),
    '(;[' || audit.unseen() || ']*)\uFF1D', '\1\\uff1d', 'g'), '(;[' || audit.unseen() || ']*)\uFF0B', '\1\\uff0b', 'g'),
    '(;[' || audit.unseen() || ']*)\uFF0D', '\1\\uff0d', 'g'), '(;[' || audit.unseen() || ']*)\uFF20', '\1\\uff20', 'g') END $function$
  grant execute to :app

CREATE OR REPLACE FUNCTION audit.make_searchable(of_organization integer, after bigint, through bigint, times timestamp with time zone[], ids uuid[], words text[], long_values text[], ips text[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
BEGIN
  UPDATE audit.search_mark m SET seq = through, moved_at = clock_timestamp()
  WHERE m.organization = of_organization AND m.seq = after AND through <= (SELECT h.seq FROM audit.head h WHERE h.organization = of_organization);
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the mark of organization % is not at %, or its log ends before %', of_organization, after, through;
  END IF;
  INSERT INTO audit.search (organization, occurred_at, id, words, long_values, ip)
  SELECT of_organization, n.at, n.id, n.words::tsvector || audit.search_windows(of_organization, n.at), n.long_values::bigint[], n.ip::inet
  FROM unnest(times, ids, words, long_values, ips) AS n(at, id, words, long_values, ip);
END $function$
  grant execute to :app

CREATE OR REPLACE FUNCTION audit.names_of(t audit.tracked, columns audit.tracked_column[], of_organization integer, olds jsonb[], news jsonb[])
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
AS $function$
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
END $function$

CREATE OR REPLACE FUNCTION audit.names_workspace_folder_parent_id_e47641b0(ids text[], of_organization integer)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$BEGIN RETURN (
      WITH RECURSIVE path(id, up, name, depth) AS (
        SELECT t.id, t.parent_id, t.name::text, 0 FROM workspace.folder t WHERE t.id = ANY (ids::uuid[]) AND t.organization = of_organization
        UNION ALL
        SELECT p.id, t.parent_id, t.name || '/' || p.name, p.depth + 1 FROM path p JOIN workspace.folder t ON t.id = p.up AND t.organization = of_organization WHERE p.depth < 1000
      )
      SELECT jsonb_object_agg(id::text, name) FROM path WHERE up IS NULL); END$function$

CREATE OR REPLACE FUNCTION audit.names_workspace_test_case_folder_id_94573ee9(ids text[], of_organization integer)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$BEGIN RETURN (
      WITH RECURSIVE path(id, up, name, depth) AS (
        SELECT t.id, t.parent_id, t.name::text, 0 FROM workspace.folder t WHERE t.id = ANY (ids::uuid[]) AND t.organization = of_organization
        UNION ALL
        SELECT p.id, t.parent_id, t.name || '/' || p.name, p.depth + 1 FROM path p JOIN workspace.folder t ON t.id = p.up AND t.organization = of_organization WHERE p.depth < 1000
      )
      SELECT jsonb_object_agg(id::text, name) FROM path WHERE up IS NULL); END$function$

CREATE OR REPLACE FUNCTION audit.names_workspace_test_case_project_id_ebdf1ac8(ids text[], of_organization integer)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$BEGIN RETURN (SELECT jsonb_object_agg(t.id::text, t.name) FROM workspace.project t WHERE t.id = ANY (ids::uuid[]) AND t.organization = of_organization); END$function$

CREATE OR REPLACE FUNCTION audit.normal(value jsonb, texts boolean)
 RETURNS jsonb
 LANGUAGE plpgsql
 IMMUTABLE
AS $function$
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
END $function$

CREATE OR REPLACE FUNCTION audit.note_once(who text, occasion text)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE
  owner integer := audit.current_organization();
BEGIN
  INSERT INTO audit.noted (organization, who, occasion) VALUES (owner, $1, $2) ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  DELETE FROM audit.noted n USING (
    SELECT o.who, o.occasion FROM audit.noted o WHERE o.organization = owner AND o.noted_at < now() - interval '100 days'
    ORDER BY o.noted_at LIMIT 20 FOR UPDATE SKIP LOCKED
  ) old WHERE n.organization = owner AND n.who = old.who AND n.occasion = old.occasion;
  RETURN true;
END $function$
  grant execute to :app

CREATE OR REPLACE FUNCTION audit.note_project(organization integer, id text, name text)
 RETURNS integer
 LANGUAGE plpgsql
AS $function$
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
END $function$

CREATE OR REPLACE FUNCTION audit.owner_of(t audit.tracked, r jsonb)
 RETURNS integer
 LANGUAGE plpgsql
 STABLE
AS $function$
BEGIN
  IF t.organization_column IS NULL THEN
    RETURN audit.current_organization();
  END IF;
  RETURN (r ->> t.organization_column)::integer;
END $function$

CREATE OR REPLACE FUNCTION audit.person_name(of_organization integer, person_id text)
 RETURNS text
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
  RETURN coalesce((SELECT a.name FROM audit.actor a WHERE a.organization = of_organization AND a.kind = 'USER' AND a.id = person_id), person_id);
END $function$
  grant execute to :app

CREATE OR REPLACE FUNCTION audit.record(event_type text, action text, entity_id text, entity_name text, project text, changes jsonb)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
END $function$
  grant execute to :app

CREATE OR REPLACE FUNCTION audit.record_time_zone()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
  IF coalesce(current_setting('audit.actor', true), '') = '' THEN
    PERFORM set_config('audit.organization', NEW.number::text, true);
  END IF;
  -- Refuses an actor of another organization.
  PERFORM audit.current_acting(NEW.number);
  PERFORM audit.record('ORGANIZATION', 'update', NEW.id::text, NEW.name, NULL,
    jsonb_build_array(jsonb_build_object('field', 'timeZone', 'old', OLD.time_zone, 'new', NEW.time_zone)));
  RETURN NULL;
END $function$

CREATE OR REPLACE FUNCTION audit.refuse_captured(target oid, old_row jsonb, new_row jsonb)
 RETURNS integer
 LANGUAGE plpgsql
AS $function$
DECLARE
  t audit.tracked;
BEGIN
  SELECT * INTO t FROM audit.tracked WHERE relation = target;
  PERFORM audit.write_changes(t, ARRAY[old_row], ARRAY[new_row]);
  RAISE EXCEPTION 'a change of % cannot be recorded', t.relation;
END $function$

CREATE OR REPLACE FUNCTION audit.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  RAISE EXCEPTION '% on %.% refused: the audit log is append-only', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege', HINT = 'A mistaken change is undone by another change; both stay in the log.';
END $function$

CREATE OR REPLACE FUNCTION audit.require_sequencer_lock()
 RETURNS void
 LANGUAGE plpgsql
 STABLE
AS $function$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_locks l WHERE l.locktype = 'advisory' AND l.pid = pg_backend_pid() AND l.granted
                 AND (l.classid::bigint << 32) + l.objid::bigint = audit.sequencer_lock()
                 AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())) THEN
    RAISE EXCEPTION 'leaves are written by the sequencer alone: this connection does not hold its lock' USING ERRCODE = 'insufficient_privilege';
  END IF;
END $function$

CREATE OR REPLACE FUNCTION audit.row_with_json(row_text json)
 RETURNS jsonb
 LANGUAGE plpgsql
 IMMUTABLE
AS $function$
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
END $function$

CREATE OR REPLACE FUNCTION audit.search_found(by_lexemes tsquery, by_words tsquery, by_long_values bigint[], by_ips inet[], newest_first boolean, upper_time timestamp with time zone, upper_id uuid, lower_time timestamp with time zone, lower_id uuid, enough integer, most integer, most_windows integer, longest interval)
 RETURNS TABLE(occurred_at timestamp with time zone, id uuid, is_found boolean)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_seqscan TO 'off'
AS $function$
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
    IF level < 5 AND coalesce(cardinality(ids), 0) * 8 <= left_over AND candidates * 8 <= most_candidates AND clock_timestamp() - look_begun < longest / (CASE WHEN level < 4 THEN 64 ELSE 256 END)
      AND (at_second >> (11 + 3 * level)) << (11 + 3 * level) IS DISTINCT FROM too_much[level + 2] THEN
      level := level + 1;
    END IF;
  END LOOP;
END $function$
  grant execute to :app

CREATE OR REPLACE FUNCTION audit.search_pending()
 RETURNS bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ SELECT coalesce(sum(h.seq - m.seq), 0)::bigint FROM audit.head h JOIN audit.search_mark m ON m.organization = h.organization $function$
  grant execute to :app

CREATE OR REPLACE FUNCTION audit.search_window(of_organization integer, level integer, second bigint)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$ SELECT ' ' || level || to_hex(of_organization) || '.' || to_hex(second >> (8 + 3 * level)) $function$

CREATE OR REPLACE FUNCTION audit.search_windows(of_organization integer, at timestamp with time zone)
 RETURNS tsvector
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$ SELECT array_to_tsvector(array_agg(audit.search_window(of_organization, level, floor(extract(epoch FROM at))::bigint))) FROM generate_series(0, 5) level $function$

CREATE OR REPLACE FUNCTION audit.sequencer_lock()
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$ SELECT 418581342580 $function$
  grant execute to :app

CREATE OR REPLACE FUNCTION audit.sequencer_low()
 RETURNS bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ SELECT low FROM audit.sequencer $function$
  grant execute to :app

CREATE OR REPLACE FUNCTION audit.set_time_zone(zone text)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  UPDATE audit.organization SET time_zone = zone WHERE number = audit.current_organization() AND time_zone IS DISTINCT FROM zone
$function$
  grant execute to :app

CREATE OR REPLACE FUNCTION audit.shape_of(target regclass)
 RETURNS text
 LANGUAGE plpgsql
AS $function$
BEGIN
  RETURN (SELECT md5(string_agg(format('%I %s %s', a.attname, y.oid::regtype, y.typtype), ',' ORDER BY a.attnum))
    FROM pg_attribute a JOIN pg_type y ON y.oid = a.atttypid WHERE a.attrelid = target AND a.attnum > 0 AND NOT a.attisdropped);
END $function$

CREATE OR REPLACE FUNCTION audit.shown_changes(of_organization integer, changes jsonb)
 RETURNS jsonb
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
  RETURN (
    SELECT jsonb_agg(jsonb_build_object(
        'field', c.change ->> 'field',
        'old', CASE WHEN c.change ->> 'ref' = 'user' THEN coalesce(to_jsonb(audit.person_name(of_organization, c.change ->> 'oldId')), 'null')
                    ELSE coalesce(c.change -> 'old', 'null') END,
        'new', CASE WHEN c.change ->> 'ref' = 'user' THEN coalesce(to_jsonb(audit.person_name(of_organization, c.change ->> 'newId')), 'null')
                    ELSE coalesce(c.change -> 'new', 'null') END,
        'redacted', c.change ? 'redacted') ORDER BY c.place)
    FROM jsonb_array_elements(changes) WITH ORDINALITY AS c(change, place));
END $function$
  grant execute to :app

CREATE OR REPLACE FUNCTION audit.sum_months()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO audit.rollup_month AS m (organization, month, event_type, action, entries)
    SELECT organization, date_trunc('month', day::timestamp)::date, event_type, action, sum(entries) FROM new_rows GROUP BY 1, 2, 3, 4
    ON CONFLICT (organization, month, event_type, action) DO UPDATE SET entries = m.entries + excluded.entries;
  END IF;
  IF TG_OP <> 'INSERT' THEN
    UPDATE audit.rollup_month m SET entries = m.entries - o.entries
    FROM (SELECT organization, date_trunc('month', day::timestamp)::date AS month, event_type, action, sum(entries) AS entries FROM old_rows GROUP BY 1, 2, 3, 4) o
    WHERE (m.organization, m.month, m.event_type, m.action) = (o.organization, o.month, o.event_type, o.action);
  END IF;
  RETURN NULL;
END $function$
  grant execute to public

CREATE OR REPLACE FUNCTION audit.table_of_shape(target text, shape text)
 RETURNS oid
 LANGUAGE plpgsql
 IMMUTABLE
AS $function$
BEGIN
  RETURN (SELECT r.oid FROM to_regclass(target) AS r(oid) WHERE audit.shape_of(r.oid) = shape);
END $function$

CREATE OR REPLACE FUNCTION audit.take_pending(above bigint, gap_from bigint[], gap_to bigint[], most integer)
 RETURNS TABLE(number bigint, organization integer, organization_id uuid, id uuid, occurred_at text, recorded_at text, event_type text, action text, project text, actor_kind text, actor_id text, actor_salt bytea, entity_id text, operation_id uuid, entity_name text, changes jsonb, source jsonb, details_salt bytea, source_salt bytea)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
BEGIN
  PERFORM audit.require_sequencer_lock();
  RETURN QUERY
  SELECT q.number, q.organization, o.id, q.id, audit.iso(e.occurred_at), audit.iso(e.recorded_at),
    t.name, a.name, p.id, w.kind, w.id, w.salt, e.entity_id, e.operation_id, e.entity_name, e.changes, e.source, e.details_salt, e.source_salt
  FROM (
    SELECT late.* FROM unnest(gap_from, gap_to) AS gap(first, last)
      CROSS JOIN LATERAL (SELECT n.* FROM audit.pending n WHERE n.number BETWEEN gap.first AND gap.last) late
    UNION ALL
    (SELECT n.* FROM audit.pending n WHERE n.number > above ORDER BY n.number LIMIT most)
  ) q
  LEFT JOIN LATERAL (SELECT * FROM audit.organization x WHERE x.number = q.organization OFFSET 0) o ON true
  LEFT JOIN LATERAL (SELECT * FROM audit.entry x WHERE x.organization = q.organization AND x.occurred_at = q.occurred_at AND x.id = q.id OFFSET 0) e ON true
  LEFT JOIN LATERAL (SELECT * FROM audit.event_type x WHERE x.key = e.event_type OFFSET 0) t ON true
  LEFT JOIN LATERAL (SELECT * FROM audit.action x WHERE x.key = e.action OFFSET 0) a ON true
  LEFT JOIN LATERAL (SELECT * FROM audit.actor x WHERE x.organization = q.organization AND x.key = e.actor OFFSET 0) w ON true
  LEFT JOIN LATERAL (SELECT * FROM audit.project x WHERE x.organization = q.organization AND x.key = e.project OFFSET 0) p ON true
  ORDER BY q.number;
END $function$
  grant execute to :app

CREATE OR REPLACE FUNCTION audit.take_unsearchable(most integer)
 RETURNS TABLE(organization integer, seq bigint, occurred_at text, id uuid, event_type smallint, action smallint, project integer, actor integer, entity_name text, changes jsonb, ip text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
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
END $function$
  grant execute to :app

CREATE OR REPLACE FUNCTION audit.tidy_search()
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ SELECT gin_clean_pending_list('audit.search_content') $function$
  grant execute to :app

CREATE OR REPLACE FUNCTION audit.track(target regclass, event_type text, options jsonb DEFAULT '{}'::jsonb)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'warning'
AS $function$
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
END $function$

CREATE OR REPLACE FUNCTION audit.tracked_columns(t audit.tracked)
 RETURNS audit.tracked_column[]
 LANGUAGE plpgsql
 STABLE
AS $function$
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
END $function$

CREATE OR REPLACE FUNCTION audit.unseen()
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$ SELECT '\u0001-\u0020\u007F-\u00A0\u00AD\u034F\u061C\u115F\u1160\u1680\u17B4\u17B5\u180B-\u180F'
  '\u2000-\u200F\u2028-\u202F\u205F-\u206F\u2800\u3000\u3164\uFE00-\uFE0F\uFEFF\uFFA0\uFFF0-\uFFFB'
  '\U0001BCA0-\U0001BCA3\U0001D173-\U0001D17A\U000E0000-\U000E0FFF' $function$
  grant execute to :app

CREATE OR REPLACE FUNCTION audit.uuid_v7(at timestamp with time zone)
 RETURNS uuid
 LANGUAGE sql
 PARALLEL SAFE
AS $function$
  SELECT encode(
    int8send((extract(epoch FROM at) * 1000000)::bigint / 1000 << 16 | 28672 | (extract(epoch FROM at) * 1000000)::bigint % 1000 * 4096 / 1000)
      || substr(uuid_send(gen_random_uuid()), 9),
    'hex')::uuid
$function$

CREATE OR REPLACE FUNCTION audit.write_changes(t audit.tracked, olds jsonb[], news jsonb[])
 RETURNS void
 LANGUAGE plpgsql
AS $function$
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
END $function$

CREATE OR REPLACE FUNCTION account.delete_saved_views()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
END $function$
  grant execute to public

CREATE OR REPLACE FUNCTION account.notify_access()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  -- "person 0b5c…": the table and the row that no longer admits what it did.
  PERFORM pg_notify('access', TG_TABLE_NAME || ' ' || OLD.id);
  RETURN NULL;
END $function$
  grant execute to public

CREATE OR REPLACE FUNCTION account.take_turn(of_account text, of_network text, in_blocks text[], most_in_block integer[], most integer, spacing interval, patience interval)
 RETURNS double precision
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
DECLARE
  mine timestamptz;
  present timestamptz;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(of_account, 60));
  present := clock_timestamp();
  DELETE FROM account.sign_in_turn t WHERE t.account = of_account AND t.at < present - greatest(patience, spacing);
  SELECT t.at INTO mine FROM account.sign_in_turn t WHERE t.account = of_account AND t.network = of_network AND NOT t.taken;
  IF mine IS NULL THEN
    IF EXISTS (
      SELECT FROM (SELECT NULL AS block, most AS allowed UNION ALL SELECT * FROM unnest(in_blocks, most_in_block)) b
      WHERE b.allowed <= (SELECT count(*) FROM account.sign_in_turn t
        WHERE t.account = of_account AND t.at > present AND (b.block IS NULL OR b.block = ANY (t.blocks)))
    ) THEN
      RETURN NULL;
    END IF;
    SELECT greatest(present, max(t.at) + spacing) INTO mine FROM account.sign_in_turn t WHERE t.account = of_account;
    INSERT INTO account.sign_in_turn AS t (account, network, at, taken, blocks) VALUES (of_account, of_network, mine, mine <= present, in_blocks)
      ON CONFLICT (account, network) DO UPDATE SET at = excluded.at, taken = excluded.taken, blocks = excluded.blocks;
  ELSIF mine <= present THEN
    UPDATE account.sign_in_turn t SET taken = true WHERE t.account = of_account AND t.network = of_network;
  END IF;
  RETURN greatest(extract(epoch FROM mine - present), 0);
END $function$
  grant execute to :app

CREATE OR REPLACE FUNCTION workspace.create_test_case_numbers()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
BEGIN
  EXECUTE format('CREATE SEQUENCE workspace.test_case_number_%s AS integer', NEW.number);
  RETURN NULL;
END $function$
  grant execute to public

CREATE OR REPLACE FUNCTION workspace.is_step_list(steps jsonb)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  SELECT jsonb_typeof(steps) = 'array' AND NOT EXISTS (
    SELECT FROM jsonb_array_elements(steps) step
    WHERE jsonb_typeof(step) <> 'object'
      OR jsonb_typeof(step -> 'action') IS DISTINCT FROM 'string'
      OR jsonb_typeof(step -> 'expected') IS NULL
      OR jsonb_typeof(step -> 'expected') NOT IN ('string', 'null')
      OR step - 'action' - 'expected' <> '{}'
  )
$function$
  grant execute to public

CREATE OR REPLACE FUNCTION workspace.is_text_list(list text[])
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  SELECT coalesce(array_ndims(list), 1) = 1 AND array_position(list, NULL) IS NULL
$function$
  grant execute to public

CREATE OR REPLACE FUNCTION workspace.next_test_case_number()
 RETURNS integer
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  SELECT nextval(format('workspace.test_case_number_%s', audit.current_organization())::regclass)::integer
$function$
  grant execute to :app

CREATE OR REPLACE FUNCTION workspace.release_test_cases()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
END $function$
  grant execute to public
