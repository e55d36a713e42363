import { z } from "zod";
import {
  dumpOfKey,
  parseManifest,
  type Manifest,
} from "../../connectors/heap/connect/manifest";
import { ConnectDataError } from "../../connectors/heap/connect/connect-error";
import type { DumpSummary } from "../../connectors/heap/connect/plan-reading";
import type { S3 } from "../../connectors/heap/connect/s3";
import type { S3Target } from "../../connectors/heap/connect/s3-target";
import { isOfEvents, kindOfTable } from "../../connectors/heap/connect/tables";
import { database, inTransaction } from "../../db";
import { requireImport, type ImportClaim } from "./import-state";
import { keepProblem, solveProblem } from "./problems";

const MANIFEST_BYTES_MAX = 64 * 1_048_576;

const SummarySchema = z.array(
  z.object({
    name: z.string(),
    incremental: z.boolean(),
    files: z.number(),
  }),
);

export type Bucket = {
  connectionId: string;
  target: S3Target;
  s3: S3;
  /** The manifest that was read last: it is asked for with each of its files. */
  newest: Manifest | null;
};

/** A manifest's key in the bucket. */
const keyOf = ({ prefix }: S3Target, dumpId: number) =>
  `${prefix}manifests/sync_${dumpId}.json`;

/**
 * Looks for dumps that came since, and remembers their tables. A manifest that
 * can't be read ends it: later dumps are read after it, once it can. Answers
 * whether it came to an end before `endsAtMs`.
 */
export async function lookForDumps(
  bucket: Bucket,
  endsAtMs: number,
): Promise<boolean> {
  const known = new Set((await readDumps(bucket.connectionId)).map(idOf));
  const keys = await bucket.s3.list(`${bucket.target.prefix}manifests/`);
  const fresh = dumpsIn(bucket.target, keys)
    .filter((dumpId) => !known.has(dumpId))
    .toSorted((a, b) => a - b);
  for (const [index, dumpId] of fresh.entries()) {
    if (index > 0 && performance.now() >= endsAtMs) return false;
    if (!(await rememberDump(bucket, dumpId))) break;
  }
  return true;
}

/** The dumps whose manifests are among some keys, under the names that Heap gives them. */
export const dumpsIn = (target: S3Target, keys: readonly string[]): number[] =>
  keys.flatMap((key) => {
    const dumpId = dumpOfKey(key);
    return dumpId !== null && key === keyOf(target, dumpId) ? [dumpId] : [];
  });

const idOf = ({ dumpId }: DumpSummary) => dumpId;

async function rememberDump(bucket: Bucket, dumpId: number): Promise<boolean> {
  const { connectionId } = bucket;
  const place = { connectionId, table: "", dumpId, file: "manifest" };
  try {
    const { tables } = await readManifest(bucket, dumpId);
    await keepDump(connectionId, dumpId, tables);
    await solveProblem(place);
    return true;
  } catch (error) {
    if (!(error instanceof ConnectDataError)) throw error;
    await keepProblem(place, error.message);
    return false;
  }
}

/** Reads a dump's manifest. Throws ConnectDataError when it is not whole. */
export async function readManifest(
  bucket: Bucket,
  dumpId: number,
): Promise<Manifest> {
  const { target, s3, newest } = bucket;
  if (newest?.dumpId === dumpId) return newest;
  const text = await s3.text(keyOf(target, dumpId), MANIFEST_BYTES_MAX);
  const { tables } = parseManifest(text, target.bucket);
  bucket.newest = { dumpId, tables };
  return bucket.newest;
}

/** A dump that was seen is gone: what follows is read without it, and its manifest is named as missing. */
export async function forgetDump(
  claim: ImportClaim,
  dumpId: number,
  message: string,
): Promise<void> {
  const { connectionId } = claim;
  const place = { connectionId, table: "", dumpId, file: "manifest" };
  await inTransaction(async (client) => {
    await requireImport(client, claim);
    await client.query(
      "DELETE FROM data.connect_dump WHERE connection_id = $1 AND dump_id = $2",
      [connectionId, dumpId],
    );
    await keepProblem(place, message, client);
  });
}

/** Users and merges are always read; of events somebody says which, and their names. */
async function keepDump(
  connectionId: string,
  dumpId: number,
  tables: Manifest["tables"],
): Promise<void> {
  const { pool } = database();
  const read = tables.filter(({ name }) => kindOfTable(name) !== "skipped");
  await pool.query(
    `INSERT INTO data.connect_table (connection_id, name, is_included)
     SELECT $1, * FROM unnest($2::text[], $3::boolean[]) ON CONFLICT DO NOTHING`,
    [
      connectionId,
      read.map(({ name }) => name),
      read.map(({ name }) => !isOfEvents(kindOfTable(name))),
    ],
  );
  // What can't be read of dumps that are replaced by now is no loss.
  await pool.query(
    "DELETE FROM data.connect_problem WHERE connection_id = $1 AND dump_id < $2 AND table_name = ANY($3)",
    [
      ...[connectionId, dumpId],
      read.flatMap(({ name, incremental }) => (incremental ? [] : [name])),
    ],
  );
  const summary = read.map(({ name, incremental, keys }) => ({
    ...{ name, incremental, files: keys.length },
  }));
  await pool.query(
    `INSERT INTO data.connect_dump (connection_id, dump_id, tables) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
    [connectionId, dumpId, JSON.stringify(summary)],
  );
}

/** The dumps that are known, oldest first. */
export async function readDumps(connectionId: string): Promise<DumpSummary[]> {
  const { rows } = await database().pool.query<{
    dump_id: string;
    tables: unknown;
  }>(
    "SELECT dump_id, tables FROM data.connect_dump WHERE connection_id = $1 ORDER BY dump_id",
    [connectionId],
  );
  return rows.map(({ dump_id, tables }) => ({
    dumpId: Number(dump_id),
    tables: SummarySchema.parse(tables),
  }));
}
