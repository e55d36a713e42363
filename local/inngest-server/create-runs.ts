import type { RegisteredFunction } from "./catalog";
import type { Transaction } from "./database";
import type { AcceptedEvent } from "./event-body";
import { ulid } from "./ulid";

export type Match = {
  function: RegisteredFunction;
  event: AcceptedEvent;
  /** It is due already, whatever this process's clock makes of the event's time. */
  isDue?: boolean;
};
type Start = Match & { runId: string };

const DEDUPE_HOURS = 24;

/**
 * Starts a run with its first job for each match, except: an event id that this
 * function has seen within 24 hours, and a singleton that is held already.
 */
export async function createRuns(
  tx: Transaction,
  matches: Match[],
): Promise<void> {
  if (matches.length === 0) return;
  const starts = matches.map((match) => ({ ...match, runId: ulid() }));
  const unseen = await claimEventIds(tx, starts);
  const free = await claimSingletons(tx, unseen);
  if (free.length < unseen.length) await releaseEventIds(tx, unseen, free);
  if (free.length > 0) await insertRuns(tx, free);
}

/** Names the slot of a concurrency limit: function, key and the key's value for this event. */
function concurrencyKey(
  functionId: string,
  key: string,
  value: unknown,
): string {
  return JSON.stringify([functionId, key, value ?? null]);
}

async function claimEventIds(
  tx: Transaction,
  starts: Start[],
): Promise<Start[]> {
  const first = firstOfEach(starts, ({ function: { id }, event }) =>
    JSON.stringify([id, event.body.id]),
  );
  const { rows } = await tx.query<{ function_id: string; given_id: string }>(
    `INSERT INTO inngest_local.dedupe (function_id, given_id, expires_at)
     SELECT f, g, now() + make_interval(hours => $3)
     FROM unnest($1::uuid[], $2::text[]) AS item (f, g) ORDER BY f, g
     ON CONFLICT (function_id, given_id) DO UPDATE SET expires_at = EXCLUDED.expires_at
     WHERE dedupe.expires_at <= now()
     RETURNING function_id, given_id`,
    [
      first.map((start) => start.function.id),
      first.map(({ event }) => event.body.id),
      DEDUPE_HOURS,
    ],
  );
  const claimed = new Set(
    rows.map((row) => JSON.stringify([row.function_id, row.given_id])),
  );
  return first.filter(({ function: { id }, event }) =>
    claimed.has(JSON.stringify([id, event.body.id])),
  );
}

async function claimSingletons(
  tx: Transaction,
  starts: Start[],
): Promise<Start[]> {
  const singular = starts.filter((start) => start.function.singleton !== null);
  if (singular.length === 0) return starts;
  const first = firstOfEach(singular, (start) =>
    JSON.stringify([start.function.id, singletonKey(start)]),
  );
  const { rows } = await tx.query<{ run_id: string }>(
    `INSERT INTO inngest_local.singletons (function_id, key, run_id)
     SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[]) AS item (f, k, r) ORDER BY f, k
     ON CONFLICT DO NOTHING RETURNING run_id`,
    [
      first.map((start) => start.function.id),
      first.map(singletonKey),
      first.map(({ runId }) => runId),
    ],
  );
  const claimed = new Set(rows.map((row) => row.run_id));
  return starts.filter(
    (start) => start.function.singleton === null || claimed.has(start.runId),
  );
}

/** An event that a singleton dropped may come again: its id is not used up. */
async function releaseEventIds(
  tx: Transaction,
  unseen: Start[],
  free: Start[],
): Promise<void> {
  const dropped = unseen.filter((start) => !free.includes(start));
  await tx.query(
    `DELETE FROM inngest_local.dedupe USING unnest($1::uuid[], $2::text[]) AS item (f, g)
     WHERE function_id = f AND given_id = g`,
    [
      dropped.map((start) => start.function.id),
      dropped.map(({ event }) => event.body.id),
    ],
  );
}

async function insertRuns(tx: Transaction, starts: Start[]): Promise<void> {
  const rows = starts.map((start) => ({
    id: start.runId,
    function_id: start.function.id,
    event_id: start.event.internalId,
    event: start.event.body,
    concurrency_keys: start.function.concurrency.map(({ key, path }) =>
      concurrencyKey(start.function.id, key, path?.(start.event.body)),
    ),
    job_id: ulid(),
    // Told as a delay: PostgreSQL's clock may differ from the sender's and ours.
    delay_ms:
      start.isDue === true ? 0 : Math.max(0, start.event.body.ts - Date.now()),
    attempts_max: start.function.attemptsMax,
  }));
  await tx.query(
    `WITH item AS (
       SELECT * FROM json_to_recordset($1::json) AS item (id text, function_id uuid,
         event_id text, event json, concurrency_keys text[], job_id text,
         delay_ms double precision, attempts_max int)
     ), run AS (
       INSERT INTO inngest_local.runs (id, function_id, event_id, event, concurrency_keys)
       SELECT id, function_id, event_id, event, concurrency_keys FROM item
     )
     INSERT INTO inngest_local.jobs
       (id, run_id, function_id, key, kind, run_at, attempts_max, concurrency_keys)
     SELECT job_id, id, function_id, 'start', 'discovery',
       now() + make_interval(secs => delay_ms / 1000), attempts_max, concurrency_keys FROM item`,
    [JSON.stringify(rows)],
  );
}

function singletonKey(start: Start): string {
  const value = start.function.singleton?.path?.(start.event.body) ?? null;
  return JSON.stringify(value);
}

function firstOfEach<Item>(
  items: Item[],
  keyOf: (item: Item) => string,
): Item[] {
  const first = new Map<string, Item>();
  for (const item of items) {
    const key = keyOf(item);
    if (!first.has(key)) first.set(key, item);
  }
  return [...first.values()];
}
