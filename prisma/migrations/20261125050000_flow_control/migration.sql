-- How a destination is doing, per connection and shared by every process that sends to it.
CREATE TABLE data.flow (
  connection_id text PRIMARY KEY REFERENCES public.connections (id) ON DELETE CASCADE,
  -- The circuit breaker: closed lets all through, open nothing, half_open one request that tries.
  state text NOT NULL DEFAULT 'closed' CHECK (state IN ('closed', 'open', 'half_open')),
  -- Requests in a row that met a fault of the connection, and when the first of them was.
  faults_in_row integer NOT NULL DEFAULT 0,
  faulty_since timestamptz,
  -- Since when it is not closed, and when the next request may try.
  opened_at timestamptz,
  probe_at timestamptz,
  probes_failed integer NOT NULL DEFAULT 0,
  last_status integer,
  last_error text,
  succeeded_at timestamptz,
  -- What the destination asked for (Retry-After): nothing goes out before.
  paused_until timestamptz,
  -- Of answers 429: the newest, and how many there were.
  throttled_at timestamptz,
  throttles bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 50);

-- What may be sent, per connection and limit. A bucket holds no tokens but the time from which
-- the next token is free: a lease moves that time on, so that leases never overlap and one
-- update hands out any number of tokens.
CREATE TABLE data.bucket (
  connection_id text NOT NULL REFERENCES public.connections (id) ON DELETE CASCADE,
  limit_name text NOT NULL CHECK (limit_name IN ('requests', 'events', 'sync')),
  -- The sync, where the limit is one sync's own.
  subject text NOT NULL DEFAULT '',
  next_at timestamptz NOT NULL,
  -- Tokens a second that the destination was found to take; null: no limit was met.
  rate double precision,
  -- The rate at the last answer 429, when that was, and how long the way back to it takes.
  ceiling double precision,
  cut_at timestamptz,
  regain_seconds double precision,
  surprises integer NOT NULL DEFAULT 0,
  PRIMARY KEY (connection_id, limit_name, subject)
) WITH (fillfactor = 50);

-- A record that waits keeps when it came, so that its delay can be told.
ALTER TABLE data.pending ADD COLUMN received_at timestamptz NOT NULL DEFAULT now();

-- A record that failed alone while the destination took others waits by itself, with its
-- person's later ones behind it; how often it did is counted apart from the connection's faults.
ALTER TABLE data.pending ADD COLUMN own_faults integer NOT NULL DEFAULT 0;
ALTER TABLE data.pending ADD COLUMN failed_at timestamptz;
ALTER TABLE data.pending ADD COLUMN next_at timestamptz;
CREATE INDEX pending_person ON data.pending (sync_id, person, id);
CREATE INDEX pending_suspect ON data.pending (sync_id, person, id) WHERE next_at IS NOT NULL;
