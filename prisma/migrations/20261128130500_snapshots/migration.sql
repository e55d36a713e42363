-- When a sync with a schedule runs by itself.
ALTER TABLE "syncs" ADD COLUMN "next_run_at" TIMESTAMPTZ(3);
CREATE INDEX "syncs_next_run_at_idx" ON "syncs" ("next_run_at");

-- Pages of what changed since are read in this order.
DROP INDEX data.heap_user_changed;
CREATE INDEX heap_user_changed ON data.heap_user (connection_id, changed, user_id);
ALTER TABLE data.heap_user ADD COLUMN changed_at timestamptz NOT NULL DEFAULT now();

CREATE FUNCTION data.note_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.changed_at := now();
  RETURN NEW;
END $$;
CREATE TRIGGER heap_user_changed_at BEFORE UPDATE OF changed ON data.heap_user
  FOR EACH ROW EXECUTE FUNCTION data.note_change();

-- What a sync last sent of each user.
CREATE TABLE data.snapshot (
  sync_id text NOT NULL REFERENCES public.syncs (id) ON DELETE CASCADE,
  key text NOT NULL,
  -- Of the call, but for its id; null: none that still counts.
  hash uuid,
  -- heap_user.changed as it was when they were compared.
  seen bigint NOT NULL,
  -- Counts up with each call: part of the message id.
  generation integer NOT NULL DEFAULT 0,
  is_removed boolean NOT NULL DEFAULT false,
  -- The call, where a sync keeps it.
  payload json,
  PRIMARY KEY (sync_id, key)
);

-- What a snapshot is of, and up to which change.
CREATE TABLE data.snapshot_state (
  sync_id text PRIMARY KEY REFERENCES public.syncs (id) ON DELETE CASCADE,
  source_connection_id text NOT NULL,
  destination_connection_id text NOT NULL,
  -- Null: not one comparison came to its end.
  version integer,
  compared_to bigint NOT NULL DEFAULT 0
);

-- The comparison that a run begins with, page by page.
CREATE TABLE data.comparison (
  run_id text PRIMARY KEY REFERENCES public.runs (id) ON DELETE CASCADE,
  sync_id text NOT NULL,
  -- changes: who changed since; everyone: all are compared; resend: all are sent anew; range: who changed then is.
  mode text NOT NULL CHECK (mode IN ('changes', 'everyone', 'resend', 'range')),
  -- Null until it begins.
  since bigint,
  until bigint,
  from_at timestamptz,
  to_at timestamptz,
  total integer,
  -- The user that the last page ended with.
  at_change bigint NOT NULL DEFAULT 0,
  at_key text NOT NULL DEFAULT '',
  compared integer NOT NULL DEFAULT 0,
  added integer NOT NULL DEFAULT 0,
  changed integer NOT NULL DEFAULT 0,
  removed integer NOT NULL DEFAULT 0,
  unchanged integer NOT NULL DEFAULT 0,
  left_out integer NOT NULL DEFAULT 0,
  begun_at timestamptz,
  finished_at timestamptz
);
CREATE INDEX comparison_sync ON data.comparison (sync_id);

-- How users as they are now differ from a snapshot. Of each: present with the hash of its call, or gone, left_out
-- by the filter, or merged into another. Nobody is written.
CREATE FUNCTION data.snapshot_differences(
  p_sync text, p_resend boolean, p_keys text[], p_kinds text[], p_hashes uuid[]
) RETURNS TABLE (ord bigint, difference text, is_returned boolean, generation integer) LANGUAGE sql STABLE AS $$
  SELECT t.ord,
    CASE
      WHEN t.kind = 'present' AND (s.hash IS NULL OR s.is_removed) THEN 'added'
      WHEN t.kind = 'present' AND (s.hash <> t.hash OR p_resend) THEN 'changed'
      WHEN t.kind = 'present' THEN 'unchanged'
      WHEN t.kind IN ('gone', 'left_out') AND s.hash IS NOT NULL AND NOT s.is_removed THEN 'removed'
      ELSE 'left_out'
    END,
    coalesce(s.is_removed, false),
    coalesce(s.generation + 1, 0)
  FROM unnest(p_keys, p_kinds, p_hashes) WITH ORDINALITY AS t (key, kind, hash, ord)
  LEFT JOIN data.snapshot s ON s.sync_id = p_sync AND s.key = t.key
$$;

-- Takes a page of users into a snapshot and appends those that differ to the sync's log in the inbox, in one
-- statement. Answers how many of each difference there were.
CREATE FUNCTION data.take_snapshot(
  p_connection text, p_log text, p_sync text, p_resend boolean, p_tells_removed boolean, p_day date,
  p_keys text[], p_kinds text[], p_hashes uuid[], p_seen bigint[], p_record_keys text[], p_records text[], p_payloads text[]
) RETURNS TABLE (difference text, count integer) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM data.ensure_inbox_partition(p_day);
  PERFORM pg_advisory_xact_lock_shared(7201, hashtext(p_connection));
  RETURN QUERY
  WITH input AS (
    SELECT d.*, t.* FROM data.snapshot_differences(p_sync, p_resend, p_keys, p_kinds, p_hashes) AS d
    JOIN unnest(p_keys, p_kinds, p_hashes, p_seen, p_record_keys, p_records, p_payloads) WITH ORDINALITY
      AS t (key, kind, hash, seen, record_key, record, payload, place) ON t.place = d.ord
  ), kept AS (
    INSERT INTO data.snapshot AS known (sync_id, key, hash, seen, generation, is_removed, payload)
    SELECT p_sync, i.key, i.hash, i.seen, i.generation, false, i.payload::json FROM input i
    WHERE i.difference IN ('added', 'changed') ORDER BY i.key
    ON CONFLICT (sync_id, key) DO UPDATE SET hash = excluded.hash, seen = excluded.seen, generation = excluded.generation,
      is_removed = false, payload = excluded.payload
  ), seen AS (
    UPDATE data.snapshot s SET seen = i.seen,
      is_removed = s.is_removed OR i.difference = 'removed',
      generation = CASE WHEN i.difference = 'removed' THEN i.generation ELSE s.generation END,
      -- Who became another is that other by now: none of its traits are taken back.
      hash = CASE WHEN i.kind = 'merged' THEN NULL ELSE s.hash END
    FROM input i WHERE s.sync_id = p_sync AND s.key = i.key AND i.difference IN ('removed', 'unchanged', 'left_out')
  ), told AS (
    INSERT INTO data.inbox (day, connection_id, stream, record_key, event, payload, bytes, generation)
    SELECT p_day, p_connection, p_log, i.record_key, 'user', marked.record::json, octet_length(marked.record),
      -- Above those that Heap Connect counts, and below what is sent anew on purpose.
      1073741824 + i.generation
    FROM input i, LATERAL (SELECT CASE
      WHEN i.difference = 'removed' THEN '{"_removed":true,' || substr(i.record, 2)
      WHEN i.is_returned THEN '{"_removed":false,' || substr(i.record, 2)
      ELSE i.record END AS record) AS marked
    WHERE i.difference IN ('added', 'changed') OR (i.difference = 'removed' AND p_tells_removed)
    ORDER BY i.ord
  )
  SELECT i.difference, count(*)::integer FROM input i GROUP BY i.difference;
END $$;
