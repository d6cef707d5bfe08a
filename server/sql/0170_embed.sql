-- Tokens of embedded viewers: each shows a part of the log, which the key that made it may read, in pages of some origins.
-- Revocable with the key, whose changes are told to every server process already (0010).

CREATE TABLE account.embed_token (
  id uuid PRIMARY KEY, -- no secret: it is in the address of the page that is framed
  token_hash bytea NOT NULL UNIQUE CHECK (octet_length(token_hash) = 32),
  api_key_id uuid NOT NULL REFERENCES account.api_key (id) ON DELETE CASCADE,
  filter jsonb NOT NULL, -- in normal form
  origins text[] NOT NULL CONSTRAINT embed_token_has_origins CHECK (cardinality(origins) > 0),
  viewer text CONSTRAINT embed_token_viewer_is_not_blank CHECK (viewer ~ '\S' AND char_length(viewer) <= 200),
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL
);
CREATE INDEX embed_token_of_key ON account.embed_token (api_key_id, expires_at);
GRANT SELECT, INSERT, DELETE ON account.embed_token TO :app;
