-- What is seen of the flow: counts that never go down, rollups by minute and hour, the logs of
-- runs, what each process measured, and which traces put records into the inbox.

-- Counts of a sync since it was made. Runs may be forgotten; these only grow.
CREATE TABLE data.total (
  sync_id text PRIMARY KEY REFERENCES public.syncs (id) ON DELETE CASCADE,
  read bigint NOT NULL DEFAULT 0,
  filtered bigint NOT NULL DEFAULT 0,
  invalid bigint NOT NULL DEFAULT 0,
  delivered bigint NOT NULL DEFAULT 0,
  rejected bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 50);
INSERT INTO data.total (sync_id, read, filtered, invalid, delivered, rejected)
SELECT sync_id, sum(read), sum(filtered), sum(invalid), sum(delivered), sum(rejected) FROM runs GROUP BY sync_id;

-- Every change of a run's books, whoever makes it, is counted in the same statement's transaction.
CREATE FUNCTION data.count_run() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO data.total AS t (sync_id, read, filtered, invalid, delivered, rejected)
  VALUES (NEW.sync_id, greatest(NEW.read - coalesce(OLD.read, 0), 0), greatest(NEW.filtered - coalesce(OLD.filtered, 0), 0),
    greatest(NEW.invalid - coalesce(OLD.invalid, 0), 0), greatest(NEW.delivered - coalesce(OLD.delivered, 0), 0),
    greatest(NEW.rejected - coalesce(OLD.rejected, 0), 0))
  ON CONFLICT (sync_id) DO UPDATE SET read = t.read + excluded.read, filtered = t.filtered + excluded.filtered,
    invalid = t.invalid + excluded.invalid, delivered = t.delivered + excluded.delivered,
    rejected = t.rejected + excluded.rejected;
  RETURN NULL;
END $$;
CREATE TRIGGER runs_counted AFTER UPDATE OF read, filtered, invalid, delivered, rejected ON runs
FOR EACH ROW WHEN ((OLD.read, OLD.filtered, OLD.invalid, OLD.delivered, OLD.rejected)
  IS DISTINCT FROM (NEW.read, NEW.filtered, NEW.invalid, NEW.delivered, NEW.rejected))
EXECUTE FUNCTION data.count_run();
CREATE TRIGGER runs_counted_from_start AFTER INSERT ON runs
FOR EACH ROW WHEN (NEW.read > 0) EXECUTE FUNCTION data.count_run();

-- What went over a connection in a minute. `out`: requests to a destination; `in`: requests to its
-- ingest address. Histograms count by the bounds of lib/shared/log-buckets.ts.
CREATE TABLE data.connection_minute (
  connection_id text NOT NULL REFERENCES public.connections (id) ON DELETE CASCADE,
  direction text NOT NULL CHECK (direction IN ('in', 'out')),
  minute timestamptz NOT NULL,
  -- requests = ok + throttled + refused + failed + unanswered
  requests bigint NOT NULL,
  ok bigint NOT NULL,
  throttled bigint NOT NULL,
  refused bigint NOT NULL,
  failed bigint NOT NULL,
  unanswered bigint NOT NULL,
  -- Delivered, or accepted; and those that were rejected, or repeats.
  records bigint NOT NULL,
  rejected bigint NOT NULL,
  duplicates bigint NOT NULL,
  -- How long requests took, and how long records were under way from arrival to answer.
  duration_ms bigint NOT NULL,
  durations bigint[] NOT NULL,
  delay_ms bigint NOT NULL,
  delays bigint[] NOT NULL,
  PRIMARY KEY (connection_id, direction, minute)
) WITH (fillfactor = 70);
CREATE INDEX connection_minute_age ON data.connection_minute (minute);

-- The same by the hour, for longer; and since the connection was made.
CREATE TABLE data.connection_hour (LIKE data.connection_minute INCLUDING DEFAULTS INCLUDING CONSTRAINTS) WITH (fillfactor = 50);
ALTER TABLE data.connection_hour RENAME minute TO hour;
ALTER TABLE data.connection_hour ADD PRIMARY KEY (connection_id, direction, hour),
  ADD FOREIGN KEY (connection_id) REFERENCES public.connections (id) ON DELETE CASCADE;
CREATE INDEX connection_hour_age ON data.connection_hour (hour);
CREATE TABLE data.connection_total (LIKE data.connection_minute INCLUDING DEFAULTS INCLUDING CONSTRAINTS) WITH (fillfactor = 50);
ALTER TABLE data.connection_total DROP COLUMN minute;
ALTER TABLE data.connection_total ADD PRIMARY KEY (connection_id, direction),
  ADD FOREIGN KEY (connection_id) REFERENCES public.connections (id) ON DELETE CASCADE;

CREATE FUNCTION data.add_counts(a bigint[], b bigint[]) RETURNS bigint[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT array_agg(coalesce(x, 0) + coalesce(y, 0) ORDER BY i) FROM unnest(a, b) WITH ORDINALITY AS t (x, y, i)
$$;

-- The log of a run. What a line says is told by its kind and fields (lib/sync/run-log-line.ts);
-- neither ever holds what a record contains.
CREATE TABLE data.run_log (
  run_id text NOT NULL REFERENCES public.runs (id) ON DELETE CASCADE,
  -- Counts from 1 in each run, in the order of commits.
  id bigint NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  level text NOT NULL CHECK (level IN ('info', 'warn', 'error')),
  kind text NOT NULL,
  fields json NOT NULL,
  PRIMARY KEY (run_id, id)
);
-- Lines come in order of time: a small index finds the old ones.
CREATE INDEX run_log_age ON data.run_log USING brin (at) WITH (pages_per_range = 16);

-- Adds lines to a run's log, and keeps its newest 10,000. The run's lock comes first, so that ids
-- follow the order of commits: who reads on after an id misses no line.
CREATE FUNCTION data.log_run(p_run text, p_levels text[], p_kinds text[], p_fields text[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  last bigint;
BEGIN
  PERFORM 1 FROM runs WHERE id = p_run FOR NO KEY UPDATE;
  IF NOT FOUND THEN RETURN; END IF;
  SELECT coalesce(max(id), 0) INTO last FROM data.run_log WHERE run_id = p_run;
  INSERT INTO data.run_log (run_id, id, level, kind, fields)
  SELECT p_run, last + ord, level, kind, fields::json
  FROM unnest(p_levels, p_kinds, p_fields) WITH ORDINALITY AS t (level, kind, fields, ord);
  DELETE FROM data.run_log WHERE run_id = p_run AND id <= last + cardinality(p_kinds) - 10000;
END $$;

CREATE FUNCTION data.log_one(p_run text, p_level text, p_kind text, p_fields json) RETURNS void LANGUAGE sql AS $$
  SELECT data.log_run(p_run, ARRAY[p_level], ARRAY[p_kind], ARRAY[p_fields::text])
$$;

-- What happens to a run itself: opened, stopped reading, ended, could not go on, goes on.
CREATE FUNCTION data.log_run_state() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM data.log_one(NEW.id, 'info', 'opened', json_build_object('trigger', NEW.trigger, 'version', NEW.version));
    RETURN NULL;
  END IF;
  IF OLD.error IS DISTINCT FROM NEW.error AND NEW.error IS NOT NULL THEN
    PERFORM data.log_one(NEW.id, 'error', 'failed', json_build_object('message', NEW.error));
  END IF;
  IF OLD.stopped_reading_at IS NULL AND NEW.stopped_reading_at IS NOT NULL THEN
    PERFORM data.log_one(NEW.id, 'info', 'stopped', json_build_object('pending', NEW.pending));
  END IF;
  IF OLD.finished_at IS NULL AND NEW.finished_at IS NOT NULL THEN
    PERFORM data.log_one(NEW.id, CASE WHEN NEW.status = 'succeeded' THEN 'info' ELSE 'warn' END, 'closed',
      json_build_object('status', NEW.status, 'read', NEW.read, 'filtered', NEW.filtered, 'invalid', NEW.invalid,
        'delivered', NEW.delivered, 'rejected', NEW.rejected));
  ELSIF OLD.finished_at IS NOT NULL AND NEW.finished_at IS NULL THEN
    PERFORM data.log_one(NEW.id, 'info', 'reopened', json_build_object('pending', NEW.pending));
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER runs_opened_logged AFTER INSERT ON runs FOR EACH ROW EXECUTE FUNCTION data.log_run_state();
CREATE TRIGGER runs_state_logged AFTER UPDATE ON runs FOR EACH ROW
WHEN ((OLD.error, OLD.stopped_reading_at, OLD.finished_at) IS DISTINCT FROM (NEW.error, NEW.stopped_reading_at, NEW.finished_at))
EXECUTE FUNCTION data.log_run_state();

-- What happens to a sync, in the log of the run that it works on: waiting, well again, paused, resumed.
-- A commit locks its run first and then its sync; whoever comes here holds the sync. So a run that is
-- locked by another is passed over: waiting for it could deadlock.
CREATE FUNCTION data.log_sync_state() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  run text;
BEGIN
  SELECT id INTO run FROM runs WHERE id = (
    SELECT id FROM runs WHERE sync_id = NEW.id AND finished_at IS NULL
    ORDER BY stopped_reading_at IS NOT NULL, number DESC LIMIT 1
  ) FOR NO KEY UPDATE SKIP LOCKED;
  IF run IS NULL THEN RETURN NULL; END IF;
  IF OLD.status IS DISTINCT FROM NEW.status AND 'paused' IN (OLD.status, NEW.status) THEN
    PERFORM data.log_one(run, 'info', CASE NEW.status WHEN 'paused' THEN 'paused' ELSE 'resumed' END, '{}');
  END IF;
  IF OLD.waiting_reason IS DISTINCT FROM NEW.waiting_reason THEN
    IF NEW.waiting_reason IS NULL THEN
      PERFORM data.log_one(run, 'info', 'well', json_build_object('seconds',
        round(extract(epoch FROM now() - coalesce(OLD.waiting_since, now())))));
    ELSE
      PERFORM data.log_one(run, CASE NEW.waiting_reason WHEN 'held' THEN 'error' ELSE 'warn' END, 'waiting',
        json_build_object('reason', NEW.waiting_reason, 'detail', NEW.waiting_detail));
    END IF;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER syncs_state_logged AFTER UPDATE OF status, waiting_reason ON syncs FOR EACH ROW
WHEN ((OLD.status, OLD.waiting_reason) IS DISTINCT FROM (NEW.status, NEW.waiting_reason))
EXECUTE FUNCTION data.log_sync_state();

-- Faults that a connection met, and when its breaker opened and closed.
CREATE TABLE data.connection_event (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  connection_id text NOT NULL REFERENCES public.connections (id) ON DELETE CASCADE,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  state text NOT NULL,
  status integer,
  message text
);
CREATE INDEX connection_event_newest ON data.connection_event (connection_id, id DESC);

-- A breaker's move is told in every open run that it stops or lets go. Syncs and runs that somebody
-- works on at that instant are passed over rather than waited for, which could deadlock: their own
-- log says that they wait.
CREATE FUNCTION data.log_breaker() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  run text;
BEGIN
  -- One line an outage and its end: each try that fails leaves its fault.
  IF NEW.state <> 'half_open' THEN
    INSERT INTO data.connection_event (connection_id, state, status, message)
    VALUES (NEW.connection_id, NEW.state, NEW.last_status, left(NEW.last_error, 500));
  END IF;
  FOR run IN
    SELECT r.id FROM syncs s JOIN runs r ON r.sync_id = s.id
    WHERE s.destination_connection_id = NEW.connection_id AND r.finished_at IS NULL
    ORDER BY r.id FOR NO KEY UPDATE OF s, r SKIP LOCKED
  LOOP
    PERFORM data.log_one(run, CASE NEW.state WHEN 'open' THEN 'warn' ELSE 'info' END, 'breaker',
      json_build_object('state', NEW.state, 'status', NEW.last_status));
  END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER flow_breaker_logged AFTER UPDATE OF state ON data.flow FOR EACH ROW
WHEN (OLD.state <> NEW.state AND NOT (OLD.state = 'half_open' AND NEW.state = 'open')) EXECUTE FUNCTION data.log_breaker();
CREATE TRIGGER flow_breaker_opened AFTER INSERT ON data.flow FOR EACH ROW
WHEN (NEW.state <> 'closed') EXECUTE FUNCTION data.log_breaker();

-- What each process measured of itself last: whoever is scraped tells for all.
CREATE UNLOGGED TABLE data.process_metrics (
  process text PRIMARY KEY,
  role text NOT NULL,
  at timestamptz NOT NULL,
  metrics json NOT NULL
);

-- Which traces put records into the inbox, by the last id of what was appended together.
CREATE TABLE data.inbox_trace (
  connection_id text NOT NULL,
  inbox_id bigint NOT NULL,
  traceparent text NOT NULL,
  at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX inbox_trace_reading ON data.inbox_trace (connection_id, inbox_id);
CREATE INDEX inbox_trace_age ON data.inbox_trace USING brin (at);

-- Open dead letters are counted by sync and code: from the index alone.
CREATE INDEX dead_letter_open ON data.dead_letter (connection_id, sync_id, code) WHERE resolved_at IS NULL;
