-- Who may come in: people, their sessions, API keys, and one-use tickets.
-- Secrets are kept as hashes alone: argon2id for passwords, SHA-256 for tokens of 32 random bytes.
-- No row-level security: a sign-in does not know its organization yet, so every query here names what it looks for.

CREATE SCHEMA account;
GRANT USAGE ON SCHEMA account TO :app;

-- People ----------------------------------------------------------------------------------------------------------

CREATE TABLE account.person (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  organization integer NOT NULL REFERENCES audit.organization (number),
  email text NOT NULL
    CONSTRAINT email_is_unique UNIQUE
    CONSTRAINT email_is_an_address CHECK (email = lower(email) AND email ~ '^[^@\s]+@[^@\s]+$' AND char_length(email) <= 254),
  name text CONSTRAINT person_name_is_not_blank CHECK (name ~ '\S' AND char_length(name) <= 200),
  role text NOT NULL CONSTRAINT role_is_known CHECK (role IN ('Admin', 'Read Only')),
  status text NOT NULL DEFAULT 'Invited' CONSTRAINT status_is_known CHECK (status IN ('Invited', 'Active')),
  password_hash text,
  invited_at timestamptz NOT NULL DEFAULT now(),
  last_sign_in_at timestamptz,
  UNIQUE (organization, id)
);

-- Sessions --------------------------------------------------------------------------------------------------------

CREATE TABLE account.session (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  token_hash bytea NOT NULL UNIQUE CHECK (octet_length(token_hash) = 32),
  person_id uuid NOT NULL REFERENCES account.person (id) ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  ip text,
  user_agent text
);
CREATE INDEX session_person ON account.session (person_id);

-- API keys --------------------------------------------------------------------------------------------------------

CREATE TABLE account.api_key (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  organization integer NOT NULL REFERENCES audit.organization (number),
  prefix text NOT NULL, -- the key's first characters, so that its owner can tell it from others
  key_hash bytea NOT NULL UNIQUE CHECK (octet_length(key_hash) = 32),
  name text NOT NULL CONSTRAINT api_key_name_is_not_blank CHECK (name ~ '\S' AND char_length(name) <= 200),
  scopes text[] NOT NULL
    CONSTRAINT scopes_are_known CHECK (scopes <@ ARRAY['audit:read', 'audit:write', 'workspace:write', 'account:write']),
  created_by uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz,
  revoked_at timestamptz,
  FOREIGN KEY (organization, created_by) REFERENCES account.person (organization, id)
);
CREATE INDEX api_key_organization ON account.api_key (organization);

-- When a key was last used, written every few seconds: beside the key, since that is no change of it.
CREATE TABLE account.api_key_use (
  api_key_id uuid PRIMARY KEY REFERENCES account.api_key (id) ON DELETE CASCADE,
  last_used_at timestamptz NOT NULL
);

-- Tickets: what a link holds. Using one deletes it, so of two uses at once one finds nothing. ---------------------

CREATE TABLE account.ticket (
  token_hash bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
  purpose text NOT NULL CONSTRAINT purpose_is_known CHECK (purpose IN ('invite', 'sign_in')),
  person_id uuid NOT NULL REFERENCES account.person (id) ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL
);
CREATE INDEX ticket_person ON account.ticket (person_id);

GRANT SELECT, INSERT, UPDATE, DELETE ON account.person, account.session, account.api_key, account.api_key_use, account.ticket TO :app;

-- What is taken away is told to every server process, which then forgets what it had cached ------------------------

CREATE FUNCTION account.notify_access() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- "person 0b5c…": the table and the row that no longer admits what it did.
  PERFORM pg_notify('access', TG_TABLE_NAME || ' ' || OLD.id);
  RETURN NULL;
END $$;

CREATE TRIGGER notify_access AFTER DELETE ON account.session
  FOR EACH ROW EXECUTE FUNCTION account.notify_access();
CREATE TRIGGER notify_access_removed AFTER DELETE ON account.person
  FOR EACH ROW EXECUTE FUNCTION account.notify_access();
CREATE TRIGGER notify_access_changed AFTER UPDATE ON account.person
  FOR EACH ROW WHEN ((OLD.role, OLD.status, OLD.organization) IS DISTINCT FROM (NEW.role, NEW.status, NEW.organization))
  EXECUTE FUNCTION account.notify_access();
CREATE TRIGGER notify_access_removed AFTER DELETE ON account.api_key
  FOR EACH ROW EXECUTE FUNCTION account.notify_access();
CREATE TRIGGER notify_access_changed AFTER UPDATE ON account.api_key
  FOR EACH ROW WHEN ((OLD.scopes, OLD.expires_at, OLD.revoked_at, OLD.key_hash)
    IS DISTINCT FROM (NEW.scopes, NEW.expires_at, NEW.revoked_at, NEW.key_hash))
  EXECUTE FUNCTION account.notify_access();

-- What is recorded ------------------------------------------------------------------------------------------------

SELECT audit.define('USER', ARRAY['invite', 'accept', 'update', 'remove']);
SELECT audit.track('account.person', 'USER', '{
  "actors": "USER",
  "name": ["name", "email"],
  "fields": {"password_hash": "password"},
  "redact": ["password_hash"],
  "ignore": ["invited_at", "last_sign_in_at"]
}');

SELECT audit.define('API_KEY', ARRAY['create', 'revoke']);
SELECT audit.track('account.api_key', 'API_KEY', '{
  "actors": "API_KEY",
  "name": "name",
  "fields": {"key_hash": "key"},
  "redact": ["key_hash"],
  "ignore": ["prefix", "created_by", "created_at"]
}');

-- A session is no entity of its own: its beginning, its end, and what did not become one are recorded by hand, in the
-- transaction that makes or ends it.
SELECT audit.define('AUTHENTICATION', ARRAY['sign_in', 'sign_out', 'sign_in_failed']);
