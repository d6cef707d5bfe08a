-- What was found by attacking it.

-- The characters that nobody sees and that a spreadsheet may skip before a formula, one by one: `\s` means what the
-- database's locale says. They are Unicode's White_Space, Default_Ignorable_Code_Point and controls, the annotation marks
-- and the blank of Braille.
CREATE OR REPLACE FUNCTION audit.cell(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT CASE WHEN value ~ ('^[\t\r\n]|^[\u0001-\u0020\u007F-\u00A0\u00AD\u034F\u061C\u115F\u1160\u1680\u17B4\u17B5\u180B-\u180F'
  '\u2000-\u200F\u2028-\u202F\u205F-\u206F\u2800\u3000\u3164\uFE00-\uFE0F\uFEFF\uFFA0\uFFF0-\uFFFB'
  '\U0001BCA0-\U0001BCA3\U0001D173-\U0001D17A\U000E0000-\U000E0FFF]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]')
  THEN '''' || value ELSE value END $$;
