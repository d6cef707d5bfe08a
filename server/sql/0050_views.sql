-- Viewing the log is recorded, as exporting it is: once for each page session, for a key once a day.
SELECT audit.define('AUDIT_LOG', ARRAY['view']);

-- What is recorded once and not again: the row is written in the transaction of its entry, so that of several requests,
-- in one process or in many, exactly one records, and none goes on before that has committed.
CREATE TABLE audit.noted (
  organization integer NOT NULL,
  who text NOT NULL CHECK (char_length(who) <= 200),
  occasion text NOT NULL CHECK (char_length(occasion) <= 200),
  noted_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (organization, who, occasion)
);
CREATE INDEX noted_age ON audit.noted (organization, noted_at);

ALTER TABLE audit.noted ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_organization ON audit.noted FOR SELECT USING (organization = (SELECT audit.current_organization()));

-- Whether this is the first time, for the organization that acts. Waits for another transaction that is just noting the
-- same. Each new row takes some away that are older than any session: the table holds no more than these.
CREATE FUNCTION audit.note_once(who text, occasion text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
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
END $$;

REVOKE EXECUTE ON FUNCTION audit.note_once(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit.note_once(text, text) TO :app;
