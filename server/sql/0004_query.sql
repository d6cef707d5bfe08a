-- What reading needs beside the log itself.

-- The secret that authenticates cursors: one for all processes of an installation, made here and never shown.
CREATE TABLE audit.cursor_key (
  singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  secret bytea NOT NULL DEFAULT uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())
);
INSERT INTO audit.cursor_key DEFAULT VALUES;
GRANT SELECT ON audit.cursor_key TO :app;
