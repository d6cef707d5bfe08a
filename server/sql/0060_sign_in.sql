-- Guessing passwords is slowed down for all server processes together, and over restarts; nobody is locked out by it.

-- How often somebody tried, under keys that hold no address: kept by rate-limiter-flexible, whose form this is.
CREATE TABLE account.sign_in_attempts (
  key varchar(255) PRIMARY KEY,
  points integer NOT NULL DEFAULT 0,
  expire bigint -- milliseconds since 1970
);
CREATE INDEX sign_in_attempts_expire ON account.sign_in_attempts (expire);

-- Browsers in which somebody has signed in before (OWASP, "Slow Down Online Guessing Attacks with Device Cookies").
CREATE TABLE account.device (
  token_hash bytea NOT NULL CHECK (octet_length(token_hash) = 32),
  person_id uuid NOT NULL REFERENCES account.person (id) ON DELETE CASCADE,
  last_used_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (person_id, token_hash)
);
CREATE INDEX device_token ON account.device (token_hash);

-- Turns of the networks that try at one account while it is under attack: one each at a time, in the order in which they
-- came, so that whoever owns the account comes to it however often the others ask.
CREATE TABLE account.sign_in_turn (
  account text NOT NULL,
  network text NOT NULL,
  at timestamptz NOT NULL,
  taken boolean NOT NULL,
  PRIMARY KEY (account, network)
);

-- Takes the network's turn at the account. 0: it has it now; more: the seconds to wait, its place is kept until `patience`
-- after that; null: too many wait already, and it has no place.
CREATE FUNCTION account.take_turn(of_account text, of_network text, spacing interval, patience interval, most integer)
RETURNS float8 LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  mine timestamptz;
  present timestamptz;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(of_account, 60));
  present := clock_timestamp();
  DELETE FROM account.sign_in_turn t WHERE t.account = of_account AND t.at < present - greatest(patience, spacing);
  SELECT t.at INTO mine FROM account.sign_in_turn t WHERE t.account = of_account AND t.network = of_network AND NOT t.taken;
  IF mine IS NULL THEN
    IF (SELECT count(*) >= most FROM account.sign_in_turn t WHERE t.account = of_account AND t.at > present) THEN
      RETURN NULL;
    END IF;
    SELECT greatest(present, max(t.at) + spacing) INTO mine FROM account.sign_in_turn t WHERE t.account = of_account;
    INSERT INTO account.sign_in_turn AS t VALUES (of_account, of_network, mine, mine <= present)
      ON CONFLICT (account, network) DO UPDATE SET at = excluded.at, taken = excluded.taken;
  ELSIF mine <= present THEN
    UPDATE account.sign_in_turn t SET taken = true WHERE t.account = of_account AND t.network = of_network;
  END IF;
  RETURN greatest(extract(epoch FROM mine - present), 0);
END $$;

-- Attempts that were refused unlooked at, counted until one entry tells them: an attacker writes nothing into the log at
-- will, and nothing is left out of it. No foreign key: they are told also of who is removed meanwhile.
CREATE TABLE account.sign_in_refusal (
  organization integer NOT NULL,
  person_id uuid, -- null: at addresses without an account
  attempts bigint NOT NULL,
  first_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  last_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  source jsonb NOT NULL, -- of the first one
  UNIQUE NULLS NOT DISTINCT (organization, person_id)
);

-- What a spreadsheet runs, as OWASP lists it by now ("CSV Injection"): line feeds and the full-width forms too, and all of
-- them behind blanks, which some programs cut off.
CREATE OR REPLACE FUNCTION audit.cell(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT CASE WHEN value ~ '^[\t\r\n]|^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]' THEN '''' || value ELSE value END $$;

GRANT SELECT, INSERT, UPDATE, DELETE ON account.sign_in_attempts, account.device, account.sign_in_turn, account.sign_in_refusal TO :app;
REVOKE EXECUTE ON FUNCTION account.take_turn(text, text, interval, interval, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION account.take_turn(text, text, interval, interval, integer) TO :app;
