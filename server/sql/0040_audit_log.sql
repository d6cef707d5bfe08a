-- Reading the log is itself something to be recorded.
SELECT audit.define('AUDIT_LOG', ARRAY['export']);

-- A text as a cell that no spreadsheet runs: what begins like a formula gets an apostrophe in front.
-- (OWASP, "CSV Injection": =, +, -, @, tab and carriage return.)
CREATE FUNCTION audit.cell(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT CASE WHEN value ~ '^[=+\-@\t\r]' THEN '''' || value ELSE value END $$;

-- The changes of an entry as people are shown them: names in place of ids, also of persons.
CREATE FUNCTION audit.shown_changes(of_organization integer, changes jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
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
END $$;

-- The last known name of a person; the id where there is none.
CREATE FUNCTION audit.person_name(of_organization integer, person_id text) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN coalesce((SELECT a.name FROM audit.actor a WHERE a.organization = of_organization AND a.kind = 'USER' AND a.id = person_id), person_id);
END $$;

REVOKE EXECUTE ON FUNCTION audit.cell(text), audit.shown_changes(integer, jsonb), audit.person_name(integer, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit.cell(text), audit.shown_changes(integer, jsonb), audit.person_name(integer, text) TO :app;
