import pg from "pg";
import { callOf, parseRecord } from "./hand-written";
import { packBatches } from "./pack-batches";
import { IN_FLIGHT, poster } from "./post";
import type { PeerTask } from "./task";

const PAGE = 5_000;
/** 500 MB of events: what the limit is measured over. */
const BYTES = 500_000_000;

type Row = [id: string, payload: string];

/**
 * The limit: a pipeline written by hand for this one mapping. Pages of 5,000
 * from PostgreSQL, the next one read ahead; batches by bytes, four in flight;
 * one commit a page. No retries, no books, no checks, no order.
 */
export async function bareLimit(task: PeerTask): Promise<number> {
  const pool = new pg.Pool({ connectionString: task.databaseUrl, max: 3 });
  await pool.query(
    "CREATE TABLE IF NOT EXISTS bench_position (id bigint NOT NULL)",
  );
  let bytes = 0;
  let events = 0;
  for (let pass = 0; bytes < BYTES; pass += 1) {
    const read = await onePass(pool, { ...task, run: `${task.run}-${pass}` });
    bytes += read.bytes;
    events += read.events;
  }
  await pool.end();
  return events;
}

async function onePass(pool: pg.Pool, task: PeerTask) {
  const post = poster(task.endpoint);
  const total = { events: 0, bytes: 0 };
  let ahead = readPage(pool, task, "0");
  for (;;) {
    const rows = await ahead;
    const last = rows.at(-1);
    if (last === undefined) return total;
    ahead = readPage(pool, task, last[0]);
    total.events += rows.length;
    await sendPage(rows, task.run, post);
    await pool.query("INSERT INTO bench_position VALUES ($1)", [last[0]]);
    for (const [, payload] of rows) total.bytes += payload.length;
  }
}

async function readPage(
  pool: pg.Pool,
  { connectionId }: PeerTask,
  after: string,
): Promise<Row[]> {
  const { rows } = await pool.query<Row>({
    name: "page",
    text: `SELECT id, payload::text FROM data.inbox
           WHERE connection_id = $1 AND stream = 'events' AND id > $2 ORDER BY id LIMIT ${PAGE}`,
    values: [connectionId, after],
    rowMode: "array",
  });
  return rows;
}

async function sendPage(
  rows: Row[],
  run: string,
  post: ReturnType<typeof poster>,
) {
  const calls = rows.map(([, payload]) => {
    const text = JSON.stringify(callOf(parseRecord(payload), run));
    return { text, bytes: Buffer.byteLength(text) };
  });
  const batches = packBatches(calls);
  const lane = async () => {
    for (let batch = batches.shift(); batch; batch = batches.shift())
      await post(batch.map(({ text }) => text));
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
}
