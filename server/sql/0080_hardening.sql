-- What was found by attacking it.

-- The characters that nobody sees and that a spreadsheet may skip before a formula, one by one: `\s` means what the
-- database's locale says. They are Unicode's White_Space, Default_Ignorable_Code_Point and controls, the annotation marks
-- and the blank of Braille.
CREATE OR REPLACE FUNCTION audit.cell(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT CASE WHEN value ~ ('^[\t\r\n]|^[\u0001-\u0020\u007F-\u00A0\u00AD\u034F\u061C\u115F\u1160\u1680\u17B4\u17B5\u180B-\u180F'
  '\u2000-\u200F\u2028-\u202F\u205F-\u206F\u2800\u3000\u3164\uFE00-\uFE0F\uFEFF\uFFA0\uFFF0-\uFFFB'
  '\U0001BCA0-\U0001BCA3\U0001D173-\U0001D17A\U000E0000-\U000E0FFF]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]')
  THEN '''' || value ELSE value END $$;

-- In the line of those who try at an account under attack a block of addresses has a few places, however many networks it
-- divides into: of a /48 anybody has 65,536.
ALTER TABLE account.sign_in_turn ADD blocks text[] NOT NULL DEFAULT '{}';

DROP FUNCTION account.take_turn(text, text, interval, interval, integer);

-- Takes the network's turn at the account. 0: it has it now; more: the seconds to wait, its place is kept until `patience`
-- after that; null: too many wait already, in all or of a block that it lies in, and it has no place.
CREATE FUNCTION account.take_turn(of_account text, of_network text, in_blocks text[], most_in_block integer[], most integer, spacing interval, patience interval)
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
END $$;

REVOKE EXECUTE ON FUNCTION account.take_turn(text, text, text[], integer[], integer, interval, interval) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION account.take_turn(text, text, text[], integer[], integer, interval, interval) TO :app;

-- Counted apart: what was refused unlooked at ('throttled'), and failures that are too many for an entry each.
ALTER TABLE account.sign_in_refusal ADD outcome text NOT NULL DEFAULT 'throttled',
  DROP CONSTRAINT sign_in_refusal_organization_person_id_key,
  ADD UNIQUE NULLS NOT DISTINCT (organization, person_id, outcome);
