-- A spreadsheet of many countries separates cells by semicolons, and some by tabs. Opened there, the file's own quotes are text,
-- a cell begins behind each semicolon or tab within a value, and a row behind each line break.

-- What nobody sees and a spreadsheet may skip before a formula, as the inside of a bracket expression: see 0080_hardening.sql.
CREATE FUNCTION audit.unseen() RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT '\u0001-\u0020\u007F-\u00A0\u00AD\u034F\u061C\u115F\u1160\u1680\u17B4\u17B5\u180B-\u180F'
  '\u2000-\u200F\u2028-\u202F\u205F-\u206F\u2800\u3000\u3164\uFE00-\uFE0F\uFEFF\uFFA0\uFFF0-\uFFFB'
  '\U0001BCA0-\U0001BCA3\U0001D173-\U0001D17A\U000E0000-\U000E0FFF' $$;

-- A text as a cell: an apostrophe before what would be run, at its beginning and behind what may separate cells.
CREATE OR REPLACE FUNCTION audit.cell(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT CASE WHEN value ~ ('^[\t\r\n]|^[' || audit.unseen() || ']*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]') THEN '''' ELSE '' END
  || CASE WHEN value ~ '[;\t\r\n]'
    THEN regexp_replace(value, '([;\t\r\n][' || audit.unseen() || ']*)([=+\-@\uFF1D\uFF0B\uFF0D\uFF20])', '\1''\2', 'g')
    ELSE value END $$;

-- JSON as a cell: what would be run behind a semicolon is written as its escape, which every reader of JSON takes for the same.
CREATE FUNCTION audit.json_cell(value jsonb) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT CASE WHEN strpos(value::text, ';') = 0 THEN value::text ELSE
  regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(value::text,
    '(;[' || audit.unseen() || ']*)=', '\1\\u003d', 'g'), '(;[' || audit.unseen() || ']*)\+', '\1\\u002b', 'g'),
    '(;[' || audit.unseen() || ']*)-', '\1\\u002d', 'g'), '(;[' || audit.unseen() || ']*)@', '\1\\u0040', 'g'),
    '(;[' || audit.unseen() || ']*)\uFF1D', '\1\\uff1d', 'g'), '(;[' || audit.unseen() || ']*)\uFF0B', '\1\\uff0b', 'g'),
    '(;[' || audit.unseen() || ']*)\uFF0D', '\1\\uff0d', 'g'), '(;[' || audit.unseen() || ']*)\uFF20', '\1\\uff20', 'g') END $$;

REVOKE EXECUTE ON FUNCTION audit.unseen(), audit.json_cell(jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit.unseen(), audit.json_cell(jsonb) TO :app;
