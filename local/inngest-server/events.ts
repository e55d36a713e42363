import { z } from "zod";
import type { Catalog } from "./catalog";
import { createRuns } from "./create-runs";
import type { Transaction } from "./database";
import type { AcceptedEvent } from "./event-body";
import { isTriggeredBy } from "./function-config";
import { ulid } from "./ulid";

const EVENT_BYTES_MAX = 3_145_728;
const EVENTS_MAX = 5_000;
const TIME_MS_MIN = Date.UTC(1980, 0, 1);
const TIME_MS_MAX = Date.UTC(2100, 0, 1);

const NUL = String.fromCharCode(0);
const textSchema = z.string().refine((text) => !text.includes(NUL), {
  message: "must not contain the character NUL",
});
const recordSchema = z
  .record(z.string(), z.unknown())
  .nullish()
  .transform((value) => value ?? {});
const timeSchema = z
  .number()
  .refine((ts) => ts === 0 || (ts >= TIME_MS_MIN && ts <= TIME_MS_MAX), {
    message: "must lie between 1980 and 2100",
  })
  .nullish();
const eventSchema = z.object({
  name: textSchema
    .min(1, "must not be empty")
    .refine((name) => !name.startsWith("inngest/"), {
      message: "must not begin with inngest/",
    }),
  data: recordSchema,
  user: recordSchema,
  id: textSchema.nullish(),
  ts: timeSchema,
  v: z.string().nullish(),
});

/**
 * Reads a sender's events up to the first bad one: those before it are kept, and
 * `problem` says what is wrong with it.
 */
export function parseEvents(
  payload: unknown,
  idOf: (index: number) => string = () => ulid(),
): { events: AcceptedEvent[]; problem: string | null } {
  const items: unknown[] = Array.isArray(payload) ? payload : [payload];
  const events: AcceptedEvent[] = [];
  if (items.length > EVENTS_MAX) {
    return { events, problem: `more than ${EVENTS_MAX} events in one request` };
  }
  for (const [index, item] of items.entries()) {
    const problem = parseEvent(item, idOf(index + 1), events);
    if (problem !== null) return { events, problem };
  }
  return { events, problem: null };
}

/**
 * Stores events and starts the functions that they trigger, in the caller's
 * transaction: an event that is stored has its runs. An event whose internal id is
 * known already (a sender's second try) changes nothing.
 */
export async function acceptEvents(
  tx: Transaction,
  catalog: Catalog,
  events: AcceptedEvent[],
): Promise<void> {
  if (events.length === 0) return;
  const { rows } = await tx.query<{ id: string }>(
    `INSERT INTO inngest_local.events (id, given_id, name, body)
     SELECT * FROM json_to_recordset($1::json)
       AS item (id text, given_id text, name text, body json)
     ON CONFLICT (id) DO NOTHING RETURNING id`,
    [
      JSON.stringify(
        events.map(({ internalId, body }) => ({
          id: internalId,
          given_id: body.id,
          name: body.name,
          body,
        })),
      ),
    ],
  );
  const fresh = new Set(rows.map(({ id }) => id));
  const functions = catalog.active();
  const matches = events
    .filter(({ internalId }) => fresh.has(internalId))
    .flatMap((event) =>
      functions
        .filter((item) => isTriggeredBy(item, event.body))
        .map((item) => ({ function: item, event })),
    );
  await createRuns(tx, matches);
}

function parseEvent(
  item: unknown,
  internalId: string,
  events: AcceptedEvent[],
): string | null {
  const parsed = eventSchema.safeParse(item);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return `event ${events.length}: ${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`;
  }
  const { name, data, user, id, ts, v } = parsed.data;
  const { _inngest, ...ownData } = data;
  if (Buffer.byteLength(JSON.stringify(parsed.data)) > EVENT_BYTES_MAX) {
    return `event ${events.length}: larger than ${EVENT_BYTES_MAX} bytes`;
  }
  events.push({
    internalId,
    body: {
      name,
      data: ownData,
      id: id ? id : internalId,
      ts: ts ? ts : Date.now(),
      user,
      ...(v ? { v } : {}),
    },
  });
  return null;
}
