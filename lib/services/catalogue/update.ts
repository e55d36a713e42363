import type pg from "pg";
import { database, inTransaction } from "../../db";
import {
  EXAMPLES_MAX,
  summariseFields,
  type FieldSummary,
} from "../../mapping/field-summary";
import { ANY, NULL, TIME } from "../../mapping/value-type";
import { isJsonObject, type JsonObject } from "../../shared/json";
import { parseLossless } from "../../shared/lossless-json";
import {
  STREAM_NAMES,
  STREAMS,
  type StreamName,
} from "../../sync/streams/registry";
import { storableText } from "../storable-text";

/** Of what arrived in a stream since last time only the newest are looked at, and few of each event. */
const RECORDS_MAX = 20_000;
const RECORDS_PER_EVENT_MAX = 50;
const EVENTS_MAX = 2_000;
const FIELDS_PER_EVENT_MAX = 5_000;
const LOCK_CLASS = 7203;
/** A field has to be known for so many samples before another type is news. */
const SAMPLES_BEFORE_RETYPED = 20;
/** Nulls are no type of their own, and times are text. */
const TELLING_TYPES = ANY & ~(NULL | TIME);

/** Looks at what arrived at every connection since it last did; counts the records. */
export async function catalogueAll(): Promise<{ sampled: number }> {
  const { rows } = await database().pool.query<{ id: string }>(
    `SELECT c.id FROM connections c LEFT JOIN data.catalogue_cursor k ON k.connection_id = c.id
     WHERE EXISTS (SELECT FROM data.inbox i WHERE i.connection_id = c.id AND i.stream = ANY($1) AND i.id > coalesce(k.position, 0))`,
    [STREAM_NAMES],
  );
  let sampled = 0;
  for (const { id } of rows) sampled += await catalogueConnection(id);
  return { sampled };
}

/**
 * Looks at a sample of what arrived at one connection and keeps what its
 * fields look like. One at a time; who comes second has nothing to do.
 */
export function catalogueConnection(connectionId: string): Promise<number> {
  return inTransaction(async (client) => {
    const lock = await client.query<{ taken: boolean }>(
      "SELECT pg_try_advisory_xact_lock($1, hashtext($2)) AS taken",
      [LOCK_CLASS, connectionId],
    );
    if (lock.rows[0]?.taken !== true) return 0;
    const samples = await readSamples(client, connectionId);
    if (samples.length === 0) return 0;
    let sampled = 0;
    for (const group of groupsOf(samples)) {
      const [{ stream, event }] = group;
      const of = { connectionId, stream, event };
      sampled += await keepEvent(client, of, group);
    }
    await client.query(
      `INSERT INTO data.catalogue_cursor (connection_id, position) VALUES ($1, $2)
       ON CONFLICT (connection_id) DO UPDATE SET position = excluded.position`,
      [connectionId, samples[0]?.high],
    );
    return sampled;
  });
}

type Sample = {
  stream: StreamName;
  event: string;
  payload: string;
  high: string;
};
type Group = [Sample, ...Sample[]];

/** By stream and event. */
function groupsOf(samples: readonly Sample[]): Iterable<Group> {
  const groups = new Map<string, Group>();
  for (const sample of samples) {
    const name = JSON.stringify([sample.stream, sample.event]);
    const known = groups.get(name);
    if (known === undefined) groups.set(name, [sample]);
    else known.push(sample);
  }
  return groups.values();
}

async function readSamples(
  client: pg.PoolClient,
  connectionId: string,
): Promise<Sample[]> {
  const { rows } = await client.query<Sample>(
    `WITH latest AS (
       SELECT own.* FROM unnest($4::text[]) AS s (stream) CROSS JOIN LATERAL (
         SELECT id, stream, event, payload FROM data.inbox i
         WHERE i.connection_id = $1 AND i.stream = s.stream
           AND id > coalesce((SELECT position FROM data.catalogue_cursor WHERE connection_id = $1), 0)
         ORDER BY id DESC LIMIT $2) own
     ), ranked AS (
       SELECT *, row_number() OVER (PARTITION BY stream, event ORDER BY id DESC) AS place, max(id) OVER () AS high FROM latest
     )
     SELECT stream, event, payload::text AS payload, high FROM ranked WHERE place <= $3 ORDER BY id`,
    [connectionId, RECORDS_MAX, RECORDS_PER_EVENT_MAX, STREAM_NAMES],
  );
  return rows;
}

type EventOf = { connectionId: string; stream: StreamName; event: string };

async function keepEvent(
  client: pg.PoolClient,
  of: EventOf,
  samples: readonly Sample[],
): Promise<number> {
  const records = samples
    .map(({ payload }) => parseLossless(payload))
    .filter(isJsonObject)
    .map(STREAMS[of.stream].toRecord);
  const sampled = await countSamples(client, of, records.length);
  if (sampled === null) return 0;
  await keepFields(client, of, sampled - records.length, records);
  return records.length;
}

/** The event's count of samples with these; null when there are too many events to keep another. */
async function countSamples(
  client: pg.PoolClient,
  { connectionId, stream, event }: EventOf,
  count: number,
): Promise<number | null> {
  const { rows } = await client.query<{ sampled: string }>(
    `INSERT INTO data.catalogue_event AS known (connection_id, stream, event, sampled, first_seen, last_seen)
     SELECT $1, $5, $2, $3, now(), now()
     WHERE EXISTS (SELECT FROM data.catalogue_event WHERE connection_id = $1 AND stream = $5 AND event = $2)
        OR (SELECT count(*) FROM data.catalogue_event WHERE connection_id = $1) < $4
     ON CONFLICT (connection_id, stream, event) DO UPDATE SET sampled = known.sampled + excluded.sampled, last_seen = now()
     RETURNING sampled`,
    [connectionId, event, count, EVENTS_MAX, stream],
  );
  return rows[0] === undefined ? null : Number(rows[0].sampled);
}

async function keepFields(
  client: pg.PoolClient,
  of: EventOf,
  sampledBefore: number,
  records: readonly JsonObject[],
): Promise<void> {
  const known = await knownExamples(client, of);
  const room = FIELDS_PER_EVENT_MAX - known.size;
  const seen = [...summariseFields(records)];
  const fresh = seen.filter(([path]) => !known.has(path)).slice(0, room);
  const fields = [...seen.filter(([path]) => known.has(path)), ...fresh];
  const examples = fields.map(([path, summary]) =>
    JSON.stringify(joinExamples(known.get(path) ?? [], summary)),
  );
  await client.query(
    `INSERT INTO data.catalogue_field AS known
       (connection_id, stream, event, path, types, filled, examples, first_seen, last_seen, first_sample, last_sample)
     SELECT $1, $11, $2, path, types, filled, examples::jsonb, now(), now(), $7, $8
     FROM unnest($3::text[], $4::int[], $5::bigint[], $6::text[]) AS t (path, types, filled, examples)
     ON CONFLICT (connection_id, stream, event, path) DO UPDATE SET types = known.types | excluded.types,
       filled = known.filled + excluded.filled, examples = excluded.examples, last_seen = now(), last_sample = excluded.last_sample,
       retyped_at = CASE WHEN known.types & $9 <> 0 AND (known.types | excluded.types) & $9 <> known.types & $9
         AND known.last_sample - known.first_sample >= $10 THEN now() ELSE known.retyped_at END`,
    [
      ...[of.connectionId, of.event],
      fields.map(([path]) => storableText(path)),
      fields.map(([, { types }]) => types),
      fields.map(([, { filled }]) => filled),
      examples.map(storableText),
      ...[sampledBefore, sampledBefore + records.length],
      ...[TELLING_TYPES, SAMPLES_BEFORE_RETYPED, of.stream],
    ],
  );
}

type Examples = FieldSummary["examples"];

async function knownExamples(
  client: pg.PoolClient,
  { connectionId, stream, event }: EventOf,
): Promise<Map<string, Examples>> {
  const { rows } = await client.query<{ path: string; examples: Examples }>(
    "SELECT path, examples FROM data.catalogue_field WHERE connection_id = $1 AND stream = $3 AND event = $2",
    [connectionId, event, stream],
  );
  return new Map(rows.map(({ path, examples }) => [path, examples]));
}

/** The newest first, so that what is shown is what comes now. */
function joinExamples(known: Examples, { examples }: FieldSummary): Examples {
  return [...new Set([...examples, ...known])].slice(0, EXAMPLES_MAX);
}
