-- A look through an eight times wider window may cost two hundred times as much: what is in the narrow one may be over at once, where
-- in the wide one thousands of each list have to be compared. At ten million entries the slowest pages were such looks of 35 ms, of
-- 12 ms that there are in all. So a window is widened only after a look that took next to nothing, and to a quarter of a year after one
-- of some 50 µs, as of a rare word. All else of the function is as in 0140_found.sql.
DO $$
DECLARE
  was constant text := 'clock_timestamp() - look_begun < longest / 8';
  definition constant text := pg_get_functiondef('audit.search_found'::regproc);
BEGIN
  IF strpos(definition, was) = 0 THEN
    RAISE EXCEPTION 'audit.search_found() is not the one of 0140_found.sql';
  END IF;
  EXECUTE replace(definition, was, 'clock_timestamp() - look_begun < longest / (CASE WHEN level < 4 THEN 64 ELSE 256 END)');
END $$;
