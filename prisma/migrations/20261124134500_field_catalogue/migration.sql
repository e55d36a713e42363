-- What the data looks like: per connection, stream and event the fields that were
-- seen. Kept up to date from samples, so that it stays small and costs little.
CREATE TABLE data.catalogue_event (
  connection_id text NOT NULL REFERENCES public.connections (id) ON DELETE CASCADE,
  stream text NOT NULL,
  event text NOT NULL,
  -- Records that were looked at.
  sampled bigint NOT NULL,
  first_seen timestamptz NOT NULL,
  last_seen timestamptz NOT NULL,
  PRIMARY KEY (connection_id, stream, event)
);

CREATE TABLE data.catalogue_field (
  connection_id text NOT NULL,
  stream text NOT NULL,
  event text NOT NULL,
  path text NOT NULL,
  -- A set of kinds, as in lib/mapping/value-type.ts.
  types integer NOT NULL,
  -- Of the event's sampled records, those with a value here.
  filled bigint NOT NULL,
  examples jsonb NOT NULL,
  first_seen timestamptz NOT NULL,
  last_seen timestamptz NOT NULL,
  -- The event's count of samples when the field was first and last seen.
  first_sample bigint NOT NULL,
  last_sample bigint NOT NULL,
  PRIMARY KEY (connection_id, stream, event, path),
  FOREIGN KEY (connection_id, stream, event) REFERENCES data.catalogue_event ON DELETE CASCADE
);

-- How far a connection's inbox was looked at.
CREATE TABLE data.catalogue_cursor (
  connection_id text PRIMARY KEY REFERENCES public.connections (id) ON DELETE CASCADE,
  position bigint NOT NULL
);
