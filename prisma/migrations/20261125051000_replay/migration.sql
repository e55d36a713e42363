-- AlterTable
ALTER TABLE "syncs" ADD COLUMN     "draining_since" TIMESTAMPTZ(3);

-- A replay is a run of its own beside the one that reads: only of the others is there one at a time.
DROP INDEX "runs_one_reading";
CREATE UNIQUE INDEX "runs_one_reading" ON "runs" (sync_id)
  WHERE stopped_reading_at IS NULL AND finished_at IS NULL AND trigger <> 'replay';

-- How often records of this sync were delivered anew on purpose: the generation in their message ids.
-- Kept here, since runs may be forgotten and a generation must never be used twice.
ALTER TABLE data.cursor ADD COLUMN generation integer NOT NULL DEFAULT 0;

-- What a replay takes, and how far it is. The commit of its chunks is fenced by position and owner.
CREATE TABLE data.replay (
  run_id text PRIMARY KEY REFERENCES public.runs (id) ON DELETE CASCADE,
  sync_id text NOT NULL REFERENCES public.syncs (id) ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('letters', 'inbox')),
  -- How many records it takes; null where counting them took too long.
  total bigint,
  position bigint NOT NULL,
  owner text,
  owned_at timestamptz,
  -- Of an inbox replay, in the ids of its records; items have theirs.
  generation integer,
  connection_id text,
  stream text,
  from_id bigint,
  to_id bigint,
  from_at timestamptz,
  to_at timestamptz,
  event text,
  q text,
  CHECK (kind = 'letters' OR (generation IS NOT NULL AND connection_id IS NOT NULL AND stream IS NOT NULL
    AND from_id IS NOT NULL AND to_id IS NOT NULL AND from_at IS NOT NULL AND to_at IS NOT NULL))
) WITH (fillfactor = 50);
CREATE INDEX replay_sync ON data.replay (sync_id);

-- The dead letters that a replay takes, in the order in which their records came.
CREATE TABLE data.replay_item (
  run_id text NOT NULL REFERENCES data.replay (run_id) ON DELETE CASCADE,
  position bigint NOT NULL,
  dead_letter_id text NOT NULL,
  record_key text NOT NULL,
  generation integer NOT NULL,
  -- The record as somebody edited it; null: as it came.
  record text,
  PRIMARY KEY (run_id, position)
);
CREATE UNIQUE INDEX replay_item_record ON data.replay_item (run_id, record_key);
CREATE INDEX replay_item_letter ON data.replay_item (dead_letter_id);

-- A message without what differs from record to record, so that like reasons are counted together.
CREATE FUNCTION data.message_shape(message text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT left(regexp_replace(regexp_replace(regexp_replace(regexp_replace(message,
    '"[^"]*"|“[^”]*”', '“…”', 'g'),
    '[[:alnum:]._%+-]+@[[:alnum:].-]+', '…', 'g'),
    '\[[0-9]+\]', '[#]', 'g'),
    '[0-9]{4,}', '#', 'g'), 300)
$$;

ALTER TABLE data.dead_letter
  -- What became of it: its record was delivered or filtered after all, or failed again as a newer dead letter.
  ADD COLUMN resolution text CHECK (resolution IN ('delivered', 'filtered', 'superseded')),
  -- The run that did.
  ADD COLUMN resolved_by text,
  ADD COLUMN shape text GENERATED ALWAYS AS (data.message_shape(message)) STORED;
CREATE INDEX dead_letter_record ON data.dead_letter (sync_id, record_key);
CREATE INDEX dead_letter_listed ON data.dead_letter (workspace_id, id);
