import type pg from "pg";
import { isOfEvents } from "../../connectors/heap/connect/tables";
import type { RowRecord } from "../../connectors/heap/connect/to-record";
import { sha256Bytes } from "../../crypto";
import { notePresence } from "../event-feed/note";
import { uuidArray } from "../inbox/binary-arrays";
import { resolvePeople } from "./people";
import type { TablePlace } from "./place";

export type BookedRow = RowRecord & {
  /** Counts up with each change of the row that is delivered. */
  generation: number;
};

export type Booked = {
  added: BookedRow[];
  changed: BookedRow[];
};

type KnownRow = {
  key: string;
  hash: string;
  user_id: string;
  seen_in: string;
  generation: number;
  is_gone: boolean;
};

type Judged = { row: BookedRow; hash: Uint8Array; verdict: Verdict };
/** Rows that stayed the same are marked as well: a table that is written whole tells by what it leaves out. */
type Verdict = "added" | "changed" | "same";

/**
 * Compares rows of a table with what was taken in before, remembers them, and
 * answers those that are new or say something else. The caller's transaction
 * takes those in. Of rows with the same key the last one counts.
 */
export async function bookRows(
  client: pg.PoolClient,
  place: TablePlace,
  rows: readonly RowRecord[],
): Promise<Booked> {
  const byKey = new Map(rows.map((row) => [row.key, row]));
  const known = await readKnown(client, place, [...byKey.keys()]);
  // A file that could be read only later tells less than what came after it.
  const unique = [...byKey.values()].filter(
    ({ key }) => BigInt(known.get(key)?.seen_in ?? 0) <= place.seenIn,
  );
  const judged = await judge(client, place, unique, known);
  await write(client, place, judged);
  await noteBack(client, place, judged, known);
  const having = (wanted: Verdict) =>
    judged.flatMap(({ row, verdict }) => (verdict === wanted ? [row] : []));
  return { added: having("added"), changed: having("changed") };
}

async function readKnown(
  client: pg.PoolClient,
  { tableId }: TablePlace,
  keys: readonly string[],
): Promise<Map<string, KnownRow>> {
  const { rows: found } = await client.query<KnownRow>(
    `SELECT key, hash, user_id, seen_in, generation, is_gone FROM data.connect_row
     WHERE table_id = $1 AND key = ANY($2)`,
    [tableId, keys],
  );
  return new Map(found.map((row) => [row.key, row]));
}

/** That a row's user became another is told by the migration, not by the row. */
async function judge(
  client: pg.PoolClient,
  { connectionId, kind }: TablePlace,
  rows: readonly RowRecord[],
  known: ReadonlyMap<string, KnownRow>,
): Promise<Judged[]> {
  const moved = rows.flatMap(({ key, userId }) => {
    const before = known.get(key)?.user_id ?? userId;
    return before === userId ? [] : [before, userId];
  });
  const personOf = await resolvePeople(client, connectionId, moved);
  return rows.map((row) => {
    const hash = sha256Bytes(row.content);
    const before = known.get(row.key);
    if (before === undefined)
      return { row: { ...row, generation: 0 }, hash, verdict: "added" };
    const isBack = before.is_gone && kind === "users";
    const isOther =
      before.user_id !== row.userId &&
      personOf(before.user_id).userId !== personOf(row.userId).userId;
    const isSame = before.hash === uuidOf(hash) && !isBack && !isOther;
    const generation = before.generation + (isSame ? 0 : 1);
    const verdict = isSame ? "same" : "changed";
    return { row: { ...row, generation }, hash, verdict };
  });
}

/** An event that is back as it was is no news to anybody but to what is counted of it. */
async function noteBack(
  client: pg.PoolClient,
  { connectionId, kind, event }: TablePlace,
  judged: readonly Judged[],
  known: ReadonlyMap<string, KnownRow>,
): Promise<void> {
  if (!isOfEvents(kind)) return;
  const keys = judged.flatMap(({ row: { key }, verdict }) =>
    verdict === "same" && known.get(key)?.is_gone === true ? [key] : [],
  );
  await notePresence(client, connectionId, { event, keys, isGone: false });
}

/** As PostgreSQL writes the first 16 bytes. */
const uuidOf = (hash: Uint8Array): string =>
  Buffer.from(hash.subarray(0, 16))
    .toString("hex")
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");

async function write(
  client: pg.PoolClient,
  { tableId, seenIn }: TablePlace,
  judged: readonly Judged[],
): Promise<void> {
  if (judged.length === 0) return;
  await client.query(
    `INSERT INTO data.connect_row AS known (table_id, key, hash, user_id, seen_in, generation)
     SELECT $1, key, hash, user_id, $2, generation
     FROM unnest($3::text[], $4::uuid[], $5::text[], $6::integer[]) AS t (key, hash, user_id, generation) ORDER BY key
     ON CONFLICT (table_id, key) DO UPDATE SET hash = excluded.hash, user_id = excluded.user_id, seen_in = excluded.seen_in,
       generation = excluded.generation, is_gone = false`,
    [
      ...[tableId, String(seenIn), judged.map(({ row }) => row.key)],
      uuidArray(judged.map(({ hash }) => hash)),
      judged.map(({ row }) => row.userId),
      judged.map(({ row }) => row.generation),
    ],
  );
}
