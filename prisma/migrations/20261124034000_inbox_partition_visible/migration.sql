-- A partition is visible in the catalog an instant before other sessions are told
-- that the inbox has one more; an insert in between finds none for its row. The
-- maker's lock is released after they were told: waiting for it closes the gap.
CREATE OR REPLACE FUNCTION data.ensure_inbox_partition(p_day date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  name text := 'inbox_' || to_char(p_day, 'YYYYMMDD');
BEGIN
  IF to_regclass('data.' || name) IS NOT NULL THEN
    PERFORM pg_advisory_xact_lock_shared(7202, 0);
    RETURN;
  END IF;
  PERFORM pg_advisory_xact_lock(7202, 0);
  -- A query, not to_regclass: that one answers from a cache which waiting for an
  -- advisory lock does not refresh.
  IF EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'data' AND c.relname = name) THEN
    RETURN;
  END IF;
  -- Made apart and attached after: attaching lets readers and writers go on.
  EXECUTE format('CREATE TABLE data.%I (LIKE data.inbox INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', name);
  EXECUTE format('ALTER TABLE data.inbox ATTACH PARTITION data.%I FOR VALUES FROM (%L) TO (%L)', name, p_day, p_day + 1);
END $$;
