import { sha256Bytes } from "../../crypto";
import { database } from "../../db";
import { whileWaiting } from "./admission";
import { textArray, uuidArray } from "./binary-arrays";
import { createGatherer } from "./gather";
import type { IngestSource } from "./source";
import { currentTraceparent } from "../../tracing";

/** Requests that come together are written together: within this time, or this many records. */
const GATHER_MS = 5;
const GATHER_RECORDS_MAX = 1_000;
/** Of one connection at once. */
const WRITES_MAX = 3;

export type InboxRecord = {
  recordKey: string;
  event: string;
  text: string;
  /** Of the request that brought it, on the first of its records, when it is traced. */
  traceparent?: string;
};

/** The connection changed since its row was read: nothing was written. */
export class SourceChangedError extends Error {
  override readonly name = "SourceChangedError";
}

type Gatherer = ReturnType<typeof createGatherer<InboxRecord, boolean>>;

const gatherers = new Map<string, Gatherer>();

/**
 * Appends records of one connection to the inbox. Resolves, after the commit,
 * with how many were new; the others are repeats of the last seven days.
 * Throws SourceChangedError.
 */
export async function appendToInbox(
  source: IngestSource,
  records: InboxRecord[],
): Promise<number> {
  if (records.length === 0) return 0;
  const name = `${source.id} ${source.version}`;
  const gatherer = gatherers.get(name) ?? gathererOf(source);
  gatherers.set(name, gatherer);
  try {
    const load = { records: records.length, bytes: charactersOf(records) };
    const traced = withTrace(records);
    const areNew = await whileWaiting(load, () => gatherer.add(traced));
    return areNew.filter((isNew) => isNew).length;
  } finally {
    if (gatherer.isIdle()) gatherers.delete(name);
  }
}

function withTrace(records: InboxRecord[]): InboxRecord[] {
  const traceparent = currentTraceparent();
  const [first, ...others] = records;
  return traceparent === null || first === undefined
    ? records
    : [{ ...first, traceparent }, ...others];
}

const gathererOf = (source: IngestSource): Gatherer =>
  createGatherer<InboxRecord, boolean>({
    write: (records) => write(source, records),
    gatherMs: GATHER_MS,
    itemsMax: GATHER_RECORDS_MAX,
    writesMax: WRITES_MAX,
  });

const charactersOf = (records: InboxRecord[]) =>
  records.reduce((sum, { text }) => sum + text.length, 0);

const APPEND = `SELECT data.append_inbox($1, 'events', (now() AT TIME ZONE 'UTC')::date, $2, $3, $4, $5) AS taken
  FROM connections WHERE id = $1 AND xmin = $6::xid`;
/** The same, and the traces that brought the records: by the last id that was drawn for them. */
const APPEND_TRACED = `WITH appended AS MATERIALIZED (${APPEND}), traced AS (
    INSERT INTO data.inbox_trace (connection_id, inbox_id, traceparent)
    SELECT $1, currval('data.inbox_id'), traceparent FROM appended, unnest($7::text[]) AS traceparent WHERE taken <> '{}')
  SELECT taken FROM appended`;

/** Answers of each record whether it was new. */
async function write(
  { id, version }: IngestSource,
  records: InboxRecord[],
): Promise<boolean[]> {
  const values = [
    id,
    uuidArray(records.map(({ recordKey }) => sha256Bytes(recordKey))),
    textArray(records.map(({ recordKey }) => recordKey)),
    textArray(records.map(({ event }) => event)),
    textArray(records.map(({ text }) => text)),
    version,
  ];
  const traceparents = records.flatMap(({ traceparent }) => traceparent ?? []);
  const { rows } = await database().pool.query<{ taken: number[] }>(
    traceparents.length === 0
      ? { name: "append-inbox", text: APPEND, values }
      : { text: APPEND_TRACED, values: [...values, traceparents] },
  );
  const [row] = rows;
  if (row === undefined) throw new SourceChangedError();
  const areNew = Array<boolean>(records.length).fill(false);
  for (const ordinal of row.taken) areNew[ordinal - 1] = true;
  return areNew;
}
