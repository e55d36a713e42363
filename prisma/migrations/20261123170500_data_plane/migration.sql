-- The control plane's rules that Prisma's schema can't say.
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_role" CHECK (role IN ('owner', 'admin', 'editor', 'viewer'));
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_role" CHECK (role IN ('owner', 'admin', 'editor', 'viewer'));
ALTER TABLE "connections" ADD CONSTRAINT "connections_kind" CHECK (kind IN ('heap', 'segment', 'warehouse'));
ALTER TABLE "syncs" ADD CONSTRAINT "syncs_status" CHECK (status IN ('draft', 'live', 'paused'));
ALTER TABLE "runs" ADD CONSTRAINT "runs_status" CHECK (status IN ('queued', 'running', 'succeeded', 'partial', 'failed', 'cancelled'));
ALTER TABLE "runs" ADD CONSTRAINT "runs_balanced" CHECK (
  read = filtered + invalid + delivered + rejected + pending
  AND least(filtered, invalid, delivered, rejected, pending) >= 0
);
-- One run of a sync reads at a time, others may still be waiting for pending rows.
CREATE UNIQUE INDEX "runs_one_reading" ON "runs" (sync_id) WHERE stopped_reading_at IS NULL AND finished_at IS NULL;

-- The data plane: set-based SQL, in a schema of its own.
CREATE SCHEMA data;

CREATE SEQUENCE data.inbox_id AS bigint;

CREATE TABLE data.inbox (
  id bigint NOT NULL DEFAULT nextval('data.inbox_id'),
  day date NOT NULL,
  connection_id text NOT NULL,
  stream text NOT NULL,
  record_key text NOT NULL,
  event text NOT NULL,
  -- json, not jsonb: the text as it came, and it reads back faster.
  payload json NOT NULL,
  bytes integer NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (id, day)
) PARTITION BY RANGE (day);
CREATE INDEX inbox_reading ON data.inbox (connection_id, stream, id);

-- What makes a repeat a repeat, for seven days. A partitioned table can't carry
-- a unique key without its partition column, hence a table of its own.
CREATE TABLE data.inbox_key (
  connection_id text NOT NULL,
  key uuid NOT NULL,
  day date NOT NULL,
  PRIMARY KEY (connection_id, key)
);
CREATE INDEX inbox_key_day ON data.inbox_key (day);

CREATE FUNCTION data.ensure_inbox_partition(p_day date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  name text := 'inbox_' || to_char(p_day, 'YYYYMMDD');
BEGIN
  IF to_regclass('data.' || name) IS NOT NULL THEN RETURN; END IF;
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

-- Appends records of one connection and stream, answers the ordinals (from 1)
-- of those that were new. The shared lock is taken before ids are drawn: see
-- data.inbox_barrier.
CREATE FUNCTION data.append_inbox(
  p_connection text, p_stream text, p_day date,
  p_keys uuid[], p_record_keys text[], p_events text[], p_payloads text[]
) RETURNS integer[] LANGUAGE plpgsql AS $$
DECLARE
  taken integer[];
BEGIN
  PERFORM data.ensure_inbox_partition(p_day);
  PERFORM pg_advisory_xact_lock_shared(7201, hashtext(p_connection));
  WITH input AS (
    SELECT DISTINCT ON (key) key, record_key, event, payload, ord::integer AS ord
    FROM unnest(p_keys, p_record_keys, p_events, p_payloads) WITH ORDINALITY AS t (key, record_key, event, payload, ord)
    ORDER BY key, ord
  ), fresh AS (
    INSERT INTO data.inbox_key AS known (connection_id, key, day)
    SELECT p_connection, key, p_day FROM input ORDER BY key
    ON CONFLICT (connection_id, key) DO UPDATE SET day = excluded.day WHERE known.day < excluded.day - 7
    RETURNING key
  ), added AS (
    INSERT INTO data.inbox (day, connection_id, stream, record_key, event, payload, bytes)
    SELECT p_day, p_connection, p_stream, record_key, event, payload::json, octet_length(payload)
    FROM input JOIN fresh USING (key) ORDER BY ord
    RETURNING 1
  )
  SELECT array_agg(ord ORDER BY ord) INTO taken FROM input JOIN fresh USING (key);
  RETURN coalesce(taken, '{}');
END $$;

-- The id up to which a connection's records can be read without a gap: whoever
-- drew a smaller id has committed or rolled back once the exclusive lock is got.
CREATE FUNCTION data.inbox_barrier(p_connection text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  high bigint;
BEGIN
  PERFORM pg_advisory_xact_lock(7201, hashtext(p_connection));
  SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END INTO high FROM data.inbox_id;
  RETURN high;
END $$;

-- The cursor of a sync, and the flag "has news" that turns wakes into hints.
CREATE TABLE data.cursor (
  sync_id text PRIMARY KEY REFERENCES public.syncs (id) ON DELETE CASCADE,
  connection_id text NOT NULL,
  stream text NOT NULL,
  position bigint NOT NULL,
  owner text,
  owned_at timestamptz,
  has_news boolean NOT NULL DEFAULT false,
  news_at timestamptz
) WITH (fillfactor = 50);
CREATE INDEX cursor_source ON data.cursor (connection_id, stream);

-- Read and to be sent, without a final answer yet.
CREATE TABLE data.pending (
  id bigint GENERATED ALWAYS AS IDENTITY,
  sync_id text NOT NULL REFERENCES public.syncs (id) ON DELETE CASCADE,
  run_id text NOT NULL REFERENCES public.runs (id) ON DELETE CASCADE,
  chunk integer NOT NULL,
  inbox_id bigint NOT NULL,
  record_key text NOT NULL,
  event text NOT NULL,
  person text,
  message text NOT NULL,
  bytes integer NOT NULL,
  attempts integer NOT NULL,
  last_status integer,
  last_error text,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (sync_id, id)
);
CREATE INDEX pending_run ON data.pending (run_id, id);

CREATE TABLE data.dead_letter (
  id text PRIMARY KEY,
  workspace_id text NOT NULL REFERENCES public.workspaces (id) ON DELETE CASCADE,
  connection_id text NOT NULL,
  sync_id text REFERENCES public.syncs (id) ON DELETE CASCADE,
  run_id text REFERENCES public.runs (id) ON DELETE CASCADE,
  chunk integer,
  inbox_id bigint,
  record_key text NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('invalid', 'rejected', 'refused')),
  code text NOT NULL,
  message text NOT NULL,
  event text,
  person text,
  attempts integer NOT NULL DEFAULT 0,
  -- Text, not json: what ingest refused may be no JSON at all.
  record text NOT NULL,
  payload text,
  response text,
  created_at timestamptz NOT NULL DEFAULT now(),
  resolved_at timestamptz
);
CREATE INDEX dead_letter_run ON data.dead_letter (run_id, created_at, id);
CREATE INDEX dead_letter_workspace ON data.dead_letter (workspace_id, created_at DESC, id);
CREATE INDEX dead_letter_refused ON data.dead_letter (connection_id, created_at) WHERE outcome = 'refused';
