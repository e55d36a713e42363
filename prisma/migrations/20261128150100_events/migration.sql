-- Events as they are now, one row each, for what is computed of them. Fed from the inbox.
-- No foreign key: a million rows go in batches once nobody asks for them (lib/services/event-feed/forget.ts).
CREATE TABLE data.event (
  connection_id text NOT NULL,
  -- Of the record key: a later generation of a record takes the place of the former.
  key uuid NOT NULL,
  -- Whose it is by now: a user_id, or identity:<identity> where no user is known by it.
  person text NOT NULL,
  event text NOT NULL,
  time timestamptz NOT NULL,
  session_id text,
  -- All of them, so that a trait that comes later can look back further than the inbox.
  properties jsonb NOT NULL,
  -- Its id in the inbox.
  arrived bigint NOT NULL,
  -- Its table no longer holds it, or not for now: it may come back as it was, and then is not sent again.
  is_gone boolean NOT NULL DEFAULT false,
  PRIMARY KEY (connection_id, key)
);
-- What these people did, of this event, in this window.
CREATE INDEX event_person ON data.event (connection_id, person, event, time) WHERE NOT is_gone;
-- Which events an interval holds: those that fall out of a window.
CREATE INDEX event_time ON data.event (connection_id, time) WHERE NOT is_gone;

-- How a connection's events are kept and its traits computed. Whoever holds `owner` may commit.
CREATE TABLE data.event_feed (
  connection_id text PRIMARY KEY REFERENCES public.connections (id) ON DELETE CASCADE,
  owner text,
  -- How far the inbox was read.
  position bigint NOT NULL DEFAULT 0,
  -- What an earlier feed kept is deleted, and what Connect's tables no longer hold is noted.
  has_begun boolean NOT NULL DEFAULT false,
  -- Nobody asks for traits any more: what was computed and kept goes.
  is_ending boolean NOT NULL DEFAULT false,
  -- Counts changes of the definitions; the one by which everybody was computed last.
  revision integer NOT NULL DEFAULT 1,
  computed_revision integer NOT NULL DEFAULT 0,
  -- Of the pass over everybody that is at work: up to which user_id, and how many people.
  pass_at text NOT NULL DEFAULT '',
  pass_done integer NOT NULL DEFAULT 0,
  pass_total integer NOT NULL DEFAULT 0,
  -- How many people have traits.
  people integer NOT NULL DEFAULT 0,
  computed_at timestamptz,
  -- Up to this time windows have let go of events.
  aged_at timestamptz
) WITH (fillfactor = 50);

-- Whose traits are to be computed anew: a log, so that nobody waits for whoever writes it. Named twice is once.
CREATE TABLE data.event_dirty (
  id bigint GENERATED ALWAYS AS IDENTITY,
  connection_id text NOT NULL,
  person text NOT NULL,
  -- The person may be another by now: a merge, or a user with this identity.
  is_moved boolean NOT NULL DEFAULT false,
  PRIMARY KEY (connection_id, id)
);
CREATE INDEX event_dirty_moved ON data.event_dirty (connection_id, id) WHERE is_moved;

-- Records that their table no longer holds, or holds again. Of those is told that arrived before `at`.
CREATE TABLE data.event_presence (
  connection_id text NOT NULL,
  key uuid NOT NULL,
  is_gone boolean NOT NULL,
  at bigint NOT NULL
);
CREATE INDEX event_presence_at ON data.event_presence (connection_id, at);

-- Who is known by an identity; an index can hold no longer ones.
CREATE INDEX heap_user_identity ON data.heap_user (connection_id, identity) WHERE char_length(identity) <= 512;

-- A number, or the text of one, as lib/traits/trait-number.ts reads it; null for anything else.
CREATE FUNCTION data.trait_number(value jsonb) RETURNS numeric LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  written text := value #>> '{}';
  plain text;
  number numeric;
BEGIN
  IF jsonb_typeof(value) = 'number' THEN
    number := written::numeric;
  ELSIF jsonb_typeof(value) = 'string' AND char_length(written) BETWEEN 1 AND 100 THEN
    written := btrim(written, E' \t\n\u000b\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff');
    IF written ~ '^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,2})?$' THEN
      plain := written;
    -- 1,234: thousands to some, decimals to others.
    ELSIF written ~ '^[+-]?[1-9][0-9]{0,2},[0-9]{3}$' THEN
      RETURN NULL;
    ELSIF written ~ '^[+-]?[1-9][0-9]{0,2}([, \u00a0\u202f''][0-9]{3})+(\.[0-9]+)?$' THEN
      plain := regexp_replace(written, '[, \u00a0\u202f'']', '', 'g');
    ELSIF written ~ '^[+-]?[1-9][0-9]{0,2}([. \u00a0\u202f''][0-9]{3})+(,[0-9]+)?$' OR written ~ '^[+-]?[0-9]+,[0-9]+$' THEN
      plain := replace(regexp_replace(written, '[. \u00a0\u202f'']', '', 'g'), ',', '.');
    ELSE
      RETURN NULL;
    END IF;
    -- As a double has it, in the digits that tell it from others.
    number := (plain::float8)::text::numeric;
    IF plain ~ '^[+-]?[0-9]+$' AND abs(number) > 9007199254740991 THEN
      RETURN NULL;
    END IF;
  END IF;
  IF number = 0 OR abs(number) BETWEEN 1e-100 AND 1e100 - 1 THEN
    RETURN number;
  END IF;
  RETURN NULL;
END $$;

-- An average to six places, halves away from zero, whatever the digits of the sum.
CREATE FUNCTION data.trait_average(total numeric, count bigint) RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT trim_scale(sign(total) * div(2 * abs(total) * 1000000 + count, nullif(2 * count, 0)) * 0.000001)
$$;
