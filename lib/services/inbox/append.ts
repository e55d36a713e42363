import { sha256Bytes } from "../../crypto";
import { database } from "../../db";
import { whileWaiting } from "./admission";
import { textArray, uuidArray } from "./binary-arrays";
import { createGatherer } from "./gather";
import type { IngestSource } from "./source";

/** Requests that come together are written together: within this time, or this many records. */
const GATHER_MS = 5;
const GATHER_RECORDS_MAX = 1_000;
/** Of one connection at once. */
const WRITES_MAX = 3;

export type InboxRecord = { recordKey: string; event: string; text: string };

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
    const areNew = await whileWaiting(load, () => gatherer.add(records));
    return areNew.filter((isNew) => isNew).length;
  } finally {
    if (gatherer.isIdle()) gatherers.delete(name);
  }
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

/** Answers of each record whether it was new. */
async function write(
  { id, version }: IngestSource,
  records: InboxRecord[],
): Promise<boolean[]> {
  const { rows } = await database().pool.query<{ taken: number[] }>({
    name: "append-inbox",
    text: `SELECT data.append_inbox($1, 'events', (now() AT TIME ZONE 'UTC')::date, $2, $3, $4, $5) AS taken
           FROM connections WHERE id = $1 AND xmin = $6::xid`,
    values: [
      id,
      uuidArray(records.map(({ recordKey }) => sha256Bytes(recordKey))),
      textArray(records.map(({ recordKey }) => recordKey)),
      textArray(records.map(({ event }) => event)),
      textArray(records.map(({ text }) => text)),
      version,
    ],
  });
  const [row] = rows;
  if (row === undefined) throw new SourceChangedError();
  const areNew = Array<boolean>(records.length).fill(false);
  for (const ordinal of row.taken) areNew[ordinal - 1] = true;
  return areNew;
}
