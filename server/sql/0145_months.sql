-- A second rollup, of whole months: what adds up two years reads a thousand rows in place of thirty thousand (docs/design/counts.md).
CREATE TABLE audit.rollup_month (
  organization integer NOT NULL,
  month date NOT NULL, -- its first day
  event_type smallint NOT NULL,
  action smallint NOT NULL,
  entries bigint NOT NULL,
  PRIMARY KEY (organization, month, event_type, action)
) WITH (fillfactor = 70); -- the rows of this month are written again and again

ALTER TABLE audit.rollup_month ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_organization ON audit.rollup_month FOR SELECT USING (organization = (SELECT audit.current_organization()));
GRANT SELECT ON audit.rollup_month TO :app;

-- A sequencer that runs meanwhile waits, so that no batch of its is in neither sum.
LOCK TABLE audit.rollup IN SHARE ROW EXCLUSIVE MODE;
INSERT INTO audit.rollup_month (organization, month, event_type, action, entries)
SELECT organization, date_trunc('month', day::timestamp)::date, event_type, action, sum(entries) FROM audit.rollup GROUP BY 1, 2, 3, 4;

-- The months follow the days, whoever writes them.
CREATE FUNCTION audit.sum_months() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
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
END $$;
CREATE TRIGGER sum_inserted AFTER INSERT ON audit.rollup REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION audit.sum_months();
CREATE TRIGGER sum_updated AFTER UPDATE ON audit.rollup REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION audit.sum_months();
CREATE TRIGGER sum_deleted AFTER DELETE ON audit.rollup REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION audit.sum_months();
