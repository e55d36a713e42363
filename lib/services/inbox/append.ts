import { sha256Hex } from "../../crypto";
import { database } from "../../db";
import { currentTraceparent } from "../../tracing";

/** Requests that come together are written together: within this time, or this many records. */
const GATHER_MS = 5;
const GATHER_RECORDS_MAX = 1_000;
const KEY_HEX_DIGITS = 32;

export type InboxRecord = { recordKey: string; event: string; text: string };

type Waiting = {
  records: InboxRecord[];
  traceparent: string | null;
  resolve: (accepted: number) => void;
  reject: (error: unknown) => void;
};

type Gathering = {
  connectionId: string;
  waiting: Waiting[];
  count: number;
  timer: NodeJS.Timeout;
};

const gatherings = new Map<string, Gathering>();

/**
 * Appends records of one connection to the inbox. Resolves, after the commit,
 * with how many were new; the others are repeats of the last seven days.
 */
export function appendToInbox(
  connectionId: string,
  records: InboxRecord[],
): Promise<number> {
  if (records.length === 0) return Promise.resolve(0);
  return new Promise((resolve, reject) => {
    const gathering = gatherings.get(connectionId) ?? open(connectionId);
    const traceparent = currentTraceparent();
    gathering.waiting.push({ records, traceparent, resolve, reject });
    gathering.count += records.length;
    if (gathering.count >= GATHER_RECORDS_MAX) void close(gathering);
  });
}

function open(connectionId: string): Gathering {
  const gathering: Gathering = {
    connectionId,
    waiting: [],
    count: 0,
    timer: setTimeout(() => void close(gathering), GATHER_MS),
  };
  gatherings.set(connectionId, gathering);
  return gathering;
}

async function close(gathering: Gathering): Promise<void> {
  clearTimeout(gathering.timer);
  if (gatherings.get(gathering.connectionId) === gathering)
    gatherings.delete(gathering.connectionId);
  try {
    const taken = await write(
      gathering.connectionId,
      gathering.waiting.flatMap(({ records }) => records),
      gathering.waiting.flatMap(({ traceparent }) => traceparent ?? []),
    );
    let end = 0;
    for (const { records, resolve } of gathering.waiting) {
      const start = end;
      end += records.length;
      resolve(
        taken.filter((ordinal) => ordinal > start && ordinal <= end).length,
      );
    }
  } catch (error) {
    for (const { reject } of gathering.waiting) reject(error);
  }
}

const APPEND =
  "SELECT data.append_inbox($1, 'events', (now() AT TIME ZONE 'UTC')::date, $2, $3, $4, $5) AS taken";
/** The same, and the traces that brought the records: by the last id that was drawn for them. */
const APPEND_TRACED = `WITH appended AS MATERIALIZED (${APPEND}), traced AS (
    INSERT INTO data.inbox_trace (connection_id, inbox_id, traceparent)
    SELECT $1, currval('data.inbox_id'), traceparent FROM appended, unnest($6::text[]) AS traceparent WHERE taken <> '{}')
  SELECT taken FROM appended`;

/** Answers the ordinals, from 1, of the records that were new. */
async function write(
  connectionId: string,
  records: InboxRecord[],
  traceparents: string[],
): Promise<number[]> {
  const values = [
    connectionId,
    records.map(({ recordKey }) =>
      sha256Hex(recordKey).slice(0, KEY_HEX_DIGITS),
    ),
    records.map(({ recordKey }) => recordKey),
    records.map(({ event }) => event),
    records.map(({ text }) => text),
  ];
  const isTraced = traceparents.length > 0;
  const { rows } = await database().pool.query<{ taken: number[] }>(
    isTraced ? APPEND_TRACED : APPEND,
    isTraced ? [...values, traceparents] : values,
  );
  return rows[0]?.taken ?? [];
}
