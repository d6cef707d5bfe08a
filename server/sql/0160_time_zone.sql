-- The organization's time zone: a name of the IANA database, such as Asia/Kathmandu; null: none chosen. It is told beside the
-- reader's own and UTC; times themselves are kept, exported and shared in UTC. Which names there are is the server's to know.
ALTER TABLE audit.organization ADD time_zone text
  CONSTRAINT time_zone_is_a_name CHECK (time_zone ~ '^[A-Z][A-Za-z0-9_+-]*(/[A-Z][A-Za-z0-9_+-]*)*$' AND char_length(time_zone) <= 64);

SELECT audit.define('ORGANIZATION', ARRAY['update']);

-- Recorded by hand: as a tracked table its entity would be the number that no one outside knows it by, and its first row would
-- need an actor before there can be one. Whoever changes it at a console speaks for no organization yet.
CREATE FUNCTION audit.record_time_zone() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF coalesce(current_setting('audit.actor', true), '') = '' THEN
    PERFORM set_config('audit.organization', NEW.number::text, true);
  END IF;
  -- Refuses an actor of another organization.
  PERFORM audit.current_acting(NEW.number);
  PERFORM audit.record('ORGANIZATION', 'update', NEW.id::text, NEW.name, NULL,
    jsonb_build_array(jsonb_build_object('field', 'timeZone', 'old', OLD.time_zone, 'new', NEW.time_zone)));
  RETURN NULL;
END $$;
CREATE TRIGGER record_time_zone AFTER UPDATE OF time_zone ON audit.organization FOR EACH ROW
  WHEN (OLD.time_zone IS DISTINCT FROM NEW.time_zone) EXECUTE FUNCTION audit.record_time_zone();
-- As the triggers of tracked tables: session_replication_role = replica must not be a way around the log.
ALTER TABLE audit.organization ENABLE ALWAYS TRIGGER record_time_zone;

-- Sets or clears the zone of the connection's organization, inside a transaction that says who acts; the same again changes
-- and records nothing.
CREATE FUNCTION audit.set_time_zone(zone text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  UPDATE audit.organization SET time_zone = zone WHERE number = audit.current_organization() AND time_zone IS DISTINCT FROM zone
$$;

REVOKE EXECUTE ON FUNCTION audit.record_time_zone(), audit.set_time_zone(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit.set_time_zone(text) TO :app;
