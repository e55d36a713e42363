-- Heap's users, with when each changed: who compares them looks at those that changed since. `changed` is drawn
-- under the inbox's lock (data.next_change), so that data.inbox_barrier bounds it as it bounds the inbox.
ALTER TABLE data.heap_user
  -- What was computed of the person's events, by the name of the trait.
  ADD COLUMN traits jsonb NOT NULL DEFAULT '{}',
  -- Heap's table of users holds the person; otherwise events alone tell of them.
  ADD COLUMN is_listed boolean NOT NULL DEFAULT true,
  ADD COLUMN is_gone boolean NOT NULL DEFAULT false,
  ADD COLUMN changed bigint NOT NULL DEFAULT 0;
CREATE INDEX heap_user_changed ON data.heap_user (connection_id, changed);

-- A number for what this transaction changes of a connection's people.
CREATE FUNCTION data.next_change(p_connection text) RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(7201, hashtext(p_connection));
  RETURN nextval('data.inbox_id');
END $$;
