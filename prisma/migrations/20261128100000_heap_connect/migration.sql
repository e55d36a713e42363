-- A record that came again with other content, as Heap's exports bring them, is delivered anew:
-- its generation is part of the message id.
ALTER TABLE data.inbox ADD COLUMN generation integer NOT NULL DEFAULT 0;

-- The same as data.append_inbox, for records that may have come before with other content.
CREATE FUNCTION data.append_imported(
  p_connection text, p_stream text, p_day date,
  p_keys uuid[], p_record_keys text[], p_events text[], p_payloads text[], p_generations integer[]
) RETURNS integer[] LANGUAGE plpgsql AS $$
DECLARE
  taken integer[];
BEGIN
  PERFORM data.ensure_inbox_partition(p_day);
  PERFORM pg_advisory_xact_lock_shared(7201, hashtext(p_connection));
  WITH input AS (
    SELECT DISTINCT ON (key) key, record_key, event, payload, generation, ord::integer AS ord
    FROM unnest(p_keys, p_record_keys, p_events, p_payloads, p_generations)
      WITH ORDINALITY AS t (key, record_key, event, payload, generation, ord)
    ORDER BY key, ord
  ), fresh AS (
    INSERT INTO data.inbox_key AS known (connection_id, key, day)
    SELECT p_connection, key, p_day FROM input ORDER BY key
    ON CONFLICT (connection_id, key) DO UPDATE SET day = excluded.day WHERE known.day < excluded.day - 7
    RETURNING key
  ), added AS (
    INSERT INTO data.inbox (day, connection_id, stream, record_key, event, payload, bytes, generation)
    SELECT p_day, p_connection, p_stream, record_key, event, payload::json, octet_length(payload), generation
    FROM input JOIN fresh USING (key) ORDER BY ord
    RETURNING 1
  )
  SELECT array_agg(ord ORDER BY ord) INTO taken FROM input JOIN fresh USING (key);
  RETURN coalesce(taken, '{}');
END $$;

-- How a connection's Heap Connect is read. Whoever holds `owner` may commit.
CREATE TABLE data.connect_import (
  connection_id text PRIMARY KEY REFERENCES public.connections (id) ON DELETE CASCADE,
  state text NOT NULL DEFAULT 'idle' CHECK (state IN ('idle', 'reading')),
  owner text,
  -- Which bucket is read, and how often it was exchanged: dumps of another one are counted anew.
  bucket text,
  epoch integer NOT NULL DEFAULT 0,
  paused_at timestamptz,
  -- Somebody wants it read, and no import began since.
  asked_at timestamptz,
  started_at timestamptz,
  finished_at timestamptz,
  -- Live traffic has to be sent first.
  crowded_at timestamptz,
  -- Why reading stopped for now; null: it did not.
  error text,
  failed_at timestamptz,
  -- Of the import at work, for its progress.
  files_done integer NOT NULL DEFAULT 0,
  files_total integer NOT NULL DEFAULT 0
);

-- What the manifests told, so that each is read once.
CREATE TABLE data.connect_dump (
  connection_id text NOT NULL REFERENCES public.connections (id) ON DELETE CASCADE,
  dump_id bigint NOT NULL,
  -- [{name, incremental, files}]
  tables json NOT NULL,
  seen_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (connection_id, dump_id)
);

CREATE TABLE data.connect_table (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  connection_id text NOT NULL REFERENCES public.connections (id) ON DELETE CASCADE,
  name text NOT NULL,
  -- Heap's name of the event, which the export does not tell; somebody gave it.
  event text,
  is_included boolean NOT NULL DEFAULT false,
  -- How far it was read: so many files of a dump, and the next one up to a byte.
  dump_id bigint,
  files_read integer NOT NULL DEFAULT 0,
  next_byte bigint NOT NULL DEFAULT 0,
  rows_read bigint NOT NULL DEFAULT 0,
  rows_new bigint NOT NULL DEFAULT 0,
  rows_changed bigint NOT NULL DEFAULT 0,
  rows_gone bigint NOT NULL DEFAULT 0,
  rows_refused bigint NOT NULL DEFAULT 0,
  UNIQUE (connection_id, name)
) WITH (fillfactor = 50);

-- What was taken in of each row, so that a table that comes again yields differences only.
CREATE TABLE data.connect_row (
  table_id integer NOT NULL REFERENCES data.connect_table (id) ON DELETE CASCADE,
  key text NOT NULL,
  -- Of all but whose it is.
  hash uuid NOT NULL,
  user_id text NOT NULL,
  -- The newest dump that held it: epoch * 10^16 + dump_id, so that later is greater.
  seen_in bigint NOT NULL,
  generation integer NOT NULL DEFAULT 0,
  is_gone boolean NOT NULL DEFAULT false,
  PRIMARY KEY (table_id, key)
);

-- Files and manifests that can't be read; tried again with each import.
CREATE TABLE data.connect_problem (
  connection_id text NOT NULL REFERENCES public.connections (id) ON DELETE CASCADE,
  -- Empty: of the manifest.
  table_name text NOT NULL,
  dump_id bigint NOT NULL,
  file text NOT NULL,
  message text NOT NULL,
  -- How far it was read when it was tried again.
  next_byte bigint NOT NULL DEFAULT 0,
  at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (connection_id, dump_id, table_name, file)
);

-- Heap's users as they are now.
CREATE TABLE data.heap_user (
  connection_id text NOT NULL REFERENCES public.connections (id) ON DELETE CASCADE,
  user_id text NOT NULL,
  identity text,
  email text,
  record json NOT NULL,
  PRIMARY KEY (connection_id, user_id)
);

-- Which of Heap's users became which other.
CREATE TABLE data.heap_migration (
  connection_id text NOT NULL REFERENCES public.connections (id) ON DELETE CASCADE,
  from_user_id text NOT NULL,
  to_user_id text NOT NULL,
  migrated_at timestamptz,
  -- The newest dump that held it, as in data.connect_row.
  seen_in bigint NOT NULL,
  -- A record in the stream `merges` tells of it, or nothing had been sent under the old id.
  is_told boolean NOT NULL DEFAULT false,
  PRIMARY KEY (connection_id, from_user_id)
);
CREATE INDEX heap_migration_untold ON data.heap_migration (connection_id) WHERE NOT is_told;

-- Under which of Heap's ids records were taken in.
CREATE TABLE data.heap_seen (
  connection_id text NOT NULL REFERENCES public.connections (id) ON DELETE CASCADE,
  user_id text NOT NULL,
  PRIMARY KEY (connection_id, user_id)
);
